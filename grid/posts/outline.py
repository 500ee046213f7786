"""Where a place lies, for its board on the wall (滨州条例 art. 6: 区域范围): its outline with what lies in it, and both in words."""

from datetime import date

import shapely
from django.db.models import Q
from django.utils.html import format_html, format_html_join

from core.models import Area
from grid.board_map import WIDE, laid, path
from grid.geometry import from_json
from grid.models import Boundary


def words(area: Area, day: date) -> str:
    """一组、二组，128 户，36.5 公顷; what is not known is left out."""
    own = Boundary.objects.current(day).filter(area=area).first()
    below = area.children.filter(closed_on=None).order_by("code")
    found = [
        "、".join(one.name.removeprefix(area.name) for one in below),
        f"{area.households} 户" if area.households else "",
        f"{own.hectares:.1f} 公顷" if own else "",
    ]
    return "，".join(filter(None, found))


ROOM = (115, 55)  # mm beside the duties on A4, across and down
LETTER = 3.4  # mm, to be read at arm's length


def drawing(area: Area, day: date, larger: float = 1) -> str:
    """As SVG, `larger` than on A4; empty where no outline is on record."""
    rows = list(
        Boundary.objects.current(day)
        .filter(Q(area=area) | Q(area__parent=area, area__closed_on=None))
        .select_related("area")
        .order_by("-area__path")
    )
    own = [row for row in rows if row.area_id == area.pk]
    if not own:
        return ""
    _, high, flat = laid(own)
    drawn = [(row, shapely.transform(from_json(row.sketch), flat)) for row in rows]
    paths = format_html_join(
        "", '<path d="{}" fill="none" stroke="#333" stroke-width="{}"/>',
        ((path(shape), 3 if row.area_id != area.pk else 8) for row, shape in drawn),
    )  # fmt: skip
    scale = min(ROOM[0] / (WIDE + 16), ROOM[1] / (high + 16))  # mm of a unit
    below = [(shape.representative_point(), row.area.name) for row, shape in drawn if row.area_id != area.pk]
    stem = area.name.rstrip("村社区")  # 桃坞第二网格 of 桃坞村
    names = format_html_join(
        "", '<text x="{}" y="{}" font-family="Paper Hei" font-size="{}" text-anchor="middle">{}</text>',
        ((round(at.x), round(at.y + LETTER / scale / 3), round(LETTER / scale), name.removeprefix(stem)) for at, name in below),
    )  # fmt: skip
    across, down = ((side + 16) * scale * larger for side in (WIDE, high))
    return format_html(
        '<svg viewBox="-8 -8 {} {}" width="{}mm" height="{}mm">{}{}</svg>',
        WIDE + 16, high + 16, round(across), round(down), paths, names,
    )  # fmt: skip
