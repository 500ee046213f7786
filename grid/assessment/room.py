"""What assessments bring into the room (grid.procedure)."""

from django.db.models import Q

from core.lists.filters import by_stage
from core.procedure.cards import Card
from core.procedure.indicators import Indicator, on_own_day, weighed
from core.procedure.listing import Column, Listing
from core.procedure.procedure import Procedure, labelled
from core.procedure.room import Entry, Timed
from grid.assessment.clocks import CLOCKS
from grid.assessment.forms import OBJECT
from grid.assessment.panels import DOCUMENTS, PANELS
from grid.assessment.steps import DECIDE
from grid.assessment.workflow import DRAW, WORKFLOW
from grid.models import Assessment, AssessmentObjection
from grid.rounds.indicators import Rows

S = Assessment.Status


def _objected(**how: str) -> Rows:
    return lambda period: AssessmentObjection.objects.filter(period.within("at"), **how)


INDICATORS = (
    Indicator("assessments_confirmed", "确认网格考核", "本期确认的网格考核，一个月的考核计一件。", on_own_day(Assessment, "confirmed_on"),
        afterwards=True),
    Indicator(key="assessment_objections", label="考核异议", definition="本期对网格考核提出的异议。", **weighed(_objected())),
    Indicator(key="assessment_corrected", label="考核更正", definition="本期提出的异议里，认定成立、作了更正的。",
        **weighed(_objected(verdict="corrected"))),
)  # fmt: skip
LISTING = Listing(
    label="网格考核台账",
    filters=by_stage("assessment"),
    own=(Column("异议截止", 12, lambda row: row.objections_by),),
    outcome=(Column("确认日期", 12, lambda row: row.confirmed_on),),
    read=("objections_by", "confirmed_on"),
    nothing=("没有这样的考核", "月份过完以后请“拟网格考核”，数由系统从记录列出。"),
    start=("assessment_new", "拟网格考核", DRAW),
)
WAITING = AssessmentObjection.objects.filter(verdict="")
CARDS = (
    Card("assessment_objected", "考核异议待认定", "有异议没有认定的网格考核。",
         lambda at: Q(status=S.OPEN, closed_at=None, pk__in=WAITING.all().values("matter")), frozenset({"centre", "leader"}), "assessment",
         permission=DECIDE, warns=True),
    Card("assessment_open", "网格考核可提异议", "正在征求异议的网格考核。",
         lambda at: Q(status=S.OPEN, closed_at=None), frozenset({"village"}), "assessment", permission=OBJECT),
)  # fmt: skip
ASSESSMENT = Procedure(
    kind="assessment", label="网格考核", model=Assessment, workflow=WORKFLOW, clocks=CLOCKS, documents=DOCUMENTS, indicators=INDICATORS,
    panels=PANELS, labels=labelled("grid", "assessment_list", "网考〔{year}〕{serial:03d}号"),
    listing=LISTING, gathers=("clocks",), has_parties=False, seen_with="grid.view",
)  # fmt: skip
MENU = (Entry("assessment_list", "网格考核", "chart", "grid.view"),)
PERMISSIONS = {
    DRAW: "拟网格考核，征求异议",
    OBJECT: "对自己管辖网格的考核提出异议",
    DECIDE: "认定网格考核的异议，确认考核（不能是拟的人）",
}
SCHEDULES = (
    Timed(
        "assessment",
        "grid.assessment.watch.remind",
        "上月网格考核 5 日还没有拟的提醒，10 日再告知中心主任",
        at="08:25",
    ),
)
