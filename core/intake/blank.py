"""Blank forms for days without power or network: numbers taken beforehand, printed, entered afterwards.

A batch is what was reserved at once. It is open to the unit that reserved it, for the look-up codes on its
receipts are the visitors' keys. Each number becomes one matter, or is given up with a reason.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.timezone import localtime

from core.documents import issue, render
from core.intake.receipts import receipt_keys
from core.models import Document, HistoryEntry, Holding, Reserved, User
from core.procedure.procedure import Procedure, by_kind
from core.records import numbers
from core.records.jobs import enqueue
from core.values.moments import now
from core.values.refused import Refused, Used
from core.workflow.perform import open_matter

LABEL = "空白登记表"
MOST = 50  # forms of one batch: 75 sheets
SHOWN = 60  # batches on the page

OPEN = Q(matter=None, given_up_at=None)


class NotEntered(Exception):
    """Nothing of the batch was stored; says by number (primary key) why."""

    def __init__(self, wrong: Mapping[int, Refused]) -> None:
        super().__init__("nothing was entered")
        self.wrong = wrong


# --- Batches ------------------------------------------------------------------------------------------------


def of_unit(user: User, kind: str) -> QuerySet[Reserved]:
    """Numbers of a kind that were reserved by people of the user's units, whoever sits there today."""
    colleagues = Holding.objects.filter(post__unit__in=user.reach.units).values("user")
    return Reserved.objects.filter(kind=kind, reserved_by__in=colleagues)


def batches(user: User, kind: str) -> list[Any]:
    """The newest batches, each with its numbers counted."""
    counted = (
        of_unit(user, kind)
        .values("batch", "reserved_by__name")
        .annotate(
            at=Min("reserved_at"),
            first=Min("number"),
            last=Max("number"),
            whole=Count("pk"),
            used=Count("pk", filter=Q(matter__isnull=False)),
            given_up=Count("pk", filter=Q(given_up_at__isnull=False)),
            left=Count("pk", filter=OPEN),
        )
    )
    return list(counted.order_by("-at", "batch")[:SHOWN])


def reserve(kind: str, key: UUID, count: int, by: User) -> str:
    """Take the numbers and have their forms laid out; returns the batch. The same key again takes nothing more; with
    another count it is refused.
    """
    batch = key.hex[:8]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int >> 65])
        if taken := Reserved.objects.filter(batch=batch).count():
            if taken != count:
                raise Used
        else:
            numbers.reserve(by_kind()[kind], count, by, batch)
            enqueue("core.intake.blank.lay_out", batch, by.pk, name="排印空白登记表")
    return batch


def give_up(row: Reserved, reason: str, by: User) -> None:
    """作废: a form that was lost or spoilt. Raises Refused where it has become a matter or is given up already."""
    with transaction.atomic():
        row = Reserved.objects.select_for_update().get(pk=row.pk)
        if gone := why_gone(row):
            raise Refused(gone)
        row.given_up_at, row.given_up_for, row.given_up_by = now(), reason, by
        row.save(update_fields=["given_up_at", "given_up_for", "given_up_by"])


def why_gone(row: Reserved) -> str:
    """Why a number cannot be used any more; empty while it can."""
    if row.matter_id:
        return f"{row.number}已经补录过，不能再用。"
    return f"{row.number}已经作废，不能再用。" if row.given_up_at else ""


# --- Paper --------------------------------------------------------------------------------------------------


def paper(kind: str, batch: str) -> Document | None:
    return Document.objects.filter(matter=None, kind=_key(by_kind()[kind]), scope=batch).first()


def _key(procedure: Procedure) -> str:
    """Of the kind of paper: whoever sees the pages of its app opens it."""
    return f"{procedure.labels['app']}.blank"


def lay_out(batch: str, user_id: int) -> str:
    """For the queue (some 0.2 s a form, and the fonts serve one at a time). Safe to run twice."""
    rows = list(Reserved.objects.filter(batch=batch, given_up_at=None))
    if not rows:
        return f"{batch} 没有可印的号。"
    procedure = by_kind()[rows[0].kind]
    if procedure.intake is None or procedure.intake.blank is None or paper(procedure.kind, batch):
        return f"{batch} 已有。"
    code, number = secrets.token_urlsafe(12), span(rows[0].number, rows[-1].number)
    context = {**sheet(rows), **issue.seal_of(code, number), "created": localtime(now())}
    data = render.render(procedure.intake.blank.template, context, title=LABEL)
    by = User.objects.filter(pk=user_id).first()
    issue.store(
        _key(procedure), LABEL, data, by, number=number, scope=batch, code=code, facts={"forms": len(rows)}
    )
    return f"{batch}：{len(rows)} 份。"


def span(first: str, last: str) -> str:
    """栖云访〔2026〕0101号至0120号."""
    return first if first == last else f"{first}至{last.rpartition('〕')[2]}"


def sheet(rows: list[Reserved]) -> dict[str, Any]:
    """The forms with their receipts, two by two. Nothing personal stands on them."""
    ones = [_one(row) for row in rows]
    return {
        "unit": settings.TOWN["centre"],
        "office_phone": settings.TOWN["phone"],
        "kept_years": settings.TOWN["record_years"],
        "pairs": [ones[place : place + 2] for place in range(0, len(ones), 2)],
    }


def _one(row: Reserved) -> dict[str, str]:
    keys = receipt_keys(row.code, str(row.lookup_code))
    return {
        "number": row.number,
        "code": row.code,
        "spaced_code": keys["code"],
        "lookup_code": keys["lookup_code"],
        "lookup_svg": keys["lookup_svg"],
        "centre": keys["unit"],
        "desk_phone": keys["phone"],
    }


# --- Entered afterwards ---------------------------------------------------------------------------------------


def enter(filled: Iterable[tuple[int, datetime, Mapping[str, Any]]], by: User, key: UUID) -> int:
    """Make each filled form (number's primary key, when it came in, facts) a matter: all or none.

    The same key again does nothing more. Raises NotEntered with what is wrong at each number.
    """
    lines = sorted(filled, key=lambda line: line[0])
    wrong: dict[int, Refused] = {}
    with transaction.atomic():
        locked = Reserved.objects.select_for_update().filter(pk__in=[pk for pk, _, _ in lines]).order_by("pk")
        rows = {row.pk: row for row in locked}
        for pk, at, facts in lines:
            try:
                with transaction.atomic():
                    _enter_one(rows[pk], at, facts, by, uuid5(key, str(pk)))
            except Refused as refused:
                wrong[pk] = refused
        if wrong:
            raise NotEntered(wrong)
    return len(lines)


def _enter_one(row: Reserved, at: datetime, facts: Mapping[str, Any], by: User, key: UUID) -> None:
    gone = why_gone(row)
    if gone and not HistoryEntry.objects.filter(key=key).exists():
        raise Refused(gone)
    open_matter(row.kind, by=by, data={**facts, "reserved": row}, key=key, at=at)
