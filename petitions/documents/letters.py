"""To other bodies: letters of every purpose with their articles, 移送函, 办结报告, 建议书, 材料移送清单."""

from dataclasses import replace
from typing import Any

from django.conf import settings

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.models import Correspondence, Document
from core.models.matter import PROTECTED
from core.outside import paper as outside
from core.outside.paper import sent
from core.service import paper as service
from petitions.documents import facts
from petitions.documents.facts import XF
from petitions.documents.notices import Values
from petitions.models import Advice, Petition, Review

P = Correspondence.Purpose
ACCUSATION = Petition.Compartment.ACCUSATION
OBJECT = "不属于贵单位职权范围的，请自收到之日起5个工作日内提出异议，并详细说明理由（第二十三条第三款）。"
TELL = "请自收到之日起15日内书面告知信访人接收情况以及处理途径和程序。"
LEAD = {
    P.FORWARD: f"依照{XF}第二十二条第一款，现将下列信访事项转送贵单位处理，材料随函附上。{TELL}{OBJECT}",
    P.ASSIGN: f"依照{XF}第二十二条第一款第三项，现将下列信访事项交由贵单位办理，材料随函附上。请在办理期限内反馈结果，提交办结报告。{TELL}{OBJECT}",
    P.OBJECTION: f"下列信访事项经核实不属于我单位职权范围，依照{XF}第二十三条第三款提出异议，请核实；同意后，我单位交还相关材料。",
    P.HAND_UP: f"下列信访事项受理有争议，依照{XF}第二十四条，提请决定受理机关（协调处理）。",
    P.NOTICE: f"依照{XF}第三十条第二款，现将下列情况通报贵单位。",
}
OURS = (P.OBJECTION, P.ASK, P.HAND_UP)  # what the town itself writes; the rest its petition office


def own(petition: Petition) -> list[Correspondence]:
    """Letters of the general form: what hands an accusation over, and a report of results, have forms of their own."""
    left_out = (P.REPORT, P.FORWARD) if petition.compartment == ACCUSATION else (P.REPORT,)
    return [row for row in sent(petition) if row.purpose not in left_out]


def _letter(petition: Petition, row: Correspondence) -> Values:
    made = dict(_GENERAL.context(petition, row))
    if row.purpose == P.OBJECTION and petition.sender:
        number = f"（{petition.sender_number}）" if petition.sender_number else ""
        made["about"] = f"贵单位{petition.get_source_display().removeprefix('上级')}的信访事项{number}"
    if row.purpose in OURS:
        made["unit"] = facts.government()
    return {**made, "lead": LEAD.get(P(row.purpose), made["lead"])}


def _service(petition: Petition, row: Any) -> Values:
    """送达回证, with the word of the Regulation for whom it is served on."""
    made = _SERVICE.context(petition, row)
    lines = [
        {**line, "part": "信访人" if line["part"] == "申请人" else line["part"]} for line in made["lines"]
    ]
    return {**made, "lines": lines}


_SERVICE = service.kind_of(
    "petitions.service", facts.LIVE, lambda petition: facts.government(), compartments=PROTECTED
)
SERVICE = replace(_SERVICE, context=_service)
_GENERAL = outside.letter_of("petitions.letter", facts.LIVE)
LETTERS: tuple[DocumentKind, ...] = (
    replace(
        _GENERAL, context=_letter, parts=own, number="{short}信函〔{year}〕{serial}号",
        when=lambda petition: "" if own(petition) else "还没有发给镇外单位的函件。",
    ),
    replace(outside.urging_of("petitions.urging", facts.LIVE), number="{short}信催〔{year}〕{serial}号"),
)  # fmt: skip


def handed(petition: Petition) -> list[Correspondence]:
    return [row for row in sent(petition) if row.purpose == P.FORWARD]


def reported(petition: Petition) -> list[Correspondence]:
    return [row for row in sent(petition) if row.purpose == P.REPORT]


def not_handed(petition: Petition) -> str:
    if petition.compartment != ACCUSATION:
        return "不是检举控告，没有移送函。"
    return "" if handed(petition) else "还没有移送。"


def hand_over(petition: Petition, row: Correspondence) -> Values:
    """移送函 of an accusation: sealed; neither whom it names nor what it says stands here, only how many papers go with
    it (arts. 22 ¶2, 30, 46(5)).
    """
    count = petition.attachments.filter(withdrawn_at=None).count()
    papers = f"{count}件，共＿＿页" if count else "＿＿件，共＿＿页"
    return {
        **facts.frame(petition),
        "unit": settings.TOWN["centre"],
        "heading": "移　送　函",
        "to": row.body.name,
        "opening": [
            (
                f"依照{XF}第二十二条第二款、第三十条第一款，按照管理权限，现将登记号{petition.number}的信访事项（{say.day(petition.received_at)}收到）"
                "移送贵单位，请依规依纪依法处理。"
            ),
            f"随函移送材料{papers}，密封。事项内容和所涉人员、单位不在本函载明。",
            (
                f"不得将检举、揭发材料以及有关情况透露或者转给被检举、揭发的人员或者单位（{XF}第三十条第三款、第四十六条第五项）。"
                "处理情况由贵单位按有关规定告知（第二十三条第四款）。"
            ),
        ],
        "closing": [f"联系电话：{settings.TOWN['phone']}。"],
        "on": say.day(row.dated_on),
        "slip": ("移送回执", f"登记号{petition.number}的信访事项材料＿＿件，共＿＿页，密封完好，已收到。"),
    }


