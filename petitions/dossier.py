"""The dossier of a petition (结案归档目录, domain: 1.10): which papers it must hold by its course, and what its cover says."""

from typing import Any

from core.documents import paper_formats as say
from core.documents.dossier import Dossier, Item, Required, keys, when
from core.models.matter import PROTECTED
from petitions.documents import facts, letters, records
from petitions.documents.facts import LIVE, S
from petitions.models import Petition
from petitions.serving import sent_before


def _each(words: str, name: str) -> Required:
    """A paper for each row of `name`."""
    return Required(words, lambda petition: keys(getattr(petition, name).all()))


def _made(words: str, key: str) -> Required:
    """Where the paper is one to be served and somebody to serve it on."""
    return when(words, lambda petition: not petition.unreachable and facts.dated(petition, key))


def _rounds(last: int) -> tuple[str, ...]:
    """The first, and each that was made anew."""
    return ("", *map(str, range(1, last + 1)))


def _opinions(petition: Petition) -> tuple[str, ...]:
    """The opinion, and each one that a review has ordered to be given anew."""
    rounds = _rounds(petition.anew)
    return rounds if petition.signed_on else rounds[:-1]


def _notices_sent(petition: Petition) -> tuple[str, ...]:
    """One for each body that it went to."""
    told = not petition.unreachable and facts.dated(petition, "sent")
    return _rounds(sent_before(petition)) if told else ()


def _visited(petition: Petition) -> bool:
    return petition.channel in (Petition.Channel.VISIT, Petition.Channel.HALL)


ITEMS = (
    Item("registration", "来访登记表", ("petitions.registration",), when("来访的", _visited)),
    Item("letter", "来信、转送交办函件原件", required=when("来信、上级转送交办的", lambda p: p.sent_down or p.channel == "letter"), others="来信来函"),
    Item("receipt", "信访登记回执", ("petitions.receipt",)),
    Item("materials", "信访人提交的材料", others="材料"),
    Item("outside", "转送函、交办函、异议函等往来函件", ("petitions.letter", "petitions.urging"),
         Required("每件一份", lambda p: keys(letters.own(p))), acts=("object", "transfer", "ask_outside", "sender_answers",
                  "they_received", "their_objection", "report_came", "outside_answered", "urge_outside")),
    Item("sent", "转送告知书", ("petitions.sent",), Required("每次转送、交办一份", _notices_sent)),
    Item("acceptance", "受理告知书", ("petitions.acceptance",), _made("受理的", "acceptance"), acts=("accept",)),
    Item("guide", "程序告知书", ("petitions.guide",), _made("导入其他程序的", "guide"), acts=("sort",)),
    Item("refusal", "不予受理（不再受理）告知书", ("petitions.refusal",), _made("不予受理的", "refusal"), acts=("refuse",)),
    Item("received", "收到情况告知书", ("petitions.received",), _made("建议意见类的", "received")),
    Item("extension_form", "延期审批表", ("petitions.extension_form",), _each("每次申请一份", "extensions"),
         acts=("ask_extension", "grant_extension", "refuse_extension")),
    Item("charge", "领导包案表", ("petitions.charge",), _each("每次包案一份", "charges"), acts=("take_charge", "conclude_charge")),
    Item("extension_notice", "延期办理告知书", ("petitions.extension_notice",), _made("延期的", "extension_notice")),
    Item("inquiry", "调查笔录和证据材料", ("petitions.inquiry",), _each("每次调查一份", "inquiries"), acts=("inquire",)),
    Item("material", "补充材料通知书", ("petitions.material",), _each("每次通知一份", "materials"), acts=("ask_material", "material_came")),
    Item("hearing_notice", "听证通知书", ("petitions.hearing_notice",), _each("每次听证一份", "hearings"), acts=("call_hearing",)),
    Item("hearing", "听证笔录", ("petitions.hearing",), Required("每次听证一份", lambda p: keys(records.heard(p))), acts=("hear",)),
    Item("settlement", "调解协议书、和解协议书", ("petitions.settlement",), _each("每份协议一份", "settlements"), acts=("settle",)),
    Item("performance", "协议履行、意见落实的凭证", required=when("已经履行、落实的", lambda p: p.performed_on), others="凭证",
         acts=("settlement_performed", "carry_out", "fulfil")),
    Item("opinion", "信访处理意见书", ("petitions.opinion",), Required("每次签发一份", _opinions), acts=("check", "sign")),
    Item("reply", "建议意见回复", ("petitions.reply",), _made("建议意见类的", "reply"), acts=("reply_suggestion",)),
    Item("service", "送达回证", ("petitions.service",), when("送达过文书的", lambda p: p.services.exists()),
         acts=("serve", "record_delivery", "agree_electronic")),
    Item("review", "复查、复核意见书", required=_each("复查、复核过的", "reviews"), others="意见书", acts=("ask_review", "decided")),
    Item("review_list", "复查、复核材料移送清单", ("petitions.review_list",), _each("每次一份", "reviews")),
    Item("report", "办结报告", ("petitions.report",), Required("上级交办的", lambda p: keys(letters.reported(p))), acts=("report_result",)),
    Item("advice", "三项建议和书面反馈", ("petitions.advice",), _each("每项一份", "advice"), acts=("advise", "advice_answered")),
    Item("task", "交办单、完成材料", ("petitions.task",), acts=("give_task", "report_task")),
    Item("withdrawal", "信访人撤回的书面材料", required=when("撤回的", lambda p: p.ground == Petition.Ground.WITHDRAWN), others="撤回",
         acts=("withdraw",)),
)  # fmt: skip


