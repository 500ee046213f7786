"""Outlines of areas: what is refused in which words, what is converted, what neighbours say, and where a point lies."""

import json
from datetime import date
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from core.models import Area
from grid import boundaries
from grid.boundaries import Wrong, read
from grid.geometry import hectares, outline, to_gcj02, to_wgs84
from grid.models import Boundary, BoundaryFile
from grid.places import area_at
from tests.people import Town

# Squares of about a kilometre in the sea east of everything: 0.01° of latitude are 1.108 km, of longitude 0.97 km.
LEFT, RIGHT = (123.10, 29.20), (123.11, 29.20)
TODAY, FIRST = date(2026, 11, 29), date(2026, 11, 1)


def square(corner: tuple[float, float], size: float = 0.01) -> dict[str, Any]:
    x, y = corner
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [[[round(a, 7), round(b, 7)] for a, b in ring]]}


def collection(**areas: Any) -> bytes:
    """Code or name → geometry, as a file."""
    features = [
        {
            "type": "Feature",
            "properties": {"名称": name} if name[0] != "_" else {"code": name[1:]},
            "geometry": shape,
        }
        for name, shape in areas.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def bring(town: Town, data: bytes, since: date = FIRST, system: str = "wgs84") -> int:
    made = boundaries.begin(town.director, "边界.geojson", data, system, since, "网格划分方案")
    return boundaries.confirm(made, town.director)


def refused(data: bytes) -> tuple[str, ...]:
    with pytest.raises(Wrong) as why:
        read(data, "wgs84")
    return why.value.sentences


@pytest.fixture
def town(scene: Town, db: None) -> Town:
    return scene


# --- What is refused -------------------------------------------------------------------------------------------------

X, Y = LEFT
BAD = {
    "边界没有闭合：最后一点不是第一点": [[[X, Y], [X + 0.01, Y], [X + 0.01, Y + 0.01], [X, Y + 0.01]]],
    "边界自相交：在（123.105，29.205）处": [[[X, Y], [X + 0.01, Y + 0.01], [X + 0.01, Y], [X, Y + 0.01], [X, Y]]],
    "经度、纬度写反了：（29.20000，123.10000）应先写经度": [[[Y, X], [Y, X + 0.01], [Y + 0.01, X], [Y, X]]],
    "有一点（124.50000，29.20000）在本县范围以外": [[[X, Y], [124.5, Y], [X, Y + 0.01], [X, Y]]],
    "坐标（41414111，3231111）不是经纬度，像是以米计的投影坐标，请先换成经纬度": [[[41414111, 3231111]] * 4],
    "边界的点太少，围不成一块": [[[X, Y], [X + 0.01, Y], [X, Y]]],
    "坐标不是数字": [[[X, "29.2"], [X + 0.01, Y], [X, Y], [X, Y]]],
    "坐标写得不对": [[X, Y], [X + 0.01, Y], [X, Y], [X, Y]],
    "没有坐标": [],
    "挖去的一块在边界外面：在（123.2，29.3）处": [square(LEFT)["coordinates"][0], square((123.2, 29.3))["coordinates"][0]],
}  # fmt: skip


@pytest.mark.parametrize("sentence", BAD)
def test_a_wrong_outline_is_told_by_its_name(town: Town, sentence: str) -> None:
    shape = {"type": "Polygon", "coordinates": BAD[sentence]}
    good = square(RIGHT)
    assert refused(collection(桃坞村=shape, 松岭村=good)) == (f"桃坞村：{sentence}。",)
    assert not BoundaryFile.objects.exists() and not Boundary.objects.exists()


def test_what_is_no_outline_or_of_no_area(town: Town) -> None:
    line = {"type": "LineString", "coordinates": [[X, Y], [X + 1, Y]]}
    found = refused(collection(桃坞村=line, 无名村=square(LEFT), _99=square(LEFT), 松岭村=None))
    assert found == (
        "桃坞村：不是面（Polygon、MultiPolygon），画不成边界。",
        "无名村：没有这个区域，或者已经停用。",
        "99：没有编码为“99”的区域，或者已经停用。",
        "松岭村：不是面（Polygon、MultiPolygon），画不成边界。",
    )
    twice = collection(桃坞村=square(LEFT), _990121101204=square(RIGHT))
    assert refused(twice) == ("990121101204：在文件里有两个。",)
    nameless = json.dumps({"type": "FeatureCollection", "features": [{"geometry": square(LEFT)}]}).encode()
    assert refused(nameless)[0].startswith("第 1 个图形：没有写编码")
    Area.objects.filter(pk=town.songling.pk).update(name="桃坞村")
    assert refused(collection(桃坞村=square(LEFT))) == ("桃坞村：有 2 个区域叫这个名称，请写编码。",)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "不是 GeoJSON 文件"),
        (b"\xff\xfe\x00", "不是 GeoJSON 文件"),
        (b"[" * 100_000, "不是 GeoJSON 文件"),
        (b"[" * 3_000_001, "点太多"),
        (b" " * (boundaries.LARGEST + 1), "超过 20 MB"),
        (b'{"type":"FeatureCollection","features":' + b"1" * 5_000 + b"}", "不是 GeoJSON 文件"),
        (b'{"type":"Polygon"}', "要素集"),
        (b'{"type":"FeatureCollection","features":[1]}', "要素写得不对"),
        (b'{"type":"FeatureCollection","features":[]}', "有 0 个区域"),
        (b'{"type":"FeatureCollection","features":[' + b",".join([b"{}"] * 2_001) + b"]}", "有 2001 个区域"),
        (b'{"type":"FeatureCollection","crs":{"name":"EPSG:4526"},"features":[{}]}', "不是经纬度坐标"),
    ],
)  # fmt: skip
def test_what_is_no_such_file(town: Town, data: bytes, word: str) -> None:
    assert len(found := refused(data)) == 1 and word in found[0]


