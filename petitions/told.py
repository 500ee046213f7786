"""What a citizen is told of a petition: where it stands, until when, which papers were given, and the reply once it is served."""

from core.models import Clock
from core.procedure.procedure import by_kind
from core.values.screen_formats import day
from core.workflow.public_status import Step, Told
from petitions import clocks
from petitions.models import Petition

S = Petition.Status
PROMISED = (
    clocks.NOTICE.key,
    clocks.HANDLE.key,
    clocks.STUDY.key,
    clocks.ACT.key,
    clocks.MATERIAL.key,
    clocks.REVIEW.key,
    clocks.SECOND.key,
)
SERVED = frozenset({S.SERVED, S.IN_REVIEW, S.REVIEWED, S.IN_SECOND, S.ENDED, S.ARCHIVED, S.REPLIED})


def told(petition: Petition) -> Told:
    """The whole page of a petition that may be told. The opinion stands here once it has been served, not before."""
    flow = by_kind()[petition.kind].workflow
    running = Clock.objects.running().filter(matter=petition.pk, rule__in=PROMISED).order_by("raw")
    lines = [
        f"{clock.label}：{day(clock.rolled if clock.right else clock.raw)}前。"
        for clock in running
        if clock.raw
    ]
    unit = petition.unit or petition.holder_unit
    return Told(
        flow.stage_of(petition).plain,
        (f"现由{unit.name}负责。", *lines) if petition.is_open else (),
        tuple(_path(petition)),
        result=petition.opinion if _answered(petition) else "",
        facts=_where(petition) if petition.status in (S.TOLD, S.SENT) else (),
        number=petition.number,
    )


def _answered(petition: Petition) -> bool:
    """Was it given? A draft that ended with the petition, or an opinion that was sent back to be made anew, was not."""
    given = petition.signed_on or petition.status == S.REPLIED
    return bool(given) and petition.status in SERVED


def _where(petition: Petition) -> tuple[tuple[str, str], ...]:
    said = (
        ("请到", petition.told_body),
        ("地址、电话", petition.told_where),
        ("期限", petition.told_term),
        ("途径", petition.ways),
    )
    return tuple((label, words) for label, words in said if words)


def _path(petition: Petition) -> list[Step]:
    """Only days that are certain: received, accepted, answered."""
    steps = [Step("收到", day(petition.received_at), "done")]
    if petition.accepted_on:
        steps.append(Step("受理", day(petition.accepted_on), "done"))
    if petition.signed_on:
        steps.append(Step("作出处理意见", day(petition.signed_on), "done"))
    if petition.ended_on:
        steps.append(Step("终结", day(petition.ended_on), "done"))
    if petition.is_open:
        steps.append(Step(str(Petition.Status(petition.status).label), "", "now"))
    return steps
