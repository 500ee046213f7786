"""Papers of counselling: the receipt, which says no word of it, and the notice of danger. There is none of the notes."""

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.intake.receipts import receipt_keys
from core.models.matter import CLOSED, PROTECTED
from legal.models import Counselling, Danger
from legal.papers import Values, frame, names

LIVE = frozenset(Counselling.Status) - {Counselling.Status.VOIDED}


def receipt(matter: Counselling) -> Values:
    keys = receipt_keys(matter.code, str(matter.lookup_code))
    return frame(
        "登记回执", matter.received_at,
        rows=[("登记时间", say.moment(matter.received_at)), ("接 待 人", matter.first_contact.name), ("查 询 码", keys["lookup_code"])],
        closing=[f"电话：{keys['phone']}，请妥善保管查询码。"],
    )  # fmt: skip


def danger(matter: Counselling, row: Danger) -> Values:
    """危险情况通知书: name and danger, nothing that was said."""
    return frame(
        "危险情况通知书", row.at, to=f"公安机关（{row.police}）",
        opening=[f"{names(matter)}存在{row.get_of_display()}，依照《精神卫生法》第二十八条通知贵机关，仅限必要信息。"],
        rows=[("为什么通知", row.why)], signs=["接报人"],
    )  # fmt: skip


DOCUMENTS = (
    DocumentKind("legal.counselling", "心理服务登记回执", "documents/paper.html", receipt, statuses=LIVE, shared=True, compartments=CLOSED),
    DocumentKind("legal.danger", "危险情况通知书", "documents/paper.html", danger, statuses=LIVE, personal=True, compartments=PROTECTED,
        parts=lambda matter: matter.dangers.all(), when=lambda matter: "" if matter.dangers.exists() else "没有危险情况通知。"),
)  # fmt: skip
