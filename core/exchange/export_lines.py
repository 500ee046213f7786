"""The lines of an export: cells of the list's columns, batch by batch, each batch at the same price."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from core.deadlines import lights
from core.deadlines.calendars import office_calendar
from core.deadlines.workdays import Calendar
from core.lists import table
from core.lists.lines import of as objects_of
from core.lists.query import Asked
from core.models import Party
from core.privacy.masking import mask_digits, mask_name
from core.procedure.listing import SEALED, Cell
from core.procedure.procedure import Procedure

BATCH = 2_000
NAMED = 5  # applicants of one matter; of more, how many
COLOURS = {"green": "绿灯", "yellow": "黄灯", "red": "红灯", "black": "黑灯"}

APPLICANT, RESPONDENT = ("申请人", 18), ("被申请人", 18)
BEFORE = (
    ("灯", 16),
    ("事项编号", 24),
    ("登记号", 24),
    ("事项", 44),
    APPLICANT,
    ("收到日期", 12),
    ("村", 16),
)
AFTER = (("环节", 14), ("现由单位", 16), ("现由", 12), ("已持有", 10), ("下一期限", 12), ("办结日期", 12))


def columns(procedure: Procedure) -> list[tuple[str, int]]:
    """Heads and widths, in order."""
    listing = procedure.listing
    assert listing is not None
    own, outcome = (
        [(column.head, column.width) for column in some] for some in (listing.own, listing.outcome)
    )
    before = list(BEFORE)
    if listing.both_sides:
        before.insert(before.index(APPLICANT) + 1, RESPONDENT)
    return [*before, *own, *AFTER, *outcome]


def numbers(asked: Asked) -> "array[int]":
    """The matters asked for, in order, read once: eight bytes a row hold a list still while it is written."""
    ordered = asked.order.ready(asked.matching).order_by(*asked.order.by(forward=True))
    return array("q", ordered.values_list("pk", flat=True).iterator(chunk_size=BATCH))


def batches(procedure: Procedure, chosen: Sequence[int], moment: datetime) -> Iterator[list[list[Cell]]]:
    """The lines of the matters chosen, two queries a batch, one more with respondents."""
    calendar = office_calendar()
    for start in range(0, len(chosen), BATCH):
        yield _lines(procedure, chosen[start : start + BATCH], moment, calendar)


def _lines(
    procedure: Procedure, chosen: Sequence[int], moment: datetime, calendar: Calendar
) -> list[list[Cell]]:
    listing = procedure.listing
    assert listing is not None
    found = procedure.model._default_manager.filter(pk__in=chosen)
    read = objects_of(found, (*table.SHOWN, *listing.related), (*table.READ, *listing.read))
    rows = {row.pk: row for row in read}
    roles = (Party.Role.APPLICANT, Party.Role.RESPONDENT) if listing.both_sides else (Party.Role.APPLICANT,)
    people = [_people(rows.values(), role) for role in roles]
    return [
        [
            *_before(rows[pk], people, moment, calendar),
            *(column.value(rows[pk]) for column in listing.own),
            *_after(rows[pk], procedure, moment, calendar),
            *(column.value(rows[pk]) for column in listing.outcome),
        ]
        for pk in chosen
        if pk in rows
    ]


def _root(matter: Any) -> int:
    return matter.root_id or matter.pk


def _people(matters: Iterable[Any], role: str) -> dict[int, list[str]]:
    """Masked names by root: a family of matters has one set of people. Numbers are not even fetched."""
    found: dict[int, list[str]] = defaultdict(list)
    parties = Party.objects.filter(matter__in={_root(matter) for matter in matters}, role=role)
    for root, sealed, name, organisation in parties.order_by("matter", "order", "id").values_list(
        "matter_id", "matter__compartment", "name", "is_organisation"
    ):
        found[root].append(SEALED if sealed else mask_digits(mask_name(name, organisation)))
    return found


def _named(matter: Any, people: dict[int, list[str]]) -> str:
    names = people.get(_root(matter), [])
    if matter.sealed or SEALED in names:
        return SEALED
    more = f"等 {len(names)} 人" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more


def _before(
    matter: Any, people: Sequence[dict[int, list[str]]], moment: datetime, calendar: Calendar
) -> list[Cell]:
    light = lights.of_matter(matter, moment, calendar)
    colour = COLOURS.get(light.colour)
    return [
        f"{colour}，{light.text}" if colour else light.text,
        matter.code,
        matter.number,
        mask_digits(matter.shown_title),  # a title is free text: what leaves the house holds no number
        *(_named(matter, named) for named in people),
        localdate(matter.received_at),
        matter.area.name,
    ]


def _after(matter: Any, procedure: Procedure, moment: datetime, calendar: Calendar) -> list[Cell]:
    status = procedure.workflow.stage_of(matter).label
    if matter.closed_at:
        return [status, "", "", "", None, localdate(matter.closed_at)]
    return [
        status,
        matter.holder_unit.short_name,
        matter.holder_user.name if matter.holder_user else "",
        lights.span(matter.held_since, moment, calendar),
        table.due_day(matter),
        None,
    ]
