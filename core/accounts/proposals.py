"""双人复核: what gives or takes rights is asked by one of the 三员 and done when a second one agrees: a security
administrator where it is about posts and rows, any of the three (system, security, audit) about a password.

Ending a post, resetting a password and changing a row that rights hang on wait here as a Proposal. The person
concerned and the auditors are told when it is asked and when it is decided, and both stand in the log of
administration.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from axes.utils import reset
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from core.access.exclusions import compare
from core.access.people import once, with_permission
from core.models import Holding, Post, Proposal, User
from core.privacy.fields import EncryptedTextField
from core.records.admin_log import note
from core.records.notices import tell
from core.values.refused import Refused
from core.values.roles import roles

Act = Proposal.Act
FEWEST = {"security": 2, "audit": 1}  # people, or nobody could give a post or read the logs any more
DECIDES = {Act.END: "core.give_posts", Act.CHANGE: "core.give_posts", Act.PASSWORD: "core.countersign"}
CAPITALS, SMALL, DIGITS = (
    "ABCDEFGHJKLMNPQRSTUVWXYZ",
    "abcdefghijkmnpqrstuvwxyz",
    "23456789",
)  # none looks alike


def ask(
    act: Act,
    target: Any,
    *,
    by: User,
    reason: str,
    words: str,
    values: Mapping[str, Any] | None = None,
    successor: Holding | None = None,
) -> Proposal:
    """Put something before a second person; nothing changes yet.

    Raises Refused where it is asked already, is about the asker's own password, or would leave too few.
    """
    if act == Act.PASSWORD and target.pk == by.pk:
        raise Refused("自己的密码请在“修改密码”里改；忘记的，由另外两名管理员重置。")
    values = dict(values or {})
    secret = {name: str(values.pop(name)) for name in list(values) if _encrypted(target, name)}
    proposal = Proposal(
        act=act, content_type=ContentType.objects.get_for_model(target), object_id=target.pk, values=values,
        sealed=json.dumps(secret) if secret else "", words=words[:300], reason=reason, successor=successor,
        half=half() if act == Act.PASSWORD else "", asked_by=by,
    )  # fmt: skip
    refuse_if_too_few(proposal)
    with _once_at_a_time(), transaction.atomic():
        proposal.save()
        note(by, target, f"申请{proposal.get_act_display()}：{words}（{reason}）")
        _tell(proposal, f"{by.name}申请{_what(proposal)}，等待另一名管理员复核。")
    return proposal


def decide(pk: int, *, by: User, agreed: bool) -> tuple[Proposal, str]:
    """The second person's word. Returns the second half of a new password, else "".

    Raises Proposal.DoesNotExist where nothing waits, Refused for whoever may not decide this one.
    """
    with transaction.atomic():
        proposal = Proposal.objects.select_for_update().get(pk=pk, agreed=None)
        if said := why_not(proposal, by):
            raise Refused(said)
        second = half() if agreed and proposal.act == Act.PASSWORD else ""
        if agreed:
            refuse_if_too_few(proposal)
            _do(proposal, by, proposal.half + second)
        proposal.decided_by, proposal.decided_at, proposal.agreed = by, timezone.now(), agreed
        proposal.half = proposal.sealed = ""
        proposal.save()
        word = "同意" if agreed else "不同意"
        note(by, proposal.target, f"{word}{proposal.get_act_display()}：{proposal.words}")
        _tell(proposal, f"{by.name}{word}{_what(proposal)}（{proposal.asked_by.name}申请）。")
    return proposal, second


def why_not(proposal: Proposal, by: User) -> str:
    """Why this person may not decide it; "" where they may."""
    if not by.has_perm(DECIDES[Act(proposal.act)]):
        return "这一项由安全管理员复核。"
    if proposal.asked_by_id == by.pk:
        return "申请人不能自己复核。"
    successor = proposal.successor
    concerned = successor.user_id if successor else owner(proposal).pk if proposal.act != Act.END else None
    return "本人的事不能由本人复核。" if concerned == by.pk else ""


def waiting(user: User) -> int | None:
    """How many wait for this person's word; for the menu."""
    if not user.has_perm("core.countersign"):
        return None
    rows = Proposal.objects.filter(agreed=None).exclude(asked_by=user).select_related("successor")
    return sum(not why_not(row, user) for row in rows.prefetch_related("target"))


def owner(proposal: Proposal) -> User:
    """Whose account or post it is; of anything else nobody in particular (an unsaved user)."""
    target = proposal.target
    return target if isinstance(target, User) else target.user if isinstance(target, Holding) else User()


