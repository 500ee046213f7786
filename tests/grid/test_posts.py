"""Who answered where on which day; vacancies; substitutes; the table of an article's shape."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from core.exchange.organisation_file import Wrong, load
from core.models import Area, Holding, Notice, Post
from grid.models import Responsibility
from grid.models.posts import Kind
from grid.posts import answering, duties, file, watch
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
MARCH_3 = date(2026, 3, 3)
DAY = moment("2026-03-10 09:00")


@pytest.fixture
def town(scene: Town) -> Any:
    with time_machine.travel(DAY, tick=False), transaction.atomic():
        duties.load()
        yield scene
        transaction.set_rollback(True)


def answers(area: Area, on: date, **facts: Any) -> Responsibility:
    row = Responsibility(area=area, **{"kind": Kind.VOLUNTEER, "name": "钱多多", "starts_on": on, **facts})
    row.full_clean(exclude=["given_by"])
    row.save()
    return row


def who(area: Area, on: date, kind: str = Kind.WORKER) -> list[tuple[str, str]]:
    rows = answering.on([area.pk], on)[area.pk]
    return [(row.name, row.instead_of) for row in rows if row.kind == kind and not row.doubled]


def login(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: Any, **asked: str) -> str:
    return login(user).get(f"/grid/posts/?{urlencode(asked)}").content.decode()


def test_posts_with_rights_and_written_people_answer_as_one_in_one_query(
    town: Town, django_assert_num_queries: Any
) -> None:
    answers(town.taowu_2, date(2026, 1, 1), name="甲志愿")
    chain = answering.chain(town.taowu_2_1)
    with django_assert_num_queries(1):
        found = answering.on(chain, MARCH_3)
    assert [(row.kind, row.name) for row in found[town.taowu_2.pk]] == [
        ("worker", "韩广林"),
        ("volunteer", "甲志愿"),
    ]
    assert [row.name for row in found[town.taowu_2_1.pk]] == ["秦满仓"]
    assert [row.name for row in found[town.taowu.pk]] == ["方立新"]
    assert found[town.town.pk] == []


def test_on_3_march_it_was_the_one_who_had_the_post_then(town: Town) -> None:
    """A post that was handed over since, closed since, held by an account that is closed since."""
    held = Holding.objects.get(user=town.grid_worker)
    Holding.objects.filter(pk=held.pk).update(ends_on=MARCH_3)
    Holding.objects.create(
        post=held.post,
        user=town.handler,
        starts_on=date(2026, 3, 4),
        given_by=held.given_by,
        activated_by=held.activated_by,
    )
    assert who(town.taowu_2, MARCH_3) == [("韩广林", "")]
    assert who(town.taowu_2, date(2026, 3, 4)) == [("俞百川", "")]
    type(town.grid_worker).objects.filter(pk=town.grid_worker.pk).update(is_active=False)
    Post.objects.filter(pk=held.post_id).update(closed_on=date(2026, 3, 8))
    assert who(town.taowu_2, MARCH_3) == [("韩广林", "")]
    assert who(town.taowu_2, date(2026, 3, 8)) == []
    shown = page(town.grid_chief, area=town.taowu_2.code, on="2026-03-03")
    assert "韩广林" in shown and "俞百川" not in shown and "方立新" in shown


def test_what_was_given_and_never_activated_answers_for_nothing(town: Town) -> None:
    held = Holding.objects.get(user=town.grid_worker)
    Holding.objects.create(post=held.post, user=town.handler, starts_on=MARCH_3, given_by=held.given_by)
    assert who(town.taowu_2, MARCH_3) == [("韩广林", "")]


def test_a_substitute_answers_in_his_days_and_the_first_after_them(town: Town) -> None:
    first = answers(town.songling, date(2026, 1, 1), kind=Kind.HEAD, name="宋村长")
    answers(
        town.songling,
        date(2026, 3, 2),
        kind=Kind.HEAD,
        name="代村长",
        ends_on=date(2026, 3, 6),
        stands_for=first,
    )
    with pytest.raises(ValidationError, match="代理人不能是本人"):
        answers(
            town.songling, date(2026, 4, 2), kind=Kind.HEAD, name="宋村长", ends_on=date(2026, 4, 6), stands_for=first
        )  # fmt: skip
    days = [who(town.songling, date(2026, 3, day), Kind.HEAD) for day in (1, 2, 6, 7)]
    assert days == [[("宋村长", "")], [("代村长", "宋村长")], [("代村长", "宋村长")], [("宋村长", "")]]


def test_a_deputy_of_a_post_answers_in_his_days(town: Town) -> None:
    held = Holding.objects.get(user=town.grid_worker)
    Holding.objects.create(
        post=held.post, user=town.liaison, deputy=True, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 6),
        given_by=held.given_by, activated_by=held.activated_by,
    )  # fmt: skip
    assert who(town.taowu_2, MARCH_3) == [("秦满仓", "韩广林")]
    assert who(town.taowu_2, date(2026, 3, 7)) == [("韩广林", "")]


def test_one_holds_a_sole_post_at_a_time_and_the_database_says_so(town: Town) -> None:
    answers(town.songling, date(2026, 1, 1), kind=Kind.WORKER, name="一", ends_on=date(2026, 3, 3))
    with pytest.raises(ValidationError, match="这几天已经有人担任"):
        answers(town.songling, date(2026, 3, 3), kind=Kind.WORKER, name="二")
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(area=town.songling, kind=Kind.WORKER, name="二", starts_on=MARCH_3)
    answers(town.songling, date(2026, 3, 4), kind=Kind.WORKER, name="二")
    answers(town.songling, date(2026, 3, 4), name="志愿一")
    answers(town.songling, date(2026, 3, 4), name="志愿二")


def test_where_an_account_has_the_post_a_row_beside_it_counts_for_nothing(town: Town) -> None:
    answers(town.taowu_2, date(2026, 1, 1), kind=Kind.WORKER, name="老名单")
    assert who(town.taowu_2, MARCH_3) == [("韩广林", "")]
    assert "另有任职，以任职为准" in page(town.director, area=town.taowu_2.code)


def test_a_place_without_anybody_stands_on_the_pages_and_is_told_with_its_day(town: Town) -> None:
    """His last day is Friday 6 March: vacant since the 7th, to be filled by Friday the 13th."""
    Holding.objects.filter(user=town.grid_worker).update(ends_on=date(2026, 3, 6))
    vacant = [one for one in answering.vacant([town.town.path]) if one.area == town.taowu_2]
    assert [(one.label, one.since, one.due_on) for one in vacant] == [
        ("专职网格员", date(2026, 3, 7), date(2026, 3, 13))
    ]
    for user in (town.grid_chief, town.director):
        assert "桃坞村 · 桃坞第二网格" in page(user) and "03-13" in page(user)
    assert (
        "没有登记过" in page(town.director) and "松岭村" not in page(town.grid_chief).split('id="vacant"')[1]
    )
    watch.remind()
    watch.remind()
    told = Notice.objects.filter(sentence__contains="桃坞第二网格专职网格员空缺")
    assert {row.user for row in told} == {
        town.grid_chief,
        town.director,
        town.dispatcher,
        town.second_dispatcher,
    }
    with time_machine.travel(moment("2026-03-16 08:10"), tick=False):
        watch.remind()
    assert Notice.objects.filter(sentence__contains="已经逾期", urgent=True, user=town.director).count() == 1
    answers(town.taowu_2, date(2026, 3, 7), kind=Kind.WORKER, name="新人")
    assert not [one for one in answering.vacant([town.town.path]) if one.area == town.taowu_2]


def test_a_board_that_names_somebody_else_is_told_of_once(town: Town) -> None:
    """A substitute from the 9th through the 10th: twice another name stands on the wall. Whose house it is about is on none."""
    doctor = answers(town.taowu_2, date(2026, 3, 1), kind=Kind.DOCTOR, name="苏静")
    answers(town.taowu_2_1, date(2026, 3, 9), kind=Kind.OF_HOUSEHOLD, name="干部", household="三组27号")
    days = {"starts_on": date(2026, 3, 9), "ends_on": date(2026, 3, 10)}
    Responsibility.objects.create(
        area=town.taowu_2, kind=Kind.DOCTOR, name="郝仁", stands_for=doctor, reason="学习", **days
    )
    watch.remind()
    watch.remind()
    with time_machine.travel(moment("2026-03-11 08:10"), tick=False):
        watch.remind()
    told = Notice.objects.filter(sentence__contains="请重新打印公示牌")
    assert [(row.user, row.sentence) for row in told.order_by("pk")] == [
        (town.grid_chief, "桃坞第二网格的责任人从 03-09 起有变动，请重新打印公示牌张贴。"),
        (town.grid_chief, "桃坞第二网格的责任人从 03-11 起有变动，请重新打印公示牌张贴。"),
    ]


# --- The table ------------------------------------------------------------------------------------------------------

HEAD = "类别,编码,姓名,性质,管辖区域,单位,数量,电话,本人电话,职务,任职起,任职止"


def table(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def line(
    name: str,
    kind: str,
    area: str,
    unit: str = "",
    phone: str = "",
    own: str = "",
    title: str = "",
    since: str = "2026-03-01",
) -> str:
    return f"责任,,{name},{kind},{area},{unit},,{phone},{own},{title},{since},"


def total(name: str, count: int) -> str:
    return f"合计,,{name},,,,{count},,,,,"


# The people of the articles, a thirteenth of them: 91 liaisons, 273 volunteers and building heads, 67 people of 13 departments
# in 25 grids (article 1); 349 members with 145 phones and grids of departments (article 4).
LIAISONS, VOLUNTEERS, SENT, DEPARTMENTS, GRIDS, MEMBERS, PHONES = 7, 21, 5, 3, 2, 27, 11


def test_the_people_of_the_articles_load_with_right_totals_and_load_again(town: Town) -> None:
    """And those of article 3: committee members for areas, officials for villages, cadres for households."""
    top = town.town
    grids = [make_area(f"99012110120{n:04}", town.songling, town.taowu_2) for n in range(GRIDS)]
    groups = [
        make_area(f"{grids[n % GRIDS].code}{n:03}", grids[n % GRIDS], town.taowu_2_1) for n in range(LIAISONS)
    ]
    lines = [f"单位,U{n:02},部门{n},镇内部门,{top.code},,,,,,," for n in range(DEPARTMENTS)]
    lines += [line(f"联络{n}", "微网格联络员", area.code) for n, area in enumerate(groups)]
    lines += [
        line(f"志愿{n}", "志愿者" if n % 3 else "栋长", groups[n % LIAISONS].code) for n in range(VOLUNTEERS)
    ]
    lines += [
        line(f"干部{n}", "下沉干部", grids[n % GRIDS].code, f"U{n % DEPARTMENTS:02}") for n in range(SENT)
    ]
    lines += [line(f"专职{n}", "专职网格员", area.code, phone=f"199{n:08}") for n, area in enumerate(grids)]
    lines += [
        line(
            f"兼职{n}",
            "兼职网格员",
            grids[n % GRIDS].code,
            phone=f"199{n:08}" if n < PHONES - GRIDS else "",
            own="19900000099",
        )
        for n in range(MEMBERS - GRIDS)
    ]
    lines += [
        line(f"专业{n}", "专业网格长", top.code, f"U{n:02}", title="消防安全") for n in range(DEPARTMENTS)
    ]
    lines += [line("委员", "包片领导", town.songling.code), line("科级", "包村干部", town.songling.code)]
    lines += [line("村干部", "包户干部", groups[0].code, title="松岭村一组3号")]
    sums = {
        "志愿者、栋长": VOLUNTEERS, "下沉干部": SENT, "下沉干部单位": DEPARTMENTS, "下沉干部区域": GRIDS,
        "专业网格长": DEPARTMENTS, "工作电话": PHONES, "包片领导": 1, "包村干部": 1, "包户干部": 1,
        # With those of the cast, whose posts are the fact.
        "微网格联络员": LIAISONS + 1, "专职网格员、兼职网格员": MEMBERS + 1,
    }  # fmt: skip
    data = table(*lines, *(total(name, count) for name, count in sums.items()))
    loaded = load(data, None)
    people = LIAISONS + VOLUNTEERS + SENT + MEMBERS + DEPARTMENTS + 3
    assert loaded.made["责任"] == Responsibility.objects.count() == people
    again = load(data, None)
    assert not again.made and again.there["责任"] == people
    assert "19900000099" not in page(town.director, area=grids[0].code)


def make_area(code: str, parent: Area, like: Area) -> Area:
    return Area.objects.create(code=code, name=f"区域{code[9:]}", level=like.level, parent=parent)


WRONG = {
    line("某", "没有的责任", "990121101204"): "责任要有姓名和性质",
    line("", "志愿者", "990121101204"): "责任要有姓名和性质",
    line("某", "志愿者", "77"): "没有编码为“77”的管辖区域",
    line("某", "志愿者", "990121101204", "XX"): "没有编码为“XX”的单位",
    line("某", "志愿者", "990121101204", phone="12345"): "固定电话请带区号|手机号",
    line("某", "志愿者", "990121101204", since="三月一日"): "请写成 2026-03-01",
    line("某", "包户干部", "990121101204"): "包户的要写门牌地址",
    line("名" * 21, "志愿者", "990121101204"): "20",
    total("志愿者", 5): "合计志愿者应为 5，实有 1",
    total("志愿军", 5): "既不是层级",
    "单位,U01,水利站,镇内部门,990121101,,,,,,,": "应是责任、合计之一",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_line_is_told_by_row_and_nothing_is_stored(town: Town, wrong: str) -> None:
    with pytest.raises(Wrong, match=WRONG[wrong]) as told:
        file.bring(table(line("好人", "志愿者", town.taowu.code), wrong), town.director)
    assert told.value.sentences[0].startswith("第 3 行") and not Responsibility.objects.exists()


def test_a_village_brings_in_its_own_people_only(town: Town) -> None:
    file.bring(table(line("好人", "志愿者", town.taowu_2.code)), town.grid_chief)
    with pytest.raises(Wrong, match="松岭村不在您的管辖区域里"):
        file.bring(table(line("外人", "志愿者", town.songling.code)), town.grid_chief)