def test_ten_thousand_points_and_no_more(town: Town) -> None:
    def ring(points: int) -> dict[str, Any]:
        turns = np.linspace(0, 2 * np.pi, points - 1, endpoint=False)
        there = np.stack([X + 0.01 * np.cos(turns), Y + 0.01 * np.sin(turns)], axis=1).tolist()
        return {"type": "Polygon", "coordinates": [[*there, there[0]]]}

    assert len(read(collection(桃坞村=ring(10_000)), "wgs84").outlines) == 1
    assert refused(collection(桃坞村=ring(10_001))) == ("桃坞村：超过 10,000 个点，请先简化。",)


ODD = st.sampled_from(
    [0, 1.5, 123.1, -1e308, 10**400, float("nan"), float("inf"), "", "29", None, True, {}, [], [29.2, 123.1]]
)
POINTS = st.lists(st.one_of(ODD, st.lists(ODD, max_size=4)), max_size=5)
SHAPES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Polygon", "MultiPolygon", "Point", None, 1]),
        "coordinates": st.one_of(ODD, POINTS, st.lists(POINTS, max_size=3)),
    }
)


@given(shape=st.one_of(ODD, SHAPES))
@limits(max_examples=60, deadline=None, database=None)
def test_whatever_stands_there_is_told_in_words(shape: Any) -> None:
    with pytest.raises(boundaries.Misdrawn):
        outline(shape, (123.0, 29.0, 123.6, 29.5))


# --- Coordinates -----------------------------------------------------------------------------------------------------


@given(x=st.floats(75, 134), y=st.floats(18, 53))
@limits(max_examples=60, deadline=None, database=None)
def test_gcj02_there_and_back(x: float, y: float) -> None:
    point = np.array([[x, y]])
    shifted = to_gcj02(point)
    metres = np.abs(shifted - point) * 111_000
    assert 0 < metres.max() < 1_300
    assert np.abs(to_wgs84(shifted) - point).max() * 111_000 < 0.01


def test_gcj02_of_a_known_point() -> None:
    """The centre of Tian'anmen Square: the published pair of both systems."""
    known = np.array([[116.391349, 39.907375]]), np.array([[116.397590, 39.908776]])
    assert np.abs(to_gcj02(known[0]) - known[1]).max() * 111_000 < 3


def test_a_square_in_hectares(town: Town) -> None:
    drawn = read(collection(桃坞村=square(LEFT)), "wgs84").outlines[town.taowu]
    # 0.01° at 29.205° north: 1,108.4 m by 972.5 m on the ellipsoid.
    assert hectares(drawn) == pytest.approx(107.8, abs=0.15)


def test_gcj02_is_converted_and_told(town: Town) -> None:
    found = read(collection(桃坞村=square(LEFT)), "gcj02")
    assert 300 < found.moved < 700
    assert read(collection(桃坞村=square(LEFT)), "cgcs2000").moved == 0
    west, *_ = found.outlines[town.taowu].bounds
    assert abs(west - X) > 0.003


# --- Stored ----------------------------------------------------------------------------------------------------------


def test_the_same_again_stores_nothing_and_a_new_one_keeps_the_old(town: Town) -> None:
    assert bring(town, collection(桃坞村=square(LEFT), 松岭村=square(RIGHT))) == 2
    assert bring(town, collection(桃坞村=square(LEFT), 松岭村=square(RIGHT)), TODAY) == 0
    turned = square(LEFT)
    turned["coordinates"][0] = [
        turned["coordinates"][0][2],
        *turned["coordinates"][0][3:],
        *turned["coordinates"][0][1:3],
    ]
    assert bring(town, collection(桃坞村=turned), TODAY) == 0
    assert bring(town, collection(桃坞村=square(LEFT, 0.02)), TODAY) == 1
    old, new = Boundary.objects.filter(area=town.taowu).order_by("since")
    assert (old.since, old.until) == (FIRST, date(2026, 11, 28)) and (new.since, new.until) == (TODAY, None)
    assert area_at(X + 0.015, Y + 0.015, date(2026, 11, 28)) is None
    assert area_at(X + 0.015, Y + 0.015, TODAY) == town.taowu
    with pytest.raises(Wrong, match="桃坞村：从 2026-11-29 起已经有边界"):
        bring(town, collection(桃坞村=square(LEFT)), FIRST)
    assert bring(town, collection(桃坞村=square(LEFT)), TODAY) == 1  # put right on the same day
    assert area_at(X + 0.015, Y + 0.015, TODAY) is None


