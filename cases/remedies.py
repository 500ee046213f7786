"""Which ways the hall's own paper tells: by the category of the case, nothing where it has none or is sealed."""

from typing import Any

from cases.models import Case
from core.documents import remedies
from core.models import Party, Remedy
from core.workflow.forms_remedies import add_fields as ask


def told_of(case: Case) -> bool:
    return case.category_id is not None and not case.sealed


def row(case: Case) -> Remedy | None:
    return remedies.of(case.category.judicial, case.category.code) if case.category else None


def add_fields(form: Any, case: Any) -> None:
    if told_of(case):
        ask(form, row(case), [party for party in case.people if party.role == Party.Role.APPLICANT])


def told(case: Case, data: Any, by: Any) -> remedies.Telling | None:
    """Raises Refused where nobody has reviewed them and the signer has written nothing."""
    return remedies.told(row(case), data, by) if told_of(case) else None
