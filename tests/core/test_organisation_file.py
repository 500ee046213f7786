"""The office out of one table: whole or not at all, and its totals hold."""

from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.exchange.organisation_file import Wrong, load
from core.models import Area, Holding, Unit, User
from tests.people import Town

HEAD = "类别,编码,名称,性质,上级,单位,数量"
LEVELS = ("镇", "村", "综合网格", "微网格")


def table(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def tree(*counts: int, levels: Iterable[str] = LEVELS) -> list[str]:
    """A tree with so many areas on each level, spread evenly; children before parents, as tables happen to be."""
    names = list(levels)
    lines = [f"层级,{depth},{name},,,," for depth, name in enumerate(names, 1)]
    above = ["9902"]
    lines.append(f"区域,9902,澄湖{names[0]},{names[0]},,,")
    for name, count in zip(names[1:], counts, strict=True):
        here = [f"{above[n % len(above)]}{n:03}" for n in range(count)]
        lines += [f"区域,{code},{name}{code[4:]},{name},{code[:-3]},," for code in here]
        above = here
    return list(reversed(lines))


def totals(**counts: int) -> list[str]:
    return [f"合计,,{name},,,,{count}" for name, count in counts.items()]


# The shapes of five real centres, a third of their size: a town with villages, a county, a community office,
# a street, a district.
SHAPES = {
    "town": (LEVELS, (3, 8, 30)),
    "county": (("县", "镇街", "村社区"), (5, 40)),
    "office": (("乡", "村", "网格"), (4, 13)),
    "street": (("街道", "社区", "网格"), (4, 9)),
    "district": (("区", "乡镇", "村"), (3, 68)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_real_centre_loads_and_loads_again(db: None, shape: str) -> None:
    levels, counts = SHAPES[shape]
    lines = [*tree(*counts, levels=levels), *totals(**dict(zip(levels[1:], counts, strict=True)))]
    loaded = load(table(*lines), None)
    assert loaded.made["区域"] == Area.objects.count() == 1 + sum(counts)
    assert all(area.path.startswith(area.parent.path) for area in Area.objects.exclude(parent=None)[:50])
    again = load(table(*lines), None)
    assert not again.made and again.there["区域"] == 1 + sum(counts)


def test_parts_that_do_not_add_up_are_told_and_nothing_is_stored(db: None) -> None:
    """20 and 1 and 2 bodies are 23, whatever the report says."""
    bodies = [f"单位,T{n:03},第{n}调解委员会,调解组织,9902,," for n in range(23)]
    with pytest.raises(Wrong) as wrong:
        load(table(*tree(2, 2, 2), *bodies, *totals(调解组织=25)), None)
    assert wrong.value.sentences == ("第 36 行：合计调解组织应为 25，实有 23。",)
    assert not Area.objects.exists() and not Unit.objects.exists()
    load(table(*tree(2, 2, 2), *bodies, *totals(调解组织=23)), None)
    assert Unit.objects.count() == 23


def test_people_get_accounts_at_once_and_posts_that_wait_for_the_second_person(
    town: Town, tmp_path: Path
) -> None:
    lines = [
        "人员,chen,陈守田,专职网格员,990121101204002,C04,",
        "人员,lin,林一舟,人民调解员,990121101,T01,",
        *totals(专职网格员=2),  # 韩广林 of the cast is one
    ]
    file, out = tmp_path / "a.csv", StringIO()
    file.write_bytes(table(*lines))
    call_command("load_organisation", file, by="security_admin", stdout=out)
    said = out.getvalue()
    password = next(line.split("\t")[1] for line in said.splitlines() if line.startswith("chen\t"))
    user = User.objects.get(username="chen")
    assert user.check_password(password) and user.must_change_password
    assert "另一名安全管理员" in said and not user.has_perm("core.view_matters")
    assert Holding.objects.get(user=user).activated_by is None
    call_command("load_organisation", file, by="security_admin", stdout=StringIO())
    assert Holding.objects.filter(user=user).count() == 1 and user.check_password(password)


WRONG = {
    "单位,B01,别的名字,镇内部门,990121101,,": "名称是“村镇建设",
    "单位,B09,农业农村办公室,镇内部门,990121101,,": "同名的单位",
    "单位,B09,水利站,什么单位,990121101,,": "性质（",
    "单位,B09,水利站,镇内部门,77,,": "没有编码为“77”的所在区域",
    "区域,990121101299,新村,村,,,": "只有一个区域可以没有上级",
    "区域,990121101299,新村,村,990121101204002,,": "不比“村”高",
    "区域,990121101299,新村,片区,990121101,,": "层级要先列出",
    "区域,990121101299,新村,村,990121101,,很多": "户数应是整数",
    "区域,990121101204,桃坞村,村,990121101204002,,": "不比",
    "层级,零,片,,,,": "1 至 9",
    "人员,x,某,不存在的角色,990121101,Z01,": "角色",
    "人员,auditor,安全审计员丙,接待员（首问）,990121101,Z01,": "三员",
    "合计,,村,,,,四": "要有数量",
    "合计,,飞船,,,,1": "既不是层级",
    "单位,B0000000000000000009,水利站,镇内部门,990121101,,": "18",
    f"区域,990121101299,{'村' * 41},村,990121101,,": "40",
    "单位,B09,水\0利站,镇内部门,990121101,,": "空字符",
    "东西,,,,,,": "应是层级、区域",
    "单位,B09,水利站,镇内部门,990121101,,,,多": "表头只有",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_line_is_told_by_its_number_and_nothing_is_stored(
    town: Town, line: str, tmp_path: Path
) -> None:
    before = (Area.objects.count(), Unit.objects.count(), User.objects.count())
    file = tmp_path / "a.csv"
    file.write_bytes(table("单位,B77,新单位,镇内部门,990121101,,", line))
    with pytest.raises(CommandError, match="没有存入任何内容") as error:
        call_command("load_organisation", file, by="security_admin", stdout=StringIO())
    assert "第 3 行" in str(error.value) and WRONG[line] in str(error.value)
    assert before == (Area.objects.count(), Unit.objects.count(), User.objects.count())


def test_who_may_not_give_posts_loads_none(town: Town, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="不能授予任职"):
        call_command("load_organisation", tmp_path / "a.csv", by="receptionist")
    with pytest.raises(CommandError, match="读不出来"):
        call_command("load_organisation", tmp_path / "none.csv")
