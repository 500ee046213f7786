"""The acts of a quality review: drawn by rule, looked at by somebody who never handled it, put right by the unit, checked."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from command.brought import kinds
from command.models import QualityReview, Sampled
from command.quality import clocks, sampling
from command.quality.checks import CHECKS
from core.access import exclusions
from core.access.people import desk_of
from core.deadlines.clocks import Start
from core.deadlines.terms import term_until
from core.intake import places
from core.models import HistoryEntry, Matter
from core.procedure.indicators import Period
from core.procedure.transitions import Outcome, Snapshot
from core.tasks.acts import given
from core.values.refused import Refused

Data = Mapping[str, Any]
S = QualityReview.Status
MOST = 200  # files of one review


def draw(now: Snapshot, data: Data) -> Outcome:
    desk = desk_of(now.by, "评查")
    total, files = sampling.drawn(
        data["kind"], Period(data["first"], data["last"]), data["rule"], data["every"]
    )
    if not files:
        raise Refused(f"这一期间办结 {total} 件，按这个办法一件也抽不到。", "every")
    if len(files) > MOST:
        raise Refused(f"抽到 {len(files)} 件，一次最多 {MOST} 件，请加大间隔。", "every")
    label = kinds()[data["kind"]]
    return Outcome(
        facts=places.begun(
            now, **{name: data[name] for name in ("first", "last", "rule", "every")}, about_kind=data["kind"], total=total,
            title=f"{label}质量评查（{data['first']:%Y-%m-%d} 至 {data['last']:%m-%d}）",
        ),
        holder=(desk, now.by),
        rows=[Sampled(about=row, place=place) for place, row in files],
        detail={"kind": label, "drawn": f"{total} 件中抽 {len(files)} 件", "every": f"{data['every']}"},
    )  # fmt: skip


def assess(now: Snapshot, data: Data) -> Outcome:
    """登记评查: never by who had it in hand, took it in or did anything in it."""
    row = now.matter.sample.select_related("about", "checked_by").get(
        pk=data["sampled"].pk
    )  # as it stands now
    by, about = now.by, row.about
    if by is not None and not Matter.objects.visible_to(by).filter(pk=about.pk).exists():
        raise Refused("您看不到这件事项，不能评查。", "sampled")
    if row.checked_by and row.checked_by.is_active and by is not None and by.pk != row.checked_by_id:
        raise Refused(f"这一件{row.checked_by.name}已经评查，要改由其本人改。", "sampled")
    if by is not None and _handled(about, by):
        raise Refused("您经手过这件事项，要由别人评查。", "sampled")
    faults = list(data.get("faults") or ())
    if faults and exclusions.barred(about).unit(data["unit"]):
        raise Refused("这个单位在这件事项里已经回避，不能由它整改。", "unit")
    values = {
        "faults": faults,
        "words": data["words"],
        "unit": data["unit"] if faults else None,
        "checked_at": now.at,
        "checked_by": by,
    }
    found = "、".join(CHECKS[fault] for fault in faults) or "没有问题"
    return Outcome(
        changes=[(row, values)], detail={"about": about.number, "faults": found, "words": data["words"]}
    )


def _handled(about: Matter, user: Any) -> bool:
    family = Q(matter=about.pk) | Q(matter__parent=about.pk)
    return (
        about.first_contact_id == user.pk
        or HistoryEntry.objects.filter(family & (Q(by=user) | Q(holder=user))).exists()
    )


def all_are_assessed(now: Snapshot) -> str:
    left = sum(row.checked_at is None for row in now.matter.files())
    return f"还有 {left} 件没有评查。" if left else ""


def faulty(review: QualityReview) -> list[Sampled]:
    """What is put to a unit: not what turned out to be an accusation since, it may be about that unit (信访工作条例 30)."""
    return [
        row for row in review.files() if row.faults and row.about.compartment != Matter.Compartment.ACCUSATION
    ]


def there_are_faults(now: Snapshot) -> str:
    return "" if faulty(now.matter) else "没有发现问题，请直接“评查结束”。"


def no_faults(now: Snapshot) -> str:
    return "发现了问题，请先“责令整改”。" if now.matter.status == S.DRAWN and faulty(now.matter) else ""


def order(now: Snapshot, data: Data) -> Outcome:
    """责令整改: one task for each file with faults, of its unit; done with proof, checked by who ordered it."""
    rows = faulty(now.matter)
    lines = [
        {"what": f"{row.named}：{'、'.join(CHECKS[fault] for fault in row.faults)}。{'' if row.about.sealed else row.words}"[:300], "unit": row.unit, "user": None, "due_on": data["due_on"]}
        for row in rows
    ]  # fmt: skip
    tasks = given(now, lines, now.by)
    until = Start(
        clocks.CORRECT.key,
        unit=now.matter.holder_unit,
        user=now.matter.holder_user,
        term=term_until(now.at, data["due_on"]),
    )
    return Outcome(
        facts={
            "ordered_on": localdate(now.at),
            "ordered_by": now.decider,
        },
        rows=tasks.rows,
        starts=[*(tasks.starts or ()), until],
        notices=tasks.notices,
        detail=tasks.detail,
    )


def finish(now: Snapshot, data: Data) -> Outcome:
    return Outcome(facts={"done_on": localdate(now.at)})


def counted(review: QualityReview) -> list[tuple[str, int]]:
    """Faults by kind, in the order of the list."""
    rows = review.files()
    counts = [(word, sum(code in row.faults for row in rows)) for code, word in CHECKS.items()]
    return [(word, count) for word, count in counts if count]
