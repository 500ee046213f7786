"""All rooms of the office, in the order of the menu, and their procedures. Pages, sweeps, statistics and printed tables
iterate them.

Which procedure may open below which follows from what they are (docs/tables/pairs.md). A pair of kinds in OFF is
switched off: its sentence refuses it, on the page and at the door.
"""

from collections.abc import Mapping

from cases.procedure import ROOM as CASES
from command.procedure import ROOM as COMMAND
from core.office import ROOM as OFFICE
from core.procedure.below import Pair, connected
from core.workflow.handing import with_handing
from core.workflow.urging import urged
from council.procedure import ROOM as COUNCIL
from grid.procedure import ROOM as GRID
from legal.procedure import ROOM as LEGAL
from mediation.procedure import ROOM as MEDIATION
from petitions.procedure import ROOM as PETITIONS
from reports.procedure import ROOM as REPORTS

ROOMS = (CASES, PETITIONS, MEDIATION, GRID, LEGAL, COUNCIL, COMMAND, REPORTS, OFFICE)
OFF: Mapping[Pair, str] = {}

DECLARED = urged(procedure for room in ROOMS for procedure in room.procedures)
PROCEDURES = with_handing(connected(DECLARED, OFF))
