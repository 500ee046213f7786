"""Who can bind a party: the party, or who acts for it (民法典 arts. 17–24, 31, 35, 61, 144, 145, 161–171).

Pure questions about parties and the rows of `Representation`; every answer is a sentence, or empty. Guards of any
procedure ask them; nothing here knows what is agreed, paid or signed.
"""

from collections.abc import Iterable
from datetime import date
from enum import Enum, auto
from typing import TypeAlias

from django.utils.timezone import localdate

from core.models import Party, Representation
from core.privacy import identity_numbers, phone_numbers

Kind: TypeAlias = Representation.Kind
Scope: TypeAlias = Representation.Scope

THROUGH_GUARDIAN = "未满八周岁，应当由法定代理人代理，请先登记监护人。"
WITH_GUARDIAN = "未成年人作为当事人，应当有法定代理人同意并签字。"
WARD = "经法院认定无、限制民事行为能力的，应当由法定代理人代理或者同意，请先登记监护人。"
EARLIER = "登记的监护人顺序在先者尚在，请说明原因。"
CONFLICT = "监护人与被监护人利益相反，应当更换代理人。"
OTHER_SIDE = "对方当事人和代理对方的人，不能再代理这一方；只是同名的，请填证件号码或者电话以示区别。"
NOT_GROWN = "代理人应当年满十八周岁、具有完全民事行为能力，请另行确定代理人。"
GROWN = "已经具有完全民事行为能力，应当由本人办理或者由本人委托代理人，原法定代理人不再代理。"
DOUBTED = "当事人行为能力存疑，请中止并告知近亲属依法向人民法院申请认定。"
NO_OFFICER = "请登记法定代表人（负责人）或者其授权人并加盖单位印章。"
ONE_BY_ONE = "放弃权利须经被代表人逐一授权。"
IN_PERSON = "身份关系须本人办理。"
NOT_RECEIVE = "授权不含“代为领取款物”，款项应当付给本人。"
NOT_CONFIRM = "授权不含“代为申请司法确认”，应当由本人申请。"
DATA_CONSENT = "处理不满十四周岁未成年人的个人信息，应当取得监护人同意。"


class Standing(Enum):
    """What somebody's own acts are worth on a day."""

    ABLE = auto()
    WITH_CONSENT = auto()  # from eight to eighteen; limited by a court's finding
    THROUGH_OTHERS = auto()  # under eight; none by a court's finding
    DOUBTED = auto()
    UNKNOWN = auto()  # nobody has asked whether they are of age
    UNIT = auto()


def standing(party: Party, on: date) -> Standing:
    """By age, by a court's finding, by own earnings from sixteen (art. 18): in this order the strictest wins."""
    if party.is_organisation:
        return Standing.UNIT
    if party.capacity == Party.Capacity.DOUBTED:
        return Standing.DOUBTED
    age = party.age_on(on)
    if party.capacity == Party.Capacity.NONE or (age is not None and age < identity_numbers.ACTS_WITH):
        return Standing.THROUGH_OTHERS
    earns = bool(party.earns_by) and age is not None and age >= identity_numbers.EARNS
    if party.capacity == Party.Capacity.LIMITED or (party.minor_on(on) and not earns):
        return Standing.WITH_CONSENT
    return Standing.UNKNOWN if age is None and not party.of_age else Standing.ABLE


def _on_their_own(party: Party, on: date) -> bool:
    return standing(party, on) is Standing.ABLE


def is_ward(party: Party, on: date) -> bool:
    """Whether a guardian acts for them or consents."""
    return standing(party, on) in (Standing.WITH_CONSENT, Standing.THROUGH_OTHERS)


def sides(people: Iterable[Party]) -> list[Party]:
    """Whose rights it is about; agents, guardians and witnesses are no sides."""
    return [party for party in people if party.role in Party.SIDES]


def acting(party: Party, on: date, kind: str = "") -> list[Representation]:
    """Who acts for a party on a day; for who is of age and able by then no guardian any more (art. 17)."""
    rows = [row for row in party.represented_by.all() if row.lasts(on) and kind in ("", row.kind)]
    return [row for row in rows if row.kind != Kind.GUARDIAN or not _on_their_own(party, on)]


def on_paper(party: Party, on: date | None = None) -> list[Representation]:
    """Who acts for a party as papers name them: what was ended is left out, and the guardian of who is of age by then.

    `on`: as it stood on that day.
    """
    rows = [row for row in party.represented_by.all() if _stood(row, on)]
    grown = _on_their_own(party, on or localdate())
    return [row for row in rows if row.kind != Kind.GUARDIAN or not grown]


def _stood(row: Representation, on: date | None) -> bool:
    if on is None:
        return row.ended_at is None
    over = (row.until and row.until < on) or (row.ended_at and localdate(row.ended_at) < on)
    return row.given_on <= on and not over


def mandates(people: Iterable[Party]) -> list[Representation]:
    """All that were ever given, in the order of their days: each has its paper in the file."""
    rows = [row for party in people for row in party.represented_by.all() if row.kind == Kind.AGENT]
    return sorted(rows, key=lambda row: (row.given_on, row.pk))


