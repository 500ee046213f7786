"""回避 (信访工作条例 28 ¶3): who has to do with a matter or its people withdraws from it, by himself or by the director."""

from collections.abc import Mapping
from typing import Any

from django import forms

from core.access import exclusions
from core.access.people import of_unit, once
from core.models import Access, Exclusion, Matter, Unit, User
from core.models.matter import CLOSED
from core.procedure.transitions import (
    ASIDE,
    IF_POSSIBLE,
    PASSES,
    Outcome,
    Snapshot,
    Transition,
    Words,
    anybody,
)
from core.records.notices import Tell
from core.values.form_base import long_text, short_text
from core.values.refused import Refused
from core.workflow import loads
from core.workflow.forms import ActForm, RowField

DIRECT = "core.direct"  # who decides about the recusal of others
HOLD = "core.hold"
Data = Mapping[str, Any]


class PersonField(forms.ModelChoiceField):
    """People with the unit of their post, for names are not unique."""

    def label_from_instance(self, obj: Any) -> str:
        posts = obj.reach.posts
        return f"{obj.name}（{posts[0].unit.short_name}）" if posts else obj.name


class RecuseForm(ActForm):
    """回避: who, why, and who goes on."""

    person = PersonField(User.objects.none(), label="回避人", required=False, empty_label="本人")
    reason = long_text("理由", rows=2, limit=300, help_text="与事项或者当事人有什么利害关系、亲属关系。")
    article = short_text("依据", 60, initial=exclusions.ARTICLE_RECUSAL)
    successor = PersonField(
        User.objects.none(),
        label="由谁接办",
        required=False,
        empty_label="本单位其他人",
        help_text="正由回避人办理的才要选。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user, matter = self.user, self.matter
        if user is None or matter is None:
            return
        near = people_of(matter)
        if user.has_perm(DIRECT):
            others = [one.pk for one in near if one != user]
            self.fields["person"].queryset = User.objects.filter(pk__in=others)  # type: ignore[attr-defined]
        else:
            del self.fields["person"]
        following = [one.pk for one in near if one.has_perm(HOLD) and one != matter.holder_user]
        self.fields["successor"].queryset = User.objects.filter(pk__in=following)  # type: ignore[attr-defined]
        if user.has_perm(DIRECT):
            loads.beside(self.fields["successor"], user, "holder_user")


def people_of(matter: Matter) -> list[User]:
    """Whoever has to do with it today: who holds it, the people of that unit, and to whom it was opened by name."""
    opened = Access.objects.current().filter(matter_id=matter.pk, user__isnull=False).select_related("user")
    found = once([matter.holder_user], of_unit(matter.holder_unit), [row.user for row in opened])
    return exclusions.barred(matter).let(found)


def recuse(now: Snapshot, data: Data) -> Outcome:
    """From here on the matter is closed to him; what he held goes to somebody who can act. Raises Refused."""
    matter, by = now.matter, now.by
    person: User = data.get("person") or by  # type: ignore[assignment]  # the system names one
    if by is not None and person.pk != by.pk and not by.has_perm(DIRECT):
        raise Refused("替别人办回避，由中心主任决定。", "person")
    if exclusions.barred(matter).user(person):
        raise Refused(f"{person.name}已经回避。", "person")
    successor = data.get("successor")
    if successor and successor.pk == person.pk:
        raise Refused("不能由回避人自己接办。", "successor")
    left = [user for user in exclusions.readers(matter, people_of(matter)) if user.pk != person.pk]
    if not left and not successor:
        raise Refused("回避以后没有人能看到本事项，请选由谁接办。", "successor")
    holder = _passed_on(matter, person, successor, left)
    told = [successor] if successor else [one for one in left if holder and holder[0].pk in one.reach.units]
    why = {name: data[name] for name in ("reason", "article")}
    row = Exclusion(user=person, ground=Exclusion.Ground.RECUSED, **why)
    return Outcome(
        holder=holder,
        exclusions=[row],
        access=[Access(user=successor, part="successor")] if successor else [],
        changes=[(clock, {"user": successor}) for clock in now.clocks if clock.user_id == person.pk],
        notices=[Tell(told, "原办理人回避，请接办：{matter}")] if holder else (),
        detail={
            "person": person.name,
            **why,
            "successor": successor.name if successor else "",
        },
    )


def _passed_on(
    matter: Matter, person: User, successor: User | None, left: list[User]
) -> tuple[Unit, User | None] | None:
    """Whose it is then; None where others hold it, or others of the unit can take it."""
    if matter.holder_user_id not in (None, person.pk):
        return None
    if successor is not None:
        unit = next(post.unit for post in successor.reach.posts if post.unit_id in successor.reach.units)
        return unit, successor
    able = any(user.has_perm(HOLD) and matter.holder_unit_id in user.reach.units for user in left)
    if not able and matter.holder_unit_id in person.reach.units:
        raise Refused("本单位没有别人可以接办，请选由谁接办。", "successor")
    return (matter.holder_unit, None) if matter.holder_user_id else None


class EndRecusalForm(ActForm):
    """撤销回避: whose, why."""

    exclusion = RowField(
        "回避人", lambda form: recusals(form.matter), says=lambda row: str(row.user.name), empty_label=None
    )
    reason = long_text("理由", rows=2, limit=300)


def recusals(matter: Any) -> Any:
    """Who withdrew and is still shut out for that."""
    rows = Exclusion.objects.current().filter(matter=exclusions.root_of(matter))
    return rows.filter(ground=Exclusion.Ground.RECUSED).select_related("user")


def somebody_has_withdrawn(now: Snapshot) -> str:
    """Asked for every page: of a root, its page has read them (Procedure.gathers)."""
    rows = now.matter.exclusions.all() if now.matter.root_id == now.matter.pk else recusals(now.matter)
    withdrawn = any(row.ground == Exclusion.Ground.RECUSED and row.ends_at is None for row in rows)
    return "" if withdrawn else "没有人回避。"


def end_recusal(now: Snapshot, data: Data) -> Outcome:
    """By somebody else, with a reason; the history keeps both."""
    row = data["exclusion"]
    return Outcome(
        changes=[(row, {"ends_at": now.now})], detail={"exclusion": row.user.name, "reason": data["reason"]}
    )


def recusing(sources: frozenset[str]) -> tuple[Transition, Transition]:
    """The rows of a workflow by which people withdraw and a recusal is taken back."""
    return (
        Transition("recuse", "回避", sources, None, anybody("core.recuse"),
            recuse, RecuseForm, closed=CLOSED, show=ASIDE | PASSES,
            words=Words("回避已登记，回避人不能再打开本事项。",
                note="办了以后，回避人再看不到本事项；撤销要由中心主任办。", basis=exclusions.ARTICLE_RECUSAL)),
        Transition("end_recusal", "撤销回避", sources, None, anybody(DIRECT),
            end_recusal, EndRecusalForm, (somebody_has_withdrawn,), closed=CLOSED, show=ASIDE | IF_POSSIBLE,
            words=Words("回避已撤销，此人按岗位可以再看本事项。")),
    )  # fmt: skip
