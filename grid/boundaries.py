"""Outlines of areas: read from GeoJSON, compared with their neighbours, stored from a day on.

All or nothing: one wrong outline and nothing of the file is kept. A person looks at what was found and says yes; the
outline that an area had stays, with its days.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from statistics import fmean
from typing import Any

import shapely
from django.conf import settings
from django.db import transaction
from shapely.geometry import Polygon

from core.models import Area, AreaLevel
from core.records.admin_log import note
from core.values.moments import now
from grid.geometry import Misdrawn, apart, as_json, from_json, hectares, in_metres, outline, sketch, to_wgs84
from grid.models import Boundary, BoundaryFile

LARGEST = 20 * 1024 * 1024  # bytes
MOST_AREAS = 2_000
MOST_BRACKETS = 3_000_000  # of a file: more than that many points, lists or things
KEPT = timedelta(days=1)  # how long a file waits for its yes
SLIVER = 0.1  # hectares: less is how two people draw the same ditch
SAME = 1e-6  # degrees: ten centimetres
TOO_LARGE = f"文件超过 {LARGEST // 1024**2} MB，请按村分开导入。"
NAMES = ("编码", "code", "名称", "name")
LONG_LAT = ("CRS84", "4326", "4490")  # what a file may say of itself: longitude and latitude
System = BoundaryFile.System
Outlines = Mapping[Area, Any]


class Wrong(Exception):
    """Why nothing of a file is stored, a sentence an outline."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


@dataclass
class Found:
    """The outlines of a file, of areas in the order of their codes, and how far they were moved on the average."""

    outlines: dict[Area, Any] = field(default_factory=dict)
    moved: float = 0


# --- Reading a file --------------------------------------------------------------------------------------------------


def read(data: bytes, system: str) -> Found:
    """The outlines in WGS-84. Raises Wrong."""
    features = _features(data)
    known, wrong, found = _Known(), [], Found()
    for place, feature in enumerate(features, 1):
        words = _words(feature)
        try:
            area = known.find(words)
            if area in found.outlines:
                raise Misdrawn("在文件里有两个")
            found.outlines[area] = outline(feature.get("geometry"), settings.TOWN_BOX)
        except Misdrawn as why:
            wrong.append(f"{_name(words) or f'第 {place} 个图形'}：{why}。")
    if wrong:
        raise Wrong(*wrong)
    if system == System.GCJ02:
        found = _converted(found)
    found.outlines = dict(sorted(found.outlines.items(), key=lambda pair: pair[0].code))
    return found


def _features(data: bytes) -> list[Mapping[str, Any]]:
    if len(data) > LARGEST:
        raise Wrong(TOO_LARGE)
    if data.count(b"[") + data.count(b"{") > MOST_BRACKETS:
        raise Wrong("文件里的点太多，请先简化。")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):  # not text, not JSON, or nested without end
        raise Wrong("不是 GeoJSON 文件，或者文件不完整。") from None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise Wrong("不是 GeoJSON 的要素集（FeatureCollection）。")
    if crs := content.get("crs"):
        said = json.dumps(crs)
        if not any(name in said for name in LONG_LAT):
            raise Wrong("文件写明用的不是经纬度坐标（WGS-84、CGCS2000），请先换成经纬度再导入。")
    features = content.get("features")
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise Wrong("要素集里的要素写得不对。")
    if not 0 < len(features) <= MOST_AREAS:
        raise Wrong(f"文件里有 {len(features)} 个区域，应有 1 至 {MOST_AREAS:,} 个。")
    return features


def _words(feature: Mapping[str, Any]) -> dict[str, str]:
    """What the outline says of itself."""
    facts = feature.get("properties")
    facts = facts if isinstance(facts, Mapping) else {}
    return {name: str(facts[name]).strip() for name in NAMES if isinstance(facts.get(name), str | int)}


def _name(words: Mapping[str, str]) -> str:
    given = words.get("名称") or words.get("name") or words.get("编码") or words.get("code") or ""
    return given[:40]


class _Known:
    """The areas in use, by code and by name."""

    def __init__(self) -> None:
        self.by_code: dict[str, Area] = {}
        self.by_name: dict[str, list[Area]] = defaultdict(list)
        for area in Area.objects.filter(closed_on=None).select_related("level", "parent"):
            self.by_code[area.code] = area
            self.by_name[area.name].append(area)

    def find(self, words: Mapping[str, str]) -> Area:
        if code := words.get("编码") or words.get("code"):
            if code not in self.by_code:
                raise Misdrawn(f"没有编码为“{code[:20]}”的区域，或者已经停用")
            return self.by_code[code]
        name = words.get("名称") or words.get("name") or ""
        if not name:
            raise Misdrawn("没有写编码（编码、code），也没有写名称（名称、name）")
        if len(self.by_name[name]) != 1:
            many = len(self.by_name[name])
            raise Misdrawn(f"有 {many} 个区域叫这个名称，请写编码" if many else "没有这个区域，或者已经停用")
        return self.by_name[name][0]


def _converted(found: Found) -> Found:
    """Out of GCJ-02; some half a kilometre in most of China."""
    outlines = {area: shapely.transform(drawn, to_wgs84) for area, drawn in found.outlines.items()}
    return Found(outlines, fmean(apart(found.outlines[area], drawn) for area, drawn in outlines.items()))


# --- From the check to the yes ---------------------------------------------------------------------------------------


