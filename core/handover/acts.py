"""The acts of a hand-over. Begun by who keeps the place; answered by giver and receiver, each in his own name, within the
term; after it, or where the giver is gone, who keeps the place signs for him. The second signature moves everything.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from core.access.people import may_there, once, with_permission
from core.access.sealing import keepers as of_sealed
from core.deadlines.clocks import inner_rule
from core.deadlines.steps import BLACK, DIRECTORS, HALF, LEADERS, OVER, SOON, Step, Whom
from core.models import (
    Access,
    Appointment,
    Area,
    Exclusion,
    HandoverItem,
    Holding,
    Matter,
    PostHandover,
    Task,
    User,
)
from core.privacy.masking import mask_names
from core.procedure.procedure import by_kind, procedures
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from core.values.screen_formats import last_day, when
from core.workflow.handing import in_hand

Data = Mapping[str, Any]
S, What = PostHandover.Status, HandoverItem.What
SEALED = "保密事项"  # whoever takes over may be the one whom it accuses


def keepers(matter: Matter, area: Area | None = None) -> list[User]:
    """Who keeps the place: the village's own, and who keeps the whole town."""
    return with_permission(_keep(matter), area=area or matter.area)


def _keep(matter: Matter) -> str:
    return by_kind()[matter.kind].labels["keep"]


BOTH = Whom("移交人、接手人", lambda clock: unsigned(PostHandover.objects.get(pk=clock.matter_id)))
KEEPERS = Whom("管这个区域岗位的人", lambda clock: keepers(clock.matter))
SIGN = inner_rule(
    "core.handover", "岗位交接签字", "3W", "本镇岗位交接制度",
    steps=(
        Step("half", HALF, (BOTH,), "“{label}”等您签字：{title}"),
        Step("soon", SOON, (BOTH,), "“{label}”快到期：{title}"),
        Step("over", OVER, (BOTH, KEEPERS), "“{label}”逾期，可以代签或者换接手人：{title}", urgent=True),
        Step("black", BLACK, (DIRECTORS, LEADERS), "“{label}”逾期超过 5 个工作日：{title}", urgent=True),
    )
)  # fmt: skip


# --- Why not --------------------------------------------------------------------------------------------------------


def i_give_and_have_not_signed(now: Snapshot) -> str:
    own = now.by is None or now.by.pk == now.matter.giver_id
    return "" if own and not now.matter.giver_signed_at else "没有等您签字的移交。"


def i_take_and_have_not_signed(now: Snapshot) -> str:
    own = now.by is None or now.by.pk == now.matter.receiver_id
    return "" if own and not now.matter.receiver_signed_at else "没有等您签字的接手。"


def i_keep_it(now: Snapshot) -> str:
    return (
        ""
        if now.by is None or may_there(now.by, _keep(now.matter), now.matter.area)
        else "只能办自己管辖区域里的岗位。"
    )


def the_giver_cannot(now: Snapshot) -> str:
    """Signing for somebody is for when he is gone, or the term is."""
    matter, by = now.matter, now.by
    if matter.giver_signed_at:
        return "移交人已经签字。"
    if by and by.pk in (matter.giver_id, matter.receiver_id):
        return "移交人、接手人不能代签，由管这个区域岗位的人代签。"
    clock = now.clock(SIGN.key)
    over = clock is not None and clock.expires_at is not None and clock.expires_at <= now.at
    return "" if over or gone(matter.giver) else "移交人还在岗，要由本人签字；过了期限才能代签。"


def gone(user: User) -> bool:
    """No account in use, or no post any more."""
    return not user.is_active or not Holding.objects.current().filter(user=user).exists()


def unsigned(handover: PostHandover) -> list[User]:
    return once(
        [None if handover.giver_signed_at else handover.giver],
        [None if handover.receiver_signed_at else handover.receiver],
    )


# --- Counting what is in hand ---------------------------------------------------------------------------------------


