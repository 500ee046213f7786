"""Help with legal aid, as the room declares it."""

from typing import Any

from core.models import Matter
from core.outside.clocks import ANSWER
from core.outside.panel import PANEL as OUTSIDE
from core.procedure.intake import Intake
from core.procedure.procedure import Panel, Procedure, labelled
from core.procedure.traits import Demand, Offer, Trait
from core.procedure.transitions import Stage
from core.values.screen_formats import day, filled
from legal import clocks
from legal.advice.procedure import points_at
from legal.aid.forms import RegisterForm
from legal.aid.listing import LISTING
from legal.aid.papers import DOCUMENTS
from legal.aid.workflow import WORKFLOW
from legal.displeased import displeased
from legal.indicators import AID
from legal.models import Aid
from legal.models.aid import NEAR

SEALS = Matter.Compartment
S = Aid.Status
HURRY = "不足七日或者需要立即保全、先予执行：可以申请先行提供法律援助（第四十四条），"
WHAT_NOW = {
    **dict.fromkeys((S.CHECKING, S.SUPPLYING), f"{HURRY}请当日转交。"),
    **dict.fromkeys((S.SENT, S.GRANTED), f"{HURRY}请当日联系县法律援助机构。"),
    **dict.fromkeys((S.REFUSED, S.OBJECTED), "不足七日或者需要立即保全、先予执行：不等法律援助，请今天告知本人自己申请、起诉。"),
}  # fmt: skip


def brief(aid: Aid, user: Any) -> dict[str, Any]:
    """What is asked, how near the time bar is, and how far it has come."""
    return {
        "heading": "请求和事实", "lead": aid.demand,
        "tags": list(filter(None, (aid.get_subject_display(), aid.get_no_limit_display(), aid.get_no_check_display()))),
        "notices": filled(
            ("stop" if (aid.days_to_bar() or 0) <= NEAR else "", bar_words(aid)),
            ("stop", WHAT_NOW.get(S(aid.status)) if aid.is_urgent() else ""),
            ("warn", aid.missing_words and f"已一次性告知缺少：{'；'.join(aid.missing_words)}。不能再告知另一份。"),
        ),
        "facts": _facts(aid),
    }  # fmt: skip


def bar_words(aid: Aid) -> str:
    """距仲裁时效届满还有 12 日; empty where none is known, or somebody has it in hand."""
    left = aid.days_to_bar()
    if left is None or aid.status not in WHAT_NOW:
        return ""
    word = "仲裁时效" if aid.labour_ended_on else "时效、期限"
    return f"距{word}届满还有 {left} 日" if left >= 0 else f"{word}已于{day(aid.bar_on)}届满"


def _facts(aid: Aid) -> list[tuple[str, str]]:
    return filled(
        ("劳动关系终止", aid.labour_ended_on), ("时效、期限届满", aid.bar_on), ("一次性告知", aid.told_on), ("补充期限", aid.supply_by),
        ("收到补充材料", aid.supplied_on), ("转交", aid.sent_on), ("县里收到", aid.received_on), ("决定", aid.decided_on),
        ("提出异议", aid.objected_on), ("维持决定", aid.upheld_on), ("指派", aid.assigned_on), ("办结", aid.resulted_on),
        ("不予援助的理由", aid.refused_why), ("承办人员", aid.assignee), ("结果", aid.get_result_display()),
        ("结果说明", aid.result_words), ("满意度", aid.get_satisfaction_display()),
    )  # fmt: skip


INTAKE = Intake(
    form=RegisterForm,
    receipt="legal.aid_receipt",
    then=("tell_missing", "send"),
    template="legal/apply.html",
    points_at=points_at,
    closing={str(label): str(label) for label in (SEALS.MINOR, SEALS.DOMESTIC_VIOLENCE, SEALS.CONFIDENTIAL)},
)
PROCEDURE = Procedure(
    kind="aid_request",
    label="法律援助协助",
    model=Aid,
    workflow=WORKFLOW,
    clocks=(*clocks.OF_AID, ANSWER),
    documents=DOCUMENTS,
    indicators=AID,
    panels=(Panel("core/lead.html", brief, brief=True), OUTSIDE),
    categories=lambda: dict(Aid.Subject.choices),
    labels=labelled("legal", "aid_list", "法援〔{year}〕{serial:04d}号"),
    listing=LISTING,
    intake=INTAKE,
    gathers=("clocks", "correspondence", "exclusions"),
    traits=frozenset({Trait.SERVICE}),
    opens_on=frozenset({Trait.ADVICE, Trait.DEMAND, Trait.DISPUTE}),
    offer=Offer(
        "申请法律援助",
        Stage("", "申请法律援助", "法律援助", "公共法律服务窗口", plain="正在协助申请法律援助"),
        "已登记法律援助申请，当事人和内容已带过来，请初审材料。",
        waits=False,
    ),
    demand=lambda aid: Demand(aid.demand),
    displeased=displeased,
    seen_with="legal.view",
)
