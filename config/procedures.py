"""All procedures of the office. Pages, sweeps, statistics and printed tables iterate this tuple."""

from cases.procedure import PROCEDURE as CASE
from mediation.procedure import PROCEDURE as MEDIATION

PROCEDURES = (CASE, MEDIATION)
