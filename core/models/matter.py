"""The matter: whatever comes in, one record with one code, and the gate before it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.gate import VIEW, InHand, Seen
from core.models.organisation import Area, Unit, User
from core.models.triggers import KEPT
from core.privacy.fields import EncryptedTextField
from core.values.kept import Coming, Kept, KeyedQuerySet
from core.values.moments import present

# Asked by almost every act (core.values.kept).
_NAMES = Kept(
    lambda: (
        apps.get_model("core", "Party")
        .objects.filter(matter_id=Coming(0), is_organisation=False)
        .values_list("name")
    )
)


class MatterQuerySet(KeyedQuerySet):
    """Words about many matters. Every list, count, search and export starts with `visible_to`."""

    def visible_to(self, user: Any, among: Collection[int] | None = None) -> "MatterQuerySet":
        """The gate: area × unit × label × rows of Access. A closed label leaves only Access, and so does a
        kind that asks for a right of its own (Procedure.seen_with).

        Decided on the parent's columns alone; the same for every list, count, search and export. Whoever
        holds no post today that sees matters sees none, also not what was opened to them by name.
        `among`: only these few matters (ids) are asked for, and the gate looks at nothing else.
        """
        if VIEW not in user.reach.permissions:
            return self.none()
        return self.filter(Seen(user, among))

    def seen_by(self, user: Any, ids: Collection[int]) -> set[int]:
        """Which of a few matters the user may see."""
        return set(self.visible_to(user, among=ids).values_list("pk", flat=True)) if ids else set()

    def open(self) -> "MatterQuerySet":
        return self.filter(closed_at=None)

    def in_hand_of(self, user: Any) -> "MatterQuerySet":
        """Open, in the user's hand (core.models.gate.InHand), and visible to them."""
        return self.visible_to(user).filter(InHand(user))

    def in_area(self, area: Area) -> "MatterQuerySet":
        """In the area or below it."""
        return self.filter(area_path__startswith=area.path)

    def overdue(self, now: datetime | None = None) -> "MatterQuerySet":
        """Open, and the tightest clock of the office's own has expired."""
        return self.filter(closed_at=None, due_at__lte=now or timezone.now())


