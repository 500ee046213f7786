"""The administrator's desk: places, units, posts, accounts. No case, no right is given here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from core.access import exclusions
from core.deadlines.clocks import shortens
from core.deadlines.terms import Term
from core.models import (
    AlarmUnit,
    Area,
    AreaLevel,
    Help,
    Helper,
    LadderStep,
    LocalTerm,
    OutsideBody,
    PayRate,
    Post,
    TeamTemplate,
    Unit,
    User,
)
from core.pay.rates import whats
from core.privacy.identity_numbers import parse_id_number
from core.procedure.procedure import clock_rules, procedures
from core.values.form_base import ModelForm
from core.values.roles import roles
from core.views.proposals import ask_password, show_half
from core.web.two_hands import InTwoHands, NothingIsDeleted

admin.site.disable_action("delete_selected")


@admin.register(AreaLevel)
class AreaLevelAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("depth", "name")


@admin.register(Area)
class AreaAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("code", "name", "level", "parent", "households", "closed_on")
    list_filter = ("level",)
    list_select_related = ("level", "parent")
    search_fields = ("code", "name", "initials")
    autocomplete_fields = ("parent",)


@admin.register(Unit)
class UnitAdmin(InTwoHands, admin.ModelAdmin):
    list_display = ("code", "name", "short_name", "kind", "area", "takes_accusations", "closed_on")
    list_filter = ("kind",)
    list_select_related = ("area",)
    search_fields = ("code", "name")
    autocomplete_fields = ("area",)
    guarded = (
        "kind",
        "area",
        "takes_accusations",
        "closed_on",
    )  # alarms go to units in use, hand-overs to those of a kind
    held_when_new = ("takes_accusations",)


@admin.register(AlarmUnit)
class AlarmUnitAdmin(InTwoHands, admin.ModelAdmin):
    """Alarms open sealed matters to the people of a unit."""

    guarded = ("flag", "unit", "closed_on")
    opens = True
    list_display = ("flag", "unit", "closed_on")
    list_filter = ("flag",)
    list_select_related = ("unit",)


@admin.register(OutsideBody)
class OutsideBodyAdmin(InTwoHands, admin.ModelAdmin):
    list_display = ("name", "short_name", "kind", "level", "phone", "takes_accusations", "closed_on")
    list_filter = ("kind", "level")
    search_fields = ("name", "short_name")
    autocomplete_fields = ("unit",)
    guarded = (
        "name",
        "unit",
        "takes_accusations",
        "closed_on",
    )  # an accusation goes there, and never to the accused
    held_when_new = ("takes_accusations",)


@admin.register(Helper)
class HelperAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("name", "kind", "body", "unit", "said_helps", "phone", "closed_on")
    list_filter = ("kind",)
    list_select_related = ("body", "unit")
    search_fields = ("name",)
    autocomplete_fields = ("body", "unit")
    filter_horizontal = ("areas",)

    @admin.display(description="能帮什么")
    def said_helps(self, obj: Helper) -> str:
        return obj.said_helps

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "helps":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            label="能帮什么", choices=Help.choices, widget=forms.CheckboxSelectMultiple
        )


@admin.register(TeamTemplate)
class TeamTemplateAdmin(NothingIsDeleted, admin.ModelAdmin):
    """It gives nobody a right: whoever puts a team together chooses the persons, in an act."""

    list_display = ("name", "basis", "closed_on")


class RateForm(ModelForm):
    what = forms.ChoiceField(label="发给什么")

    class Meta:
        model = PayRate
        fields = ("what", "amount", "number", "note", "without_payroll", "valid_from", "valid_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "what" in self.fields:
            self.fields["what"].choices = whats()  # type: ignore[attr-defined]


@admin.register(PayRate)
class PayRateAdmin(NothingIsDeleted, admin.ModelAdmin):
    form = RateForm
    list_display = ("said_what", "amount", "number", "without_payroll", "valid_from", "valid_until")

    @admin.display(description="发给什么", ordering="what")
    def said_what(self, rate: PayRate) -> str:
        return dict(whats()).get(rate.what, rate.what)

    def get_readonly_fields(self, request: HttpRequest, obj: PayRate | None = None) -> tuple[str, ...]:
        """A sheet points at it: only its end may be set, and another begins."""
        return ("said_what", "amount", "number", "note", "without_payroll", "valid_from") if obj else ()

    def get_fields(self, request: HttpRequest, obj: PayRate | None = None) -> tuple[str, ...]:
        fields = ("amount", "number", "note", "without_payroll", "valid_from", "valid_until")
        return ("said_what" if obj else "what", *fields)


class PostForm(ModelForm):
    role = forms.ChoiceField(label="角色")

    class Meta:
        model = Post
        fields = ("role", "unit", "area", "name", "closed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.was_held:  # shown, not asked
            del self.fields["role"]
        else:
            self.fields["role"].choices = [(key, role.label) for key, role in roles().items()]  # type: ignore[attr-defined]


class RoleFilter(admin.SimpleListFilter):
    """By role, in the words of the office."""

    title, parameter_name = "角色", "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        used = set(Post.objects.values_list("role", flat=True))
        return [(key, role.label) for key, role in roles().items() if key in used]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(role=self.value()) if self.value() else queryset


@admin.register(Post)
class PostAdmin(InTwoHands, admin.ModelAdmin):
    form = PostForm
    list_display = ("name", "unit", "role_label", "area", "closed_on")
    list_filter = (RoleFilter,)
    list_select_related = ("unit", "area")
    search_fields = ("name", "unit__name")
    autocomplete_fields = ("unit", "area")
    guarded = ("closed_on",)

    @admin.display(description="角色", ordering="role")
    def role_label(self, post: Post) -> str:
        return roles()[post.role].label if post.role in roles() else post.role

    def guards(self, obj: Post) -> tuple[str, ...]:
        """Closing a post takes rights only where it was held."""
        return self.guarded if obj.was_held else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        """Two people looked at role, unit and area when the post was given: close it and make a new one."""
        return ("role_label", "unit", "area") if obj and obj.was_held else ()

    def get_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        return ("role_label" if obj and obj.was_held else "role", "unit", "area", "name", "closed_on")


class UserForm(ModelForm):
    class Meta:
        model = User
        fields = ("username", "name", "phone", "id_number", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["id_number"] = ""  # written, never shown; empty leaves it as it is

    def clean_id_number(self) -> str:
        typed = self.cleaned_data["id_number"]
        try:
            return parse_id_number(typed, localdate()).number if typed else self.instance.id_number
        except ValueError as sentence:
            raise forms.ValidationError(str(sentence)) from None


@admin.register(User)
class UserAdmin(InTwoHands, admin.ModelAdmin):
    """An account opens nothing until a post is given; its first password is made by two."""

    form = UserForm
    fields = UserForm.Meta.fields
    list_display = ("username", "name", "is_active", "created_at", "created_by")
    search_fields = ("username", "name")
    guarded = (
        "username",
        "name",
        "phone",
        "id_number",
        "is_active",
    )  # who somebody is decides what he is kept out of
    held_when_new = ("phone", "id_number")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        exclusions.compare(obj)

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The first half of the new account's password, once."""
        made = ask_password(obj, by=request.user, reason="新建账号")  # type: ignore[arg-type]
        return show_half(request, obj, made.half, "前半")