def counted(user: User, at: Any) -> list[HandoverItem]:
    """What is in the user's own hand at the moment, line by line; nobody's name, and nothing of what is sealed, not even its
    number; of what the user is shut out of no line.
    """
    shut = set(Exclusion.objects.current().of_user(user).values_list("matter", flat=True))
    matters = [one for one in in_hand(user, at) if (one.root_id or one.pk) not in shut]
    tasks = Task.objects.open().filter(user=user).order_by("due_on", "pk")
    dates = Appointment.objects.filter(user=user, cancelled_at=None, until__gt=at).order_by("at", "pk")
    return [line for one in matters for line in _lines(one, user, tasks, dates)] + _by_post(user)


def _by_post(user: User) -> list[HandoverItem]:
    """What he looks after as long as he has the post: told, so that who comes next knows the day; it moves with the post."""
    asked = (one.by_post(user) for one in procedures() if one.by_post)
    return [
        HandoverItem(
            what=What.VISIT, about_id=matter.pk, words=SEALED if matter.sealed else matter.number, due_on=due, apart=True
        )
        for found in asked
        for matter, due in found
    ]  # fmt: skip


def _lines(matter: Matter, user: User, tasks: Any, dates: Any) -> list[HandoverItem]:
    def line(what: str, words: str, due_on: Any) -> HandoverItem:
        said = SEALED if matter.sealed else f"{matter.number}　{mask_names(words, matter.names)}"
        return HandoverItem(
            what=what,
            about=matter,
            words=said[:200],
            due_on=due_on,
            apart=matter.sealed,
        )

    procedure = by_kind()[matter.kind]
    own = [
        line(
            What.MATTER,
            f"{procedure.label}，{procedure.workflow.stage_of(matter).label}",
            last_day(matter.due_at),
        )
    ]
    return [
        *(own if matter.holder_user_id == user.pk else ()),
        *(line(What.TASK, f"交办第{one.number}项", one.due_on) for one in tasks if one.matter_id == matter.pk),
        *(line(What.DATE, f"{when(one.at)} {one.what}，{one.place}", localdate(one.at)) for one in dates if one.matter_id == matter.pk),
    ]  # fmt: skip


def _key(item: HandoverItem) -> tuple[str, int, str]:
    return item.what, item.about_id, "" if item.what in (What.MATTER, What.VISIT) else item.words


# --- The acts -------------------------------------------------------------------------------------------------------


def draft(now: Snapshot, data: Data) -> Outcome:
    holding, receiver = data["holding"], data["receiver"]
    giver, area = holding.user, holding.post.area
    if now.by is not None and not may_there(now.by, _keep(now.matter), area):
        raise Refused("只能办自己管辖区域里的岗位。", "holding")
    if giver == receiver:
        raise Refused("接手人不能是移交人自己。", "receiver")
    if PostHandover.objects.filter(holding=holding, closed_at=None).exists():
        raise Refused("这个岗位已经有一份待签的交接清单。", "holding")
    items = counted(giver, now.now)
    return Outcome(
        facts={
            "title": f"{holding.post.name}（{area.name}）{by_kind()[now.matter.kind].label}",
            "area": area,
            "received_at": now.at,
            "first_contact": now.by,
            "holding": holding,
            "giver": giver,
            "receiver": receiver,
            "last_day": data["last_day"],
            "counted_at": now.now,
        },
        holder=(holding.post.unit, None if gone(giver) else giver),
        rows=items,
        access=[Access(user=one, part="handover") for one in (giver, receiver)],
        notices=[Tell([giver, receiver], "交接清单已起草，请核对后签字：{matter}")],
        detail={
            "giver": giver.name, "receiver": receiver.name, "last_day": f"{data['last_day']}", "items": _sum(items)
        },
    )  # fmt: skip


def _sum(items: list[HandoverItem]) -> str:
    counts = ((label, sum(one.what == what for one in items)) for what, label in What.choices)
    return "，".join(f"{label} {count}" for label, count in counts if count) or "没有在手的事项"