def _served(key: str) -> Any:
    return lambda petition: {"": on} if (on := facts.dated(petition, key)) else {}


def _rows(rows: Any, day: str) -> Any:
    return lambda petition: {str(row.pk): getattr(row, day) for row in rows(petition)}


def _all(name: str) -> Any:
    return lambda petition: getattr(petition, name).all()


SERVED = ("sent", "acceptance", "guide", "refusal", "received", "extension_notice", "opinion", "reply")
DAYS: dict[str, Any] = {
    **{key: _served(key) for key in SERVED},
    "registration": lambda petition: {"": petition.received_at},
    "receipt": lambda petition: {"": petition.registered_at},
    "letter": _rows(letters.own, "dated_on"),
    "report": _rows(letters.reported, "dated_on"),
    "extension_form": _rows(_all("extensions"), "at"),
    "charge": _rows(_all("charges"), "at"),
    "inquiry": _rows(_all("inquiries"), "held_at"),
    "material": _rows(_all("materials"), "at"),
    "hearing_notice": _rows(_all("hearings"), "told_on"),
    "hearing": _rows(records.heard, "held_at"),
    "settlement": _rows(_all("settlements"), "agreed_on"),
    "review_list": _rows(_all("reviews"), "at"),
    "advice": _rows(_all("advice"), "at"),
}


def cover(petition: Petition) -> dict[str, Any]:
    rated = (
        petition.rated_on
        and f"信访部门{petition.get_rating_office_display()}，责任单位{petition.get_rating_unit_display()}"
    )
    return {
        "unit": facts.government(),
        "number": petition.number,
        "subject": petition.title,
        "petitioners": facts.names(petition),
        "channel": f"{petition.get_channel_display()}，{petition.get_source_display()}",
        "kind": petition.get_kind_of_display() + petition.get_way_display()[:3],
        "handler": petition.unit.name if petition.unit else "",
        "begun_on": say.day(petition.received_at),
        "ended_on": say.day(petition.closed_on),
        "result": petition.get_result_display() or petition.get_adopted_display() or str(S(petition.status).label),
        "ground": petition.get_ground_display(),
        "national_number": petition.national_number,
        "rated": rated or "",
    }  # fmt: skip


DOSSIER = Dossier(
    "petitions.dossier",
    "信访案卷",
    ITEMS,
    "documents/_cover_petition.html",
    cover,
    statuses=LIVE,
    ending=frozenset({S.ENDED, S.ARCHIVED, S.TOLD, S.SENT, S.RETURNED, S.REPLIED}),
    word="案卷",
    days={f"petitions.{key}": days for key, days in DAYS.items()},
    compartments=PROTECTED,
)