class LocalTermForm(ModelForm):
    """A local term: never longer than the rule's, nor than what a level above has set."""

    rule = forms.ChoiceField(label="期限")
    category = forms.ChoiceField(label="类别", required=False, help_text="不选就是各类都适用。")

    class Meta:
        model = LocalTerm
        fields = ("rule", "category", "level", "term", "basis", "valid_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            (key, f"{rule.label}（{Term.parse(rule.term).label}）") for key, rule in clock_rules().items()
        ]
        groups = [
            (one.label, list(one.categories().items())) for one in procedures() if one.categories is not None
        ]
        self.fields["category"].choices = [("", "各类"), *groups]  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self.initial["valid_from"] = localdate()

    def clean_category(self) -> str:
        chosen, rule = self.cleaned_data["category"], self.cleaned_data.get("rule", "")
        whose = next((one for one in procedures() if rule in {known.key for known in one.clocks}), None)
        if chosen and (whose is None or whose.categories is None or chosen not in whose.categories()):
            raise forms.ValidationError("这个期限的事项没有这一类别。")
        return str(chosen)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        rule = clock_rules().get(data.get("rule", ""))
        if rule is None or "term" not in data:
            return data
        try:
            shorter = shortens(rule, data["term"])
        except ValueError as wrong:
            raise forms.ValidationError({"term": str(wrong)}) from None
        if not shorter:
            self.add_error(
                "term", f"只能同单位、不长于原期限（{Term.parse(rule.term).label}，{rule.basis}）。"
            )
        elif above := self._above(data):
            self.add_error(
                "term", f"{above.get_level_display()}里定的是 {Term.parse(above.term).label}，下级只能缩短。"
            )
        return data

    def _above(self, data: dict[str, Any]) -> LocalTerm | None:
        """What a level above has set for the same, where this would be longer."""
        levels = list(LocalTerm.Level)
        higher = levels[: levels.index(LocalTerm.Level(data["level"]))] if data.get("level") else []
        rows = LocalTerm.objects.filter(rule=data["rule"], level__in=higher)
        count, category = Term.parse(data["term"]).count, data.get("category", "")
        fitting = [row for row in rows if category.startswith(row.category)]
        return next((row for row in fitting if Term.parse(row.term).count < count), None)


