"""How petitions are taken in: core.intake does what every room shares."""

from core.procedure.intake import Intake
from petitions.forms import PetitionSheet, RegisterForm

INTAKE = Intake(
    form=RegisterForm,
    receipt="petitions.receipt",
    sheet=PetitionSheet,
    then=("sort",),
    template="petitions/register.html",
    registered="petitions/registered.html",
)
