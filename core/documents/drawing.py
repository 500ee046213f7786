"""Shapes of an inline SVG that one text carries to page, dark page, phone, print and PDF.

Every shape has a class and presentation attributes. The attributes are the look of paper, where no style sheet
reaches them; fengqiao.css replaces them by class on a screen. Nothing here is a script, a style element or a style
attribute, so a strict content security policy has nothing to refuse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape

SIZE = 13  # of all text, in units of the drawing
LATIN = 0.56  # the width of a digit of "Paper Hei", in em; Chinese characters take one
WORDS = 'fill="#221f1b"'
ACCENT, QUIET, PALE = 'fill="#1d4e66"', 'fill="#b9b3aa" stroke="#6b645b" stroke-width=".6"', 'fill="#fff"'
LINE = 'fill="none" stroke="#1d4e66" stroke-width="2" stroke-linejoin="round"'
DASHED = 'stroke-dasharray="4 3"'
LOOK = {  # on paper, legible in black and white
    "c-text": WORDS,
    "c-soft": 'fill="#544e46"',
    "c-over": PALE,
    "c-warn": 'fill="#ae231c"',
    "c-base": 'stroke="#8f887d"',
    "c-rule": 'stroke="#d8d3ca"',
    "c-limit": 'stroke="#ae231c" stroke-width="1.5"',
    "c-line": LINE,
    "c-point": 'fill="#1d4e66" stroke="#fff"',
    "c-open": 'fill="#fff" stroke="#1d4e66" stroke-width="1.5"',
    "c-part": f'fill="none" stroke="#544e46" stroke-width="1.2" {DASHED}',
    "c-0": ACCENT,
    "c-1": QUIET,
    "c-t0": ACCENT,
    "c-t1": 'fill="#4a7890"',
    "c-t2": 'fill="#a9c4d1"',
    "c-t3": 'fill="#dfeaef" stroke="#6b645b" stroke-width=".5"',
    "c-h0": PALE,
    "c-h1": 'fill="#e3edf1"',
    "c-h2": 'fill="#b9d0db"',
    "c-h3": 'fill="#6f9bb0"',
    "c-h4": ACCENT,
    "c-hit": 'fill="none" pointer-events="all"',
}
SWATCH, GAP = 18, 6  # of a legend: its sample, and what parts it from the word


def number(value: float) -> str:
    """A coordinate, as short as two decimals allow."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def shape(tag: str, look: str, more: str = "", **places: float) -> str:
    at = "".join(f' {name}="{number(value)}"' for name, value in places.items())
    return f'<{tag} class="{look}" {LOOK[look]}{at}{more}/>'


def box(look: str, x: float, y: float, width: float, height: float) -> str:
    return shape("rect", look, x=x, y=y, width=width, height=height)


def dot(look: str, x: float, y: float, radius: float = 4) -> str:
    return shape("circle", look, cx=x, cy=y, r=radius)


def path(look: str, points: Sequence[tuple[float, float]], more: str = "") -> str:
    joined = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return shape("path", look, f' d="M{joined}"{more}')


def words(look: str, x: float, y: float, said: str, anchor: str = "start") -> str:
    """Text for the eye: what is read aloud is the name of the mark."""
    place = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"'
    return f'<text class="{look}" {LOOK[look]} {place} aria-hidden="true">{escape(said)}</text>'


def mark(name: str, url: str, drawn: str, hit: str = "", stop: str = "") -> str:
    """What stands for one number: named, which browsers show as a tooltip; with an address a link, hit anywhere in
    the area `hit`.
    """
    title = f"<title>{escape(name)}</title>"
    if not url:
        return f"<g>{title}{drawn}</g>"
    return f'<a href="{escape(url)}"{stop}>{title}{drawn}{hit}</a>'


def width_of(said: str) -> float:
    return SIZE * sum(LATIN if letter < "\u2000" else 1 for letter in said)


def cut(said: str, room: float) -> str:
    """Ended by … where it is longer than the room. The whole is in the tooltip and in the table."""
    if width_of(said) <= room:
        return said
    while said and width_of(said) + SIZE > room:
        said = said[:-1]
    return f"{said}…"


def every(labels: Sequence[str], step: float) -> int:
    """Of labels that stand `step` apart, each which, from the last backwards, can be written without touching."""
    wide = [width_of(label) for label in labels][::-1]

    def fits(each: int) -> bool:
        return all((a + b) / 2 + 4 <= each * step for a, b in pairwise(wide[::each]))

    return next(each for each in range(1, len(labels) + 1) if fits(each))


def short(value: float) -> str:
    """A number for a mark: from ten thousand on in 万, from a hundred million on in 亿."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if value >= size:
            return f"{value / size:.1f}".removesuffix(".0") + name
    return f"{value:,}"


def steps(most: int) -> list[int]:
    """The ruled values of an axis: whole, from 0 to above `most`, four steps at the most."""
    size = 1
    while size * 4 < most:
        size = size * 5 // 2 if str(size)[0] == "2" else size * 2
    return list(range(0, size * -(-most // size) + 1, size))


@dataclass(frozen=True)
class Legend:
    """Which look means what, in lines of 20 between `left` and `right`."""

    drawn: str
    height: int

    @classmethod
    def of(cls, entries: Sequence[tuple[str, str]], left: float, right: float) -> "Legend":
        drawn, x, line = "", left, 0
        for look, said in entries:
            if x > left and x + SWATCH + GAP + width_of(said) > right:
                x, line = left, line + 20
            word = "c-warn" if look == "c-limit" else "c-soft"
            drawn += _sample(look, x, line) + words(word, x + SWATCH + GAP, line + 16, said)
            x += SWATCH + GAP + width_of(said) + SWATCH
        return cls(drawn, line + 20 if entries else 0)


def _sample(look: str, x: float, line: float) -> str:
    middle = line + 11
    if look in ("c-line", "c-limit"):
        stroke = path(look, [(x, middle), (x + SWATCH, middle)])
        return stroke + (dot("c-point", x + SWATCH / 2, middle) if look == "c-line" else "")
    return box(look, x, line + 6, SWATCH, 10)
