"""What several papers of a mediation say in the same words: who, which dispute, which ways stay open."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from core.documents import paper_formats as say
from core.documents.remedies import numbered
from core.models import Party
from core.parties import capacity
from mediation import remedies
from mediation.models import Mediation

S = Mediation.Status
# Stages of the formal mediation, before the file is closed.
FORMAL = frozenset({S.ACCEPTED, S.IN_SESSION, S.SUSPENDED, S.AGREED, S.EFFECTIVE, S.PERFORMED, S.ENDED})
AGREED = frozenset({S.AGREED, S.EFFECTIVE, S.PERFORMED})

SIDES = Party.SIDES


def parties(mediation: Mediation, on: date | None = None) -> list[Party]:
    """Both sides, each with who acts for it behind it; `on`: who did on that day."""
    return [one for party in sides(mediation, on) for one in (party, *_acting(party, on))]


def _acting(party: Party, on: date | None = None) -> list[Party]:
    return [row.representative for row in capacity.on_paper(party, on)]


def signing(mediation: Mediation, on: date | None = None, scope: str = "") -> list[Party]:
    """Who puts a name under a paper: for a child under eight, or somebody without capacity, only who acts for them; an
    agent where the mandate has the `scope`.
    """
    day, found = on or localdate(), []
    for party in sides(mediation, on):
        rows = capacity.on_paper(party, on)
        if not rows or capacity.standing(party, day) is not capacity.Standing.THROUGH_OTHERS:
            found.append(party)
        found += [
            row.representative
            for row in rows
            if row.kind != row.Kind.AGENT or not scope or scope in row.scope
        ]
    return found


def receivers(people: Iterable[Party]) -> list[str]:
    """Who signs that a notice was received: for a child or a ward whoever acts for them by law."""
    rows = [(party, capacity.by_law(party, localdate())) for party in people]
    return [
        f"{party.name}的法定代理人{row.representative.name}"
        if row and row.kind == row.Kind.GUARDIAN
        else party.name
        for party, row in rows
    ]


def sides(mediation: Mediation, on: date | None = None) -> list[Party]:
    """Applicants, then respondents; `on`: who were there by that day."""
    order = {str(role): place for place, role in enumerate(SIDES)}
    found = [one for one in capacity.sides(mediation.people) if on is None or one.there_on(on)]
    return sorted(found, key=lambda party: (order[party.role], party.order, party.pk))


def dispute(mediation: Mediation) -> str:
    """邻里 → 邻里纠纷; 其他劳动争议 stays."""
    word = str(mediation.get_dispute_display())
    return word if word.endswith(("纠纷", "争议")) else f"{word}纠纷"


# Which court may be asked to confirm an agreement (民事诉讼法 art. 205); labour disputes have one (法释〔2020〕26号 art. 52).
COURTS = (
    "当事人住所地、标的物所在地或者调解组织所在地的基层人民法院（人民法院邀请调解的，向作出邀请的人民法院）"
)
COURT_OF_SEAT = "调解组织所在地的基层人民法院"


def confirming_court(mediation: Mediation) -> str:
    return COURT_OF_SEAT if mediation.is_labour else COURTS


def court() -> str:
    return f"{settings.TOWN['county']}人民法院"


def mediators(mediation: Mediation, at: datetime | None = None) -> list[str]:
    """Who mediated at a moment, or does now: the appointed, or the one that the matter names."""
    rows = list(mediation.assignments.select_related("mediator"))
    if at is None:
        named = [row.mediator.name for row in rows if row.until is None]
    else:
        named = [
            row.mediator.name for row in rows if row.since <= at and (row.until is None or at < row.until)
        ]
    alone = [mediation.mediator.name] if mediation.mediator and not rows else []
    return named or alone


def signers(people: Iterable[str], *others: tuple[str, Iterable[str]]) -> list[str]:
    """One line of ink each: the people, then by their part (人民调解员, 记录人); a part without names stays open."""
    lines = list(people)
    for part, names in others:
        lines += [f"{part}　{name}" for name in names] or [part]
    return lines


def by_side(party: Party) -> str:
    """申请人　陈守田, 法定代理人　柏成; of a unit who signs for it and that its seal stands beside."""
    return f"{say.part(party)}　{party.name}{sealed(party)}"


def sealed(party: Party) -> str:
    """What a unit puts on its line: the seal alone where who signs for it has a line of their own."""
    if not party.is_organisation:
        return ""
    return "（盖章）" if capacity.on_paper(party) else "（负责人签名并盖章）"


def listed(people: Iterable[Party]) -> str:
    """申请人陈守田；被申请人沈阿妹: in running words, where nobody signs."""
    return "；".join(f"{say.part(party)}{party.name}" for party in people)


def person(party: Party, mediation: Mediation) -> Mapping[str, str]:
    """A line of a form: what the other side may read as well, so phone and address are the safe ones."""
    known = party.sex in (Party.Sex.MALE, Party.Sex.FEMALE) and not party.is_organisation
    on = mediation.applied_on or say.local(mediation.received_at)
    return {
        "role": say.part(party),
        "name": party.name,
        "sex": party.get_sex_display() if known else "",
        "age": say.age(party.born, on).removesuffix("岁"),
        "unit": "1" if party.is_organisation else "",
        "phone": say.reach(party),
        "address": party.safe_address(),
    }


def ways(mediation: Mediation, *first: str) -> list[str]:
    """The ways that stay open, numbered, as clauses of one sentence (人民调解法 art. 26); before those of the kind
    what may be said first, where the kind allows it.
    """
    row = remedies.row(mediation)
    fitting = [words for words in first if row is None or not any(word in words for word in row.never)]
    return numbered([*fitting, *remedies.lines(mediation)])


# How long a dossier is kept, in words that are true of every one on every day (Mediation.usual_retention).
KEPT = "10年（疑难复杂或者经司法确认的30年，重大的永久）"


def personal_data(mediation: Mediation) -> dict[str, str]:
    """For the notice of art. 17 of the 个人信息保护法: whom to turn to, and how long the data are kept."""
    return {"contact": mediation.body.phone or settings.TOWN["phone"], "kept": KEPT}


def frame(mediation: Mediation) -> dict[str, Any]:
    """What every paper says of where it belongs."""
    return {"committee": mediation.body.name, "dispute": dispute(mediation)}
