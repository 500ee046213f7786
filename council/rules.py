"""Who decides what, and when a meeting may decide: the law as two tables (docs/tables/council.md prints them)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from council.models import Motion

B, K = Motion.Body, Motion.Subject
CF, JF = "《村民委员会组织法》", "《城市居民委员会组织法》"
JT = "《农村集体经济组织法》"
TOWN = "镇民主协商议事规则"
HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
INSTEAD = "该事项依法应当由{who}决定，民主协商只能形成意见建议。"


@dataclass(frozen=True)
class Share:
    """A part of a number: more than a half, or at least two thirds. `of_all`: of all members, not of those present."""

    part: Fraction
    of_all: bool = False

    def least(self, count: int) -> int:
        """The least whole number that is enough: of 35 two thirds are 24, more than half of 24 are 13."""
        exact = count * self.part
        return int(exact) + 1 if self.part == HALF or exact.denominator > 1 else int(exact)

    @property
    def words(self) -> str:
        return "过半数" if self.part == HALF else "三分之二以上"


@dataclass(frozen=True)
class Rule:
    """How a body meets: `notice` days (C) before, or later for a special reason where the law lets it (`special`); `quorum` of
    those entitled (`households`: where these are counted); `yes` of those present, or of all.
    """

    who: str
    notice: int
    quorum: Share
    yes: Share
    basis: str
    households: Share | None = None
    special: bool = False

    def notify_by(self, on: date) -> date:
        """The last day of the notice for a meeting on a day."""
        return on - timedelta(days=self.notice)

    def quorum_of(self, eligible: int, households: bool = False) -> int:
        share = self.households if households and self.households else self.quorum
        return share.least(eligible)

    def enough(self, eligible: int, present: int) -> int:
        """How many must say yes."""
        return self.yes.least(eligible if self.yes.of_all else present)


RULES: Mapping[str, Rule] = {
    B.COUNCIL: Rule("应邀参加人", 3, Share(HALF), Share(HALF), TOWN),
    B.VILLAGERS: Rule(
        "十八周岁以上村民",
        10,
        Share(HALF),
        Share(HALF),
        f"{CF}第二十五条、第二十六条",
        Share(TWO_THIRDS),
        True,
    ),
    B.DELEGATES: Rule("村民代表", 3, Share(TWO_THIRDS), Share(HALF), f"{CF}第二十九条、第三十条"),
    B.RESIDENTS: Rule(
        "十八周岁以上居民（或者户代表）",
        10,
        Share(HALF),
        Share(HALF),
        f"{JF}第二十六条、第二十七条",
        special=True,
    ),
    B.RESIDENT_DELEGATES: Rule("居民代表", 3, Share(TWO_THIRDS), Share(HALF), f"{JF}第二十九条、第三十条"),
    B.MEMBERS: Rule("成员", 10, Share(TWO_THIRDS), Share(TWO_THIRDS, True), f"{JT}第二十七条"),
    B.MEMBER_DELEGATES: Rule("成员代表", 10, Share(TWO_THIRDS), Share(TWO_THIRDS, True), f"{JT}第二十八条"),
}  # 业主大会 meets elsewhere, with votes by area


@dataclass(frozen=True)
class Limit:
    """A kind of motion: which bodies decide it (none: no meeting may), in whose name it is refused here, by which article.

    `study`: the Party organisation studies it first. `opinion`: may the council say what it thinks of it? `parties`: whom it
    concerns must be there. `filed`: with the town.
    """

    bodies: tuple[str, ...]
    who: str
    basis: str
    study: bool = False
    opinion: bool = True
    parties: bool = False
    filed: bool = False


_VILLAGE = Limit((B.VILLAGERS, B.DELEGATES), "村民会议（经其授权，村民代表会议）", f"{CF}第二十八条", True)
_ASSEMBLY = (B.VILLAGERS, B.RESIDENTS)
LIMITS: Mapping[str, Limit] = {
    K.PLACE: Limit((B.COUNCIL, B.DELEGATES, B.RESIDENT_DELEGATES), "协商议事会", f"{CF}第三十三条、{JF}第三十二条"),
    K.NEIGHBOURS: Limit((B.COUNCIL,), "协商议事会", f"{CF}第三十三条、{JF}第三十二条", parties=True),
    K.BUILDING: _VILLAGE,
    K.SUBSIDY: _VILLAGE,
    K.COLLECTIVE_MONEY: _VILLAGE,
    K.WORKS: _VILLAGE,
    K.HELP: _VILLAGE,
    K.CHARTER: Limit(_ASSEMBLY, "村民会议（居民会议）", f"{CF}第三十一条、{JF}第三十条、第三十一条", True, filed=True),
    K.OFFICE: Limit(_ASSEMBLY, "村民会议（居民会议）", f"{CF}第二十七条、{JF}第三十条", True),
    K.LAND: Limit((B.MEMBERS,), "成员大会", f"{JT}第二十六条、第二十八条第四款", True),
    K.ASSETS: Limit((B.MEMBERS, B.MEMBER_DELEGATES), "成员大会（成员代表大会）", f"{JT}第二十六条、第二十八条第四款", True),
    K.RESIDENTS: Limit((B.RESIDENTS, B.RESIDENT_DELEGATES), "居民会议（经其授权，居民代表会议）", f"{JF}第三十条", True),
    K.ESTATE: Limit((), "业主大会", "《民法典》第二百七十八条"),
    K.PERSON: Limit((), "本人或者有权机关", "人身、财产权利和处罚、罚款不得由会议表决", opinion=False),
    K.POWERS: Limit((), "有权机关", "政府的职权不由村（居）民会议行使"),
}  # fmt: skip
FOUR = (B.VILLAGERS, B.DELEGATES)  # 四议两公开 ends in one of them
MANDATED = {
    B.DELEGATES: "村民会议",
    B.RESIDENT_DELEGATES: "居民会议",
}  # decides what it was mandated to, by which assembly


def refusal(subject: str, body: str, aim: str, mandate: str, form: str) -> tuple[str, str]:
    """Why this may not be settled so, with the field; two empty strings where it may."""
    limit = LIMITS[K(subject)]
    if body == B.COUNCIL and aim == Motion.Aim.OPINION:
        if not limit.opinion:
            return f"{limit.basis}，也不作协商，请不予受理。", "subject"
        return ("只形成意见建议的，不走四议两公开。", "form") if form == Motion.Form.FOUR else ("", "")
    if body not in limit.bodies:
        return INSTEAD.format(who=limit.who), "aim" if body == B.COUNCIL else "body"
    if aim == Motion.Aim.OPINION:
        return f"只形成意见建议的，由{B.COUNCIL.label}协商。", "body"
    if body in MANDATED and not mandate:
        said = (
            f"{B(body).label}要有{MANDATED[B(body)]}的授权，请写明授权的会议和日期（{RULES[body].basis}）。"
        )
        return said, "mandate"
    if form == Motion.Form.FOUR and body not in FOUR:
        return "四议两公开由村民会议或者村民代表会议决议。", "form"
    return "", ""


def printed() -> Iterator[str]:
    """Both tables for docs/tables."""
    yield "## 由谁决定\n"
    yield "| 议题 | 由谁决定 | 可以协商形成意见 | 先由党组织研究 | 利害关系人到会 | 报镇备案 | 依据 |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for key, limit in LIMITS.items():
        marks = " | ".join(
            "是" if mark else "" for mark in (limit.opinion, limit.study, limit.parties, limit.filed)
        )
        yield f"| {K(key).label} | {limit.who} | {marks} | {limit.basis} |"
    yield "\n## 会议怎么作决定\n"
    yield "| 会议 | 提前几日通知 | 到会 | 同意 | 依据 |"
    yield "| --- | --- | --- | --- | --- |"
    for body, rule in RULES.items():
        quorum = f"{rule.who}{rule.quorum.words}" + (
            f"，或者户{rule.households.words}" if rule.households else ""
        )
        of = f"全体{rule.who}" if rule.yes.of_all else "到会人员"
        notice = f"{rule.notice}{'，特殊情况临时通知' if rule.special else ''}"
        yield f"| {B(body).label} | {notice} | {quorum} | {of}{rule.yes.words} | {rule.basis} |"
