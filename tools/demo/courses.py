"""The courses matters take: answered at once, through a unit, sent back, through a mediation."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from cases.clocks import HANDLE
from core.models import Area, Party
from mediation.models import Mediation
from tools.demo.citizens import GROUPS, Template, templates, words
from tools.demo.hours import DAY
from tools.demo.teller import Teller, Told

CHANNELS = (
    ("visit", 40),
    ("phone", 21),
    ("grid", 10),
    ("hotline", 11),
    ("net", 6),
    ("letter", 4),
    ("leader", 3),
    ("superior", 3),
    ("transfer", 2),
)
RATINGS = (("satisfied", 61), ("fairly", 22), ("unsatisfied", 6), ("unreached", 8), ("declined", 3))
VILLAGES = (16, 9, 11, 15, 8, 12, 7, 14)  # how often a matter comes from each of them
NOTES = (
    "已到现场查看，情况属实，正在联系施工队。",
    "已约双方明天到现场核对。",
    "材料已报县里，等待批复。",
    "已与反映人通电话，说明了进度。",
)
ENDS = (
    ("no_agreement", "双方对金额分歧过大，经两次调解仍谈不拢，已告知可以起诉。"),
    ("refused", "被申请人明确表示不接受调解，已告知仲裁和诉讼途径。"),
)
ORGANS = {"police": "栖云派出所", "petition": "澄湖县信访局", "court": "澄湖县人民法院"}
WISHES = {"unit": ["help"], "spot": ["advice"], "mediation": ["mediation"]}
DISPUTES = {choice.label: choice.value for choice in Mediation.Dispute}


def pick(rng: Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]


@dataclass
class Courses:
    """Plans whole matters with the teller."""

    teller: Teller
    citizens: list[dict[str, Any]]

    def __post_init__(self) -> None:
        self.rng, self.hours, self.town = self.teller.rng, self.teller.hours, self.teller.town
        self.templates: dict[str, list[Template]] = {}
        for template in templates():
            self.templates.setdefault(template.way, []).append(template)
        self._decks: dict[str, list[Template]] = {}

    # --- What comes in -----------------------------------------------------------------------------------

    def draw(self, way: str, grade: str = "") -> Template:
        """The next template of a way, each once before any comes again."""
        deck = self._decks.get(way + grade)
        if not deck:
            deck = [template for template in self.templates[way] if grade in ("", template.grade)]
            self.rng.shuffle(deck)
            self._decks[way + grade] = deck
        return deck.pop()

    def village(self) -> Area:
        return self.rng.choices(self.town.villages, VILLAGES)[0]

    def come_in(self, minute: int, template: Template, village: Area, **facts: Any) -> tuple[Told, str]:
        """Register a matter of the template's kind; returns it with the result it will have."""
        rng = self.rng
        person = rng.choice(self.citizens)
        demand, answer = words(template, village, rng, person["name"])
        channel = pick(rng, CHANNELS)
        parties = [] if template.way == "spot" and rng.random() < 0.5 else [dict(person)]
        if template.way == "mediation":
            other = rng.choice([citizen for citizen in self.citizens if citizen is not person])
            channel, parties = "visit", [dict(person), {**other, "role": Party.Role.RESPONDENT}]
        area = village if rng.random() < 0.3 else rng.choice(self.town.grids(village))
        crowd = channel == "visit" and template.way == "unit" and rng.random() < 0.12
        data = {
            "demand": demand,
            "channel": channel,
            "area": area,
            "place": village.name + rng.choice(GROUPS),
            "category": self.teller.categories[template.category],
            "parties": parties,
            "wishes": WISHES[template.way],
            "head_count": rng.randrange(5, 12) if crowd else rng.choice((1, 1, 1, 1, 2, 3)),
            "repeated": rng.random() < 0.06,
            **facts,
        }
        typed_after = rng.randrange(150, 500) if channel in ("letter", "superior", "transfer") else 0
        return self.teller.register(minute, self.teller.desk(), typed_after=typed_after, **data), answer

    # --- Whole courses ----------------------------------------------------------------------------------------

    def on_the_spot(self, minute: int) -> None:
        told, answer = self.come_in(minute, self.draw("spot"), self.village())
        rating = self.rng.choice(("satisfied", "satisfied", "satisfied", "fairly", ""))
        self.teller.case(
            told,
            self.rng.randrange(8, 45),
            "answer_on_spot",
            self.teller.who("receptionist"),
            answer=answer,
            satisfaction=rating,
        )

    def through_a_unit(self, minute: int, *, late: bool = False, sent_back: bool = False) -> None:
        """Hand-over, signature, notes, result, call-back; `late`: the result comes after its day."""
        template, village, rng = self.draw("unit"), self.village(), self.rng
        told, answer = self.come_in(minute, template, village)
        unit = self.teller.unit_of(template.unit, village)
        if sent_back:
            self._send_back(told, template.grade, village)
        self.hand_over(told, unit, template.grade)
        hand = self.sign(told, unit)
        if rng.random() < 0.4:
            self.teller.case(told, rng.randrange(20, 90), "note", hand, note=rng.choice(NOTES))
        last = self.hours.last_minute(HANDLE[template.grade].term, minute)
        if late:
            reply = max(last, told.minute) + rng.randrange(60, 4 * DAY)
        else:
            reply = told.minute + max(20, int((last - told.minute) * rng.uniform(0.15, 0.95)))
        self.teller.case(told, reply - told.minute, "reply", hand, answer=answer)
        self.call_back(told)

    def _send_back(self, told: Told, grade: str, village: Area) -> None:
        """First to a unit that it does not belong to."""
        rng = self.rng
        wrong = rng.choice(("land", "works", "civil", "safety"))
        self.hand_over(told, wrong, grade)
        self.teller.case(
            told,
            rng.randrange(60, 300),
            "return",
            self.teller.hand(wrong),
            reason="not_ours",
            explanation="对照职责清单，此事由业务主管站所办理，建议改派。",
        )

    def hand_over(
        self,
        told: Told,
        unit: str,
        grade: str,
        after: int = 0,
        note: str = "",
        helpers: Sequence[tuple[str, str, int]] = (),
        **facts: Any,
    ) -> None:
        """To a unit; `helpers` are units, their parts and their working days."""
        wait = after or (
            self.rng.randrange(10, 190) if self.rng.random() < 0.93 else self.rng.randrange(250, 420)
        )
        self.teller.case(
            told,
            wait,
            "hand_over",
            self.teller.who("dispatcher"),
            unit=self.town.units[unit],
            grade=grade,
            note=note or "请按期办理，结果直接告知反映人。",
            helpers=[
                {"unit": self.town.units[key], "part": part, "days": days} for key, part, days in helpers
            ],
            **facts,
        )

    def sign(self, told: Told, unit: str, after: int = 0, by: str = "") -> Any:
        hand = self.teller.who(by) if by else self.teller.hand(unit)
        wait = after or (
            self.rng.randrange(15, 330) if self.rng.random() < 0.92 else self.rng.randrange(900, 1300)
        )
        self.teller.case(told, wait, "sign", hand)
        return hand

    def call_back(self, told: Told) -> None:
        wait = self.rng.randrange(60, 1000) if self.rng.random() < 0.92 else self.rng.randrange(1700, 2300)
        rating = pick(self.rng, RATINGS)
        note = {"unsatisfied": "认为办得太慢，已向其说明并记录意见。", "unreached": "三次拨打无人接听。"}.get(
            rating, ""
        )
        # Who is not satisfied gets it done once more, unless the director says why not.
        caller = self.teller.who("director" if rating == "unsatisfied" else "receptionist")
        self.teller.case(told, wait, "call_back", caller, satisfaction=rating, note=note)

    def through_a_mediation(
        self, minute: int, *, sessions: int = 0, until: str = "", prevented: bool = False
    ) -> Told:
        """A mediation under the case; `until` accepted or in_session: it has come no further. `prevented`: a fight.
        One piece: a story is read in its order.
        """
        template, village, rng = self.draw("mediation"), self.village(), self.rng
        told, terms = self.come_in(minute, template, village)
        told.body = body = f"committee_{village.code[-3:]}" if rng.random() < 0.65 else "committee"
        source = self._source()
        dispute = DISPUTES[self.teller.categories[template.category].judicial]
        self.teller.case(
            told,
            rng.randrange(20, 180),
            "to_mediation",
            self.teller.who("dispatcher"),
            body=self.town.units[body],
            dispute=dispute,
            source=source,
            referred_by=ORGANS.get(source, ""),
        )
        if until == "applied":
            return told
        head, mediator = self.town.crews[body][0], rng.choice(self.town.crews[body][1:])
        wait = rng.randrange(20, 240)
        self.teller.mediate(told, wait, "accept", head, dispute=dispute, source=source)
        if until == "accepted":
            return told
        self.teller.mediate(told, rng.randrange(30, 320), "appoint", head, mediator=mediator)
        self.teller.mediate(told, rng.randrange(20, 120), "tell_rights", mediator, everybody=True)
        for number in range(sessions or rng.choice((1, 1, 2, 2, 3))):
            self.teller.mediate(
                told,
                rng.randrange(150, 900),
                "hold_session",
                mediator,
                place="矛盾纠纷调解室",
                present="双方当事人、村干部",
                record=_record(number),
            )
        if prevented:
            self.teller.mediate(
                told, 15, "record_prevented", mediator, what="fight", people=6,
                note="两家约了亲戚要到现场理论，调解员和派出所民警先一步到场劝散。",
            )  # fmt: skip
        if until != "in_session":
            self._conclude(told, mediator, terms, never_oral=dispute in Mediation.NEVER_ORAL)
        return told

    def _source(self) -> str:
        return self.rng.choice(
            ("application", "application", "application", "initiative", "police", "petition", "court")
        )

    def _conclude(self, told: Told, mediator: Any, terms: str, *, never_oral: bool) -> None:
        rng = self.rng
        if rng.random() < 0.8:
            form = rng.choice(("written", "written", "written" if never_oral else "oral"))
            amount = Decimal(rng.randrange(4, 360) * 100) if rng.random() < 0.6 else None
            spot = form == "oral"
            later = rng.randrange(10, 60)
            wait = rng.randrange(30, 400)
            self.teller.agree(
                told, wait, mediator, form=form, terms=terms, amount=amount, on_the_spot=spot, days=later
            )
            if form == "written":
                head = self.town.crews[told.body][0]
                self.teller.mediate(
                    told, rng.randrange(10, 60), "check_agreement", head, verdict="lawful", note=""
                )
                self.teller.sign(told, rng.randrange(10, 200), mediator)
                self.teller.perform(told, later, mediator)
            else:
                told.filed = told.minute
        else:
            reason, note = rng.choice(ENDS)
            self.teller.mediate(
                told, rng.randrange(200, 900), "end", mediator, end_reason=reason, end_note=note
            )
            told.filed = told.minute
        self.teller.archive(told, rng.randrange(600, 4000), self.town.crews[told.body][0])
        self.call_back(told)


def _record(number: int) -> str:
    if number == 0:
        return "告知权利义务。申请人陈述事实和要求，被申请人作了说明。调解员核对了现场照片和有关票据，双方同意各自回去商量。"
    return "调解员背靠背做工作，讲清法律规定和邻里情分，双方对责任的看法接近，就剩下的金额和期限继续商量。"
