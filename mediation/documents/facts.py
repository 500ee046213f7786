"""What several papers of a mediation say in the same words: who, which dispute, which ways stay open."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from core import written as say
from core.models import Party
from mediation import file
from mediation.models import Mediation

S = Mediation.Status
D = Mediation.Dispute
# Stages of the formal mediation, before the file is closed.
FORMAL = frozenset({S.ACCEPTED, S.IN_SESSION, S.AGREED, S.EFFECTIVE, S.PERFORMED, S.ENDED})
AGREED = frozenset({S.AGREED, S.EFFECTIVE, S.PERFORMED})

SIDES = (Party.Role.APPLICANT, Party.Role.RESPONDENT)
SIGNERS = (*SIDES, Party.Role.AGENT)

# Ways that a kind of dispute has besides the court, with their time limits.
_LABOUR = (
    "依法向劳动人事争议仲裁委员会申请仲裁（时效期间为一年，从知道或者应当知道权利被侵害之日起计算；"
    "拖欠劳动报酬的，劳动关系终止之日起一年内提出），或者向劳动保障监察机构投诉"
)
OTHER_WAYS = {
    D.LABOUR: _LABOUR,
    D.MIGRANT_WAGES: _LABOUR,
    D.LAND: (
        "属于土地承包经营纠纷的，向农村土地承包仲裁委员会申请仲裁（时效期间为二年，从知道或者应当知道权利"
        "被侵害之日起计算）；属于权属争议的，申请人民政府处理"
    ),
    D.CONSUMER: "依法向市场监督管理部门投诉",
    D.POLLUTION: "依法申请生态环境主管部门处理",
    D.EXPROPRIATION: (
        "依法申请行政复议（自知道或者应当知道该行政行为之日起六十日内），或者由有权的行政机关处理"
    ),
}
ANY_OTHER_WAY = "订有仲裁条款或者依法应当由行政机关处理的，向有关仲裁机构、行政机关提出申请"
COURT_LIMIT = "诉讼时效期间一般为三年，自知道或者应当知道权利受到损害以及义务人之日起计算"


def parties(mediation: Mediation) -> list[Party]:
    """Those who sign: both sides and their agents."""
    return _in_order(mediation.people, SIGNERS)


def sides(mediation: Mediation) -> list[Party]:
    """Applicants, then respondents."""
    return _in_order(mediation.people, SIDES)


def _in_order(people: Iterable[Party], roles: tuple[Party.Role, ...]) -> list[Party]:
    order = {str(role): place for place, role in enumerate(roles)}
    found = [party for party in people if party.role in order]
    return sorted(found, key=lambda party: (order[party.role], party.order, party.pk))


def dispute(mediation: Mediation) -> str:
    """邻里 → 邻里纠纷; 其他劳动争议 stays."""
    word = str(mediation.get_dispute_display())
    return word if word.endswith(("纠纷", "争议")) else f"{word}纠纷"


# Which court may be asked to confirm an agreement (民事诉讼法 art. 205); labour disputes have one (法释〔2020〕26号 art. 52).
COURTS = (
    "当事人住所地、标的物所在地或者调解组织所在地的基层人民法院（人民法院邀请调解的，向作出邀请的人民法院）"
)
COURT_OF_SEAT = "调解组织所在地的基层人民法院"


def confirming_court(mediation: Mediation) -> str:
    return COURT_OF_SEAT if mediation.dispute in (D.LABOUR, D.MIGRANT_WAGES) else COURTS


def court() -> str:
    return f"{settings.TOWN['county']}人民法院"


def mediators(mediation: Mediation, at: datetime | None = None) -> list[str]:
    """Who mediated at a moment, or does now: the appointed, or the one that the matter names."""
    rows = list(mediation.assignments.select_related("mediator"))
    if at is None:
        named = [row.mediator.name for row in rows if row.until is None]
    else:
        named = [
            row.mediator.name for row in rows if row.since <= at and (row.until is None or at < row.until)
        ]
    alone = [mediation.mediator.name] if mediation.mediator and not rows else []
    return named or alone


def signers(people: Iterable[str], *others: tuple[str, Iterable[str]]) -> list[str]:
    """One line of ink each: the people, then by their part (人民调解员, 记录人); a part without names stays open."""
    lines = list(people)
    for part, names in others:
        lines += [f"{part}　{name}" for name in names] or [part]
    return lines


def by_side(party: Party) -> str:
    """申请人　陈守田; of a unit who signs for it and that its seal stands beside."""
    more = "（负责人签名并盖章）" if party.is_organisation else ""
    return f"{party.get_role_display()}　{party.name}{more}"


def listed(people: Iterable[Party]) -> str:
    """申请人陈守田；被申请人沈阿妹: in running words, where nobody signs."""
    return "；".join(f"{party.get_role_display()}{party.name}" for party in people)


def person(party: Party, mediation: Mediation) -> Mapping[str, str]:
    """A line of a form: what the other side may read as well, so phone and address are the safe ones."""
    known = party.sex in (Party.Sex.MALE, Party.Sex.FEMALE) and not party.is_organisation
    on = mediation.applied_on or say.local(mediation.received_at)
    return {
        "role": party.get_role_display(),
        "name": party.name,
        "sex": party.get_sex_display() if known else "",
        "age": say.age(party.birth_on, on).removesuffix("岁"),
        "unit": "1" if party.is_organisation else "",
        "phone": say.reach(party),
        "address": party.safe_address(),
    }


def ways(mediation: Mediation, *first: str) -> list[str]:
    """The ways that stay open, numbered, as clauses of one sentence (人民调解法 art. 26)."""
    found = (
        *first,
        OTHER_WAYS.get(D(mediation.dispute), ANY_OTHER_WAY),
        f"依法向{court()}提起诉讼（{COURT_LIMIT}）",
        "符合法律援助条件的，申请法律援助，也可以拨打12348咨询",
    )
    lines = [f"（{say.numeral(place)}）{way}" for place, way in enumerate(found, 1)]
    return [f"{line}；" for line in lines[:-1]] + [f"{lines[-1]}。"]


def nth(rows: Any, scope: str) -> Any:
    """The row that a scope names: "" is the first, 第2次 the second."""
    return list(rows)[int(scope.strip("第次份期") or 1) - 1]


def personal_data(mediation: Mediation) -> dict[str, str]:
    """For the notice of art. 17 of the 个人信息保护法: whom to turn to, and how long the data are kept."""
    return {"contact": mediation.body.phone or settings.TOWN["phone"], "kept": file.KEPT}


def frame(mediation: Mediation) -> dict[str, Any]:
    """What every paper says of where it belongs."""
    return {"committee": mediation.body.name, "code": mediation.code, "dispute": dispute(mediation)}