class Matter(models.Model):
    """Parent table of all procedures; rights, lists, clocks and history look only here."""

    class Secrecy(models.TextChoices):
        PUBLIC = "public", "公开"
        INTERNAL = "internal", "内部"
        WORK_SECRET = "work_secret", "工作秘密"

    class Compartment(models.TextChoices):
        """Closed labels: area and unit rights do not count, only Access opens."""

        NONE = "", "不封闭"
        ACCUSATION = "accusation", "检举控告"
        MINOR = "minor", "未成年人"
        DOMESTIC_VIOLENCE = "domestic_violence", "家庭暴力"
        COUNSELLING = "counselling", "心理咨询"
        CONFIDENTIAL = "confidential", "要求保密"
        REGISTER = "register", "不公开名册"

    class Flag(models.TextChoices):
        """要紧情况: what must not be missed. They belong to the root matter and hold for all that stands below it."""

        SELF_HARM = "self_harm", "想不开、自伤"
        VIOLENCE = "violence", "要伤人、动手"
        DOMESTIC_VIOLENCE = "domestic_violence", "家庭暴力"
        MINOR = "minor", "涉未成年人"
        CROWD = "crowd", "多人聚集"
        THREAT = "threat", "扬言"
        WORSE = "worse", "矛盾可能激化"
        CRIME = "crime", "可能引起治安、刑事案件"
        INCAPABLE = "incapable", "涉无民事行为能力人"

    HURT = frozenset(
        {Flag.MINOR, Flag.DOMESTIC_VIOLENCE, Flag.VIOLENCE, Flag.SELF_HARM, Flag.CRIME, Flag.INCAPABLE}
    )

    kind = models.CharField("种类", max_length=20)
    code = models.CharField("事项编号", max_length=24)
    number = models.CharField("登记号", max_length=40)
    root = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="family", verbose_name="根事项"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offspring",
        verbose_name="上级事项",
    )
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="split_off",
        verbose_name="拆分自",
        help_text="a root of its own, with people, label and exclusions of its own, under the code of this one",
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name="并入事项",
    )
    title = models.CharField("标题", max_length=80)
    # The title without people's names, written by core.workflow.perform whenever title or people change: what lists,
    # notices and exports show. The whole title stands behind 查看完整信息.
    masked_title = models.CharField(max_length=80, editable=False)
    status = models.CharField("环节", max_length=30)
    waits_for = models.CharField(
        max_length=20,
        blank=True,
        editable=False,
        help_text="kind of the procedure below whose result it waits for",
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name="地点")
    area_path = models.CharField(max_length=120, editable=False)
    holder_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="现由单位")
    holder_user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="现由"
    )
    held_since = models.DateTimeField("持有自", default=timezone.now)
    secrecy = models.CharField("密级", max_length=12, choices=Secrecy, default=Secrecy.INTERNAL)
    compartment = models.CharField("封闭类别", max_length=20, choices=Compartment, default="", blank=True)
    first_contact = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="首问责任人"
    )
    received_at = models.DateTimeField(
        "收到时间", help_text="来访、来电的时刻，来信以收到之日为准；期限从这里起算"
    )
    registered_at = models.DateTimeField("登记时间", default=timezone.now)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    resulted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="when its result moved the matter above, which waits no longer",
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    erased_at = models.DateTimeField(
        "依法删除",
        null=True,
        blank=True,
        editable=False,
        help_text="what identified somebody is gone (core.records.history)",
    )
    flags = models.JSONField("要紧情况", default=list, blank=True, help_text="of a root matter")
    flags_cleared_at = models.DateTimeField(null=True, blank=True)
    flags_cleared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Moments of the tightest running clock of the office's own, on it or below it, copied here by core.deadlines.clocks alone, so
    # that lists sort and light up without a join. Lights themselves are never stored.
    warn_at = models.DateTimeField("提醒", null=True, blank=True, editable=False)
    due_at = models.DateTimeField("到期", null=True, blank=True, editable=False)
    due_measure = models.CharField("计时单位", max_length=2, blank=True, editable=False)
    black_at = models.DateTimeField("挂牌", null=True, blank=True, editable=False)
    suspended_at = models.DateTimeField("中止", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    lookup_code = EncryptedTextField("查询码", blank=True)

    objects = MatterQuerySet.as_manager()

    SEARCHED: tuple[str, ...] = ()  # a procedure's own columns that are searched beside the title

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="a_number_is_given_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(parent=None, split_from=None), name="a_code_has_one_root"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="no_matter_is_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("received_at")),
                name="a_matter_closes_after_it_came_in",
            ),
            models.CheckConstraint(
                condition=Q(title="") | ~Q(masked_title=""), name="a_title_has_its_masked_form"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "-received_at", "-id"], name="matter_list"),
            models.Index(fields=["kind", "status", "-received_at", "-id"], name="matter_by_status"),
            models.Index(fields=["area_path"], name="matter_by_area", opclasses=["text_pattern_ops"]),
            models.Index(fields=["holder_unit", "kind"], name="matter_in_hand", condition=Q(closed_at=None)),
            models.Index(fields=["code"], name="matter_by_code"),
            # What was in play in a month long ago: closed since it began, and come in before it ended.
            models.Index(fields=["kind", "closed_at", "received_at"], name="matter_closed"),
            models.Index(fields=["due_at", "id"], name="matter_due", condition=Q(closed_at=None)),
            # A search for what many matters hold asks the newest first.
            models.Index(fields=["-received_at", "-id"], name="matter_newest"),
            # What waits for a procedure below it is in nobody's hand: every page counts.
            models.Index(fields=["parent"], name="matter_open_below", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return self.shown_title

    def search_words(self) -> list[str]:
        """What is searched besides the title, people by their names; identity is looked up by keyed hash, never here."""
        people = [word for party in self.parties.all() for word in (party.name, party.name_initials)]
        return [*(getattr(self, name) for name in self.SEARCHED), *people]

    @property
    def sealed(self) -> bool:
        return bool(self.compartment)

    @property
    def shown_title(self) -> str:
        """The title for lists, notices, breadcrumbs, registers: nobody's name, and nothing of a sealed matter."""
        return "保密事项" if self.sealed else self.masked_title

    @property
    def named(self) -> str:
        """How notices name it: number and place, for a title may hold a person's name."""
        return f"{self.number}（{'保密事项' if self.sealed else self.area.name}）"

    @property
    def about(self) -> str:
        """The code of what it is about, for terms that depend on it; a kind with codes of its own says them."""
        return ""

    @property
    def people(self) -> models.QuerySet:
        """The parties: they hang on the root, so that a family of matters has one set of them."""
        return self.top.parties.all()

    @property
    def top(self) -> "Matter":
        """The root of its family; of a matter that is being opened, the root that it will have."""
        if self.root_id is None and self.parent:
            return self.parent.top
        return self if self.root_id in (None, self.pk) else self.root  # type: ignore[return-value]

    @property
    def standing_flags(self) -> list[str]:
        """Red flags of its root that nobody has cleared."""
        return [] if self.top.flags_cleared_at else list(self.top.flags)

    @property
    def red(self) -> list[str]:
        """The same in words."""
        return [str(self.Flag(flag).label) for flag in self.standing_flags]

    @property
    def harm(self) -> bool:
        """Somebody may have been hurt, or be: of a child or a ward it must be reported (core.parties.danger_reports)."""
        return not self.HURT.isdisjoint(self.standing_flags)

    def first_contact_unit(self) -> Unit:
        """The unit that took it in: the unit of the first entry of its history."""
        return self.history.select_related("unit").earliest("seq").unit

    @property
    def names(self) -> list[str]:
        """Names of its people, which are masked wherever they stand in free text; organisations are not."""
        known = getattr(self.top, "_prefetched_objects_cache", {}).get("parties")
        if known is None:
            return [name for (name,) in _NAMES(self.top.pk)]
        return [party.name for party in known if not party.is_organisation]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def holds_up(self) -> bool:
        """The matter above waits for it: open, and without a result yet."""
        return self.is_open and self.resulted_at is None


class AccessQuerySet(models.QuerySet["Access"]):
    def current(self) -> "AccessQuerySet":
        now = present()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)


