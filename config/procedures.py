"""All procedures of the office. Pages, sweeps, statistics and printed tables iterate this tuple.

Which may open below which follows from what they are (docs/tables/pairs.md). A pair of kinds in OFF is switched off:
its sentence refuses it, on the page and at the door.
"""

from collections.abc import Mapping

from cases.procedure import PROCEDURE as CASE
from cases.reception import PROCEDURE as RECEPTION
from core.procedure.below import Pair, connected
from mediation.procedure import PROCEDURE as MEDIATION
from reports.procedure import PROCEDURE as REPORT

OFF: Mapping[Pair, str] = {}

DECLARED = (CASE, MEDIATION, REPORT, RECEPTION)
PROCEDURES = connected(DECLARED, OFF)
