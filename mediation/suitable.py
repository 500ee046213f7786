"""Who could mediate this matter: facts beside each name, reasons why not, hints to check. Nobody is graded:
the order says only who fits the matter, then the order of the register.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, localtime, make_aware

from core.access.people import with_permission
from core.models import Appointment, Area, Party
from core.privacy.masking import COMPOUND_SURNAMES
from core.values.moments import now
from mediation.models import Assignment, BodyProfile, Mediation, Member

SIDES = (*Party.SIDES, Party.Role.AGENT, Party.Role.GUARDIAN, Party.Role.OFFICER)


@dataclass(frozen=True)
class Suggestion:
    """One mediator of the body. `excluded` says why they cannot be appointed; empty: they can.

    `facts` are reasons for and plain facts, `hints` what a person must check; `open` how many open matters
    they have. `user` is None where they have no account.
    """

    name: str
    user: Any
    facts: tuple[str, ...]
    hints: tuple[str, ...] = ()
    excluded: str = ""
    open: int = 0
    fits: tuple[bool, ...] = ()

    @property
    def text(self) -> str:
        """顾明礼：擅长邻里；负责桃坞村；手上 3 件"""
        return f"{self.name}：{'；'.join([*self.facts, *self.hints])}" + (
            f"（{self.excluded}）" if self.excluded else ""
        )


def suitable(mediation: Mediation, on: date | None = None, language: str = "") -> list[Suggestion]:
    """The mediators of its body: who fits the kind of dispute, the place, the language and the day first, those
    who cannot be appointed last. Nine queries, whatever the body.
    """
    body = BodyProfile.objects.filter(unit=mediation.body_id).prefetch_related("areas").first()
    holders = with_permission("mediation.mediate", unit=mediation.body)
    found = _candidates(mediation, holders)
    known = _Known.of(mediation, body, holders, [one.user for one in found if one.user], on)
    made = [_suggest(mediation, one, known, on, language) for one in found]
    return sorted(made, key=lambda one: (bool(one.excluded), *(not fit for fit in one.fits)))


def _candidates(mediation: Mediation, holders: list[Any]) -> list[Member]:
    """Members in office, and whoever holds the post without standing in the register."""
    members = Member.objects.current(localdate(now())).filter(body__unit=mediation.body_id)
    found = list(members.select_related("user").prefetch_related("areas"))
    listed = {one.user_id for one in found}
    return found + [Member(user=user) for user in holders if user.pk not in listed]


@dataclass(frozen=True)
class _Known:
    """What is the same for all: who has how much, who withdrew, who the parties are, who is taken on the day."""

    village: bool
    served: Sequence[Area]
    holders: frozenset[int]
    open: Counter[int]
    withdrew: dict[int, str]
    appointed: frozenset[int]
    parties: Sequence[Party]
    taken: dict[int, datetime]

    @classmethod
    def of(
        cls,
        mediation: Mediation,
        body: BodyProfile | None,
        holders: Sequence[Any],
        users: Sequence[Any],
        on: date | None,
    ) -> "_Known":
        own = list(Assignment.objects.filter(matter=mediation, mediator__in=users))
        return cls(
            village=body is not None and body.kind == BodyProfile.Kind.VILLAGE,
            served=list(body.areas.all()) if body else [],
            holders=frozenset(user.pk for user in holders),
            open=workload(users),
            withdrew={one.mediator_id: one.withdrew_for for one in own if one.withdrew_for},
            appointed=frozenset(one.mediator_id for one in own if one.until is None),
            parties=[party for party in mediation.people if party.role in SIDES],
            taken=_taken(users, on) if on else {},
        )


def workload(users: Iterable[Any]) -> Counter[int]:
    """How many open mediations each of the users has in hand, by id of the user."""
    ids = [user.pk for user in users]
    lead = Mediation.objects.filter(closed_at=None, mediator__in=ids).values_list("mediator", "pk")
    more = Assignment.objects.filter(matter__closed_at=None, until=None, mediator__in=ids)
    pairs = lead.union(more.values_list("mediator", "matter"))
    return Counter(user for user, _ in pairs)


def _taken(users: Iterable[Any], on: date) -> dict[int, datetime]:
    """The first appointment of each user on a day."""
    start = make_aware(datetime.combine(on, time.min))
    rows = Appointment.objects.filter(
        user__in=users, cancelled_at=None, at__gte=start, at__lt=start + timedelta(days=1)
    )
    return {row.user_id: row.at for row in rows.order_by("-at")}


def _suggest(mediation: Mediation, one: Member, known: _Known, on: date | None, language: str) -> Suggestion:
    name, pk = one.shown_name, one.user_id or 0
    field = mediation.dispute in one.fields
    near = _near(one, known.served, mediation.area_path)
    speaks = language in one.spoken
    free = pk not in known.taken
    facts = [
        *([f"擅长{mediation.get_dispute_display()}"] if field else []),
        *([f"负责{near}"] if near else []),
        *([f"会{language}"] if language and speaks else []),
        *([f"{on.month} 月 {on.day} 日{_day_words(known.taken.get(pk))}"] if on else []),
        f"手上 {known.open[pk]} 件",
    ]
    return Suggestion(
        name=name,
        user=one.user,
        facts=tuple(facts),
        hints=tuple(_hints(one, known)),
        excluded=_excluded(one, known),
        open=known.open[pk],
        fits=(free, field, bool(near), speaks),
    )


def _near(one: Member, served: Sequence[Area], path: str) -> str:
    """The place that makes them near: their own area, else what the body serves. Empty: it lies elsewhere."""
    areas = list(one.areas.all()) if one.pk else []
    return next((area.name for area in areas or served if path.startswith(area.path)), "")


def _day_words(at: datetime | None) -> str:
    return f"{localtime(at):%H:%M} 已约调解" if at else "没有约定"


def _excluded(one: Member, known: _Known) -> str:
    """Why they cannot be appointed here (人民调解法 art. 15: no bias); empty when they can."""
    if any(_is_party(one, party) for party in known.parties):
        return "是本案当事人"
    if why := known.withdrew.get(one.user_id or 0):
        return f"已在本案回避：{why}"
    if one.user_id in known.appointed:
        return "已是本案调解员"
    if not one.user_id:
        return "没有账号"
    return "" if one.user_id in known.holders else "没有调解的岗位"


def _is_party(one: Member, party: Party) -> bool:
    """The same name and the same telephone."""
    return bool(party.phone_hash) and party.name == one.shown_name and party.phone_hash in _phones(one)


def _phones(one: Member) -> set[str]:
    derive = Party._meta.get_field("phone_hash").derive
    return {one.phone_hash, derive(one.user.phone) if one.user else ""} - {""}


def _hints(one: Member, known: _Known) -> list[str]:
    """What a person must check: the same name; in a village, the same surname."""
    people = [party for party in known.parties if not party.is_organisation and not _is_party(one, party)]
    name = one.shown_name
    if any(party.name == name for party in people):
        return ["与当事人同名，请核对是否本人"]
    own = surname(name)
    if known.village and any(surname(party.name) == own for party in people):
        return [f"与当事人同姓（{own}），请核对是否亲属"]
    return []


def surname(name: str) -> str:
    """The surname, also of two signs."""
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]
