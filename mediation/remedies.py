"""Which ways stay open beside a mediation: by its kind of dispute and what the matter is about (人民调解法 art. 26)."""

from typing import Any

from core.documents import remedies
from core.models import Party, Remedy
from core.procedure.below import demand_of
from core.values.refused import Refused
from core.workflow.forms_remedies import add_fields as remedies_asked
from mediation.models import Mediation


def row(mediation: Mediation) -> Remedy | None:
    """Of its kind of dispute; of the category where that is stricter (a category may be corrected later)."""
    kind, demand = str(mediation.get_dispute_display()), demand_of(mediation)
    found = remedies.overruling(kind, demand.topic, demand.kind)
    return found or remedies.of(kind, demand.topic)


def why_not_as(mediation: Mediation, dispute: str) -> str:
    """Why the matter's category is not mediated as this kind of dispute: other ways must be told."""
    kind, demand = Mediation.Dispute(dispute).label, demand_of(mediation)
    found = remedies.overruling(kind, demand.topic, demand.kind)
    if found is None:
        return ""
    return f"登记的类别应当按“{found.name}”告知救济途径，与“{kind}”矛盾，请改选；类别登错的，请先“更正”事项。"


def known(mediation: Mediation) -> dict[str, Any]:
    """What the mediation says of the conditions already."""
    return {"ended": mediation.labour_ended_on}


def add_fields(form: Any, mediation: Any) -> None:
    """What the paper of this mediation must know."""
    people = [party for party in mediation.people if party.role == Party.Role.APPLICANT]
    remedies_asked(form, row(mediation), people, **known(mediation))


def told(mediation: Mediation, data: Any, by: Any) -> remedies.Telling:
    return remedies.told(row(mediation), data, by, **known(mediation))


def facts(mediation: Mediation, data: Any, ways: remedies.Telling) -> dict[str, Any]:
    """The columns that an act which tells them sets."""
    return {"ways": ways.kept, "labour_ended_on": data.get("ways_ended") or mediation.labour_ended_on}


def lines(mediation: Mediation) -> list[str]:
    """As they were told with the act; of a matter that was ended before they were kept, as they stand today.

    Raises Refused where nobody has reviewed them.
    """
    return mediation.ways.get("lines") or told(mediation, {}, None).lines


def untold(mediation: Mediation) -> str:
    """Why the paper cannot tell them yet, in a sentence."""
    try:
        lines(mediation)
    except Refused as no:
        return no.sentence
    return ""
