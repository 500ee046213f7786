"""Exclusion and its consequences: who is shut out of a matter, whom an accusation names, which accounts are parties.

The gate (core.models.gate) subtracts what stands here, core.workflow.outcome_limits what an act would give.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import DateTimeField
from django.utils import timezone

from core.access.people import with_permission
from core.models import Accused, Exclusion, Matter, Notice, Party, Unit, User, facts
from core.privacy import written_names
from core.privacy.phone_numbers import comparable_phone
from core.values.kept import Coming, Kept
from core.values.refused import Refused

Ground = Exclusion.Ground
NOT_TO_THE_ACCUSED = "接收单位是被检举、控告的人员或者单位，不得转送。"
NOT_HIMSELF = "本事项涉及您本人，应当回避，请由别人办理。"
ARTICLE_ACCUSED = "《信访工作条例》第三十条第三款"
ARTICLE_RECUSAL = "《信访工作条例》第二十八条第三款"

# Asked by every act (core.values.kept).
_CURRENT = Kept(lambda: Exclusion.objects.filter(matter_id=Coming(0)).current(Coming(1, DateTimeField())))


@dataclass(frozen=True)
class Barred:
    """Who is shut out of one matter now, by id."""

    users: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.users or self.units)

    def user(self, user: User | None) -> bool:
        """Himself, as one of a unit, or as deputy of one who is; the same rule as core.models.gate.SHUT_OUT."""
        if user is None or not self:
            return False
        reach = user.reach
        return not self.users.isdisjoint({user.pk, *reach.stands_for}) or not self.units.isdisjoint(
            reach.belongs
        )

    def unit(self, unit: Unit | None) -> bool:
        return unit is not None and unit.pk in self.units

    def let(self, users: Iterable[User]) -> list[User]:
        """Those of the users who are not shut out."""
        return [user for user in users if not self.user(user)]


def of(rows: Iterable[Exclusion]) -> Barred:
    rows = list(rows)
    return Barred(
        frozenset(row.user_id for row in rows if row.user_id),
        frozenset(row.unit_id for row in rows if row.unit_id),
    )


def root_of(matter: Any) -> int | None:
    """The matter on which the exclusions of a family stand; None before it is stored."""
    if matter.parent_id and not matter.root_id:
        return int(matter.parent.root_id or matter.parent_id)
    return matter.root_id or matter.pk


def barred(matter: Any) -> Barred:
    """Who is shut out of the matter now. One query."""
    return of(standing(matter))


def standing(matter: Any) -> list[Exclusion]:
    """The exclusions of the matter's family that hold now."""
    root = root_of(matter)
    return _CURRENT(root, timezone.now()) if root else []


def barred_from(matters: Iterable[Any]) -> dict[int, Barred]:
    """The same of many matters, by id. One query."""
    roots = {matter.pk: root_of(matter) for matter in matters}
    found: dict[int | None, list[Exclusion]] = {}
    for row in Exclusion.objects.filter(matter__in={*roots.values()}).current():
        found.setdefault(row.matter_id, []).append(row)
    return {pk: of(found.get(root, ())) for pk, root in roots.items()}


# --- Grounds ----------------------------------------------------------------------------------------------------


def of_accused(accused: Iterable[Accused]) -> list[Exclusion]:
    """The accounts of the accused person and the unit that is accused, or to which the person belongs.

    A person's own unit is spared where the matter is taken in or led from it: there only the person is shut out, for
    somebody must take the accusation in and go over his head.
    """
    found: dict[tuple[int | None, int | None], Exclusion] = {}
    for one in accused:
        said = {"ground": Ground.ACCUSED, "reason": one.words[:300], "article": ARTICLE_ACCUSED}
        for user in accounts_of(one):
            found[user.pk, None] = Exclusion(user=user, **said)
        if one.unit and (not one.name or not _leads(one.unit)):
            found[None, one.unit.pk] = Exclusion(unit=one.unit, **said)
    return list(found.values())


def _leads(unit: Unit) -> bool:
    """Do leaders or keepers of sealed matters hold their posts in this unit?"""
    return any(with_permission(right, unit=unit) for right in ("core.lead", "core.keep_sealed"))


def accounts_of(accused: Accused) -> list[User]:
    """The accounts that are the accused, and those that may be: whose name stands in what was typed, while nobody has
    said that it is somebody else. His unit is no help: it may have been typed wrongly, too.
    """
    return [
        user
        for user in (*pointed_at(accused.name), *User.objects.filter(pk__in=accused.is_users))
        if user.pk not in accused.not_users
    ]


def names_the_accused(matter: Any, words: str) -> bool:
    """Do these words name a person or unit that the matter accuses? Of bodies and people that are only typed."""
    for one in matter.accused.select_related("unit"):
        units = (one.unit.name, one.unit.short_name) if one.unit else ()
        if any(name and name in words for name in units) or written_names.names(words, one.name):
            return True
    return False


