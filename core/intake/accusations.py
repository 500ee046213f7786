"""Accusations (信访工作条例 30, 46): whom one names, who is shut out for that, and who keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.access import exclusions
from core.access.people import with_permission
from core.models import Access, Accused, Area, Exclusion, Unit, User
from core.values.refused import Refused

NOBODY_LEFT = "保管封闭事项的人都应当回避。请写明当日书面转送的上级机关（县纪检监察机关或者县信访局），并指定一名没有被检举、控告的保管人。"


@dataclass(frozen=True)
class Accusation:
    """Whom an accusation names, who is shut out for that, and who keeps it where no keeper is left."""

    accused: Sequence[Accused]
    exclusions: Sequence[Exclusion]
    left: Sequence[User] = ()
    keeper: User | None = None
    superior: str = ""

    @property
    def said(self) -> dict[str, str]:
        return {
            "被检举、控告": "；".join(one.words for one in self.accused),
            "当日书面转送": self.superior,
            "指定保管": self.keeper.name if self.keeper else "",
        }

    @property
    def access(self) -> list[Access]:
        return [Access(user=self.keeper, part="keeper")] if self.keeper else []

    def kept_by(self, centre: Unit) -> tuple[Unit, User | None]:
        """The centre; where the centre itself is accused, the keeper who was named or one who is not accused."""
        if not exclusions.of(self.exclusions).unit(centre):
            return centre, None
        keeper = self.keeper or self.left[0]
        return keeper.reach.posts[0].unit, keeper


def accusation(area: Area, data: Mapping[str, Any]) -> Accusation:
    """What the answers say of the accused. Raises Refused where everybody who keeps sealed matters is shut out and
    neither the superior body nor a keeper who is not accused is named.
    """
    accused = [Accused(**one) for one in data.get("accused", ()) if one.get("name") or one.get("unit")]
    shut_out = exclusions.of_accused(accused)
    who, named = exclusions.of(shut_out), data.get("keeper")
    if who.user(named):
        raise Refused("指定的保管人是被检举、控告的人员，或者属于被检举、控告的单位，请另选。", "keeper")
    left = who.let(with_permission("core.keep_sealed", area=area)) if who else ()
    if who and not left and not (named and data.get("superior")):
        raise Refused(NOBODY_LEFT, "keeper" if data.get("superior") else "superior")
    return Accusation(accused, shut_out, left, named, data.get("superior", ""))
