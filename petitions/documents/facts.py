"""What several papers of a petition say in the same words: in whose name, to whom, of what, and where to go next."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from core.deadlines.calendars import office_calendar
from core.deadlines.clocks import ClockRule
from core.deadlines.terms import Term, compute
from core.documents import paper_formats as say
from core.models import OutsideBody
from petitions.models import Petition
from petitions.serving import SERVING, petitioners

S = Petition.Status
XF = "《信访工作条例》"
LIVE = frozenset(S) - {S.VOIDED}
ANSWERED = frozenset({S.TO_SERVE, S.SERVED, S.IN_REVIEW, S.REVIEWED, S.IN_SECOND, S.ENDED})
COURSE = ANSWERED | {S.ACCEPTED, S.BELOW, S.AGREED, S.CHECKING, S.SIGNING}
INK = "＿＿＿＿＿＿＿＿＿＿"  # room for what is not registered
NOBODY = "信访人姓名（名称）、住址不清，不用书面告知（第二十三条第二款）。"
Why = Callable[[Petition], str]


def government() -> str:
    """The town in whose name petitions are answered, never one of its offices (domain: 1.10)."""
    name = settings.TOWN["county"] + settings.TOWN["name"]
    return name + ("办事处" if name.endswith("街道") else "人民政府")


def frame(petition: Petition) -> dict[str, Any]:
    """Whose paper it is, and of what."""
    return {
        "unit": government(),
        "matter_number": petition.number,
        "phone": settings.TOWN["phone"],
    }


def dated(petition: Petition, key: str) -> date | None:
    """The day of a paper that is served; None while there is none (petitions.serving)."""
    return next(paper for paper in SERVING.papers if paper.kind == f"petitions.{key}").dated(petition)


def to_somebody(why: Why) -> Why:
    """Nobody is told where nobody can be."""
    return lambda petition: why(petition) if petitioners(petition) else NOBODY


def unless(key: str, words: str) -> Why:
    """Why a paper that is served cannot be made yet."""

    def why(petition: Petition) -> str:
        if not petitioners(petition):
            return NOBODY
        return "" if dated(petition, key) else words

    return why


def without(name: str, words: str) -> Why:
    """Why there is no paper for each row of `name`: there is no row."""
    return lambda petition: "" if getattr(petition, name).exists() else words


def names(petition: Petition) -> str:
    return "、".join(one.name for one in petitioners(petition)) or "信访人"


def you(petition: Petition) -> str:
    return "你们" if len(petitioners(petition)) > 1 else "您"


def received(petition: Petition) -> str:
    """How and when it came, and from whom."""
    on, what = say.day(petition.received_at), f"“{petition.title}”信访事项（登记号{petition.number}）"
    if petition.sender:
        number = f"（{petition.sender_number}）" if petition.sender_number else ""
        how = petition.get_source_display().removeprefix("上级")
        return f"{you(petition)}提出的{what}，由{petition.sender.name}{how}{number}，我单位于{on}收到。"
    how = (
        "在综治中心"
        if petition.channel == Petition.Channel.HALL
        else f"以{petition.get_channel_display()}形式"
    )
    return f"{you(petition)}于{on}{how}提出的{what}，我单位已收到。"


def first_day(petition: Petition, rule: ClockRule) -> str:
    """The last day of a term as it was reckoned at first, without what was granted later."""
    clock = petition.clocks.filter(rule=rule.key).order_by("started_at", "id").first()
    if clock is None:
        return ""
    return say.day(compute(Term.parse(clock.term), localtime(clock.started_at), office_calendar()).raw)


def asks(petition: Petition) -> list[str]:
    """What is asked, numbered as in the letter where there are several."""
    claims = petition.own_claims()
    if len(claims) < 2:
        return say.sentences(claims[0].words if claims else petition.demand)
    return [line for claim in claims for line in say.sentences(f"{claim.number}.{claim.words}")]


# --- Where to go next -----------------------------------------------------------------------------------------------


def where(name: str) -> str:
    """澄湖县人民政府（地址，电话）; room for ink where its address is not registered."""
    body = OutsideBody.objects.filter(name=settings.TOWN["county"] + name).first()
    known = body and "，".join(filter(None, (body.address, body.phone)))
    return f"{settings.TOWN['county']}{name}（{known or f'地址、电话：{INK}'}）"


def review(petition: Petition) -> str:
    """The right of art. 35, and to which body."""
    return (
        f"不服本处理意见的，可以自收到本意见书之日起30日内，向{where('人民政府')}请求复查（{XF}第三十五条）。"
        "逾期没有请求复查，仍以同一事实和理由提出的，不予受理。"
    )


def complaint(case: str = "认为应当受理而没有受理的", article: str = "第四十四条") -> str:
    """Whom to tell that a duty was not done (arts. 44, 45)."""
    return f"{case}，可以向{where('信访局')}反映（{XF}{article}）。"


def enquiries(petition: Petition) -> str:
    unit = petition.unit.name if petition.unit else settings.TOWN["centre"]
    phone = (petition.unit.phone if petition.unit else "") or settings.TOWN["phone"]
    return f"承办单位：{unit}，联系电话{phone}。凭登记回执上的查询码可以查询办理情况。"
