"""Papers of publicity: the plan against what was done, and the certificate of a training."""

from core.documents import paper_formats as say
from core.documents.issue import DocumentKind
from core.models.matter import PROTECTED
from core.values.moments import now
from legal.models import Certificate, Lesson, Plan
from legal.papers import Values, frame

S, State = Plan.Status, Lesson.State
LIVE = frozenset(S) - {S.VOIDED}


def _became(one: Lesson) -> str:
    if one.state == State.HELD:
        parts = [
            f"{say.day(one.held_on)}，{one.place}，{one.attended} 人次", f"资料 {one.leaflets} 份" if one.leaflets else "",
            f"{one.hours.normalize():f} 学时" if one.hours else "", f"经费 {one.cost} 元" if one.cost else "",
        ]  # fmt: skip
        return "，".join(filter(None, parts))
    return f"取消：{one.why}" if one.state == State.DROPPED else "待开展"


def plan(matter: Plan) -> Values:
    """年度普法计划和完成情况: each event, and what became of it by the day that stands on it."""
    lessons = sorted(matter.lessons.all(), key=lambda one: (one.month, one.number))
    held, dropped = (sum(one.state == state for one in lessons) for state in (State.HELD, State.DROPPED))
    return frame(
        f"{matter.year} 年普法计划和完成情况", matter.closed_at or now(),
        opening=[f"责任单位：{matter.unit.name}。计划 {len(lessons)} 场，已开展 {held} 场{f'，取消 {dropped} 场' if dropped else ''}。"],
        rows=[(f"{one.month} 月", f"{one.get_kind_display()}《{one.topic.strip('《》')}》（{one.get_audience_display()}）：{_became(one)}")
              for one in lessons],
        sections=[("内容和要求", say.sentences(matter.demand)), *([("年度总结", say.sentences(matter.summary))] if matter.summary else [])],
    )  # fmt: skip


def certificate(matter: Plan, row: Certificate) -> Values:
    it = row.lesson
    hours = f"，{it.hours.normalize():f} 学时" if it.hours else ""
    return frame(
        "培训证书", it.held_on, to=row.name,
        opening=[f"您于{say.day(it.held_on)}参加{matter.unit.name}举办的“{it.topic}”培训（{it.get_audience_display()}）{hours}，特发此证。"],
    )  # fmt: skip


DOCUMENTS = (
    DocumentKind("legal.publicity", "普法计划和完成情况", "documents/paper.html", plan, statuses=LIVE, compartments=PROTECTED),
    DocumentKind("legal.certificate", "培训证书", "documents/paper.html", certificate, number="{short}训〔{year}〕{serial}号", statuses=LIVE,
        parts=lambda matter: matter.certificates.all(), turn=lambda row, place: row.name, personal=True, compartments=PROTECTED,
        when=lambda matter: "" if matter.certificates.exists() else "还没有发过培训证书。"),
)  # fmt: skip
