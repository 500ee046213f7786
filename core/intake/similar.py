"""可能重复: matters that may be the same as what is being registered.

Deterministic, learns nothing. A text is the set of pairs of neighbouring characters of what it is about (the
pairs of core.lists.search). A pair that stands in few matters says much, one that stands in many says little:
its weight is the square of ln(1 / share of matters that hold it). Two texts are alike by the weight of the
pairs they share against the geometric mean of both their weights, so 1 is the same text and the length of
either does not decide. The same person makes it more. docs/duplicates.md says how the numbers were found.

Candidates come from the index: for the rarest pairs of the demand, as many of them as some thousand matters hold, the
matters that hold most of their weight, as far as the reader may see them, in the same village and of the last two years; and the
matters of the same people, which the caller knows (core.intake.earlier).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import Any

from django.core.cache import cache
from django.db import connection

from core.deadlines.calendars import office_calendar
from core.deadlines.lights import Light
from core.intake.earlier import state_of
from core.lists.search import grams
from core.models import Area, Matter
from core.procedure.procedure import Procedure
from core.values.moments import now

VERY, SOMEWHAT = 0.25, 0.12  # 很像, 有点像 (docs/duplicates.md)
PERSON = {"证件相同": 1.5, "电话相同": 1.5, "姓名相同": 1.25}  # times as like
SHARED = 4  # pairs: less is chance
RARE = 16  # pairs that the index is asked for
EXACT = 1_000_000  # weights are added up in millionths: the same whichever of them comes first
CANDIDATES = 40
LOOKED = 5_000  # matters that the index hands over for one text: pairs that more hold are too common to find a matter by
MOST = 4  # on the page
BACK = timedelta(days=730)
VILLAGE = 2  # depth of the area that is searched
HALF = 0.5  # what more than half of the matters hold still says a little
REST = ""  # stands for all pairs that are too rare to be listed
ALL = "*"  # stands for no pair: how many matters there are
KEPT = 600  # seconds that the shares are kept by a process


@dataclass(frozen=True)
class Alike:
    """One matter that may be the same."""

    matter: Any
    score: float
    state: Light
    person: str
    taken: bool

    @property
    def word(self) -> str:
        return "很像" if self.score >= VERY else "有点像"


def pairs(text: str) -> set[str]:
    """The pairs of a text; single characters say too little."""
    return {pair for pair in grams(text) if len(pair) == 2}


def weight(shares: Mapping[str, float], pair: str) -> float:
    return math.log(min(shares.get(pair, shares[REST]), HALF)) ** 2


def alike(one: set[str], other: set[str], shares: Mapping[str, float]) -> float:
    """0 to 1: nothing in common to the same text."""
    if len(one & other) < SHARED:
        return 0.0

    def heavy(some: Iterable[str]) -> float:
        return sum(weight(shares, pair) for pair in some)

    return heavy(one & other) / math.sqrt(heavy(one) * heavy(other))


def similar(
    user: Any,
    procedure: Procedure,
    text: str,
    area: Area | None = None,
    people: Mapping[int, str] | None = None,
    taken: Iterable[str] = (),
    calendar: Any = None,
) -> list[Alike]:
    """The likeliest first; three queries at most. `text`: what it is about. `people`: matters of the same people, and by what."""
    own, people, taken = pairs(text), people or {}, set(taken)
    if len(own) < SHARED:
        return []
    best = _scored(user, procedure, own, area, people)
    rated = procedure.intake.rated if procedure.intake else ""
    if best:
        calendar = calendar or office_calendar()
    return [
        Alike(
            found,
            min(score, 1.0),
            state_of(found, calendar, getattr(found, rated) if rated else ""),
            "当事人相同" if found.pk in people else "当事人不同" if people else "",
            str(found.pk) in taken,
        )
        for score, found in best[:MOST]
    ]


def _scored(
    user: Any, procedure: Procedure, own: set[str], area: Area | None, people: Mapping[int, str]
) -> list[tuple[float, Any]]:
    """Candidates that are alike enough, the likeliest first, then the newest."""
    shares, words = common(), procedure.intake.words if procedure.intake else "title"
    keys = [*_candidates(user, procedure.kind, own, area, shares), *people]
    rows = procedure.model._default_manager.filter(pk__in=keys, kind=procedure.kind, voided_at=None)
    scored = [
        (alike(own, pairs(getattr(row, words)), shares) * PERSON.get(people.get(row.pk, ""), 1), row)
        for row in rows.select_related("holder_unit", "area")
        if row.received_at > now() - BACK
    ]
    return sorted((pair for pair in scored if pair[0] >= SOMEWHAT), key=lambda pair: (-pair[0], -pair[1].pk))


def common() -> dict[str, float]:
    """The share of matters that hold a pair, for the pairs that many hold; the rest counts as a quarter of the
    least of these. Beside them, how many matters there are.

    From the database's own statistics; where it has not looked at the table yet, counted.
    """
    found = cache.get("intake.similar.shares")
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(STATISTICS)
            found = dict(cursor.fetchall())
            if not found:
                cursor.execute(COUNTED)
                found = dict(cursor.fetchall())
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'core_mattertext'::regclass")
            matters = cursor.fetchone()[0]
        found |= {REST: min(found.values(), default=0.1) / 4, ALL: matters}
        cache.set("intake.similar.shares", found, KEPT)
    return found


STATISTICS = """
SELECT pair, share FROM pg_stats,
  unnest(most_common_elems::text::text[],
         most_common_elem_freqs[1:cardinality(most_common_elems::text::text[])]) AS known(pair, share)