def half() -> str:
    """Half of a first password: capital, small letters and digits, none of which looks like another."""
    signs = [secrets.choice(CAPITALS), *(secrets.choice(SMALL) for _ in range(3))]
    return "".join([*signs, *(secrets.choice(DIGITS) for _ in range(2))])


def refuse_if_too_few(proposal: Proposal) -> None:
    """The last two security administrators and the last auditor go only together with a successor's coming."""
    gone = _gone(proposal)
    duties = {roles()[role].duty for role in gone.values_list("post__role", flat=True) if role in roles()}
    for duty in duties & FEWEST.keys():
        left = holders(duty, without=gone)
        if proposal.successor and roles()[proposal.successor.post.role].duty == duty:
            left.add(proposal.successor.user_id)
        if len(left) < FEWEST[duty]:
            label = next(role.label for role in roles().values() if role.duty == duty)
            raise Refused(
                f"{label}不能少于 {FEWEST[duty]} 人：请先授予并启用继任者，或者在结束时选定继任人。"
            )


def holders(duty: str, without: "models.QuerySet[Holding] | None" = None) -> set[int]:
    """Users (ids) who hold a post of the duty today, apart from these holdings."""
    held = Holding.objects.current().filter(
        post__role__in=[key for key, role in roles().items() if role.duty == duty]
    )
    if without is not None:
        held = held.exclude(pk__in=without.values("pk"))
    return set(held.values_list("user_id", flat=True))


def _gone(proposal: Proposal) -> "models.QuerySet[Holding]":
    """The holdings of today that it would end."""
    held, target = Holding.objects.current(), proposal.target
    if proposal.act == Act.END:
        return held.filter(pk=target.pk)
    if isinstance(target, User) and proposal.values.get("is_active") is False:
        return held.filter(user=target)
    if isinstance(target, Post) and proposal.values.get("closed_on"):
        return held.filter(post=target)
    return held.none()


def _do(proposal: Proposal, by: User, password: str) -> None:
    target = proposal.target
    if proposal.act == Act.END:
        _end(target, proposal.successor, by)
    elif proposal.act == Act.PASSWORD:
        target.set_password(password)
        target.must_change_password, target.password_changed_at = True, timezone.now()
        target.save()
        reset(username=target.username)
    else:
        values = proposal.values | json.loads(proposal.sealed or "{}")
        columns = [target._meta.get_field(name) for name in values]
        for column, value in zip(columns, values.values(), strict=True):
            setattr(target, column.attname, column.to_python(value))
        names = {column.name for column in columns}
        derived = {one.name for one in target._meta.fields if getattr(one, "source", None) in names}
        target.save(update_fields=names | derived)
        if isinstance(target, User):
            compare(target)


def _encrypted(target: Any, name: str) -> bool:
    return isinstance(target._meta.get_field(name), EncryptedTextField)


def _end(holding: Holding, successor: Holding | None, by: User) -> None:
    """As of yesterday, so that it opens nothing any more; one begun today ends tonight; what never came into force ends
    before it begins.
    """
    today, day = timezone.localdate(), timedelta(days=1)
    begun = holding.activated_by_id and holding.starts_on <= today
    holding.ends_on = max(today - day, holding.starts_on) if begun else holding.starts_on - day
    holding.save(update_fields=["ends_on"])
    if successor:
        if by.pk in (successor.given_by_id, successor.user_id):
            raise Refused("继任人的任职由您授予，要由另一名安全管理员复核。")
        successor.activated_by, successor.activated_at = by, timezone.now()
        successor.save(update_fields=["activated_by", "activated_at"])
        note(by, successor, "启用任职（继任）")
        compare(successor.user)


def tell_of(concerned: User, sentence: str) -> None:
    """The person concerned and the auditors are told of what gives or takes rights."""
    told: Iterable[User] = once([concerned] if concerned.pk else [], with_permission("core.audit"))
    tell(told, None, sentence, urgent=True)


def _tell(proposal: Proposal, sentence: str) -> None:
    tell_of(owner(proposal), sentence)


def _what(proposal: Proposal) -> str:
    return f"{proposal.get_act_display()}：{proposal.words}"


@contextmanager
def _once_at_a_time() -> Any:
    try:
        yield
    except IntegrityError as error:
        if "one_proposal_waits_at_a_time" not in str(error):
            raise
        raise Refused("同一件事已经申请过，正等待复核。") from None
