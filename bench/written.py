"""The result as a table in docs/performance.md, with a mark at what misses its bar."""

import os
import platform
import re
import statistics
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bench.turns import Page

FILE = Path(__file__).parent.parent / "docs/performance.md"
QUERIES, GROWTH = 12, 1.2
SMALL = 2.0  # ms of the database: of fewer a growth says nothing
TABLES = {"the standard tables of a month": 0.3, "all that a monthly report counts": 0.5}  # seconds
PACES = {"registration": 500, "hand-over": 150}  # ms that 95 of 100 wait at most


def write(place: str, lines: Iterable[str]) -> None:
    """Put the lines between the two marks of a place in the file; what people wrote around them stays."""
    begin, end = f"<!-- {place}: begin -->", f"<!-- {place}: end -->"
    said = (
        f"Measured on {date.today().isoformat()}, {os.cpu_count()} cores, Python {platform.python_version()}."  # noqa: DTZ011
    )
    whole = "\n".join((begin, said, "", *lines, end))
    FILE.write_text(re.sub(f"{begin}.*?{end}", lambda _: whole, FILE.read_text(), flags=re.DOTALL))
    print(whole)


def report(small: Any, large: Any) -> Iterable[str]:
    yield from (*pages(small, large), "", *others(small, large))


HEADS = "queries | ms | Python | database | × floor | kB | misses"
RULES = "--: | --: | --: | --: | --: | --: | ---"


def at_one_size(pages: Mapping[tuple[str, str], Page]) -> Iterable[str]:
    yield f"| page | role | {HEADS} |"
    yield f"| --- | --- | {RULES} |"
    for (name, role), page in pages.items():
        yield f"| {name} | {role} | {cells(page)} | {misses(page)} |"
    yield ""
    yield from floors(pages)


def cells(page: Page) -> str:
    cost = page.cost
    return (
        f"{page.queries} | {cost.wall:.1f} | {cost.python:.1f} | {cost.database:.1f}"
        f" | {page.ratio:.1f} {page.bar.floor} | {page.size / 1000:.0f}"
    )


def floors(pages: Mapping[tuple[str, str], Page]) -> Iterable[str]:
    for name in ("F", "L"):
        costs = [page.floors[name] for page in pages.values()]
        wall, python, database = (
            statistics.median(getattr(cost, one) for cost in costs) for one in ("wall", "python", "database")
        )
        yield f"Floor {name}: {wall:.1f} ms, of which Python {python:.1f}, the database {database:.1f}."


def pages(small: Any, large: Any) -> Iterable[str]:
    yield f"At {large.matters:,} matters; growth is that of the database's time since {small.matters:,}."
    yield ""
    yield f"| page | role | {HEADS.replace('kB |', 'kB | growth |')} |"
    yield f"| --- | --- | --: | {RULES} |"
    for (name, role), page in large.pages.items():
        growth = page.cost.database / small.pages[name, role].cost.database
        yield f"| {name} | {role} | {cells(page)} | {growth:.2f} | {misses(page, growth)} |"
    yield ""
    yield from floors(large.pages)


def misses(page: Page, growth: float = 1) -> str:
    """The bars that this page does not reach, in words; empty when it reaches all."""
    found, bar = [], page.bar
    if page.ratio > bar.times:
        found.append(f"**{page.ratio:.1f} > {bar.times:.0f} {bar.floor}**")
    if bar.database and page.cost.database > bar.database:
        found.append(f"**{page.cost.database:.1f} > {bar.database:.0f} ms of the database**")
    if page.queries > QUERIES:
        found.append(f"**{page.queries} > {QUERIES} queries**")
    if bar.database and growth > GROWTH and page.cost.database > SMALL:
        found.append(f"**growth {growth:.2f} > {GROWTH}**")
    return ", ".join(found)


def others(small: Any, large: Any) -> Iterable[str]:
    yield f"| | at {small.matters:,} | at {large.matters:,} | misses |"
    yield "| --- | --: | --: | --- |"
    for name, took in large.tables.items():
        most = TABLES.get(name)
        mark = f"**{took:.2f} s > {most} s**" if most and took > most else ""
        yield f"| {name} | {small.tables[name]:.2f} s | {took:.2f} s | {mark} |"
    for name, pace in large.paces.items():
        before, most = small.paces[name], PACES.get(name)
        mark = f"**p95 {pace.p95:.0f} > {most} ms**" if most and pace.p95 > most else ""
        yield f"| {name}, 8 at once | {told(before)} | {told(pace)} | {mark} |"
    yield f"| seeding up to here | {small.seeded:.0f} s | {large.seeded:.0f} s | |"


def told(pace: Any) -> str:
    return f"{pace.per_second:.1f}/s, p95 {pace.p95:.0f} ms"
