"""The agenda of a meeting, drawn from the record: what the last one of its kind left open, what is overdue, what is hard, what
comes again.

A sealed matter never stands on an agenda: that there is one is already too much for a room full of people. Of the others a line
keeps no title: whoever reads it sees the title through his own gate, else the number; on paper it stands only where everybody
who is called may see the matter.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from command.models import AgendaItem, Called, Meeting, Supervision
from core.access.people import of_unit, once
from core.documents.paper_formats import short
from core.models import Exclusion, Link, Matter, Task, User
from core.values.screen_formats import last_day

Source = AgendaItem.Source
MOST = 15  # lines of one source: a meeting is an hour
NOT_THESE = ("office_meeting", "supervision")
KEPT = "有议题后来另行保密，会议情况不在这里写，请查阅存档的纪要。"
HELD = (Meeting.Status.CARRYING, Meeting.Status.DONE)


def last(form: str, before: datetime) -> Meeting | None:
    """The last meeting of the kind whose minutes are signed."""
    return (
        Meeting.objects.filter(form=form, status__in=HELD, begins_at__lt=before)
        .order_by("-begins_at")
        .first()
    )


def drawn(
    form: str, begins_at: datetime, units: Iterable[Any], chair: User, by: User | None, at: datetime
) -> list[AgendaItem]:
    """The lines in their order, each matter once. Only what the units that are called answer for, and the drawer sees;
    nothing that one of them, or the chair, is shut out of.
    """
    open_to = Matter.objects.visible_to(by) if by else Matter.objects.all()
    units = [unit.pk for unit in units]
    barred = set(shut_out(units, chair))
    here = open_to.filter(compartment="", closed_at=None, merged_into=None, holder_unit__in=units).exclude(
        Q(kind__in=NOT_THESE) | Q(root__in=barred)
    )
    made = list(_left(form, begins_at, barred))
    seen: set[int] = set()
    for source, rows, why in (
        (Source.HARD, _hard(here), _listed),
        (Source.OVERDUE, here.filter(due_at__lte=at).order_by("due_at", "pk"), _late),
        (Source.REPEATED, _repeated(here), _again),
    ):
        for matter in rows.exclude(pk__in=seen).select_related("holder_unit")[:MOST]:
            seen.add(matter.pk)
            made.append(AgendaItem(source=source, words=why(matter), unit=matter.holder_unit, about=matter))
    return made


def _left(form: str, begins_at: datetime, barred: set[int]) -> Iterator[AgendaItem]:
    before = last(form, begins_at)
    if before is None:
        return
    decided = before.resolutions.filter(item__about__isnull=False)
    about = {row.number: row.item.about for row in decided.select_related("item__about") if row.item}
    tasks = Task.objects.open().filter(matter=before.pk).select_related("unit", "user")
    for task in tasks:
        matter = about.get(task.number)
        if matter and (matter.sealed or matter.root_id in barred):
            continue
        words = (
            f"{task.what}（{task.who}，{short(task.due_on, weekday=False)}前，{task.get_state_display()}）"
        )
        yield AgendaItem(source=Source.LEFT, words=words[:300], unit=task.unit, task=task, about=matter)


def _hard(rows: Any) -> Any:
    """Under supervision, or over its term by so much that it may be listed."""
    orders = Supervision.objects.filter(parent=OuterRef("pk"), closed_at=None).exclude(colour="")
    return rows.filter(Exists(orders)).order_by("due_at", "pk")


def _repeated(rows: Any) -> Any:
    """Newer than another that it hangs together with: the same people, the same ground."""
    earlier = Link.objects.filter(second=OuterRef("pk"))
    return rows.filter(Exists(earlier)).annotate(before=Count("links_back")).order_by("-before", "pk")


def _listed(matter: Matter) -> str:
    order = Supervision.objects.filter(parent=matter.pk, closed_at=None).exclude(colour="").latest("pk")
    return f"{order.get_colour_display()}督办{'，达到挂牌条件' if order.listed_on else ''}"


def _late(matter: Matter) -> str:
    return f"{short(last_day(matter.due_at), weekday=False)}到期，没有办完"


def _again(matter: Any) -> str:
    return f"第 {matter.before + 1} 次反映"


# --- Who may read what -----------------------------------------------------------------------------------------------


def shut_out(units: Any, chair: User) -> Any:
    """Roots of what is not talked about in this room: a unit that is called, or the chair, is accused there, a party, or
    recused. A query, for others to be put into.
    """
    current = Exclusion.objects.current()
    theirs = current.of_user(chair) | current.filter(unit__in=units)
    return theirs.values_list("matter", flat=True)


def people_called(meeting: Meeting) -> list[User]:
    """Everybody who may come: the chair, the convener and all of the units that are called."""
    units = Called.objects.filter(matter=meeting).select_related("unit")
    return once([meeting.chair, meeting.convener], *(of_unit(one.unit) for one in units))


def open_to_all(meeting: Meeting, ids: Iterable[int]) -> set[int]:
    """Those of the matters that all of them may see."""
    left = set(ids)
    for user in people_called(meeting):
        if not left:
            break
        left &= Matter.objects.seen_by(user, list(left))
    return left


def standing(meeting: Meeting) -> list[AgendaItem]:
    """The lines that nobody took off."""
    return [row for row in open_items(meeting) if not row.dropped]


def open_items(meeting: Meeting) -> Any:
    """All lines; of what was sealed meanwhile, or must be kept from the room, nothing is left."""
    barred = shut_out(meeting.called.values("unit"), meeting.chair)
    rows = meeting.agenda.filter(Q(about=None) | Q(about__compartment=""))
    return rows.exclude(about__root__in=barred).select_related("about", "unit")


def withheld(meetings: Collection[Meeting], user: User | None) -> dict[int, frozenset[int]]:
    """Of each meeting that keeps something from this reader: the numbers of the tasks that came from what is not talked about
    in its room any more and he does not see (Procedure.withholds); its minutes and history keep their words from him as well.
    """
    doubtful = Q(~Q(about__compartment=""), about__isnull=False) | Q(
        about__root__in=Exclusion.objects.current().values("matter")
    )
    ids = AgendaItem.objects.filter(doubtful, matter__in=[meeting.pk for meeting in meetings])
    doubted = set(ids.values_list("matter", flat=True))
    kept = {meeting.pk: _kept(meeting, user) for meeting in meetings if meeting.pk in doubted}
    return {pk: numbers for pk, numbers in kept.items() if numbers is not None}


def _kept(meeting: Meeting, user: User | None) -> frozenset[int] | None:
    shut = meeting.agenda.exclude(about=None).exclude(pk__in=open_items(meeting))
    about = dict(shut.values_list("pk", "about"))
    seen = Matter.objects.seen_by(user, about.values()) if user else set()
    items = [pk for pk, matter in about.items() if matter not in seen]
    if not items:
        return None
    numbers = meeting.resolutions.filter(item__in=items, number__isnull=False).values_list(
        "number", flat=True
    )
    return frozenset(number for number in numbers if number)


def minutes(meeting: Meeting, user: User | None) -> str:
    """What was said, as this reader may read it; a paper is for everybody who was called."""
    kept = meeting.minutes and bool(withheld([meeting], user))
    return KEPT if kept else meeting.minutes


def said(item: AgendaItem, titles: Iterable[int]) -> str:
    """栖云访〔2026〕0042号 田间排水渠堵塞：9月23日到期，没有办完. Without the title where the matter is not among `titles`."""
    if item.about is None:
        return item.words
    title = f" {item.about.shown_title}" if item.about_id in set(titles) else ""
    return f"{item.about.number}{title}：{item.words}"
