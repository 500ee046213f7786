"""What the grid has found lately: a dozen incidents, each stopped somewhere else on its way."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from core.workflow.perform import perform
from grid import lists
from grid.models import CareKind, IncidentKind
from tools.demo.courses import Courses
from tools.demo.hours import DAY
from tools.demo.outlines import point_in
from tools.demo.teller import Told

Step = tuple[str, str, dict[str, Any]]
UP: Step = ("pass_up", "grid_worker", {"reason": "村里处置不了"})
SIGN: Step = ("sign", "handler", {})
DONE: Step = ("answer", "handler", {"settled_how": "已处置，现场恢复。"})
SEEN: Step = ("check", "grid_chief", {"passed": "yes", "words": "到现场看过，已办好。"})
CLOSE: Step = ("close", "dispatcher", {})
WORDS = {"purpose": "hand_up", "words": "属县里职权，请查处，结果函告。", "signed_by": "周玉兰（中心主任）"}
# Office days ago, kind, words, and the acts that follow half an office day after one another.
FINDS: tuple[tuple[int, str, str, tuple[Any, ...]], ...] = (
    (9, "0102", "二组机耕桥护栏断了一截", (UP, "dispatch", SIGN, DONE, SEEN, CLOSE)),
    (8, "0602", "老年活动室旁有人无证卖瓶装液化气", ("county", "answered", CLOSE)),
    (7, "0101", "村口垃圾桶满溢", ()),
    (6, "1001", "学校门口路口没有减速带", (UP, "dispatch", SIGN)),
    (5, "0103", "文化广场两盏路灯不亮", (UP, "dispatch", SIGN, DONE)),
    (4, "0104", "河边新搭彩钢棚，没有手续", ("county",)),
    (3, "0604", "村办加工点电线乱拉", (UP, "dispatch")),
    (2, "0601", "消防通道停了三辆货车", ("dispatch", SIGN, DONE)),
    (2, "0402", "养老补贴不知道到哪里问", (UP,)),
    (1, "0701", "独居老人屋顶漏雨", (UP, "dispatch")),
    (1, "0301", "田里有人烧秸秆", ()),
    (0, "1101", "两家为田埂界线吵起来", ()),
)
# Who usually handles a kind, by the beginning of its code; a longer one follows the shorter.
USUAL = {
    "01": "works", "0101": "enforcement", "0104": "enforcement", "02": "market", "03": "environment", "05": "water", "06": "safety",
    "0605": "police", "07": "civil", "0703": "police", "0704": "police", "0705": "labour", "09": "market", "10": "police", "1104": "police",
}  # fmt: skip


def lay(courses: Courses) -> None:
    """Plan them, by the grid worker of a village."""
    lists.load()
    for code, unit in USUAL.items():
        IncidentKind.objects.filter(code__startswith=code).update(unit=courses.town.units[unit])
    CareKind.objects.update(unit=courses.town.units["civil"])
    teller, hours = courses.teller, courses.hours
    for place, (days, kind, what, acts) in enumerate(FINDS):
        own = courses.town.areas["990121101204002"]  # the grid worker's
        data: dict[str, Any] = {"what": what, "topic": IncidentKind.objects.get(pk=kind)} | point_in(
            own, place
        )
        if days == 7:  # done on the spot
            data |= {"settled_how": "联系保洁员当场清运。"}
        told = teller.register(
            max(hours.back(days, 30), 1), teller.who("grid_worker"), kind="incident", **data
        )
        for step in acts:
            _take(courses, told, step)


def _take(courses: Courses, told: Told, step: Any) -> None:
    """One act, half a day after the one before."""
    told.minute += DAY // 2
    teller, farms = courses.teller, courses.town.units["farms"]

    def act(moment: datetime) -> None:
        made, today = told.case, localdate(moment)
        if step is UP and made.status != made.Status.VILLAGE:
            return  # it came to the town at once
        if step == "dispatch":
            name, who, data = step, "dispatcher", {"unit": farms, "level": made.level, "task": "请现场处置。"}
        elif step == "county":
            data = {**WORDS, "body": made.item.lead, "due_on": today + timedelta(days=3)}
            name, who = "hand_to_county", "dispatcher"
        elif step == "answered":
            data = {
                "letter": made.correspondence.get(),
                "outcome": "answered",
                "answer": "已依法查处。",
                "answered_on": today,
            }
            name, who = "county_answers", "dispatcher"
        else:
            name, who, data = step
        perform(made.pk, name, by=teller.who(who), data=data, at=moment)

    teller.plan(told.minute, act)