class Access(models.Model):
    """Opens one matter to one unit or user, from a moment to a moment.

    `part` says what for: handling, signing, supervising. Apps write rows; the predicate is
    MatterQuerySet.visible_to.
    """

    HANDLING = (
        "handling"  # the one part that also lets its unit act (Place.HELPERS of core.procedure.transitions)
    )
    DONE = "done"  # whose work it was, where another typed it
    THERE = "there"  # whoever answers for the place: no part of one's own, a label set later ends it

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="access")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    part = models.CharField(max_length=20)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None) ^ Q(user=None), name="access_is_a_unit_s_or_a_user_s"
            ),
        ]
        triggers = [
            *KEPT,
            # Ending is the only change: it can be brought forward, not put off and not taken back.
            pgtrigger.Protect(
                name="only_ended",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.ends_at IS NOT NULL AND (NEW.ends_at IS NULL OR NEW.ends_at > OLD.ends_at) OR"
                    " (NEW.id, NEW.matter_id, NEW.unit_id, NEW.user_id, NEW.part, NEW.starts_at) IS DISTINCT FROM"
                    " (OLD.id, OLD.matter_id, OLD.unit_id, OLD.user_id, OLD.part, OLD.starts_at)"
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "matter"],
                include=["starts_at", "ends_at"],
                name="access_of_user",
                condition=Q(user__isnull=False),
            ),
            models.Index(
                fields=["unit", "matter"],
                include=["starts_at", "ends_at"],
                name="access_of_unit",
                condition=Q(unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} → {self.unit or self.user} ({self.part})"


class Link(models.Model):
    """Two matters that have to do with one another: the same people, the same ground. Neither moves the other.

    Kept once, with the older matter first; whoever reads it sees the other only through the gate.
    """

    first = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="links_on")
    second = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="links_back")
    why = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_matters_are_linked_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="the_older_matter_stands_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} – {self.second_id}"


class MatterText(models.Model):
    """Searchable text of a matter, apart from it: indexed text on Matter would be rewritten with
    every change of status. `grams` (single characters and pairs) is kept by the database.
    """

    matter = models.OneToOneField(Matter, on_delete=models.CASCADE, primary_key=True, related_name="text")
    text = models.TextField()
    grams = models.GeneratedField(
        expression=models.Func(F("text"), function="fq_grams"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    class Meta:
        indexes = [GinIndex(fields=["grams"], name="matter_text_grams")]

    def __str__(self) -> str:
        return f"{self.matter_id}"


_Label = Matter.Compartment
# Which closed labels a row may act on; REGISTER is given by a closed register to its own alone. Those of people who need protection are handled as usual behind closed doors; an accusation goes its own way (信访工作条例 30, 46).
PROTECTED: frozenset[str] = frozenset(set(_Label) - {_Label.NONE, _Label.ACCUSATION})
CLOSED = PROTECTED | {_Label.ACCUSATION}
NEVER_CLOSED: frozenset[str] = frozenset()
