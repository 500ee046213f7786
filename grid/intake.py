"""How incidents are taken in at a desk: core.intake does what every room shares."""

from core.intake.sensitive import all_pointed_at
from core.models import Matter
from core.procedure.intake import Intake
from grid.forms import IncidentSheet, ReportForm

SEALS = Matter.Compartment

INTAKE = Intake(
    form=ReportForm,
    receipt="grid.receipt",
    words="what",
    sheet=IncidentSheet,
    then=("dispatch",),
    template="grid/report.html",
    registered="grid/registered.html",
    points_at=all_pointed_at,
    closing={SEALS.DOMESTIC_VIOLENCE: Matter.Flag.DOMESTIC_VIOLENCE, SEALS.MINOR: Matter.Flag.MINOR},
)
