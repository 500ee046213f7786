"""Papers of a petition (domain: 1.10), in the order of its life.

Those to the petitioner and of the file name people in full and lie behind the gate; of an accusation there are the
receipt without a word of it, 移送函, and letters to the bodies that may have it (信访工作条例 30).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.documents.issue import DocumentKind
from core.models.matter import CLOSED, PROTECTED, Matter
from core.tasks import paper as tasks
from petitions.documents import forms, letters, notices, records
from petitions.documents.facts import ANSWERED, COURSE, LIVE, S, to_somebody, unless, without
from petitions.serving import SERVING, sent_before

DATED = {paper.kind: paper.dated for paper in SERVING.papers}


def _kind(
    key: str,
    label: str,
    context: Callable[..., Any],
    series: str = "",
    template: str = "petition_paper",
    **more: Any,
) -> DocumentKind:
    """`series`: what goes outside has numbers of its own, by this word; what is served, of the year in which it was decided."""
    dated = {"dated": DATED[f"petitions.{key}"]} if f"petitions.{key}" in DATED else {}
    number = f"{{short}}{series}〔{{year}}〕{{serial}}号" if series else ""
    more = {"personal": True, "compartments": PROTECTED, "statuses": LIVE, **dated, **more}
    return DocumentKind(
        f"petitions.{key}", label, f"documents/{template}.html", context, number=number, **more
    )


def _rows(name: str, words: str) -> dict[str, Any]:
    """One paper for each row of `name`."""
    return {"parts": lambda petition: getattr(petition, name).all(), "when": without(name, words)}


TOLD = frozenset({S.TO_TELL, S.TOLD})
DOCUMENTS: tuple[DocumentKind, ...] = (
    _kind("receipt", "信访登记回执", forms.receipt, template="receipt", shared=True, personal=False, compartments=CLOSED),
    _kind("registration", "来访登记表", forms.registration, template="registration_form", when=forms.not_a_visit),
    *letters.LETTERS,
    _kind("hand_over", "移送函", letters.hand_over, "信移", parts=letters.handed, when=letters.not_handed,
          shared=True, personal=False, compartments=frozenset({Matter.Compartment.ACCUSATION})),
    _kind("sent", "转送告知书", notices.gone, "信转告", statuses=frozenset({S.TRANSFERRED, S.SENT}),
          round=lambda petition: str(sent_before(petition) or ""), when=unless("sent", "没有转送、交办，或者不用由本单位告知。")),
    _kind("acceptance", "受理告知书", notices.acceptance, "信受", statuses=COURSE, when=unless("acceptance", "还没有受理。")),
    _kind("guide", "程序告知书", notices.guide, "信程", statuses=TOLD, when=unless("guide", "没有导入其他程序，没有程序告知书。")),
    _kind("refusal", "不予受理告知书", notices.refusal, "信不受", statuses=TOLD, when=unless("refusal", "没有不予受理。")),
    _kind("received", "收到情况告知书", notices.got, "信收", statuses=frozenset({S.STUDYING, S.TO_SERVE, S.REPLIED}),
          when=unless("received", "不是建议意见，没有收到情况告知书。")),
    _kind("extension_form", "延期审批表", forms.extension_form, template="boxes", statuses=COURSE,
          **_rows("extensions", "没有申请延期。")),
    _kind("charge", "领导包案表", forms.charge_form, template="boxes", **_rows("charges", "没有领导包案。")),
    _kind("extension_notice", "延期办理告知书", notices.extension_notice, "信延", statuses=COURSE,
          when=unless("extension_notice", "没有批准延期。")),
    _kind("inquiry", "调查笔录", records.inquiry, **_rows("inquiries", "还没有记调查核实。")),
    _kind("material", "补充材料通知书", notices.material, "信补", statuses=COURSE | {S.STUDYING},
          parts=lambda petition: petition.materials.all(), when=to_somebody(without("materials", "没有通知补充材料。"))),
    _kind("hearing_notice", "听证通知书", notices.hearing_notice, "信听", statuses=COURSE,
          parts=lambda petition: petition.hearings.all(), when=to_somebody(without("hearings", "没有通知听证。"))),
    _kind("hearing", "听证笔录", records.hearing, statuses=COURSE, parts=records.heard, when=records.not_heard),
    _kind("settlement", "调解、和解协议书", records.agreement, "信协", statuses=COURSE, **_rows("settlements", "没有达成协议。")),
    _kind("opinion", "信访处理意见书", records.opinion, "信处", statuses=ANSWERED, round=lambda petition: str(petition.anew or ""), when=unless("opinion", "处理意见还没有签发。")),
    _kind("reply", "建议意见回复", notices.reply, "信复", statuses=frozenset({S.TO_SERVE, S.REPLIED}),
          when=unless("reply", "还没有回复建议意见。")),
    letters.SERVICE,
    _kind("report", "办结报告", letters.report, "信报", parts=letters.reported,
          when=lambda petition: "" if letters.reported(petition) else "还没有反馈办理结果。"),
    _kind("review_list", "复查、复核材料移送清单", letters.review_list, "信材", template="boxes",
          turn=lambda row, place: row.get_level_display(), **_rows("reviews", "没有请求复查、复核。")),
    _kind("advice", "建议书", letters.advice, "信建", turn=lambda row, place: row.get_about_display(), **_rows("advice", "没有提出建议。")),
    replace(tasks.kind_of("petitions.task", LIVE), number="{short}信交〔{year}〕{serial}号", compartments=PROTECTED),
)  # fmt: skip