def report(petition: Petition, row: Correspondence) -> Values:
    """办结报告 (art. 22 ¶1(3)): what was asked, what was done, what came of it."""
    came = f"{row.body.name}{petition.get_source_display().removeprefix('上级')}"
    number = f"（{petition.sender_number}）" if petition.sender_number else ""
    return {
        **facts.frame(petition),
        "heading": "信访事项办结报告",
        "to": row.body.name,
        "opening": [
            (
                f"{came}我单位的“{petition.title}”信访事项{number}，我单位于{say.day(petition.received_at)}收到，登记号{petition.number}，"
                f"信访人{facts.names(petition)}。依照{XF}第二十二条第一款第三项，现将办理结果报告如下："
            )
        ],
        "sections": [
            ("一、信访人的请求", facts.asks(petition)),
            ("二、办理经过", _done(petition, row)),
            ("三、办理结果", say.sentences(row.words)),
        ],
        "closing": [f"联系电话：{settings.TOWN['phone']}。"],
        "on": say.day(row.dated_on),
    }


def _done(petition: Petition, row: Correspondence) -> list[str]:
    """By the day of the report."""
    asked = petition.inquiries.filter(held_at__date__lte=row.dated_on).count()
    heard = petition.hearings.filter(held_at__date__lte=row.dated_on).count()
    signed = petition.signed_on if petition.signed_on and petition.signed_on <= row.dated_on else None
    unit = petition.unit.name if petition.unit else ""
    steps = (
        petition.accepted_on and f"{say.day(petition.accepted_on)}受理，由{unit}承办",
        asked and f"调查核实{asked}次",
        heard and f"听证{heard}次",
        signed and f"{say.day(signed)}作出处理意见：{petition.get_result_display()}",
        petition.told_body and f"应当通过其他途径解决的，已告知向{petition.told_body}提出",
    )
    return ["；".join(str(step) for step in steps if step) + "。"] if any(steps) else ["已登记、分类。"]


def advice(petition: Petition, row: Advice) -> Values:
    """改进工作、完善政策、追究责任建议书 (art. 40): answered in writing whether it is taken."""
    return {
        **facts.frame(petition),
        "unit": settings.TOWN["centre"],
        "heading": f"{row.get_about_display()}书",
        "to": row.to,
        "opening": [
            f"办理信访事项（登记号{petition.number}）中发现有关问题，依照{XF}第四十条，提出如下建议：",
            *say.sentences(row.words),
            f"请于{say.day(row.due_on)}前书面反馈采纳情况（第四十条第四款）；不采纳的，请说明理由。",
        ],
        "closing": [f"联系电话：{settings.TOWN['phone']}。"],
        "on": say.day(row.at),
        "slip": ("建议书回执", f"{row.get_about_display()}书（登记号{petition.number}）已收到。"),
    }


def review_list(petition: Petition, row: Review) -> Values:
    """复查、复核材料移送清单: what goes to the body that reviews it."""
    issued = Document.objects.filter(matter_id=petition.pk, issued_at__date__lte=row.at).exclude(
        kind__in=("petitions.review_list", "petitions.dossier")
    )
    newest = {(one.kind, one.scope): one for one in issued.order_by("version")}
    scans = petition.attachments.filter(withdrawn_at=None).count()
    lines = [(one.label, say.day(one.issued_at), "", one.number) for one in newest.values()]
    lines += [(f"信访人提交和办理中形成的材料（扫描件{scans}件）", "", "", "")] if scans else []
    level = row.get_level_display()
    return {
        **facts.frame(petition),
        "heading": f"{level}材料移送清单",
        "table": [
            ("h1", [("移 送 给", row.body.name), (f"请求{level}", say.day(row.asked_on))]),
            ("h1", [("信 访 人", facts.names(petition)), ("登 记 号", petition.number)]),
            ("h1", [("事　　由", petition.title)]),
        ],
        "heads": ("序号", "材料名称", "日期", "页数", "文号"),
        "list": [(str(place), *line) for place, line in enumerate([*lines, *[("",) * 4] * 3], 1)],
        "note": f"依照{XF}第{'三十五' if row.level == Review.Level.FIRST else '三十六'}条，复查、复核由上级机关决定；本清单一式两份，双方各存一份。",
        "inks": (("移送人", ""), ("接收人", "（印章）")),
    }  # fmt: skip