def recount(now: Snapshot, data: Data) -> Outcome:
    """The list as of now; with another receiver where one was chosen. Who signed the old list signs again."""
    matter = now.matter
    receiver = data.get("receiver") or matter.receiver
    if receiver == matter.giver:
        raise Refused("接手人不能是移交人自己。", "receiver")
    items, count = counted(matter.giver, now.now), matter.count + 1
    for item in items:
        item.count = count
    return Outcome(
        facts={
            "receiver": receiver, "counted_at": now.now, "count": count, "giver_signed_at": None, "giver_signed_by": None,
            "receiver_signed_at": None,
        },
        holder=(matter.holder_unit, None if gone(matter.giver) else matter.giver),
        rows=items,
        access=[Access(user=receiver, part="handover")] if receiver != matter.receiver else [],
        notices=[Tell([matter.giver, receiver], "交接清单重新清点过，请核对后签字：{matter}")],
        detail={"receiver": receiver.name, "items": _sum(items)},
    )  # fmt: skip


def sign_as_giver(now: Snapshot, data: Data) -> Outcome:
    return _signed(now, {"giver_signed_at": now.at}, now.matter.receiver_signed_at, now.matter.receiver)


def sign_for_giver(now: Snapshot, data: Data) -> Outcome:
    """代签, with the reason, in the name of who signs."""
    facts = {"giver_signed_at": now.at, "giver_signed_by": now.by}
    outcome = _signed(now, facts, now.matter.receiver_signed_at, now.matter.receiver)
    return replace(outcome, detail={**outcome.detail, "reason": data["reason"]})


def sign_as_receiver(now: Snapshot, data: Data) -> Outcome:
    return _signed(now, {"receiver_signed_at": now.at}, now.matter.giver_signed_at, now.matter.giver)


def _signed(now: Snapshot, facts: Data, other_signed: Any, other: User) -> Outcome:
    """One signature, after which it is in the hand of the other; with the second one everything on the list moves."""
    matter = now.matter
    fresh, listed = counted(matter.giver, now.now), matter.listed
    if new := {_key(one) for one in fresh} - {_key(one) for one in listed}:
        raise Refused(f"清点以后又有 {len(new)} 项到了移交人手上，请先“重新清点”。")
    if not other_signed:
        return Outcome(
            facts=facts,
            meets=(),
            holder=(matter.holder_unit, other),
            notices=[Tell([other], "对方已在交接清单上签字，请您也签：{matter}")],
        )
    moved = sorted({one.about_id for one in fresh if not one.apart})
    given = {"giver": matter.giver, "receiver": matter.receiver, "by_list": matter.number}
    apart = list(
        Matter.objects.filter(
            pk__in={one.about_id for one in fresh if one.apart and one.what != What.VISIT}
        ).select_related("area")
    )
    return Outcome(
        facts={**facts, "status": S.DONE},
        elsewhere=[(pk, "change_hands", given) for pk in moved],
        notices=[
            Tell([matter.giver, matter.receiver, *keepers(matter)], "双方已签字，事项已移交：{matter}"),
            *(Tell(_who_names(one), "原办理人离岗，封闭事项请另行指定由谁接办：{matter}", urgent=True, about=one) for one in apart),
        ],
        detail={"moved": f"{len(moved)} 件", "apart": f"{len(apart)} 件" if apart else ""},
    )  # fmt: skip


def _who_names(matter: Matter) -> list[User]:
    """Who may open what is sealed there, else the director."""
    opened = [row.user for row in of_sealed(matter.area) if row.user]
    return opened or with_permission("core.direct", area=matter.area)


def object_to(now: Snapshot, data: Data) -> Outcome:
    """提出异议: told to who drafted it and keeps the place; nothing is signed by it."""
    return Outcome(
        notices=[Tell(keepers(now.matter), "交接清单有人提出异议，请核实、重新清点：{matter}")],
        detail={"words": data["words"]},
    )


def void(now: Snapshot, data: Data) -> Outcome:
    told = Tell([now.matter.giver, now.matter.receiver], "交接清单已作废：{matter}")
    return Outcome(facts={"voided_at": now.at}, notices=[told], detail={"reason": data["reason"]})
