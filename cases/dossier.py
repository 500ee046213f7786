"""The dossier of a case (事项案卷): what was registered, how it was passed on, what came back, how it ended."""

from typing import Any

from cases.documents import for_units
from cases.documents.facts import LIVE, S
from cases.documents.reception import held
from cases.models import Case
from core.documents import paper_formats as say
from core.documents.dossier import ALWAYS, Dossier, Item, Required, keys, when
from core.outside.paper import sent

ITEMS = (
    Item("registration", "来访接待登记表", ("cases.registration_form",), ALWAYS, acts=("ask_instruction",)),
    Item("receipt", "登记回执", ("cases.receipt", "cases.receipt_twice")),
    Item("materials", "来访人提交的材料", required=when("登记了提交材料的", lambda case: case.materials), others="材料"),
    Item("instruction", "领导批示", acts=("instruct",)),
    Item("reception", "接访记录", ("cases.reception_record",), Required("领导每次接访一份", lambda case: keys(held(case))), acts=("receive",)),
    Item("task", "交办单、完成材料", ("cases.task",), acts=("give_task", "report_task")),
    Item("referral", "转介单、回执和反馈", ("cases.referral",),
         Required("每次转介一份", lambda case: keys(case.referrals.all())),
         acts=("send_referral", "pass_referral", "accept_referral", "refuse_referral", "take_feedback")),
    Item("outside", "提请上级的函件和答复", ("cases.letter", "cases.urging"),
         Required("每次提请一份", lambda case: keys(sent(case))), acts=("send_up", "take_answer", "urge_answer")),
    Item("handover", "转办单", (for_units.SHEET,), Required("每次转办一份", lambda case: keys(for_units.leads(case))),
         acts=("hand_over", "sign", "reassign", "add_helper", "uphold")),
    Item("returned", "退回单", ("cases.returned",), Required("每次退回一份", lambda case: keys(for_units.returns(case))), acts=("return",)),
    Item("extension", "延期的申请和决定", acts=("ask_extension", "grant_extension", "refuse_extension")),
    Item("elsewhere", "不属职责告知书", ("cases.elsewhere",),
         when("不属职责、书面告知的", lambda case: case.status == S.TOLD), acts=("elsewhere",)),
    Item("refer", "移送函", required=when("移送的", lambda case: case.status == S.REFERRED), others="移送", acts=("refer",)),
    Item("reply", "办理结果、答复", acts=("reply", "answer_on_spot", "answer_in_room", "answer_as_helper", "joint_reply")),
    Item("called_back", "回访记录", ("cases.called_back",),
         when("回访过的", lambda case: case.called_back_at), acts=("call_back",)),
)  # fmt: skip

DAYS: dict[str, Any] = {
    "cases.registration_form": lambda case: {"": case.received_at},
    "cases.receipt": lambda case: {"": case.registered_at},
    "cases.receipt_twice": lambda case: {"": case.registered_at},
    "cases.referral": lambda case: {str(row.pk): row.sent_at for row in case.referrals.all()},
    "cases.letter": lambda case: {str(row.pk): row.typed_at for row in sent(case)},
    for_units.SHEET: lambda case: {str(row.pk): row.handed_at for row in for_units.leads(case)},
    "cases.returned": lambda case: {str(row.pk): row.ended_at for row in for_units.returns(case)},
    "cases.elsewhere": lambda case: {"": case.answered_at},
    "cases.called_back": lambda case: {"": case.called_back_at},
}


def cover(case: Case) -> dict[str, Any]:
    """What stands on the cover."""
    last = case.last_lead()
    return {
        "number": case.number,
        "subject": case.title,
        "visitors": "、".join(party.name for party in case.people if party.role == party.Role.APPLICANT),
        "channel": case.get_channel_display(),
        "first_contact": case.first_contact.name,
        "lead": last.unit.name if last else "",
        "begun_on": say.day(case.received_at),
        "ended_on": say.day(case.closed_at),
        "result": str(S(case.status).label),
        "rated": case.get_satisfaction_display() if case.satisfaction else "",
    }


DOSSIER = Dossier(
    "cases.dossier",
    "事项案卷",
    ITEMS,
    "documents/_cover_case.html",
    cover,
    statuses=LIVE,
    ending=frozenset({S.REPLIED, S.FINISHED, S.SETTLED, S.TOLD, S.REFERRED}),
    word="案卷",
    days=DAYS,
)
