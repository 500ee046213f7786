"""保管: it follows the post. Whoever comes into a post that keeps sealed matters, or rosters, keeps those of before, too, also what
is closed; whoever has left it reads them no more. Else, when people change, a sealed matter would end with no reader.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from core.access import exclusions
from core.access.people import with_permission
from core.access.sealing import KEEP, KEEPER
from core.models import Access, Area, Exclusion, Holding, Matter, User
from core.models.matter import CLOSED
from core.procedure.procedure import by_kind, procedures
from core.procedure.transitions import NEVER, QUIET, Outcome, Snapshot, Transition, Words, anybody
from core.records.notices import tell
from core.values.roles import roles
from core.workflow.perform import perform

logger = logging.getLogger(__name__)
Data = Mapping[str, Any]
# What it was opened for by the post; not what somebody himself handles, registered or was asked.
BY_POST = (KEEPER, "alarm")
# A register opens itself to its own posts; what is void holds nobody.
SEALED = Matter.objects.exclude(compartment__in=["", Matter.Compartment.REGISTER]).filter(voided_at=None)


class NotFollowed(Exception):
    """Some matters could not change their keepers; the others did."""


def _kept() -> Iterator[tuple[str, Any]]:
    """What is kept, by the permission that keeps it: what is sealed, and the kinds that name one (the label `keep`)."""
    yield KEEP, SEALED
    for one in procedures():
        if keep := one.labels.get("keep"):
            yield keep, Matter.objects.filter(kind=one.kind, compartment="", voided_at=None)


def _permission(matter: Matter) -> str:
    return KEEP if matter.sealed else by_kind()[matter.kind].labels["keep"]


def change_keepers(now: Snapshot, data: Data) -> Outcome:
    """Open to whoever keeps it there today and is not shut out; shut to whoever kept it by a post that ended."""
    new, gone = _change(now.matter)
    return Outcome(
        access=[Access(user=user, part=KEEPER) for user in new],
        changes=[(row, {"ends_at": now.now}) for row in gone],
        detail={"opened_to": _names(new), "shut_to": _names([row.user for row in gone if row.user])},
    )


def _change(matter: Matter) -> tuple[list[User], list[Access]]:
    """Who keeps it and cannot read it yet; the rows of those who keep it no more, unless it would be left without a keeper."""
    keep = _permission(matter)
    keepers = exclusions.barred(matter).let(with_permission(keep, area=matter.area))
    standing = list(
        Access.objects.current().filter(matter=matter.pk, user__isnull=False).select_related("user")
    )
    left = {user.pk for user in _left(matter.area, keep)}
    gone = [row for row in standing if row.part in BY_POST and row.user_id in left]
    own = Matter.objects.filter(pk=matter.pk)
    return [user for user in keepers if _unread(own, user)], gone if keepers else []


def _unread(kept: Any, user: User) -> set[int]:
    """Those that were not opened to the user by name; of what is not sealed, those that no post shows him either."""
    rest = dict(kept.exclude(_open_to(user)).values_list("pk", "compartment"))
    return rest.keys() - Matter.objects.seen_by(user, [pk for pk, label in rest.items() if not label])


def _names(users: list[User]) -> str:
    return "、".join(user.name for user in users)


def _left(area: Area, keep: str) -> list[User]:
    """Who kept it there by a post that has ended, and has no such post now."""
    keys = [key for key, role in roles().items() if keep in role.permissions]
    over = Holding.objects.filter(
        post__role__in=keys,
        post__area_id__in=area.line,
        activated_by__isnull=False,
        ends_on__lt=localdate(),
    )
    now = {user.pk for user in with_permission(keep, area=area)}
    return [user for user in User.objects.filter(pk__in=over.values("user")) if user.pk not in now]


def follow() -> int:
    """Have every matter that is kept change its keepers that needs to; how many did. Whoever keeps more from now on is told.

    A matter that fails stops no other: it is tried again the next time, and the job ends as a failed one that names
    it (NotFollowed).
    """
    done, gained, failed = 0, Counter[tuple[User, str]](), list[int]()
    for matter in Matter.objects.filter(pk__in=_perhaps()).select_related("area").order_by("pk"):
        try:
            new, gone = _change(matter)
            if new or gone:
                perform(matter.pk, "change_keepers", by=None)
        except Exception:  # whatever it is, the next matter must be looked at
            logger.exception("keepers of matter %s", matter.pk)
            failed.append(matter.pk)
            continue
        gained.update((user, "" if matter.sealed else matter.kind) for user in new)
        done += bool(new or gone)
    for (user, kind), count in gained.items():
        tell([user], None, _told(kind, count))
    if failed:
        raise NotFollowed(f"事项 {failed} 的保管人员没有改成，十分钟后再改")
    return done


def _told(kind: str, count: int) -> str:
    if kind:
        return f"{by_kind()[kind].label}现在由您管，以前的 {count} 期已对您开放。"
    return f"您接任保管封闭事项，以前封闭的 {count} 件已对您开放，查看要写理由。"


def _perhaps() -> set[int]:
    """What a keeper of today cannot read, or one of before still can; whether it changes, the matter itself says."""
    found: set[int] = set()
    for keep, kept in _kept():
        for area in Area.objects.filter(pk__in=kept.order_by().values("area")):
            there = kept.filter(area=area)
            for user in with_permission(keep, area=area):
                found |= _unread(there.exclude(root__in=_shut_to(user)), user)
            for user in _left(area, keep):
                opened = there.filter(_open_to(user, part__in=BY_POST))
                found |= {*opened.values_list("pk", flat=True)}
    return found


def _open_to(user: User, **more: Any) -> Exists:
    return Exists(Access.objects.current().filter(matter=OuterRef("pk"), user=user, **more))


def _shut_to(user: User) -> Any:
    """The families that the user is shut out of."""
    return Exclusion.objects.current().of_user(user).values("matter")


def row(sources: frozenset[str]) -> Transition:
    return Transition(
        "change_keepers", "保管人员变动", sources, None, anybody(KEEP), change_keepers, closed=CLOSED, show=NEVER | QUIET,
        words=Words("已改由现任的保管人员保管。", note="保管封闭事项、管排班的岗位换了人，系统自动改。"),
    )  # fmt: skip
