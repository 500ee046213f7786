"""初次、重复 (domain: 1.6), computed from the register and never typed; relative, so by scope.

A petition repeats an earlier one that it is linked to as the same matter (`repeats`, over any number of steps), or one of
the same person (identity number, phone, or name and area where no two numbers differ) about the same thing: the same
words, at least half of the pairs of characters of the shorter text (a third where both are of the same field of 信访内容分类),
or a link made by a person. Imported petitions count
like others. Parts of one letter do not repeat one another. Accusations repeat nothing and are repeated by nothing here:
no number may tell of them (信访工作条例 30).

Who is the same person and what is about the same thing the database keeps (petitions.models.Alike). Which of two came first,
whether either was voided, and what is linked are looked up when it is counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from core.procedure.compiled import Given, given, is_given
from core.procedure.indicators import Period

# Which petitions are asked about.
DURING = {
    "received": "m.received_at >= %s AND m.received_at < %s",
    "closed": "m.closed_at >= %s AND m.closed_at < %s",
    "accepted": "p.accepted_on >= (%s)::date AND p.accepted_on < (%s)::date",
    "in_play": "(m.closed_at >= %s OR m.closed_at IS NULL) AND m.received_at < %s",
    "answered": "EXISTS (SELECT FROM core_clock c WHERE c.matter_id = m.id AND c.rule = 'petition.handle'"
    " AND c.\"end\" = 'met' AND NOT c.right AND c.ended_at >= %s AND c.ended_at < %s)",
}
# 登记机构, 登记机构该形式, 各级: also what other bodies registered; what came before this register (history) was no form.
SCOPES = ("centre", "channel", "level")
SQL = """
WITH RECURSIVE counted AS NOT MATERIALIZED (
  SELECT m.id, m.code, m.received_at, p.channel, p.repeats_id
  FROM petitions_petition p JOIN core_matter m ON m.id = p.matter_ptr_id
  WHERE m.compartment <> 'accusation' AND m.voided_at IS NULL AND {known}
), asked AS MATERIALIZED (
  SELECT m.id, m.code, m.received_at, p.channel, p.repeats_id, p.repeats_outside
  FROM petitions_petition p JOIN core_matter m ON m.id = p.matter_ptr_id
  WHERE m.kind = 'petition' AND m.compartment <> 'accusation' AND m.voided_at IS NULL AND {during}
), chain(id, before) AS (
  SELECT id, repeats_id FROM asked WHERE repeats_id IS NOT NULL
  UNION SELECT chain.id, p.repeats_id FROM chain JOIN counted p ON p.id = chain.before
  WHERE p.repeats_id IS NOT NULL
), pair AS (
  SELECT asked.id, alike_channel FROM asked, (VALUES (true), (false)) AS any_of(alike_channel), LATERAL (
    SELECT FROM petitions_alike s JOIN counted o ON o.id = s.other_id
    WHERE s.petition_id = asked.id AND (o.channel = asked.channel OR NOT alike_channel)
    AND (o.received_at, o.id) < (asked.received_at, asked.id) AND o.code <> asked.code LIMIT 1
  ) AS earlier
  UNION SELECT asked.id, o.channel = asked.channel FROM chain JOIN asked ON asked.id = chain.id
  JOIN counted o ON o.id = chain.before
)
SELECT id, unnest(CASE WHEN alike_channel THEN ARRAY['centre', 'channel', 'level'] ELSE ARRAY['centre', 'level'] END) AS scope
FROM pair
UNION SELECT e.matter_id, unnest(ARRAY['centre', 'level']) FROM petitions_earlier e JOIN asked ON asked.id = e.matter_id
UNION SELECT id, 'level' FROM asked WHERE repeats_outside > 0
"""


GIVEN = "repeats"


@contextmanager
def remembered(span: Period) -> Iterator[None]:
    """While many numbers of the span are counted: what was in play in it is looked up once, and not for each of them."""
    found: dict[str, list[int]] = {scope: [] for scope in SCOPES}
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(during=DURING["in_play"], known="true"), (span.since, span.until))
        for pk, scope in cursor.fetchall():
            found[scope].append(pk)
    with given(GIVEN, found):
        yield


def repeats_in(scope: str, period: Period, during: str = "received") -> Q:
    """重复: of the petitions received (closed, accepted, answered) in the period, those that repeat one in the scope."""
    if is_given(GIVEN):
        return Q(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [Given(GIVEN, scope)]))
    sql = f"SELECT id FROM ({SQL.format(during=DURING[during], known='true')}) AS found WHERE scope = %s"  # noqa: S608 (fixed text)
    bounds: tuple[Any, Any] = (period.since, period.until)
    if during == "accepted":
        bounds = (period.first, period.until.date())
    return Q(pk__in=RawSQL(sql, (*bounds, scope)))  # noqa: S611 (fixed text)


def first_in(scope: str, period: Period, during: str = "received") -> Q:
    """初次: the others."""
    return ~repeats_in(scope, period, during)


def is_repeated(petition: Any) -> bool:
    """重复 in any scope: what its page and its form say. As T7 counts it, but of what is sealed under another label than its
    own nothing: who reads this one may not know of that.
    """
    if petition.compartment == petition.Compartment.ACCUSATION:
        return False
    sql = SQL.format(during="m.id = %s", known="m.compartment IN ('', %s)")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM ({sql}) AS found)", [petition.compartment, petition.pk])  # noqa: S608 (fixed text)
        return bool(cursor.fetchone()[0])
