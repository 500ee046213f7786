"""Papers of a check-up: 自查清单, 法律风险评估报告, 整改提醒函."""

from typing import Any

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.intake.receipts import receipt_keys
from core.models.matter import CLOSED, PROTECTED
from core.values.screen_formats import filled
from legal.checkup.questions import questions
from legal.models import Checkup, Finding
from legal.papers import INK, Values, applicants, frame

S = Checkup.Status
LIVE = frozenset(S) - {S.VOIDED}
TEXT = "本报告根据企业提供的材料和陈述作出，免费提供，供企业参考；颜色说明风险的轻重缓急，不是对企业的评价，也不是处罚、整改决定。"


def _firm(matter: Checkup) -> str:
    return "、".join(one.name for one in applicants(matter)) or INK


def _code(matter: Checkup) -> str:
    return "、".join(one.id_number for one in applicants(matter) if one.is_organisation and one.id_number)


def self_check(matter: Checkup) -> Values:
    """自查清单, to be filled in by the enterprise; it is the receipt too, and names nobody."""
    ticks, keys = "□是　□否　□不适用", receipt_keys(matter.code, str(matter.lookup_code))
    return frame(
        "企业法治体检自查清单", matter.received_at,
        opening=["请逐项自查，如实勾选，交回本站。填得不清楚不影响体检；内容保密，只用于体检。"],
        rows=[("预约时间", say.moment(matter.received_at)), ("接 待 人", matter.first_contact.name), ("查 询 码", keys["lookup_code"])],
        checks=[(ticks, str(one)) for one in questions(matter.list_version)], closing=[f"电话：{keys['phone']}，请妥善保管查询码。"], signs=["企业填写人"],
    )  # fmt: skip


def _said(one: Finding) -> str:
    """As the report named it; a day that was set later stands in the reminder."""
    return (
        f"{one.number}．【{one.get_area_display()}】{one.words.rstrip('。')}。"
        f"建议：{one.advice.rstrip('。')}。整改期限：{say.day(one.first_due_on or one.due_on)}。"
    )


def report(matter: Checkup) -> Values:
    """法律风险评估报告: the findings by their colour."""
    risks = matter.risks
    sections = [
        (str(colour.label), [_said(one) for one in risks if one.colour == colour])
        for colour in Finding.Colour
        if any(one.colour == colour for one in risks)
    ]
    asked = [one for one in questions(matter.list_version) if one.code in matter.gaps]
    if asked:
        sections.insert(0, ("企业自查没有做到的", [str(one) for one in asked]))
    return frame(
        "法律风险评估报告", matter.reported_on,
        rows=filled(
            ("企　　业", _firm(matter)), ("信用代码", _code(matter)), ("规　　模", matter.get_size_display()), ("体检日期", say.day(matter.visited_on)),
            ("服 务 团", matter.team), ("风 险 点", f"{len(risks)} 个" if risks else "没有发现"),
        ),
        sections=[*sections, ("上门情况", say.sentences(matter.visit_words))], closing=[TEXT], signs=["服务团"],
    )  # fmt: skip


def reminder(matter: Checkup, row: Finding) -> Values:
    return frame(
        "整改提醒函", row.reminded_on, to=_firm(matter),
        opening=[
            f"{say.day(matter.reported_on)}出具的《法律风险评估报告》第 {row.number} 个风险点，整改期限到{say.day(row.reminded_of)}。",
            "请抓紧整改，把情况告知本站；有困难的，本站可以继续提供法律服务。",
        ],
        sections=[("风险点和建议", [_said(row)])], signs=["企业签收"],
    )  # fmt: skip


def _kind(key: str, label: str, context: Any, **more: Any) -> DocumentKind:
    more = {"statuses": LIVE, "compartments": PROTECTED, "personal": True, **more}
    return DocumentKind(f"legal.checkup_{key}", label, "documents/paper.html", context, **more)


DOCUMENTS = (
    _kind("list", "企业法治体检自查清单", self_check, personal=False, shared=True, compartments=CLOSED),
    _kind("report", "法律风险评估报告", report, when=lambda matter: "" if matter.reported_on else "还没有出具报告。"),
    _kind("reminder", "整改提醒函", reminder, parts=lambda matter: matter.findings.exclude(reminded_on=None).order_by("number"),
        when=lambda matter: "" if matter.findings.exclude(reminded_on=None).exists() else "还没有提醒过企业。",
        turn=lambda row, place: f"第 {row.number} 个风险点"),
)  # fmt: skip
