"""A registration that begins with what another matter knows: its words, place and people, so that nothing is typed again.

For what opens below nothing (Procedure.offer); the rest is opened below the matter itself (core.procedure.below).
"""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from core.models import Matter
from core.procedure.below import demand_of
from core.procedure.procedure import Procedure, by_kind, procedures


def ways(user: Any, matter: Any) -> Iterator[Procedure]:
    """What the user may register from it; nothing from what is sealed, whose words would stand open."""
    for one in () if matter.sealed else procedures():
        if (
            one.intake
            and one.offer is None
            and one.kind != matter.kind
            and user.has_perm(one.workflow.opening.permission)
        ):
            yield one


def carried(user: Any, procedure: Procedure, pk: str) -> QueryDict | None:
    """The form filled in from a matter that the user sees; None where there is none. Numbers and addresses are copied by the
    server when it is stored (core.intake.earlier.bring).
    """
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    found = Matter.objects.visible_to(user).filter(pk=pk, compartment="", voided_at=None).first()
    if found is None or procedure.intake is None:
        return None
    matter = by_kind()[found.kind].child(found)
    fields = QueryDict(mutable=True)
    people = list(matter.people)
    fields[procedure.intake.words] = demand_of(matter).words or matter.title
    fields["area"] = matter.area.full_name if matter.area.parent_id else "不详"
    fields["people-TOTAL_FORMS"], fields["people-INITIAL_FORMS"] = str(max(len(people), 1)), "0"
    for row, one in enumerate(people):
        side = "unit" if one.is_organisation else "person"
        line = {"role": one.role, "name": one.name, "same_as": str(one.pk), "is_organisation": side}
        fields.update({f"people-{row}-{name}": value for name, value in line.items()})
    return fields
