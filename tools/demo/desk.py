"""What lies on the desks today, planned back from now: waiting, due, overdue, sealed, alarmed, returned."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from cases.clocks import HANDLE
from cases.models import Case
from core.deadlines.workdays import DAY
from core.models import Correspondence, OutsideBody, Party, Referral
from core.workflow.perform import perform
from tools.demo.citizens import Template
from tools.demo.courses import NOTES, Courses
from tools.demo.teller import Told

# The matter with a return on its road map: three people, two claims, one works yard.
CANAL = (
    "桃坞村灌溉渠淤塞，要求清淤并赔偿青苗损失。上月下旬起，上游碎石加工点夜间外排泥浆，桃坞二组东侧灌溉渠约 240 米淤塞，"
    "7 户共 11.6 亩晚稻减产。要求：一、尽快清淤恢复通水；二、查处夜间外排；三、赔偿青苗损失。"
)
NOT_OURS = "职责清单第 7 项，灌溉渠管护归农业农村办公室；夜间外排由生态环境工作站和综合行政执法队查处。"


class Desk:
    """Plans the present with the courses."""

    def __init__(self, courses: Courses, now: datetime) -> None:
        self.courses, self.now = courses, now
        self.teller, self.hours, self.town = courses.teller, courses.hours, courses.town

    def lay(self) -> None:
        """Everything that is open today."""
        for back in (25, 80, 170):
            self._come_in(back)
        for back in (120, 250, 330):
            self._handed_over(back)
        for grade, light, count in (
            ("ordinary", "green", 3),
            ("complex", "green", 4),
            ("ordinary", "yellow", 2),
            ("complex", "yellow", 2),
            ("ordinary", "red", 2),
            ("complex", "red", 1),
            ("ordinary", "black", 1),
        ):
            for place in range(count):
                self._in_hand(grade, light, place)
        for back in (1500, 1900, 2400, 2900):
            self._replied(back)
        self._returned(520)
        for back in (95, 210):
            told, _, unit = self._come_in(back)
            self._ask(told, 40, f"拟由{self.town.units[unit].short_name}主办，五个工作日内反馈。")
        self.courses.through_a_mediation(self.hours.now - 380, until="applied")
        for back in (2540, 3330):
            self.courses.through_a_mediation(self.hours.now - back, sessions=1, until="in_session")

    def stories(self) -> None:
        """The matters to show somebody around with."""
        self._canal()
        self._accusation(self.hours.back(3, 95))
        self._violence(self.hours.back(2, 12))
        self._crowd(self.hours.back(1, 140))
        self._doubled(self.hours.back(4, 260))

    # --- Ordinary matters, cut off somewhere -----------------------------------------------------------------

    def _come_in(self, back: int, grade: str = "") -> tuple[Told, Template, str]:
        template = self.courses.draw("unit", grade)
        village = self.courses.village()
        told, _ = self.courses.come_in(self.hours.now - back, template, village)
        return told, template, self.teller.unit_of(template.unit, village)

    def _handed_over(self, back: int) -> tuple[Told, Template, str]:
        told, template, unit = self._come_in(back, "ordinary")
        self.courses.hand_over(told, unit, template.grade, after=40)
        return told, template, unit

    def _in_hand(self, grade: str, light: str, place: int) -> None:
        """In hand since the day that gives this light today; the search goes back from yesterday."""
        days = [day for day in range(2, 34) if self._light(grade, day) == light]
        if not days:  # around long holidays there may be no such day
            return
        minute = self.hours.back(days[min(place, len(days) - 1)], self.courses.rng.randrange(10, 190))
        told, template, unit = self._come_in(self.hours.now - minute, grade)
        self.courses.hand_over(told, unit, template.grade, after=45)
        hand = self.courses.sign(told, unit, after=70 + 20 * place)
        if place % 2 == 0:
            self.teller.case(told, 80, "note", hand, note=NOTES[place % len(NOTES)])

    def _light(self, grade: str, days_back: int) -> str:
        return self.hours.light(HANDLE[grade].term, self.hours.back(days_back, 0), self.now)

    def _replied(self, back: int) -> None:
        told, _, unit = self._handed_over(back)
        hand = self.courses.sign(told, unit, after=60)
        left = self.hours.now - told.minute
        self.teller.case(
            told,
            left - self.courses.rng.randrange(40, 600),
            "reply",
            hand,
            answer="已现场核实并处理完毕，结果已当面告知反映人。",
        )

    def _returned(self, back: int) -> None:
        told, _, unit = self._handed_over(back)
        self.teller.case(
            told,
            300,
            "return",
            self.teller.hand(unit),
            reason="not_ours",
            explanation="该路段属县道，养护单位为县公路中心，建议上报县级协调。",
        )

    # --- Matters with a story ---------------------------------------------------------------------------------

    def _register(
        self, minute: int, by: str, parties: list[dict[str, Any]], category: str, **facts: Any
    ) -> Told:
        return self.teller.register(
            minute, self.teller.who(by), parties=parties, category=self.teller.categories[category], **facts
        )

    def _person(self, place: int, role: str = Party.Role.APPLICANT, **facts: Any) -> dict[str, Any]:
        return {**self.courses.citizens[place], "role": role, **facts}

    def _canal(self) -> None:
        """Sent to the wrong office first; the case's own clock ran on, so that it is yellow today. One piece: a story is
        read in its order.
        """
        back = next((day for day in range(8, 34) if self._light("complex", day) == "yellow"), 12)
        yard = {
            "name": "云门碎石加工点",
            "is_organisation": True,
            "phone": "19900000010",
            "role": Party.Role.RESPONDENT,
            "address": "栖云镇云门村",
        }
        told = self._register(
            self.hours.back(back, 42),
            "receptionist",
            [self._person(0, is_representative=True), self._person(1), yard],
            "0203",
            demand=CANAL,
            channel="visit",
            area=self.town.areas["990121101204002"],
            place="桃坞村二组东侧灌溉渠",
            head_count=3,
            wishes=["help", "mediation"],
            materials="现场照片 4 张、7 户签名单",
        )
        self._to_legal_aid(told)
        hand_over, sign = self.courses.hand_over, self.courses.sign
        leader, case = self.teller.who("duty_leader"), self.teller.case
        self._ask(told, 45, "拟转自然资源和规划所，清淤与赔偿一并办。")
        words: dict[str, Any] = {
            "words": "先查清排水来源，清淤与赔偿一并拿出办法。",
            "grade": "complex",
            "helpers": [],
        }
        case(told, 365, "instruct", leader, unit=self.town.units["land"], **words)
        case(told, 260, "return", self.teller.hand("land"), reason="not_ours", explanation=NOT_OURS)
        helpers = [("enforcement", "查处夜间外排", 5), ("village_204", "核对 7 户受损面积", 8)]
        hand_over(
            told, "farms", "complex", 170, "同意退回，改由农业农村办公室主办；届满日不变。", helpers, days=12
        )
        handler = sign(told, "farms", after=42, by="handler")
        squad = self.teller.hand("enforcement")
        case(told, 51, "sign_as_helper", squad)
        case(told, 210, "sign_as_helper", self.teller.hand("village_204"))
        case(told, 400, "answer_as_helper", squad, answer="夜间外排属实，已责令停止并立案。")
        self.teller.case(told, DAY, "note", handler, note="第一次踏勘：淤塞约 240 米，两处渠堤渗水，已拍照。")
        self.teller.case(
            told, DAY, "note", handler, typed_after=DAY, note="会同环境站、执法队夜查，外排属实，已责令停止。"
        )
        self.teller.case(
            told, DAY, "note", handler, note="第二次踏勘，清淤方案三家报价中；7 户受损面积村里正在核对。"
        )
        asked_on = localdate(self.hours.at(min(told.minute + 40, self.hours.now)))
        self.teller.case(
            told,
            40,
            "send_up",
            handler,
            purpose=Correspondence.Purpose.HAND_UP,
            body=OutsideBody.objects.get(short_name="县水利局"),
            words="干渠进水闸归县水利局管理，清淤需要停水三天，请县里安排停水时间。",
            due_on=asked_on + timedelta(days=10),
            signed_by=f"{self.teller.who('director').name}（中心主任）",
        )

    def _to_legal_aid(self, told: Told) -> None:
        """Half an hour after he came: he agrees in writing that his name and phone are passed on."""

        def refer(moment: datetime) -> None:
            data = {
                "person": told.case.people.filter(is_organisation=False).first(), "help": Referral.Help.LEGAL,
                "body": OutsideBody.objects.get(short_name="县法援中心"), "ground": Referral.Ground.CONSENT,
                "consent_on": localdate(moment), "consent_how": Referral.Consent.WRITTEN, "shared": ["name", "phone"],
                "need": "灌溉渠淤塞减产，想请律师看青苗损失怎么算、向谁要。", "due_on": localdate(moment) + timedelta(days=30),
            }  # fmt: skip
            perform(told.case.pk, "send_referral", by=self.teller.who("receptionist"), data=data, at=moment)

        self.teller.plan(told.minute + 30, refer)

    def _ask(self, told: Told, after: int, opinion: str) -> None:
        """报请批示."""
        leader = self.teller.who("duty_leader")
        self.teller.case(
            told, after, "ask_instruction", self.teller.who("dispatcher"), leader=leader, opinion=opinion
        )

    def _accusation(self, minute: int) -> None:
        """Sealed from the moment of registering; only those it is opened to see more than 保密事项."""
        told = self._register(
            minute,
            "petition_officer",
            [self._person(2)],
            "1502",
            channel="letter",
            demand="反映某村干部在工程发包中优亲厚友，附合同复印件两份，要求保密。",
            accusation=True,
            accused=[{"name": "不明", "post": "村干部"}],
            wishes=["petition"],
            materials="合同复印件 2 份",
        )
        self.teller.case(
            told,
            90,
            "hand_over",
            self.teller.who("director"),
            unit=self.town.units["discipline"],
            grade="complex",
            note="请依规办理，注意保密。",
        )
        self.courses.sign(told, "discipline", after=120)

    def _violence(self, minute: int) -> None:
        """Domestic violence: sealed, alarmed, with the police, and nobody has cleared the flag yet."""
        told = self._register(
            minute,
            "receptionist",
            [self._person(3, contact=Party.Contact.NEVER)],
            "0101",
            channel="phone",
            demand="来电人称昨夜被丈夫殴打，现在娘家，请求帮助，不要打家里电话。",
            area=self.town.villages[4],
            flags=[Case.Flag.DOMESTIC_VIOLENCE],
            wishes=["help"],
        )
        self.teller.case(
            told,
            12,
            "hand_over",
            self.teller.who("director"),
            unit=self.town.units["police"],
            grade="ordinary",
            note="请立即出警，依法出具告诫书，办理结果报中心主任。",
        )
        self.courses.sign(told, "police", after=8)

    def _crowd(self, minute: int) -> None:
        told = self._register(
            minute,
            "receptionist",
            [self._person(4, is_representative=True)],
            "0701",
            channel="visit",
            demand="上埠村安置房工地十二名工人讨要三个月工资，情绪激动，扬言明天去县里。",
            area=self.town.villages[0],
            head_count=12,
            wishes=["help"],
            flags=[Case.Flag.CROWD, Case.Flag.THREAT],
        )
        self.courses.hand_over(
            told, "labour", "ordinary", after=15, note="人社站牵头，派出所配合，今天就要见到总包。"
        )
        hand = self.courses.sign(told, "labour", after=10)
        self.teller.case(told, 120, "note", hand, note="总包已到场，答应明天上午先付一个月，余款写还款计划。")

    def _doubled(self, minute: int) -> None:
        """Typed twice: the second record is voided by another person, its number stays."""
        facts = {
            "demand": "下埠村三组路面塌陷一处，夜里容易摔跤。",
            "channel": "phone",
            "area": self.town.villages[1],
        }
        first, second = (
            self._register(minute + later, "receptionist", [self._person(5)], "1104", **facts)
            for later in (0, 6)
        )
        self.teller.case(
            second, 30, "void", self.teller.who("dispatcher"), reason="与前一件重复登记，作废后一件。"
        )
        self.courses.hand_over(first, "works", "simple", after=50)
        hand = self.courses.sign(first, "works", after=35)
        self.teller.case(first, 240, "reply", hand, answer="塌陷处已回填夯实并重铺路面，夜间警示灯已撤。")
        self.courses.call_back(first)
