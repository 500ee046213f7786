"""Accusations (信访工作条例 30, 46): whom one names, who is shut out for that, and who keeps it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from core.access import exclusions
from core.access.exclusions import Barred
from core.access.people import with_permission
from core.access.sealing import keepers
from core.models import Access, Accused, Area, Exclusion, Matter, Party, Unit, User
from core.privacy import written_names
from core.procedure.transitions import Outcome, Snapshot
from core.values.refused import Refused

Data = Mapping[str, Any]

NOBODY_LEFT = "保管封闭事项的人都应当回避。请写明当日书面转送的上级机关（县纪检监察机关或者县信访局），并指定一名没有被检举、控告的保管人。"


@dataclass(frozen=True)
class Accusation:
    """Whom an accusation names, who is shut out for that, and who keeps it where no keeper is left."""

    accused: Sequence[Accused] = ()
    exclusions: Sequence[Exclusion] = ()
    who: Barred = field(default_factory=Barred)
    left: Sequence[User] = ()
    keeper: User | None = None
    superior: str = ""

    @property
    def said(self) -> dict[str, str]:
        return {
            "accused": "；".join(one.words for one in self.accused),
            "checked": accounts_checked(self.accused),
            "superior": self.superior,
            "keeper": self.keeper.name if self.keeper else "",
        }

    @property
    def access(self) -> list[Access]:
        return [Access(user=self.keeper, part="keeper")] if self.keeper else []

    def kept_by(self, centre: Unit) -> tuple[Unit, User | None]:
        """The centre; where the centre itself is accused, the keeper who was named or one who is not accused."""
        if not self.who.unit(centre):
            return centre, None
        keeper = self.keeper or self.left[0]
        return next(post.unit for post in keeper.reach.posts if not self.who.unit(post.unit)), keeper


def accusation(
    area: Area, data: Mapping[str, Any], people: Iterable[Party] = (), matter: Any = None
) -> Accusation:
    """What the answers say of the accused. Raises Refused where everybody who keeps sealed matters is shut out and
    neither the superior body nor a keeper who is not accused is named.

    `people`: those of the matter; whoever is complained of in an accusation is accused. `matter`: where it is there
    already, with whom it has named.
    """
    known = list(matter.accused.select_related("unit")) if matter else []
    standing = list(Exclusion.objects.current().filter(matter=exclusions.root_of(matter))) if matter else []
    accused = [
        Accused(**{**one, "name": name})
        for one in data.get("accused", ())
        if one.get("name") or one.get("unit")
        for name in written_names.each(one.get("name") or "") or [""]
    ]
    accused += complained_of(people, [*accused, *known])
    shut_out = exclusions.of_accused(accused)
    who, named = exclusions.of([*standing, *shut_out]), data.get("keeper")
    if who.user(named):
        raise Refused("指定的保管人是被检举、控告的人员，或者属于被检举、控告的单位，请另选。", "keeper")
    left = who.let(with_permission("core.keep_sealed", area=area)) if who else ()
    if who and not left and not (named and data.get("superior")):
        raise Refused(NOBODY_LEFT, "keeper" if data.get("superior") else "superior")
    return Accusation(accused, shut_out, who, left, named, data.get("superior", ""))


def complained_of(people: Iterable[Party], known: Iterable[Accused]) -> list[Accused]:
    """The respondents of an accusation whom nobody has named as accused yet; an organisation where it is a unit here."""
    known, found = list(known), []
    units = {one.unit for one in known if not one.name}
    for person in people:
        if person.role != Party.Role.RESPONDENT:
            continue
        unit = Unit.objects.filter(Q(name=person.name) | Q(short_name=person.name)).first()
        if person.is_organisation and unit and unit not in units:
            found.append(Accused(unit=unit))
        if not person.is_organisation and not any(
            written_names.names(one.name, person.name) for one in known
        ):
            found.append(Accused(name=person.name))
    return found


def accounts_checked(accused: Iterable[Accused]) -> str:
    """孟德顺（meng）是，孟德顺（meng2）不是: what was said of the accounts that a name points to."""
    asked = {pk: "不是" for one in accused for pk in one.not_users}
    asked |= {pk: "是" for one in accused for pk in one.is_users}
    users = User.objects.filter(pk__in=asked)
    return "，".join(f"{user.name}（{user.username}）{asked[user.pk]}" for user in users) if asked else ""


# --- Rows that any room with accusations has ---------------------------------------------------------------------


def check_accused(now: Snapshot, data: Data) -> Outcome:
    """核对: who shares the name alone is let in again, with what he keeps by his post; nobody of whom that was not said, also
    where his account bears another name by now.
    """
    changes: list[tuple[Any, dict[str, Any]]] = []
    for one, users in data["checked"]:
        one.is_users = [*one.is_users, *(user.pk for user, same in users if same)]
        one.not_users = [*one.not_users, *(user.pk for user, same in users if not same)]
        changes.append((one, {"is_users": one.is_users, "not_users": one.not_users}))
    accused = [one for one, _ in data["checked"]]
    others = now.matter.accused.exclude(pk__in=[one.pk for one in accused])
    shut_out = {user.pk for one in (*accused, *others) for user in exclusions.accounts_of(one)}
    free = Exclusion.objects.current().filter(matter=now.matter.root_id, ground=Exclusion.Ground.ACCUSED)
    others_of_the_name = {user.pk for _, users in data["checked"] for user, same in users if not same}
    free = free.filter(user__in=others_of_the_name - shut_out).select_related("user")
    let_in = {row.user_id for row in free}
    return Outcome(
        changes=[*changes, *((row, {"ends_at": now.at}) for row in free)],
        access=[row for row in keepers(now.matter.area) if row.user_id in let_in],
        detail={"checked": accounts_checked(accused)},
    )


def to_check(now: Snapshot) -> str:
    """Only while a name points to somebody of whom nobody has said whether it is him."""
    if any(exclusions.unchecked(one) for one in now.matter.accused.all()):
        return ""
    return "没有待核对的同名账号。"


def an_accusation(now: Snapshot) -> str:
    return "" if now.matter.compartment == Matter.Compartment.ACCUSATION else "不是检举控告事项。"