def same_person(one: Party, other: Party) -> bool:
    """By paper number; without two of them by name, unless birthdays or else phones tell the two apart."""
    if one.is_organisation or other.is_organisation:
        return False
    papers = [identity_numbers.clean_number(party.id_number) for party in (one, other)]
    if all(papers):
        return papers[0] == papers[1]
    if "".join(one.name.split()) != "".join(other.name.split()):
        return False
    phones = [phone_numbers.comparable_phone(party.phone) for party in (one, other)]
    known = next((pair for pair in ([one.born, other.born], phones) if all(pair)), None)
    return known is None or known[0] == known[1]


def against(principal: Party, on: date) -> list[Party]:
    """Whoever stands on the other side of a party, and whoever acts for it on a day."""
    others = [party for party in sides(principal.matter.top.people) if party.role != principal.role]
    return [*others, *(row.representative for party in others for row in acting(party, on))]


def opposed(principal: Party, who: Party, on: date) -> bool:
    """Whether this one stands on the other side or acts for it, typed anew or not (arts. 31, 168)."""
    return any(who.pk == other.pk or same_person(who, other) for other in against(principal, on))


def why_not_acting(who: Party, on: date) -> str:
    """Why this one acts for nobody: only who is of full age and capacity acts for others (arts. 17, 18, 27, 28, 144)."""
    unable = (Standing.WITH_CONSENT, Standing.THROUGH_OTHERS, Standing.DOUBTED)
    return NOT_GROWN if standing(who, on) in unable else ""


def _why_unfit(row: Representation, on: date) -> str:
    if row.conflict or opposed(row.principal, row.representative, on):
        return CONFLICT if row.kind == Kind.GUARDIAN else OTHER_SIDE
    return why_not_acting(row.representative, on)


def why_unable(party: Party, on: date) -> str:
    """Why nothing that binds may be done with this party yet; not knowing their age is no reason (`ages`)."""
    found = standing(party, on)
    if found is Standing.DOUBTED:
        return DOUBTED
    if found not in (Standing.WITH_CONSENT, Standing.THROUGH_OTHERS):
        return ""
    guardians = acting(party, on, Kind.GUARDIAN)
    unfit = {row.pk: why for row in guardians if (why := _why_unfit(row, on))}
    fit = [row for row in guardians if row.pk not in unfit]
    if guardians and not fit:
        return next(iter(unfit.values()))
    if not party.minor_on(on):
        return "" if fit else WARD
    if found is Standing.THROUGH_OTHERS:
        return "" if fit else THROUGH_GUARDIAN
    return "" if any(row.consented_on and row.consented_on <= on for row in fit) else WITH_GUARDIAN


def why_none_binds(people: Iterable[Party], on: date) -> str:
    """The first reason against an act that binds both sides."""
    return next((why for party in sides(people) if (why := why_unable(party, on))), "")


def unasked(people: Iterable[Party], on: date) -> list[Party]:
    """Sides of whom nobody knows whether they are of age."""
    return [party for party in sides(people) if standing(party, on) is Standing.UNKNOWN]


def why_not_for(
    party: Party,
    row: Representation | None,
    on: date,
    scope: Scope = Scope.SETTLE,
    otherwise: str = "",
) -> str:
    """Why this one may not do it for the party on a day. `row` None: the party themselves.

    `scope`: what an agent must have been given, and `otherwise` the sentence where it was not. Guardians and officers
    have their power by law; where a ward is bound the guardian signs, and no agent instead.
    """
    if why := why_unable(party, on):
        return why
    found = standing(party, on)
    if row is None:
        return _alone(party, found, on)
    if row.principal_id != party.pk or not row.lasts(on):
        return otherwise
    if why := _why_unfit(row, on):
        return why
    if row.kind == Kind.GUARDIAN:
        return GROWN if found is Standing.ABLE else ""
    if row.kind == Kind.OFFICER:
        return "" if row.stamped else NO_OFFICER
    ward = found in (Standing.WITH_CONSENT, Standing.THROUGH_OTHERS)
    if ward and (scope == Scope.SETTLE or not _guarded_when_given(row, on)):
        return _alone(party, found, on)
    if scope not in row.scope:
        return ONE_BY_ONE if row.representative.is_representative and scope == Scope.SETTLE else otherwise
    return ""


def _guarded_when_given(row: Representation, on: date) -> bool:
    """A ward's mandate is worth what the guardian gave (art. 145): one was there on its day."""
    return any(one.given_on <= row.given_on for one in acting(row.principal, on, Kind.GUARDIAN))


def _alone(party: Party, found: Standing, on: date) -> str:
    if found is Standing.UNIT:
        return NO_OFFICER
    if found not in (Standing.WITH_CONSENT, Standing.THROUGH_OTHERS):
        return ""
    if not party.minor_on(on):
        return WARD
    return THROUGH_GUARDIAN if found is Standing.THROUGH_OTHERS else WITH_GUARDIAN


def by_law(party: Party, on: date) -> Representation | None:
    """The guardian or officer who acts for a ward or a unit; None where the party acts alone, or nobody fit does."""
    if not is_ward(party, on) and not party.is_organisation:
        return None
    kind = Kind.OFFICER if party.is_organisation else Kind.GUARDIAN
    return next((row for row in acting(party, on, kind) if not why_not_for(party, row, on)), None)