def since(user: Any, at: datetime) -> bool:
    """Is the user shut out of anything now that he was not shut out of at that moment? The same rule as Barred.user."""
    return Exclusion.objects.current().of_user(user).filter(starts_at__gt=at).exists()


def refuse_shut_out(matter: Any, user: User, field: str) -> None:
    """Raises Refused: who is shut out of a matter is not chosen for it."""
    if barred(matter).user(user):
        raise Refused(f"{user.name}已经回避，请另选。", field)


def pointed_at(typed: str, loosely: bool = False) -> list[User]:
    """The accounts whose name stands in what was typed (core.privacy.written_names); `loosely`: also by surname and
    office, enough for a question and not for shutting out.
    """
    points = written_names.may_name if loosely else written_names.names
    known = User.objects.values_list("pk", "name") if typed else ()
    found = [pk for pk, name in known if points(typed, name)]
    return list(User.objects.filter(pk__in=found).order_by("pk")) if found else []


def unchecked(accused: Accused) -> list[User]:
    """The accounts of which nobody has said yet whether they are the accused."""
    return [
        user for user in pointed_at(accused.name) if user.pk not in (*accused.is_users, *accused.not_users)
    ]


class Accounts:
    """The accounts by what tells a person: identity number, or name and telephone. Read once."""

    def __init__(self) -> None:
        rows = User.objects.exclude(id_hash="", phone="").only("pk", "name", "phone", "id_hash")
        self.by_id = {user.id_hash: user for user in rows if user.id_hash}
        self.by_phone = {(user.name, comparable_phone(user.phone)): user for user in rows if user.phone}

    def of(self, party: Party) -> User | None:
        """The account whose owner is this natural person."""
        if party.is_organisation:
            return None
        hashed = Party._meta.get_field("id_hash").derive(party.id_number or "")
        phone = comparable_phone(party.phone or "")
        return (self.by_id.get(hashed) if hashed else None) or (
            self.by_phone.get((party.name, phone)) if phone else None
        )


def of_parties(parties: Sequence[Party]) -> list[Exclusion]:
    """Natural persons among the parties who have an account here."""
    if not parties:
        return []
    known = Accounts()
    users = {user.pk: user for party in parties if (user := known.of(party))}
    said = {"ground": Ground.PARTY, "reason": "本事项当事人", "article": ARTICLE_RECUSAL}
    return [Exclusion(user=user, **said) for user in users.values()]


def compare(user: User) -> int:
    """Compare an account that was made, renamed or given a post with all who are accused or parties of matters; how
    many matters it is newly shut out of.
    """
    made = 0
    for accused in Accused.objects.exclude(name="").select_related("unit", "matter"):
        if any(one.pk == user.pk for one in accounts_of(accused)):
            made += _shut(accused.matter_id, of_accused([accused]))
    _free(user)
    own = Party.objects.filter(id_hash=user.id_hash) if user.id_hash else Party.objects.none()
    for party in own | Party.objects.with_phone(user.phone).filter(name=user.name):
        made += _shut(party.matter.root_id or party.matter_id, of_parties([party]))
    return made


def _free(user: User) -> None:
    """Who is no party after all, by the number and telephone that the account has now, is let in again."""
    accounts = Accounts()
    standing = Exclusion.objects.current().filter(user=user, ground=Ground.PARTY).select_related("matter")
    for row in standing:
        if all(accounts.of(party) != user for party in row.matter.people):
            with transaction.atomic(), facts.lawfully(row.matter_id):
                Exclusion.objects.filter(pk=row.pk).update(ends_at=timezone.now())


def _shut(root: int, rows: Iterable[Exclusion]) -> int:
    made = 0
    for row in rows:
        row.matter_id = root
        there = Exclusion.objects.filter(
            matter=root, user=row.user, unit=row.unit, ground=row.ground, ends_at=None
        )
        if not there.exists():
            try:
                with transaction.atomic(), facts.lawfully(root):
                    row.save()
            except IntegrityError:  # somebody else has just found the same
                continue
            made += 1
    if made:
        forget(root)
    return made


def store(matter: Any, rows: Sequence[Exclusion]) -> None:
    """Keep the exclusions of an act on the root of its family; what was told before is taken back."""
    for row in rows:
        row.matter_id = root_of(matter) or matter.pk
        row.save()
    if rows:
        forget(root_of(matter))


def forget(root: int | None) -> None:
    """Take back what those who are shut out have been told of the family: a notice names its number and place."""
    who = of(Exclusion.objects.current().filter(matter=root))
    told = Notice.objects.filter(matter__root=root).select_related("user")
    gone = {notice.user_id for notice in told if who.user(notice.user)}
    Notice.objects.filter(matter__root=root, user__in=gone).delete()


def readers(matter: Any, users: Iterable[User]) -> list[User]:
    """Those of the users who may still see the matter."""
    return [user for user in users if Matter.objects.visible_to(user).filter(pk=matter.pk).exists()]
