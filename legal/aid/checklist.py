"""What an application for legal aid needs, by what it is for and who applies."""

from datetime import date

from core.models import Party, Representation
from core.parties import capacity
from legal.models import Aid
from legal.papers import applicants

Item = Aid.Item


def needed(aid: Aid, on: date) -> list[str]:
    """The items, in their order. No form about means where the law asks for none (arts. 32, 42)."""
    people = applicants(aid)
    wards = [one for one in people if capacity.is_ward(one, on)]
    agents = [one for one in people if capacity.acting(one, on, Representation.Kind.AGENT)]
    asked = {
        Item.APPLICATION: True,
        Item.IDENTITY: True,
        Item.GUARDIAN: bool(wards),
        Item.MANDATE: bool(agents),
        Item.MEANS: not aid.without_means,
        Item.GROUND: bool(aid.no_limit),
        Item.GROUP: bool(aid.no_check and not aid.no_limit),
        Item.LABOUR: aid.subject == Aid.Subject.LABOUR,
        Item.CASE: True,
    }
    return [item.value for item, wanted in asked.items() if wanted]


def why_nobody_applies(aid: Aid, on: date) -> str:
    """An application has somebody who may make it: a ward through the guardian (art. 40)."""
    people: list[Party] = applicants(aid)
    if not people:
        return "还没有登记申请人，请先“补充当事人”。"
    return next((why for one in people if (why := capacity.why_unable(one, on))), "")
