"""What lies on the petition desk today: a dozen petitions, each stopped somewhere else on its way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from core.models import Holding, OutsideBody, Service, TeamTemplate
from core.workflow.perform import perform
from petitions.models import Petition
from tools.demo.courses import Courses
from tools.demo.hours import DAY
from tools.demo.teller import Told

A, W = Petition.Kind, Petition.Way
WEEK = 5 * DAY
Data = dict[str, Any]
# Data of an act that depend on the petition as it stands then, and on the moment.
Made = Callable[[Any, datetime], Data]
OPINION = {
    "found": "经现场查看并查阅台账，信访人反映的情况属实。",
    "result": "supported",
    "opinion": "由承办单位在三十日内办理到位，并把结果告知信访人。",
    "basis": "镇职责清单第 7 项",
}
WAGES = {
    "told_body": "澄湖县劳动人事争议仲裁委员会",
    "told_where": "澄湖县政务服务中心二楼",
    "told_term": "自知道或者应当知道权利被侵害之日起一年内",
}
FIELDS = {"工资": Petition.Field.LABOUR, "拆迁": Petition.Field.TOWN, "机耕路": Petition.Field.TRANSPORT}
BUS = (
    ("村口公交站没有雨棚，下雨天老人没处躲，建议加一个", A.SUGGESTION),
    ("二组机耕路去年冲断了一段，农机过不去，要求修通", A.APPEAL),
)


@dataclass(frozen=True)
class Step:
    """So many office minutes after the step before, an act by somebody."""

    after: int
    name: str
    by: str
    data: Made = lambda made, at: {}


def _entered(made: Petition, at: datetime) -> Data:
    return {"national_number": f"99{made.received_at:%Y%m%d}{made.pk:06}", "national_on": localdate(at)}


class Letters:
    """Plans the petitions with the courses."""

    def __init__(self, courses: Courses) -> None:
        self.courses, self.teller, self.hours = courses, courses.teller, courses.hours
        self.town, self.units = courses.town, courses.town.units

    def lay(self) -> None:
        """One at each desk: unsorted, late, sent down, told, studied, handled, asked for longer, to be checked, to be
        signed, to be served, in review, ended; one split letter and one accusation.
        """
        self._waiting()
        self._elsewhere()
        self._in_hand()
        self._answered()

    # --- Who and when --------------------------------------------------------------------------------------------

    def _come(self, minute: int, place: int, demand: str, *steps: Step, **facts: Any) -> None:
        """It comes in at an office minute, by letter where nothing else is said, and takes these steps; what came before
        yesterday is entered in the national system half an hour later.
        """
        desk, person = self.teller.who("petition_officer"), self.courses.citizens[place]
        told = self.teller.register(
            minute, desk, kind="petition", demand=demand, parties=[{**person, "role": "applicant"}],
            **{"channel": "letter", "area": self.courses.village(), **facts},
        )  # fmt: skip
        if minute < self.hours.now - 2 * DAY:
            steps = (Step(30, "enter_national", "petition_officer", _entered), *steps)
        for step in steps:
            self._take(told, step)

    def _take(self, told: Told, step: Step) -> None:
        told.minute += step.after
        by = self.teller.who(step.by)

        def act(moment: datetime) -> None:
            made = Petition.objects.get(pk=told.case.pk)
            perform(made.pk, step.name, by=by, data=step.data(made, moment), at=moment)

        self.teller.plan(told.minute, act)

    def _ago(self, days: int, within: int) -> int:
        """An office minute on the last working day at least so many calendar days ago."""
        day = localdate() - timedelta(days=days)
        return max(place for place, one in enumerate(self.hours.days) if one <= day) * DAY + within

    def _sort(self, way: str = W.PETITION, **told: str) -> Step:
        def sorted_as(made: Petition, at: datetime) -> Data:
            field = next(
                (kept for word, kept in FIELDS.items() if word in made.demand), Petition.Field.FARMING
            )
            return {"kind_of": A.APPEAL, "way": way, "field": field, **told}

        return Step(90, "sort", "petition_officer", sorted_as)

    def _accepted(self, unit: str) -> tuple[Step, ...]:
        """Sorted, accepted by the unit, and told so by hand on the next day."""
        given = self.units[unit]
        accept = Step(
            60, "accept", "petition_officer", lambda made, at: {"accepted_on": localdate(at), "unit": given}
        )
        return self._sort(), accept, self._served("acceptance", DAY)

    def _served(self, paper: str, after: int) -> Step:
        def data(made: Petition, at: datetime) -> Data:
            to = (f"petitions.{paper}", made.people.first())
            return {"to": to, "way": Service.Way.DIRECT, "on": localdate(at)}

        return Step(after, "serve", "petition_officer", data)

    def _drafted(self, hand: str, after: int) -> Step:
        def data(made: Petition, at: datetime) -> Data:
            answers = [(claim, OPINION["result"], OPINION["opinion"]) for claim in made.own_claims()]
            return {**OPINION, "answers": answers}

        return Step(after, "draft", hand, data)

    def _signed(self, hand: str) -> tuple[Step, ...]:
        """Handled for three weeks, drafted, checked, signed, and served by hand two days later."""
        checked = Step(DAY, "check", "committee_head", lambda made, at: {"passed": "yes"})
        return self._drafted(hand, 3 * WEEK), checked, Step(120, "sign", "duty_leader")

    # --- Not decided yet -----------------------------------------------------------------------------------------

    def _waiting(self) -> None:
        come, office = self._come, OutsideBody.objects.get(short_name="县信访局")
        come(self.hours.now - 40, 30, "村卫生室药品常缺，要求保证常用药供应。", channel="visit")
        come(
            self._ago(19, 50), 31, "安置房分房名单没有公示，要求公开名单和标准。"
        )  # nobody has told them: late
        sent = {"source": "forwarded", "sender": office, "sender_number": "澄信转〔2026〕118号"}
        come(
            self.hours.back(2, 60),
            32,
            "县道旁排水沟被填，要求恢复。",
            sender_on=localdate() - timedelta(days=4),
            **sent,
        )
        come(
            self.hours.back(1, 30), 33, "", claims=[{"words": words, "kind_of": kind} for words, kind in BUS]
        )  # two petitions under one code
        come(
            self.hours.back(3, 200), 34, "反映某村干部在低保评定中收受礼品，要求保密。", accusation=True,
            accused=[{"name": "不明", "post": "村干部"}],
        )  # fmt: skip
        come(
            self.hours.back(1, 20), 35, "八十岁老人不会用手机，要求帮助办理高龄津贴认证。",
            Step(60, "to_ladder", "petition_officer"), area=self.town.areas["990121101204002"], channel="visit",
        )  # fmt: skip

    # --- Not ours, or only to be studied -------------------------------------------------------------------------

    def _elsewhere(self) -> None:
        def studied(made: Petition, at: datetime) -> Data:
            return {"kind_of": A.SUGGESTION, "field": Petition.Field.TOWN}

        self._come(
            self.hours.back(8, 45), 36, "安置房工地拖欠七人三个月工资，要求付清。", self._sort(W.ARBITRATION, **WAGES),
            self._served("guide", 200), channel="visit", head_count=7,
        )  # fmt: skip
        self._come(
            self.hours.back(9, 70), 37, "建议把逢集的临时摊位线往西移二十米，给救护车留路。",
            Step(100, "sort", "petition_officer", studied), self._served("received", DAY), channel="net",
        )  # fmt: skip

    def _in_charge(self) -> Step:
        """A leader with a team by the town's template."""
        template = TeamTemplate.objects.create(
            name="1+1+3 信访包案",
            basis="镇党委会议纪要〔2026〕第 3 期（示例）",
            roles="包案助理\n包村干部\n调解员",
        )

        def data(made: Petition, at: datetime) -> Data:
            people = [self.teller.who(name) for name in ("handler", "grid_chief", "mediator")]
            held = [
                Holding.objects.current().filter(user=user, deputy=False).earliest("pk") for user in people
            ]
            return {
                "leader": self.teller.who("duty_leader"), "unit": self.units["farms"], "template": template, "team": "",
                "members": list(zip(template.seats, held, strict=True)), "plan": "先核对合同和付款，一周内约双方谈，谈不成的依法导入。",
                "due_on": localdate(at) + timedelta(days=30),
            }  # fmt: skip

        return Step(200, "take_charge", "duty_leader", data)

    # --- In hand -------------------------------------------------------------------------------------------------

    def _in_hand(self) -> None:
        longer = Step(
            2 * DAY, "ask_extension", "handler", lambda made, at: {"days": 20, "reason": "要等县里测绘结果。"}
        )
        assigned = {"source": "assigned", "sender": OutsideBody.objects.get(short_name="县信访局")}
        self._come(
            self.hours.back(6, 80), 38, "流转土地的租金欠了一年，要求镇里督促支付。", *self._accepted("farms"), self._in_charge(),
            sender_number="澄信交〔2026〕31号", report_by=localdate() + timedelta(days=20), **assigned,
        )  # fmt: skip
        self._come(
            self._ago(61, 60),
            39,
            "灌溉支渠改线占了承包地，要求按面积补偿。",
            *self._accepted("farms"),
            longer,
        )
        for place, demand, steps in (
            (40, "村里鱼塘发包没有公开，要求公布合同和收支。", 1),
            (41, "机井被私自上锁，下游三户浇不上水，要求开放。", 2),
            (42, "高标准农田的田埂没有修到头，要求补修。", 3),
        ):  # drafted, checked, signed
            way = (*self._accepted("farms"), *self._signed("handler")[:steps])
            self._come(self._ago(35, 30 + place), place, demand, *way)

    # --- Answered ------------------------------------------------------------------------------------------------

    def _answered(self) -> None:
        way = (*self._accepted("farms"), *self._signed("handler"), self._served("opinion", 2 * DAY))
        self._come(
            self._ago(75, 40),
            43,
            "青苗补偿少算了六棵果树，要求补发。",
            *way,
            self._asked(6 * DAY),
            self._reviewed(),
        )
        done = Step(
            4 * DAY, "carry_out", "handler", lambda made, at: {"on": localdate(at), "words": "已经办理到位。"}
        )
        rated = Step(
            2 * DAY,
            "rate",
            "petition_officer",
            lambda made, at: {"rating_office": "good", "rating_unit": "fair"},
        )
        self._come(self._ago(52, 70), 44, "退耕补贴两年没有到账，要求核发。", *way, done, rated)
        self._come(
            self._ago(68, 20),
            45,
            "拆迁过渡费停发，要求按协议继续发放。",
            *way,
            self._asked(8 * DAY),
            channel="visit",
        )  # in review

    def _asked(self, after: int) -> Step:
        above = OutsideBody.objects.get(short_name="县政府")

        def data(made: Petition, at: datetime) -> Data:
            return {"body": above, "asked_on": localdate(at), "came_on": localdate(at)}

        return Step(after, "ask_review", "petition_officer", data)

    def _reviewed(self) -> Step:
        def data(made: Petition, at: datetime) -> Data:
            day = localdate(at)
            words = {
                "number": "澄政复查〔2026〕6号",
                "result": "upheld",
                "words": "原处理意见事实清楚，予以维持。",
            }
            return {**words, "decided_on": day, "served_on": day}

        return Step(3 * WEEK, "decided", "petition_officer", data)