WHERE schemaname = 'public' AND tablename = 'core_mattertext' AND attname = 'grams' AND length(pair) = 2
"""
# A table that was never analysed is small or has just been filled: a piece of it is enough.
COUNTED = """
WITH piece AS (SELECT grams FROM core_mattertext LIMIT 1000)
SELECT pair, count(*)::float / (SELECT count(*) + 1 FROM piece) FROM piece, unnest(grams) AS pair
WHERE length(pair) = 2 GROUP BY pair HAVING count(*) > 1
"""
# One look into the index for each pair; the weights that meet in a matter are added up.
OVERLAP = """
WITH hits AS MATERIALIZED (
  SELECT held.matter_id, sum(asked.weight) AS weight FROM unnest(%s::text[], %s::bigint[]) AS asked(pair, weight)
  CROSS JOIN LATERAL (
    SELECT t.matter_id FROM core_mattertext t WHERE t.grams @> ARRAY[asked.pair] OFFSET 0
  ) AS held GROUP BY held.matter_id
)
SELECT matter_id FROM hits WHERE matter_id IN ({seen}) ORDER BY weight DESC, matter_id DESC LIMIT %s
"""


def _candidates(
    user: Any, kind: str, own: set[str], area: Area | None, shares: Mapping[str, float]
) -> list[int]:
    rarest = sorted(own, key=lambda pair: (-weight(shares, pair), pair))[:RARE]
    held = accumulate(shares.get(pair, shares[REST]) * shares[ALL] for pair in rarest)
    rarest = rarest[: max(1, sum(matters <= LOOKED for matters in held))]
    seen = Matter.objects.visible_to(user).filter(kind=kind, voided_at=None, received_at__gt=now() - BACK)
    if area is not None:
        seen = seen.filter(area_path__startswith=_village(area))
    inner, params = seen.values("pk").query.sql_with_params()
    asked: list[Any] = [rarest, [round(weight(shares, pair) * EXACT) for pair in rarest]]
    with connection.cursor() as cursor:
        cursor.execute(OVERLAP.format(seen=inner), [*asked, *params, CANDIDATES])
        return [row[0] for row in cursor.fetchall()]


def _village(area: Area) -> str:
    """The path of the village an area lies in, or of the area itself where it is larger."""
    return "/{}/".format("/".join(area.path.strip("/").split("/")[:VILLAGE]))