@admin.register(LocalTerm)
class LocalTermAdmin(NothingIsDeleted, admin.ModelAdmin):
    form = LocalTermForm
    list_display = ("named", "whose", "level", "said", "basis", "valid_from")

    @admin.display(description="期限", ordering="rule")
    def named(self, row: LocalTerm) -> str:
        rule = clock_rules().get(row.rule)
        return rule.label if rule else row.rule

    @admin.display(description="类别", ordering="category")
    def whose(self, row: LocalTerm) -> str:
        known = {
            code: word for one in procedures() if one.categories for code, word in one.categories().items()
        }
        return str(known.get(row.category, row.category)) if row.category else "各类"

    @admin.display(description="承诺期限", ordering="term")
    def said(self, row: LocalTerm) -> str:
        return Term.parse(row.term).label


class LadderStepForm(ModelForm):
    """A step of a ladder: whose it is, and until when. Only roles that may be given a step are offered."""

    ladder = forms.ChoiceField(label="梯次种类")
    role = forms.ChoiceField(label="由谁")

    class Meta:
        model = LadderStep
        fields = ("ladder", "level", "name", "role", "term", "closed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ladders = [one.ladder for one in procedures() if one.ladder]
        may = {ladder.permission for ladder in ladders}
        able = [(key, role.label) for key, role in roles().items() if may & role.permissions]
        self.fields["ladder"].choices = [(one.key, one.label) for one in ladders]  # type: ignore[attr-defined]
        self.fields["role"].choices = able  # type: ignore[attr-defined]

    def clean_term(self) -> str:
        try:
            Term.parse(self.cleaned_data["term"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return str(self.cleaned_data["term"])


@admin.register(LadderStep)
class LadderStepAdmin(InTwoHands, admin.ModelAdmin):
    guarded = ("role", "closed_on")  # whose step it is sees the matters on it
    opens = True
    form = LadderStepForm
    list_display = ("ladder", "level", "name", "role", "term", "closed_on")