def test_a_second_yes_stores_nothing(town: Town) -> None:
    made = boundaries.begin(town.director, "边界", collection(桃坞村=square(LEFT)), "wgs84", FIRST, "方案")
    again = BoundaryFile.objects.get(pk=made.pk)
    assert boundaries.confirm(made, town.director) == 1 and boundaries.confirm(again, town.director) == 0
    assert BoundaryFile.objects.get().outlines == {} and Boundary.objects.count() == 1


def test_neighbours_overlap_gap_and_reach_out(town: Town) -> None:
    bring(town, collection(栖云镇=square((X - 0.01, Y - 0.01), 0.04)))
    found = read(
        collection(桃坞村=square(LEFT, 0.012), 松岭村=square(RIGHT), 竹溪村=square((123.125, 29.20))), "wgs84"
    )
    assert boundaries.remarks(found.outlines) == [
        "松岭村和桃坞村重叠 21.6 公顷，占小的一个的 20%。",
        "竹溪村有 53.9 公顷在栖云镇以外。",
        "栖云镇有 1429.2 公顷不在任何一个下级里。",  # 16 squares of 107.78 without 1 + 1.44 - 0.2 + 0.5
    ]
    alone = read(collection(桃坞村=square(LEFT)), "wgs84")
    assert boundaries.remarks(alone.outlines) == ["栖云镇的下级里还有 2 个没有边界。"]


# --- Points ----------------------------------------------------------------------------------------------------------


def test_a_point_finds_its_grid(town: Town) -> None:
    x = X + 0.004
    bring(town, collection(桃坞村=square(LEFT), 松岭村=square(RIGHT), 桃坞第二网格=square(LEFT, 0.004)))
    assert area_at(X + 0.001, Y + 0.001) == town.taowu_2  # the deepest
    assert area_at(X + 0.008, Y + 0.008) == town.taowu
    assert area_at(x, Y + 0.001) == town.taowu_2  # on its border
    assert area_at(X + 0.01, Y + 0.005) == town.songling  # on the border of two: the lower code
    assert area_at(X - 0.001, Y) is None  # in none
    assert area_at(181.0, 91.0) is None
    bring(town, collection(竹溪村=square((X + 0.005, Y), 0.005)))
    assert area_at(X + 0.006, Y + 0.002) == town.taowu  # in two: the lower code
    assert area_at(X + 0.01, Y + 0.002) == town.songling  # on the border of three
    Area.objects.filter(pk=town.taowu_2.pk).update(closed_on=TODAY)
    assert area_at(X + 0.001, Y + 0.001) == town.taowu


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_only_who_may_draw_brings_outlines(town: Town, client: Client) -> None:
    client.force_login(town.grid_chief)
    assert client.get(reverse("boundaries")).status_code == 403
    assert client.get(reverse("boundary", args=[town.taowu.pk])).status_code == 403
    assert client.get(reverse("outlines")).json()["areas"] == []  # where areas lie is no secret
    client.force_login(town.director)
    facts = {"since": "2026-11-01", "basis": "方案", "shape": json.dumps(square(LEFT))}
    answer = client.post(reverse("boundary", args=[town.taowu.pk]), facts)
    made = BoundaryFile.objects.get()
    assert answer.headers["Location"] == reverse("boundary_file", args=[made.pk]) and made.name == "图上绘制"
    client.force_login(town.system_admin)
    assert client.post(reverse("boundary_file", args=[made.pk])).status_code == 404  # of another
    client.force_login(town.director)
    assert "新的边界 1 个" in client.get(reverse("boundary_file", args=[made.pk])).content.decode()
    assert client.get(reverse("outlines"), {"file": made.pk}).json()["areas"][0]["name"] == "桃坞村"
    for _ in range(2):  # a double click
        assert client.post(reverse("boundary_file", args=[made.pk])).status_code == 302
    assert Boundary.objects.count() == 1
    wrong = client.post(reverse("boundary", args=[town.taowu.pk]), {**facts, "shape": '"}'})
    assert wrong.status_code == 422 and "不是 GeoJSON" in wrong.content.decode()
    for query in ("above=x", "above=0", "above=999999999", "file=1e9", "on=2026-13-01", f"above={'9' * 30}"):
        assert client.get(f"{reverse('outlines')}?{query}").status_code == 404, query
