"""Who and where: areas, units, users, posts and who holds them.

Access hangs on posts (role × unit × area × period), never on persons: who leaves does not
keep the queue, and a deputy acts only between two dates.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.module_loading import import_string

from core.models.calendar import STAMP
from core.models.triggers import KEPT
from core.privacy.fields import BlindIndexField, EncryptedTextField, InitialsField
from core.values.kept import Coming, Kept
from core.values.roles import roles
from core.values.statements import run


class AreaLevel(models.Model):
    """A level of the area tree. Names differ by place (镇–村–综合网格–微网格), so they are data."""

    depth = models.PositiveSmallIntegerField("层级", unique=True)
    name = models.CharField("名称", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "区域层级"
        ordering = ("depth",)

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A place of the tree; `path` is made of ids, so renaming or recoding moves nothing."""

    code = models.CharField("编码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=40)
    initials = InitialsField("拼音首字母", source="name", max_length=40, db_index=True)
    level = models.ForeignKey(AreaLevel, on_delete=models.PROTECT, verbose_name="层级")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField(max_length=120, editable=False, db_index=True)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    earlier_names = models.JSONField(
        "曾用名", default=list, editable=False, help_text="[name, its last day], the oldest first"
    )
    closed_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "区域"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The path needs the own id, so a new area is written twice."""
        super().save(*args, **kwargs)
        if not self.path:
            self.path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
            Area.objects.filter(pk=self.pk).update(path=self.path)

    def clean(self) -> None:
        """Matters keep their area's path, so an area never moves: close it and make a new one."""
        if self.pk and Area.objects.exclude(parent=self.parent).filter(pk=self.pk).exists():
            raise ValidationError({"parent": "区域建立后不能改上级；请停用后另建。"})

    @staticmethod
    def under(paths: Iterable[str], prefix: str = "") -> Q:
        """Condition: at these paths or below them; of nothing where there is none. `prefix`: how the row leads to its area."""
        none = Q(**{f"{prefix}pk__in": []})
        return reduce(or_, (Q(**{f"{prefix}path__startswith": path}) for path in paths), none)

    @property
    def line(self) -> list[int]:
        """Its own id and those of the areas that it lies in, the town's first."""
        return [int(pk) for pk in self.path.strip("/").split("/")]

    def called(self, day: date) -> str:
        """Its name on a day: what came in then keeps the name that the place had."""
        return next(
            (name for name, until in self.earlier_names if date.fromisoformat(until) >= day), self.name
        )

    @property
    def full_name(self) -> str:
        """Village and grid, without the town: 桃坞村 · 桃坞第二网格."""
        # The path tells a village without reading the town.
        if self.path.count("/") <= 3 or self.parent is None:
            return self.name
        return f"{self.parent.full_name} · {self.name}"


class AreaChange(models.Model):
    """What became of a place on a day: it got another name, or was closed and others came in its stead."""

    class Act(models.TextChoices):
        RENAME = "rename", "更名"
        SPLIT = "split", "拆分"
        MERGE = "merge", "合并"
        CARRY = "carry", "随上级变动"

    act = models.CharField("变动", max_length=8, choices=Act)
    old = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="changes", verbose_name="原区域")
    new = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        related_name="came_from",
        verbose_name="现区域",
        help_text="更名的是同一个",
    )
    on = models.DateField("自")
    old_name = models.CharField("原名称", max_length=40)
    basis = models.CharField("依据文号", max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "区域变动"
        ordering = ("-on", "-id")
        constraints = [
            models.UniqueConstraint(fields=["act", "old", "new", "on"], name="a_place_changes_once")
        ]
        triggers = KEPT

    def __str__(self) -> str:
        return f"{self.on} {self.old_name}{self.get_act_display()}"


class Unit(models.Model):
    """A department, stationed unit, village committee, body of an association … that can hold a matter."""

    class Kind(models.TextChoices):
        CENTRE = "centre", "综治中心"
        DEPARTMENT = "department", "镇内部门"
        STATIONED = "stationed", "入驻单位"
        VILLAGE = "village", "村（居）委会"
        MEDIATION = "mediation", "调解组织"
        OUTSIDE = "outside", "外部单位"

    code = models.CharField("编码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, verbose_name="区域")
    phone = models.CharField("电话", max_length=20, blank=True)
    closed_on = models.DateField("停用日期", null=True, blank=True)
    takes_accusations = models.BooleanField(
        "受理检举控告",
        default=False,
        help_text="纪检监察等按管理权限有权处理的机关：检举控告只能转给它们。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Named accounts only: there is no self-registration and no shared account."""

    def create_user(self, username: str, name: str, password: str | None = None, **facts: Any) -> "User":
        user = self.model(username=username, name=name, **facts)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, username: str, name: str, password: str | None = None, **facts: Any) -> "User":
        """Django's command asks for this; rights still come from posts alone."""
        return self.create_user(username, name, password, **facts)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A named person who works here. Rights come from the posts held (reach)."""

    username = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=20)
    phone = models.CharField("办公电话", max_length=20, blank=True)
    id_number = EncryptedTextField(
        "身份证号码", blank=True, help_text="只用来认出本人是当事人的事项，使其回避；不显示、不导出。"
    )
    id_hash = BlindIndexField(source="id_number", purpose="id", db_index=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    password_changed_at = models.DateTimeField("改密时间", default=timezone.now)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    created_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="建立人",
    )

    objects = UserManager()
    calendar_stamp = ""  # of a user who has come in by a request (core.deadlines.calendars)
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    # Django's views and admin ask through these; the answer is in the posts held.

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """May this person do that today?"""
        return self.is_active and perm in self.reach.permissions

    def has_perms(self, perm_list: Iterable[str], obj: object = None) -> bool:
        return all(self.has_perm(perm) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(perm.startswith(f"{app_label}.") for perm in self.reach.permissions)

    def get_all_permissions(self, obj: object = None) -> set[str]:
        return set(self.reach.permissions) if self.is_active else set()

    @cached_property
    def reach(self) -> "Reach":
        """What the posts held today open and permit; one query per request."""
        if not self.is_active:
            return Reach.of([])
        return Reach.of([_post(*row) for row in run(HELD, _whose(self.pk, timezone.localdate()))])

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


# The posts of self.holdings.current(), the newest first, each with its area's path and whose place a deputy takes in
# it; written out, for every request and every act asks it.
HELD = """
SELECT p.id, p.role, p.unit_id, p.area_id, p.name, p.closed_on, a.path, CASE WHEN h.deputy THEN ARRAY(
    SELECT o.user_id FROM core_holding o WHERE o.post_id = h.post_id AND NOT o.deputy AND o.activated_by_id IS NOT NULL
    AND o.user_id <> h.user_id AND o.starts_on <= %s AND (o.ends_on IS NULL OR o.ends_on >= %s)) END AS stands_for
FROM core_holding h JOIN core_post p ON p.id = h.post_id JOIN core_area a ON a.id = p.area_id
WHERE h.user_id = %s AND h.starts_on <= %s AND (h.ends_on IS NULL OR h.ends_on >= %s)
AND h.activated_by_id IS NOT NULL AND p.closed_on IS NULL ORDER BY h.starts_on DESC
"""


def _whose(user: Any, day: Any) -> tuple[Any, ...]:
    """The parameters of HELD."""
    return day, day, user, day, day


def _post(*columns: Any) -> "Post":
    """Of a row of HELD."""
    *own, path, stands_for = columns
    post = Post.from_db(DEFAULT_DB_ALIAS, POST, own)
    post.path, post.stands_for = path, stands_for
    return post


POST = ("id", "role", "unit_id", "area_id", "name", "closed_on")

_ENTERING = Kept(
    lambda: User.objects.filter(pk=Coming(0)).annotate(
        held=RawSQL(  # noqa: S611 (fixed text)
            f"(SELECT coalesce(json_agg(h), '[]')::text FROM ({HELD}) h)",  # noqa: S608 (fixed text)
            _whose(Coming(0), Coming(1)),
            models.TextField(),
        ),
        stamp=RawSQL(STAMP, (), models.TextField()),  # noqa: S611
    )
)


def entering(pk: int) -> User | None:
    """Who asks: the user with the posts held today, and how the calendar stands; in one round trip, for every request
    begins with it.
    """
    user: User | None = _ENTERING.first(pk, timezone.localdate())
    if user is None or not user.is_active:
        return None
    held, user.calendar_stamp = user.__dict__.pop("held"), user.__dict__.pop("stamp")
    user.reach = Reach.of([_post(*row.values()) for row in json.loads(held)])
    return user


class Post(models.Model):
    """A role in a unit for an area: 接待员 of the centre, 部门负责人 of a department."""

    role = models.CharField("角色", max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name="单位")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, verbose_name="管辖区域")
    name = models.CharField("岗位名称", max_length=40)
    closed_on = models.DateField("停用日期", null=True, blank=True)
    path: str  # of its area, where HELD has read it
    stands_for: list[int] | None = None  # likewise: users whose place a deputy takes today

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ("unit", "role")
        constraints = [
            models.UniqueConstraint(fields=["role", "unit", "area", "name"], name="a_post_is_named_once")
        ]
        # Two people looked at role, unit and area when it was given: what they saw stays.
        triggers = [
            pgtrigger.Trigger(
                name="held_posts_keep_their_rights",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.role, OLD.unit_id, OLD.area_id) IS DISTINCT FROM (NEW.role, NEW.unit_id, NEW.area_id))"
                ),
                func="IF EXISTS (SELECT FROM core_holding h WHERE h.post_id = OLD.id) THEN"
                " RAISE EXCEPTION 'a post that was held keeps role, unit and area'; END IF; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name} · {self.name}"

    @property
    def was_held(self) -> bool:
        """Given to somebody at least once, activated or not."""
        return self.pk is not None and self.holdings.exists()


@cache
def seen_with() -> dict[str, str]:
    """Of kinds of matters that area and unit alone do not show, the permission that does."""
    found = import_string(settings.PROCEDURES)
    return {procedure.kind: procedure.seen_with for procedure in found if procedure.seen_with}


@dataclass(frozen=True)
class Reach:
    """The sum of a user's posts: permissions, units and areas of sight. `belongs`: the units of all posts;
    `stands_for`: the users whose place this one takes today, as their deputy.
    """

    posts: tuple[Post, ...]
    permissions: frozenset[str]
    units: frozenset[int]
    sees_units: frozenset[int]
    sees_areas: frozenset[str]
    duties: frozenset[str]
    belongs: frozenset[int]
    stands_for: frozenset[int]

    @property
    def closed_kinds(self) -> list[str]:
        """Kinds of matters that these posts do not show by area or unit alone (Procedure.seen_with)."""
        return [kind for kind, right in seen_with().items() if right not in self.permissions]

    @classmethod
    def of(cls, posts: list[Post]) -> "Reach":
        table = [(post, roles()[post.role]) for post in posts if post.role in roles()]
        return cls(
            posts=tuple(post for post, _ in table),
            permissions=frozenset().union(*(role.permissions for _, role in table)),
            units=frozenset(post.unit_id for post, role in table if role.sees != "none"),
            sees_units=frozenset(post.unit_id for post, role in table if role.sees in ("unit", "area")),
            sees_areas=frozenset(post.path for post, role in table if role.sees == "area"),
            duties=frozenset(role.duty for _, role in table),
            belongs=frozenset(post.unit_id for post in posts),
            stands_for=frozenset(pk for post in posts for pk in post.stands_for or ()),
        )


class HoldingQuerySet(models.QuerySet["Holding"]):
    def current(self, on: Any = None) -> "HoldingQuerySet":
        """Holdings in force on a day: activated, begun, not ended."""
        day = on or timezone.localdate()
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day),
            starts_on__lte=day,
            activated_by__isnull=False,
            post__closed_on=None,
            user__is_active=True,
        )

    def over(self) -> "HoldingQuerySet":
        """Ended before today, or taken back before it began: that ends the day before its first."""
        return self.filter(Q(ends_on__lt=timezone.localdate()) | Q(ends_on__lt=F("starts_on")))


class Holding(models.Model):
    """A user holds a post from a day to a day, for good or as deputy.

    One person gives it, a second one activates it (separation of duties); until then it gives no right.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings", verbose_name="岗位")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings", verbose_name="人员"
    )
    deputy = models.BooleanField("代理", default=False)
    starts_on = models.DateField("起", default=timezone.localdate)
    ends_on = models.DateField("止", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name="授予人",
    )
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="启用人",
    )
    activated_at = models.DateTimeField("启用时间", null=True, blank=True, editable=False)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ("-starts_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on") - timedelta(days=1)),
                name="a_holding_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(activated_by=None) | ~Q(activated_by=F("given_by")),
                name="a_holding_is_activated_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(deputy=False) | Q(ends_on__isnull=False), name="a_deputy_has_an_end"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="given_is_given",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.post_id, OLD.user_id, OLD.given_by_id) IS DISTINCT FROM"
                    " (NEW.post_id, NEW.user_id, NEW.given_by_id) OR OLD.activated_by_id IS NOT NULL"
                    " AND OLD.activated_by_id IS DISTINCT FROM NEW.activated_by_id)"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.post}{'（代理）' if self.deputy else ''}"

    def clean(self) -> None:
        if self.deputy and not self.ends_on:
            raise ValidationError({"ends_on": "代理要写明到哪一天为止。"})
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "结束日期早于开始日期。"})
        self._keep_duties_apart()

    def _keep_duties_apart(self) -> None:
        """三员: one person may not hold two of the duties, nor one beside business (domain: 6.3)."""
        others = Holding.objects.filter(user=self.user).exclude(pk=self.pk)
        others = others.filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on))
        duties = {
            roles()[role].duty for role in others.values_list("post__role", flat=True) if role in roles()
        }
        if duties - {roles()[self.post.role].duty}:
            raise ValidationError("系统管理、安全管理、安全审计三员互不兼任，也不兼任业务岗位。")
