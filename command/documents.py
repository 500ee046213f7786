"""Papers of supervision (domain: 7.1): in the form of an official letter, and two forms in boxes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from command import duty
from command.models import Decision, Supervision
from command.steps import FOUR
from command.workflow import SIGNED, S
from core.deadlines.lights import worked
from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.models import Correspondence
from core.outside import paper as outside
from core.privacy.masking import mask_digits, mask_names
from core.tasks import paper as tasks
from core.values.moments import now
from core.values.screen_formats import when

Values = Mapping[str, Any]
Form = Supervision.Form
NEVER: frozenset[str] = frozenset()  # of nothing that is sealed
VIEW = "command.view"  # whoever orders, answers or checks prints; not everybody at a counter
FORM = "四项缺一项的，按没有回复处理。"


def government() -> str:
    name = settings.TOWN["county"] + settings.TOWN["name"]
    return name + ("办事处" if name.endswith("街道") else "人民政府")


def _frame(order: Supervision) -> dict[str, Any]:
    return {
        "unit": government(), "to": order.unit.name, "phone": settings.TOWN["phone"],
        "on": say.day(order.signed_on), "signed_by": order.signed_by.name if order.signed_by else "",
    }  # fmt: skip


def _order(order: Supervision, row: Any) -> Values:
    """督办通知单 of one colour: the matter, what is wrong, what is asked, by when."""
    work = f"本单只督办你村（居）委会协助政府开展的“{order.work}”。" if order.work else ""
    return {
        **_frame(order), "on": say.day(row.signed_on), "signed_by": row.signed_by.name,
        "mark": f"{row.get_colour_display()}督办", "heading": "督办通知单",
        "lead": f"你单位承办的“{order.above.shown_title}”（{order.above.number}），属于{order.get_trigger_display()}的情形，"
                f"现予{row.get_colour_display()}督办。{work}",
        "sections": [
            ("一、存在问题", [row.why]),
            ("二、办理要求", [order.demand]),
            ("三、首次回复", [f"请在1个工作日内签收，{say.day(row.reply_by)}前首次回复，写明责任领导、整改措施、责任人和完成时限。{FORM}"]),
            ("四、报结", ["办完后报结并附佐证材料，由督办单位核查，认定办结后销号。对督办有意见的，可以向督办单位陈述。"]),
        ],
    }  # fmt: skip


def _letter(order: Supervision) -> Values:
    warning = order.form == Form.WARNING
    lead = f"“{order.above.shown_title}”（{order.above.number}）" + (
        "有可能激化，现予预警。本函只针对事项，不针对人。"
        if warning
        else "有需要你单位注意的情况，现予提示。"
    )
    return {
        **_frame(order), "mark": "急" if warning else "", "heading": order.get_form_display(), "lead": lead,
        "sections": [
            ("一、有关情况", [order.reason]),
            ("二、请办事项", [order.demand]),
            ("三、回复", [f"请于{say.day(order.answer_by)}前回复处理情况。"]),
        ],
    }  # fmt: skip


def _reply(order: Supervision) -> Values:
    four = {name: getattr(order, name) for name in FOUR} | {"finish_by": say.day(order.finish_by)}
    rounds = [
        (
            row.get_colour_display(),
            say.day(row.signed_on),
            say.day(row.reply_by),
            say.day(row.replied_on) or "没有回复",
            "",
        )
        for row in order.rounds.all()
    ]
    return {
        "unit": order.unit.name, "heading": "督办回复单",
        "table": [
            ("h1", [("督 办 件", order.number), ("责任单位", order.unit.short_name)]),
            ("h2", [("督办事由", order.reason)]),
            *(("h2", [(FOUR[name], four[name])]) for name in FOUR),
            ("h3", [("办理结果", order.report)], "负责人签名：　　　　　年　　月　　日"),
        ],
        "heads": ("颜色", "签发日期", "首次回复期限", "首次回复", "备注"), "list": rounds, "note": FORM,
        "inks": (("责任单位", "（印章）"), ("督办单位", "（印章）")),
    }  # fmt: skip


def _duty(order: Supervision) -> Values:
    """责任倒查表 of the matter that is supervised, as of now."""
    matter = order.above
    found = duty.stretches(matter, now())
    lines = [
        (
            one.who,
            "　".join(filter(None, (one.post, one.stage))),
            when(one.since),
            when(one.until),
            worked(one.minutes),
        )
        for one in found
    ]
    heard = "；".join(f"{who}：{words}（{answer}）" for who, words, answer in duty.heard(matter))
    return {
        "unit": government(), "heading": "责任倒查表",
        "table": [
            ("h1", [("事　　项", matter.number), ("共 用 时", worked(duty.age(found)))]),
            ("h2", [("各人合计", "；".join(f"{who} {worked(minutes)}" for who, minutes in duty.summed(found)))]),
            ("h3", [("听取陈述", heard or "还没有听取陈述。")]),
        ],
        "heads": ("由谁办理", "岗位、环节", "从", "到", "用时"), "list": lines,
        "note": "用时按工作时间计算，各段之和等于事项共用时。本表只列事实和日期，不作责任认定。",
    }  # fmt: skip


def _circulars(order: Supervision) -> list[Decision]:
    return [row for row in order.decisions.all() if row.measure == Decision.Measure.CIRCULAR]


def _circular(order: Supervision, row: Decision) -> Values:
    """通报 to all units, as the joint meeting decided: the matter by its number alone, what was not done, what is asked; nobody of
    the people by name.
    """
    why, decided, asked = (
        mask_digits(mask_names(words, order.names)) for words in (order.reason, row.words, order.demand)
    )
    asked += f"请于{say.day(row.due_on)}前完成。" if row.due_on else ""
    return {
        **_frame(order), "on": say.day(row.held_on), "heading": "通　报", "mark": "", "to": "各村（居）民委员会，各办公室，各有关单位",
        "lead": f"{order.unit.name}承办的事项（{order.above.number}），属于{order.get_trigger_display()}的情形。听取该单位陈述后，"
                f"经{say.day(row.held_on)}联席会议决定（{row.minutes}），现予通报。",
        "sections": [("一、存在问题", [why]), ("二、会议议定", [decided]), ("三、办理要求", [asked])],
    }  # fmt: skip


def _letters(purpose: str) -> Callable[[Supervision], list[Any]]:
    return lambda order: [row for row in outside.sent(order) if row.purpose == purpose]


def _of_form(*forms: str) -> Any:
    return lambda order: "" if order.form in forms else f"是{order.get_form_display()}，不出具这一种。"


def _no_round(order: Supervision) -> str:
    return "" if order.rounds.all() else "没有签发过督办，没有督办通知单。"


def _kind(
    key: str, label: str, context: Any, word: str = "", template: str = "official_letter", **more: Any
) -> DocumentKind:
    number = f"{{short}}{word}〔{{year}}〕{{serial}}号" if word else ""
    more = {"statuses": SIGNED | {S.STRUCK}, "compartments": NEVER, "permission": VIEW, **more}
    return DocumentKind(f"command.{key}", label, f"documents/{template}.html", context, number=number, **more)


def _suggestion(order: Supervision, letter: Correspondence) -> Values:
    """建议函 to the superior in the county: about the matter itself, of which it knows; our order is none of its business."""
    lead = f"{order.unit.name}承办的下列事项，属于{order.get_trigger_display()}的情形，建议贵单位督促其依法办理，并函告结果。"
    return {**SUGGESTION.context(order, letter), **_matter(order), "lead": lead}


def _handed(order: Supervision, letter: Correspondence) -> Values:
    lead = "下列事项的责任倒查材料，现移送贵单位。"
    return {**SUGGESTION.context(order, letter), **_matter(order), "heading": "移送函", "lead": lead}


def _matter(order: Supervision) -> Values:
    return {"subject": order.above.shown_title, "matter_number": order.above.number}


SUGGESTED, HANDED = _letters(Correspondence.Purpose.SUGGEST), _letters(Correspondence.Purpose.FORWARD)
SUGGESTION = outside.letter_of("command.letter", SIGNED | {S.STRUCK})
DOCUMENTS = (
    _kind("order", "督办通知单", _order, "督", parts=lambda order: order.rounds.all(), when=_no_round,
          turn=lambda row, place: row.get_colour_display()),
    _kind("reply", "督办回复单", _reply, template="boxes", when=lambda order: "" if order.leader else "还没有首次回复。"),
    _kind("reminder", "提示函", _letter, "提", when=_of_form(Form.REMINDER)),
    _kind("warning", "预警函", _letter, "警", when=_of_form(Form.WARNING)),
    replace(SUGGESTION, context=_suggestion, label="建议函", number="{short}建〔{year}〕{serial}号", shared=False, compartments=NEVER, permission=VIEW,
            parts=SUGGESTED, when=lambda order: "" if SUGGESTED(order) else "没有发过建议函。"),
    replace(SUGGESTION, context=_handed, key="command.review_letter", label="移送函", number="{short}督移〔{year}〕{serial}号", shared=False, compartments=NEVER,
            permission="command.check", parts=HANDED, when=lambda order: "" if HANDED(order) else "没有移送过责任倒查。"),
    _kind("circular", "通报", _circular, "通", parts=_circulars, turn=lambda row, place: say.day(row.held_on),
          when=lambda order: "" if _circulars(order) else "联席会议没有决定通报，没有通报。"),
    _kind("duty", "责任倒查表", _duty, template="boxes", permission="command.check"),
    replace(tasks.kind_of("command.task", SIGNED), number="{short}督交〔{year}〕{serial}号", shared=False, compartments=NEVER, permission=VIEW),
)  # fmt: skip
