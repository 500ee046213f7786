"""The result as a table in docs/performance.md, with a mark at what misses its bar."""

import os
import platform
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "docs/performance.md"
RATIO, QUERIES, GROWTH, TABLES = 3.0, 12, 1.2, 1.0


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


def at_one_size(pages: Mapping[tuple[str, str], Any]) -> Iterable[str]:
    yield "| page | role | queries | ms | × empty | kB |"
    yield "| --- | --- | --: | --: | --: | --: |"
    for (name, role), page in pages.items():
        yield f"| {name} | {role} | {page.queries} | {page.ms:.1f} | {page.ratio:.1f} | {page.size / 1000:.0f} |"


def pages(small: Any, large: Any) -> Iterable[str]:
    n, m = f"{small.matters:,}", f"{large.matters:,}"
    yield f"| page | role | queries | ms at {n} | ms at {m} | × empty at {m} | growth | kB | misses |"
    yield "| --- | --- | --: | --: | --: | --: | --: | --: | --- |"
    for (name, role), page in large.pages.items():
        before = small.pages[name, role]
        growth = page.ratio / before.ratio
        yield (
            f"| {name} | {role} | {page.queries} | {before.ms:.1f} | {page.ms:.1f} | {page.ratio:.1f}"
            f" | {growth:.2f} | {page.size / 1000:.0f} | {misses(page, growth)} |"
        )


def misses(page: Any, growth: float) -> str:
    """The bars that this page does not reach, in words; empty when it reaches all."""
    found = []
    if page.ratio > RATIO:
        found.append(f"**{page.ratio:.1f} > {RATIO:.0f} × empty**")
    if page.queries > QUERIES:
        found.append(f"**{page.queries} > {QUERIES} queries**")
    if growth > GROWTH:
        found.append(f"**growth {growth:.2f} > {GROWTH}**")
    return ", ".join(found)


def others(small: Any, large: Any) -> Iterable[str]:
    yield f"| | at {small.matters:,} | at {large.matters:,} | misses |"
    yield "| --- | --: | --: | --- |"
    empty = [sum(p.empty_ms for p in one.pages.values()) / len(one.pages) for one in (small, large)]
    yield f"| the empty page | {empty[0]:.1f} ms | {empty[1]:.1f} ms | |"
    for name, took in large.tables.items():
        # Papers are judged by the ratio of the two.
        counted = "WeasyPrint" not in name and "paper" not in name
        mark = f"**{took:.1f} s > {TABLES:.0f} s**" if counted and took > TABLES else ""
        yield f"| {name} | {small.tables[name]:.2f} s | {took:.2f} s | {mark} |"
    for name, pace in large.paces.items():
        before = small.paces[name]
        yield f"| {name}, 8 at once | {before.per_second:.1f}/s, p95 {before.p95:.0f} ms | {pace.per_second:.1f}/s, p95 {pace.p95:.0f} ms | |"
    yield f"| seeding up to here | {small.seeded:.0f} s | {large.seeded:.0f} s | |"
