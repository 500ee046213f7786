"""What people asked the legal service station lately, and three applications for legal aid, each stopped elsewhere."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from core.models import OutsideBody
from legal.models.aid import labour_bar
from tools.demo.courses import Courses
from tools.demo.hours import DAY

ASKED = (
    ("rent", "hall", "租房到期，房东不退押金，怎么办", "押金在交还房屋、结清费用后应当退还。先书面催告，协商不成可以申请人民调解，也可以起诉。"),
    ("labour", "phone", "工地欠了两个月工资，没有签合同，怎么讨", "先向劳动监察投诉；也可以申请劳动仲裁。请留好考勤、转账、微信记录。符合条件的可以申请法律援助。"),
    ("family", "hall", "想离婚，孩子两岁，会判给谁", "协商不成的由法院按最有利于未成年子女的原则判决。可以先到调解委员会调解。"),
    ("inheritance", "hall", "父亲没有留遗嘱，房子怎么过户", "可以到公证处办继承公证，也可以由继承人共同申请登记。请带好死亡证明、亲属关系证明和产权证。"),
    ("debt", "net", "借条上没有写还款日期，能要回来吗", "可以随时要求还款，但应当给对方合理的准备时间。请尽快书面催要，留下凭证。"),
    ("neighbour", "hall", "邻居盖房挡了我家采光", "先请村里看现场、调解；调解不成的，可以向法院起诉。"),
    ("support", "phone", "儿子不给赡养费，能不能告", "可以先申请人民调解，也可以起诉；请求给付赡养费经济困难的，可以申请法律援助。"),
)  # fmt: skip
WAITING = ("traffic", "hall", "骑电动车被撞，保险公司说只赔一半，认定书该怎么看")


class Advice:
    """Plans them with the courses."""

    def __init__(self, courses: Courses) -> None:
        self.courses, self.teller, self.hours = courses, courses.teller, courses.hours

    def lay(self) -> None:
        for number, (topic, channel, question, answer) in enumerate(ASKED):
            given = {
                "answer": answer,
                "minutes": 6 + number,
                "satisfaction": "satisfied" if number % 3 else "fairly",
            }
            self._ask(
                self.hours.now - (number * 2 + 1) * DAY + 40 * number, topic, channel, question, **given
            )
        self._ask(self.hours.now - 30, *WAITING)
        self._apply(self.hours.now - 9 * DAY, "欠薪六千四百元，要求支付", stops="granted")
        self._apply(self.hours.now - 3 * DAY, "工地欠薪一万二千元，要求支付", stops="sent", ended=355)
        self._apply(self.hours.now - DAY, "工伤后单位不给赔偿", stops="told")

    def _ask(self, minute: int, topic: str, channel: str, question: str, **given: Any) -> None:
        person = self.courses.citizens[minute % len(self.courses.citizens)]
        by = self.teller.who("legal_officer" if given else "receptionist")
        self.teller.register(
            minute, by, kind="consultation", topic=topic, channel=channel, question=question, area=self.courses.village(),
            parties=[{"role": "applicant", "name": person["name"]}], **given,
        )  # fmt: skip

    def _apply(self, minute: int, demand: str, *, stops: str, ended: int = 90) -> None:
        """Wages of a worker who came from elsewhere; labour ended so many days before."""
        person = self.courses.citizens[(minute * 7) % len(self.courses.citizens)]
        last = localdate(self.hours.at(minute)) - timedelta(days=ended)
        told = self.teller.register(
            minute, self.teller.who("legal_officer"), kind="aid_request", subject="labour", no_check="migrant", demand=demand,
            labour_ended_on=last, bar_on=labour_bar(last), area=self.courses.village(),
            parties=[{**person, "role": "applicant"}],
        )  # fmt: skip
        self.teller.take(told, 20, "tell_missing", "legal_officer", lambda at: {
            "missing": ["labour"], "missing_more": "", "supply_by": localdate(at) + timedelta(days=7),
        })  # fmt: skip
        if stops == "told":
            return
        self.teller.take(
            told,
            200,
            "supplied",
            "legal_officer",
            lambda at: {"on": localdate(at), "words": "工资欠条、考勤记录。"},
        )
        self.teller.take(told, 20, "send", "legal_officer", lambda at: {
            "purpose": "forward", "body": OutsideBody.objects.get(short_name="县法援中心"), "words": "申请及材料一套，请审查。",
            "dated_on": localdate(at), "signed_by": "温如言（法律服务人员）", "missing": [],
        })  # fmt: skip
        self.teller.take(told, DAY, "county_received", "legal_officer", lambda at: {"on": localdate(at)})
        if stops == "granted":
            self.teller.take(told, 3 * DAY, "county_decided", "legal_officer", lambda at: {
                "letter": told.case.correspondence.get(), "outcome": "accepted", "answer": "经审查，给予法律援助。",
                "answered_on": localdate(at), "decided_on": localdate(at),
            })  # fmt: skip