def begin(by: Any, name: str, data: bytes, system: str, since: date, basis: str) -> BoundaryFile:
    """Keep what a file says until somebody confirms it. Raises Wrong."""
    found = read(data, system)
    _not_earlier(found.outlines, since)
    BoundaryFile.objects.filter(confirmed_at=None, at__lt=now() - KEPT).update(outlines={})
    return BoundaryFile.objects.create(
        by=by,
        name=name[-80:],
        digest=sha256(data).hexdigest(),
        system=system,
        since=since,
        basis=basis,
        moved=found.moved,
        outlines={area.pk: as_json(drawn) for area, drawn in found.outlines.items()},
    )


def _not_earlier(areas: Iterable[Area], since: date) -> None:
    late = [one for one in current(areas).values() if one.since > since]
    if late:
        raise Wrong(*(f"{one.area}：从 {one.since} 起已经有边界，新的不能从更早的日子算起。" for one in late))


def current(areas: Iterable[Area]) -> dict[int, Boundary]:
    """The last boundary of each of these areas, by the area's id."""
    rows = Boundary.objects.filter(area__in=list(areas), until=None).select_related("area", "file")
    return {row.area_id: row for row in rows}


def changed(file: BoundaryFile) -> dict[Area, Any]:
    """Its outlines that differ from what is there now, in the order of the areas' codes."""
    areas = (
        Area.objects.filter(pk__in=file.outlines).select_related("level", "parent__level").order_by("code")
    )
    there = current(areas)
    drawn = {area: from_json(file.outlines[str(area.pk)]) for area in areas}
    return {area: one for area, one in drawn.items() if not _same(one, there.get(area.pk))}


def _same(drawn: Any, there: Boundary | None) -> bool:
    return there is not None and drawn.normalize().equals_exact(from_json(there.shape).normalize(), SAME)


@transaction.atomic
def confirm(file: BoundaryFile, by: Any) -> int:
    """Store what is new; what held until now ends the day before. How many; 0 where another window was faster.

    Raises Wrong where another file has brought later outlines meanwhile.
    """
    list(AreaLevel.objects.select_for_update())  # one file after the other
    file.refresh_from_db()
    if file.confirmed_at:
        return 0
    new = changed(file)
    _not_earlier(new, file.since)
    Boundary.objects.filter(area__in=new, until=None).update(until=file.since - timedelta(days=1))
    Boundary.objects.bulk_create(_row(area, drawn, file) for area, drawn in new.items())
    file.outlines, file.confirmed_at = {}, now()
    file.save(update_fields=["outlines", "confirmed_at"])
    note(by, file, f"启用边界 {len(new)} 个，从 {file.since} 起")
    return len(new)


def _row(area: Area, drawn: Any, file: BoundaryFile) -> Boundary:
    west, south, east, north = drawn.bounds
    return Boundary(
        area=area,
        since=file.since,
        file=file,
        shape=as_json(drawn),
        sketch=sketch(drawn),
        hectares=hectares(drawn),
        west=west,
        south=south,
        east=east,
        north=north,
    )


def closed(area: Area, on: date, twin: Area | None) -> None:
    """The area is no more from the day on; the same one below another keeps its outline."""
    for row in Boundary.objects.filter(area=area, until=None).select_related("file"):
        Boundary.objects.filter(pk=row.pk).update(until=max(row.since, on - timedelta(days=1)))
        if twin:
            row.pk, row.area, row.since, row.at = None, twin, max(on, row.since), now()
            row.save(force_insert=True)


# --- Neighbours ------------------------------------------------------------------------------------------------------


def remarks(new: Outlines) -> list[str]:
    """Where these outlines and those beside them overlap, leave gaps or reach out of the area above; a sentence each. A
    person decides: two villages may share a pond.
    """
    above = {area.parent or area for area in new} | set(new)
    family = list(Area.objects.filter(parent__in=above, closed_on=None).order_by("code"))
    drawn = {pk: from_json(row.shape) for pk, row in current([*family, *above]).items()}
    drawn |= {area.pk: one for area, one in new.items()}
    latitude = next(iter(drawn.values())).centroid.y if drawn else 0
    flat = {pk: in_metres(one, latitude) for pk, one in drawn.items()}
    found: list[str] = []
    for parent in sorted(above, key=lambda area: area.code):
        children = [one for one in family if one.parent_id == parent.pk]
        found += _of_family(parent, flat.get(parent.pk), children, flat)
    return found


def _of_family(parent: Area, whole: Any, children: list[Area], flat: Mapping[int, Any]) -> Iterator[str]:
    there = [area for area in children if area.pk in flat]
    if not there:
        return
    shapes = [flat[area.pk] for area in there]
    for one, other in sorted(shapely.STRtree(shapes).query(shapes, "intersects").T.tolist()):
        if one < other and (both := _size(shapes[one].intersection(shapes[other]))) >= SLIVER:
            share = both / min(_size(shapes[one]), _size(shapes[other]))
            yield f"{there[one]}和{there[other]}重叠 {both:.1f} 公顷，占小的一个的 {share:.0%}。"
    for area, own in zip(there, shapes, strict=True):
        if whole and (out := _size(own.difference(whole))) >= SLIVER:
            yield f"{area}有 {out:.1f} 公顷在{parent}以外。"
    if len(there) < len(children):
        yield f"{parent}的下级里还有 {len(children) - len(there)} 个没有边界。"
    else:
        joined = shapely.union_all(shapes)
        filled = whole or shapely.union_all([Polygon(part.exterior) for part in shapely.get_parts(joined)])
        if (gap := _size(filled.difference(joined))) >= SLIVER:
            yield f"{parent}有 {gap:.1f} 公顷不在任何一个下级里。"


def _size(flat: Any) -> float:
    return float(flat.area) / 10_000
