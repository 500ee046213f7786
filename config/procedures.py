"""All procedures of the office. Pages, sweeps, statistics and printed tables iterate this tuple."""

from cases.procedure import PROCEDURE as CASE
from mediation.procedure import PROCEDURE as MEDIATION
from reports.procedure import PROCEDURE as REPORT

PROCEDURES = (CASE, MEDIATION, REPORT)
