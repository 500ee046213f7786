"""答复单 and 办事指引 of a consultation."""

from datetime import date

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.intake.receipts import receipt_keys
from core.models.matter import CLOSED, PROTECTED
from core.values.screen_formats import filled
from legal.models import Consultation, Guide, Guided
from legal.papers import Values, frame, station

S = Consultation.Status
AID = "经济困难或者符合法定情形的，可以依法申请法律援助，本站协助办理手续，不收费用（《法律援助法》第二十三条）。"
UNSAID = "未填写"
OURS = "以上答复根据咨询人的陈述作出，供参考；不同的事实会有不同的结论。"


def reply(matter: Consultation) -> Values:
    """答复单, handed out as the receipt too; of what is sealed it says no word."""
    keys = receipt_keys(matter.code, str(matter.lookup_code))
    hidden = matter.sealed or not all(party.may_be_reached() for party in matter.people)
    sections = [] if hidden else [("咨询的问题", say.sentences(matter.question))]
    if matter.answer and not hidden:
        sections.append(("答　　复", say.sentences(matter.answer)))
    answered = (
        filled(("解 答 人", matter.answerer), ("解答时间", say.moment(matter.answered_at)))
        if matter.answered_at
        else []
    )
    return frame(
        "法律咨询答复单", matter.answered_at or matter.received_at,
        rows=[*filled(("登记时间", say.moment(matter.received_at)), ("接 待 人", matter.first_contact.name)), *answered,
              ("查 询 码", keys["lookup_code"])],
        sections=sections,
        closing=[*([] if hidden or not matter.answer else [OURS]), AID, f"电话：{keys['phone']}，{station()}。"],
    )  # fmt: skip


def guide(matter: Consultation, row: Guided) -> Values:
    """办事指引 as it was given to who asked."""
    return guide_paper(row.guide, row.at, row.helped)


def guide_paper(it: Guide, on: date, helped: str = "") -> Values:
    """办事指引: what no source says is not guessed."""
    return frame(
        f"{it.get_kind_display()}办事指引", on,
        opening=[f"事项：{it.title}"],
        rows=[("到哪里办", it.where or UNSAID), ("费　　用", it.cost or UNSAID), ("期　　限", it.term or UNSAID),
              *filled(("本站协助", helped))],
        sections=[("带什么", [line.strip() for line in it.bring.splitlines() if line.strip()] or [UNSAID])],
        closing=[f"依据：{it.source}（{say.day(it.source_on)}查得）；{it.compared}。以受理机构当日的要求为准，去之前请先打电话问清。", AID],
    )  # fmt: skip


def no_guide(matter: Consultation) -> str:
    return "" if matter.guided.exists() else "还没有给办事指引。"


LIVE = frozenset(S) - {S.VOIDED}
DOCUMENTS = (
    DocumentKind("legal.reply", "法律咨询答复单", "documents/paper.html", reply, statuses=LIVE, shared=True, compartments=CLOSED),
    DocumentKind("legal.guide", "办事指引", "documents/paper.html", guide, statuses=LIVE, when=no_guide,
        parts=lambda matter: matter.guided.all(), turn=lambda row, place: str(row.guide), compartments=PROTECTED),
)  # fmt: skip
