"""国家系统对账 (domain-supplement: G, art. 21): the month's export of the national system beside the petitions here."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate, localtime

from core.exchange import imports
from core.exchange.cells import one_line
from core.exchange.importing import Entry, Place, judge
from core.intake import drafts
from core.models import Clock, Import
from core.privacy.masking import mask_digits, mask_names
from core.values.moments import now
from core.values.refused import Refused
from petitions import clocks
from petitions.importer import differing
from petitions.models import Petition


@dataclass(frozen=True)
class Line:
    """One petition, or one row of the file: `pk` where it opens the petition, `place` where it is not here."""

    number: str
    on: date | None
    title: str
    said: str = ""
    pk: int = 0
    place: Place = ""


@dataclass
class Compared:
    """Only here, only there, other here than there; rows that cannot be read; how many are the same."""

    here: list[Line] = field(default_factory=list)
    there: list[Line] = field(default_factory=list)
    differs: list[Line] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    same: int = 0


def compare(user: Any, made: Import) -> Compared:
    """The file beside what the reader may see. A petition that is hidden from the reader counts as the same: it is
    registered, and nothing of it is told. Raises Refused where the file has no column of the national number.
    """
    entries = read(made)
    numbers = {
        entry.facts["national_number"]: place for place, entry in entries.items() if isinstance(entry, Entry)
    }
    rows = {row.national_number: row for row in Petition.objects.filter(national_number__in=numbers)}
    seen: QuerySet[Any] = Petition.objects.visible_to(user).filter(voided_at=None)
    visible = set(seen.filter(pk__in=[row.pk for row in rows.values()]).values_list("pk", flat=True))
    found, missing = Compared(), dict[Place, Entry]()
    for place, entry in entries.items():
        if not isinstance(entry, Entry):
            found.unread.append(Line("", None, "", entry, place=place))
        elif (row := rows.get(entry.facts["national_number"])) is None:
            missing[place] = entry
        elif row.pk in visible and (differs := differing(row, entry.facts)):
            found.differs.append(_here(row, f"{'、'.join(differs)}不同"))
        else:
            found.same += 1
    _not_by_number(made, missing, visible_rows=seen, found=found)
    days = [localdate(entry.facts["received"]) for entry in entries.values() if isinstance(entry, Entry)]
    if days:
        span = Q(received_at__date__gte=min(days), received_at__date__lte=max(days))
        only = seen.filter(span).exclude(national_number="").exclude(national_number__in=numbers)
        found.here = [_here(row) for row in only.order_by("received_at", "pk")]
    return found


def read(made: Import) -> dict[Place, Entry | str]:
    """The rows of the file by their place; of one that cannot be compared, why."""
    importer, table = imports.importer_of(made), imports.table_of(made)
    if not any(column.key == "national" for column in table.head.columns):
        raise Refused("文件里没有认出“国家系统编号”一列：请在“每一列读作什么”里选好，再来对账。")
    importer.prepare(table.head, made.answers.get("words", {}), ())
    return {row.place: judge(importer, row) for row in table.rows}


def _not_by_number(made: Import, missing: dict[Place, Entry], visible_rows: Any, found: Compared) -> None:
    """Rows whose number nobody has entered here: the same petition of the same people lacks its number, or it is not here."""
    stored = imports.importer_of(made).known(list(missing.values()))
    rows = visible_rows.in_bulk([one.pk for one in stored.values()])
    for place, entry in missing.items():
        known, facts = stored.get(entry.key), entry.facts
        if known is None:
            names = [one["name"] for one in facts["parties"] if not one.get("is_organisation")]
            title = mask_digits(mask_names(facts.get("title") or one_line(facts["demand"])[:40], names))
            found.there.append(
                Line(facts["national_number"], localdate(facts["received"]), title, place=place)
            )
        elif known.pk in rows:
            found.differs.append(
                _here(rows[known.pk], f"这里没有录入国家系统编号 {facts['national_number']}")
            )
        else:
            found.same += 1


def _here(row: Petition, said: str = "") -> Line:
    return Line(
        row.national_number or row.number, localdate(row.received_at), row.shown_title, said, pk=row.pk
    )


def not_entered(user: Any) -> list[Line]:
    """Petitions without a national number, whose day to enter them is over: the oldest first (art. 21 ¶2)."""
    late = Clock.objects.running().filter(rule=clocks.ENTER.key, expires_at__lte=now()).values("matter")
    seen: QuerySet[Any] = Petition.objects.visible_to(user)
    rows = seen.filter(pk__in=late, national_number="", voided_at=None)
    return [_here(row) for row in rows.order_by("received_at", "pk")]


def draft_of(user: Any, entry: Entry) -> str:
    """What the row says as a begun registration of the reader's: its key."""
    facts, key = entry.facts, str(uuid4())
    people = facts["parties"]
    fields = {
        "key": key, "demand": facts["demand"], "title": facts.get("title", ""), "channel": facts["channel"],
        "at": f"{localtime(facts['received']):%Y-%m-%dT%H:%M}", "national_number": facts["national_number"],
        "national_on": "", "source": facts["source"], "sender": str(facts["sender"].pk) if facts.get("sender") else "",
        "sender_number": facts.get("sender_number", ""), "people-TOTAL_FORMS": str(max(len(people), 1)),
        "people-INITIAL_FORMS": "0", "part": Petition.Part.UNIT, "area": facts["area"].name, "place": facts.get("place", ""),
    }  # fmt: skip
    for line, one in enumerate(people):
        fields |= {
            f"people-{line}-{name}": str(one.get(name) or "")
            for name in ("name", "phone", "id_number", "address", "role")
        }
    post = QueryDict(mutable=True)
    post.update(fields)
    drafts.save(user, "petition", post)
    return key
