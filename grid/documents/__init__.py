"""Papers of an incident, in the order of its life. Of a sealed one the sheets that leave the house say no word of what."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.intake.receipts import receipt_keys
from core.models import Clock
from core.outside.paper import letter_of, urging_of
from core.tasks import paper as tasks
from grid import clocks
from grid.models import Incident
from grid.rounds import hazards

Values = Mapping[str, Any]
S = Incident.Status
LIVE = frozenset(S) - {S.VOIDED}
INK = "签名：＿＿＿＿＿＿＿＿　　　　年　　月　　日"
SEALED = "内容依法保密，另行当面交办。"


def receipt(incident: Incident) -> Values:
    """For who reported it: the two codes, and when the outcome is told."""
    return {
        **receipt_keys(incident.code, str(incident.lookup_code)),
        "heading": "网格事件登记回执",
        "registered_at": say.moment(incident.received_at, weekday=True),
        "subject": "" if incident.sealed else incident.masked_title,
        "first_contact": f"{incident.first_contact.name}　{settings.TOWN['phone']}",
        "holder": incident.holder_unit.name,
        "steps": [{"when": "结案后3个工作日内", "what": "告知您处置结果，请您评价"}],
        "notes": [],
        "received_by": incident.first_contact.name,
        "sealed": incident.sealed or not all(party.may_be_reached() for party in incident.people),
    }


def order(incident: Incident) -> Values:
    """网格事件交办单: the item and the town's share of it, what is to be done by when; the unit signs."""
    item, about = incident.item, [] if incident.sealed else _found(incident)
    basis = f"{item.name}（{item.get_part_display()}；{item.basis}）" if item else incident.item_decided
    share = f"县级牵头：{item.lead}；镇里配合：{item.share}" if item and item.shared else ""
    return _sheet(incident, "网格事件交办单", [
        ("h1", [("承办单位", incident.unit.name if incident.unit else ""), ("级　　别", incident.get_level_display())]),
        *about,
        ("h2", [("履职依据", "、".join(filter(None, (basis, share))))]),
        ("h4", [("交办要求", SEALED if incident.sealed else incident.task or "请按职责处置。")]),
        ("h1", [("派遣时间", _moment(incident.dispatched_at)), ("处置期限", _due(incident))]),
        ("h2", [("办理要求", "一、收到后签收；不属于本单位职责的，2个工作日内说明理由退回。二、在期限内处置、反馈；需要延长的，到期以前申请。三、照片可以不拍。")]),
        ("h2", [("签　　收", "")], f"签收人{INK}"),
    ])  # fmt: skip


def sheet(incident: Incident) -> Values:
    """网格事件处置反馈单: what was done, and what somebody else saw on the spot."""
    # A check of what was done before it was done again says nothing of this.
    late = incident.checked_at and incident.answered_at and incident.checked_at < incident.answered_at
    checked = None if late else incident.checked_by
    passed = "合格" if incident.status in (S.CHECKED, S.CLOSED, S.SETTLED) else "不合格"
    seen = f"{passed}：{incident.check_words}" if checked else ""
    return _sheet(incident, "网格事件处置反馈单", [
        ("h1", [("承办单位", incident.unit.name if incident.unit else str(incident.county or incident.holder_unit)), ("级　　别", incident.get_level_display())]),
        *([] if incident.sealed else _found(incident)),
        ("h6", [("处置情况", SEALED if incident.sealed else incident.settled_how)], f"反馈时间：{_moment(incident.answered_at)}"),
        ("h4", [("现场核查", "" if incident.sealed else seen)],
            f"核查人：{checked.name}　{_moment(incident.checked_at)}" if checked else f"核查人{INK}"),
        ("h2", [("结　　案", _moment(incident.closed_at))], f"综治中心{INK}"),
    ])  # fmt: skip


def _sheet(incident: Incident, heading: str, table: list[Any]) -> Values:
    return {
        "heading": heading,
        "table": table,
        "note": f"登记号：{incident.number}",
    }


def _found(incident: Incident) -> list[Any]:
    where = " ".join(filter(None, (incident.area.full_name, incident.place)))
    kind = incident.topic.name if incident.topic else "未分类"
    return [
        ("h1", [("事件类型", kind), ("来　　源", incident.get_channel_display())]),
        ("h1", [("地　　点", where), ("发现时间", _moment(incident.happened_at))]),
        ("h4", [("情　　况", say.cut(incident.what, 300, "……"))]),
    ]


def _moment(at: Any) -> str:
    return say.moment(at) if at else ""


def _due(incident: Incident) -> str:
    """The day as it was known when it was given out: a longer term, or a new one after a check, came later."""
    at, rules = incident.dispatched_at, [rule.key for rule in clocks.LEVELS]
    begun = Clock.objects.filter(matter_id=incident.pk, rule__in=rules, started_at__lte=at)
    ran = begun.filter(Q(ended_at=None) | Q(ended_at__gt=at) | Q(started_at=at)).order_by("id").last()
    longer = incident.extensions.filter(granted=True, at__lte=at).exists()
    return say.due(ran) if ran is None or longer else say.first_due(ran)


def _given_before(incident: Incident) -> str:
    """How often it was given to a unit before the last time: each order has its own number."""
    given = incident.history.filter(action__in=("grid.dispatch", "grid.reassign")).count()
    return str(given - 1) if given > 1 else ""


def _not_yet(column: str, words: str) -> Any:
    return lambda incident: "" if getattr(incident, column) else words


DOCUMENTS = (
    DocumentKind("grid.receipt", "网格事件登记回执", "documents/receipt.html", receipt, statuses=LIVE, shared=True),
    DocumentKind("grid.order", "网格事件交办单", "documents/boxes.html", order, number="{short}网交〔{year}〕{serial}号", statuses=LIVE, round=_given_before,
        when=_not_yet("unit", "现在没有承办单位，派遣以后才有交办单。"), shared=True),
    DocumentKind("grid.sheet", "网格事件处置反馈单", "documents/boxes.html", sheet, statuses=LIVE,
        when=_not_yet("answered_at", "还没有反馈，没有处置反馈单。"), shared=True),
    letter_of("grid.letter", LIVE, "网"),
    urging_of("grid.urging", LIVE, "网"),
    tasks.kind_of("grid.task", LIVE, "网格"),
    *hazards.DOCUMENTS,
)  # fmt: skip
