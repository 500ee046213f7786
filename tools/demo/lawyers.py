"""The lawyers' roster with its logs, a checked pay sheet of mediations, and an expert's opinion on a contract."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate

from core.models import PayRate, Turn
from core.workflow.perform import perform
from tools.demo.office import Plans

RATES = (  # the town's, of an invented document
    ("mediation_pay.written", 200),
    ("mediation_pay.oral", 80),
    ("mediation_pay.ended", 80),
    ("mediation_pay.refused", 20),
    ("lawyer_pay.hall", 300),
    ("lawyer_pay.village", 350),
)
DOCUMENT = "栖云政发〔2026〕6号"
LOGS = ("解答租房、欠薪各一件。", "解答离婚财产一件，代写申请书一份。", "解答工伤认定一件。")


class Lawyers(Plans):
    """Plans the last two weeks of the legal service station."""

    def lay(self) -> None:
        for what, amount in RATES:
            PayRate.objects.create(
                what=what, amount=amount, number=DOCUMENT, valid_from=localdate() - timedelta(days=600)
            )
        self._roster()
        self._pay()
        self._opinion()

    def _roster(self) -> None:
        days = self.hours.days[-6:]

        def drafted(moment: datetime) -> dict[str, Any]:
            return {
                **self.month(days[0], "skip"), "weekdays": [1, 3], "places": ["公共法律服务窗口"], "begins": time(9), "ends": time(11, 30),
                "people": [self.users["legal_officer"]], "centre": self.units["centre"], "town": self.courses.town.areas["town"],
                "title": "律师值班",
            }  # fmt: skip

        self.open(self.hours.back(9, 100), "lawyer_roster", "dispatcher", drafted)
        self.on(self.hours.back(9, 130), "lawyer_roster", "publish_roster", "dispatcher", lambda roster: {})
        for back in range(1, len(days)):
            self.teller.plan(self.hours.back(back, 28), self.sign_in("lawyer_roster"))
            self.teller.plan(self.hours.back(back, 200), self._log)

    def _log(self, moment: datetime) -> None:
        for turn in (
            Turn.objects.published("lawyer_roster")
            .filter(day=localdate(moment), log=None)
            .exclude(signed_at=None)
        ):
            data = {"turn": turn, "people": 2, "words": LOGS[turn.pk % len(LOGS)], "matters": []}
            perform(turn.matter_id, "log_turn", by=turn.person, data=data, at=moment)

    def _pay(self) -> None:
        """Of the mediations since the month before began."""
        first = (localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
        self.open(
            self.hours.back(3, 60),
            "mediation_pay",
            "committee_head",
            lambda moment: {"first": first, "last": localdate(moment) - timedelta(days=1)},
        )
        self.on(self.hours.back(2, 60), "mediation_pay", "check_sheet", "director", lambda sheet: {})

    def _opinion(self) -> None:
        asked = {
            "what": "contract", "question": "桃坞村水渠承包合同能不能签", "text": "水渠承包合同（第一稿）", "expert": self.users["legal_officer"],
            "outside": "", "due_on": localdate() + timedelta(days=4),
        }  # fmt: skip
        point = {"words": "没有写明维修责任，建议补上。", "basis": "《民法典》第七百九十五条"}
        self.open(self.hours.back(3, 90), "expertise", "director", lambda moment: asked)
        self.on(self.hours.back(1, 60), "expertise", "add_point", "legal_officer", lambda matter: point)
        self.on(
            self.hours.back(1, 90),
            "expertise",
            "sign_opinion",
            "legal_officer",
            lambda matter: {"summary": "改后再签。"},
        )
