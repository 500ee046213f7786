"""A commendation: in words and without levels, posted, objected to, examined by another, signed by a leader."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils.timezone import localdate

from core.models import Clock, HistoryEntry, Matter, Notice
from core.values.refused import Refused
from core.workflow.perform import open_matter
from grid.commendation.forms import DraftForm, ExamineForm
from grid.commendation.room import award, notice, said_against
from grid.models import Commendation
from grid.objections import earliest_end
from tests.people import Town, moment
from tests.sweeps.rounds import HONOUR

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "评为五星网格员",
        "一等奖",
        "上报 126 件",
        "积分全镇第一",
        "化解率 98%",
        "排名第一",
        "调解成功12起",
        "得 95 分",
        "上报一百二十件",
        "全镇最多",
    ],
)
def test_no_level_and_no_figure(words: str) -> None:
    form = DraftForm({**HONOUR, "reasons": f"一年来，{words}。"})
    assert "请写做了什么" in "".join(form.errors["reasons"])


@pytest.mark.parametrize("words", ["等水退了才走，走了20分钟山路。", "星期天也去看。", "给第一网格送水。"])
def test_what_was_done_may_be_said(words: str) -> None:
    assert "reasons" not in DraftForm({**HONOUR, "reasons": words}).errors


def test_posted_objected_to_examined_and_signed(town: Town) -> None:
    def do(name: str, by: Any, **data: Any) -> Commendation:
        town.act(made, name, by, **data)
        return Commendation.objects.get()

    with time_machine.travel(moment("2026-10-09 09:00"), tick=False) as clockwork:
        with pytest.raises(Refused, match="不能拟表彰自己"):
            open_matter("commendation", by=town.dispatcher, data={**HONOUR, "honoured": "贺志强"})
        spaced = DraftForm({**HONOUR, "honoured": "贺 志　强", "key": str(uuid4()), "version": "0"})
        assert not spaced.errors and spaced.cleaned_data["honoured"] == "贺志强"
        made = open_matter("commendation", by=town.dispatcher, data=HONOUR).matter
        made = do("post_commendation", town.dispatcher, objections_by=date(2026, 10, 15))
        assert "公示期从2026年10月9日到2026年10月15日" in notice(made)["sections"][1][1][0]
        seen = Matter.objects.visible_to(town.grid_worker).filter(pk=made.pk)
        assert seen, "who sees nothing but his own may object too"
        said = {"who": "不愿具名", "words": "水沟是村里清的。"}
        made = do("object_commendation", town.grid_chief, **said)
        clock = Clock.objects.get(matter=made, rule="commendation.examine")
        assert (clock.raw, clock.item) == (date(2026, 10, 15), 1)
        assert Notice.objects.filter(user=town.director, sentence__contains="有异议（第1件）").exists()
        do("object_commendation", town.receptionist, who="钱小满", words="劝和的还有别人。")

        # The notice falls, is written anew, and its term begins again.
        finding = {"objection": made.objections.get(place=1), "reason": "问过村里，沟是村里清的。"}
        made = do("examine_objection", town.director, verdict="corrected", **finding)
        assert (made.status, made.objections_by) == ("draft", None)
        assert [one.rule for one in made.clocks.filter(ended_at=None)] == ["commendation.post"]
        with pytest.raises(Refused, match="先“修改文字”"):
            do("post_commendation", town.dispatcher, objections_by=date(2026, 10, 19))
        made = do("write_commendation", town.dispatcher, **{**HONOUR, "reasons": "两家争水当天劝和。"})
        clockwork.move_to(moment("2026-10-12 09:00"))
        made = do("post_commendation", town.dispatcher, objections_by=date(2026, 10, 19))
        waiting = Clock.objects.get(matter=made, rule="commendation.examine", ended_at=None)
        assert (waiting.item, waiting.raw) == (2, date(2026, 10, 19))  # anew, with the notice
        finding = {"objection": made.objections.get(place=2), "reason": "问过了，没有别人。"}
        do("examine_objection", town.director, verdict="upheld", **finding)
        with pytest.raises(Refused, match="异议期到 10-19"):
            do("sign_commendation", town.duty_leader)
        clockwork.move_to(moment("2026-10-20 09:00"))
        with pytest.raises(Refused, match="已经截止"):
            do("object_commendation", town.grid_chief, **said)
        made = do("sign_commendation", town.duty_leader)
        assert Notice.objects.filter(user=town.dispatcher, sentence__startswith="表彰已签发").exists()
        assert award(made)["sections"] == [("", ["两家争水当天劝和。"])]
        assert award(made)["on"] == "2026年10月20日" and made.signed_by == town.duty_leader.name


def test_who_objected_is_kept_from_the_units_and_from_who_is_honoured(town: Town) -> None:
    made = open_matter(
        "commendation", by=town.dispatcher, data={**HONOUR, "honoured": f"{town.director.name}（镇综治中心）"}
    ).matter
    last = earliest_end(localdate())
    town.act(made, "post_commendation", town.dispatcher, objections_by=last)
    town.act(made, "object_commendation", town.receptionist, who="钱小满", words="水沟是村里清的。")
    made = Commendation.objects.get()
    entry = HistoryEntry.objects.select_related("detail").get(matter=made, action="grid.object_commendation")
    assert "钱小满" not in str(entry.detail.values) and "水沟" not in str(entry.detail.values)
    read = {
        user: str(said_against(made, user)) for user in (town.duty_leader, town.director, town.grid_chief)
    }
    assert "钱小满" in read[town.duty_leader] and "水沟" in read[town.duty_leader]
    for user in (town.director, town.grid_chief):
        assert "钱小满" not in read[user] and "水沟" not in read[user] and "第几件" in read[user]
    assert not ExamineForm(matter=made, user=town.director)["objection"].field.queryset.exists()
    finding = {"objection": made.objections.get(), "verdict": "upheld", "reason": "问过了。"}
    with pytest.raises(Refused, match="表彰的是本人"):
        town.act(made, "examine_objection", town.director, **finding)
    town.act(made, "examine_objection", town.duty_leader, **finding)
