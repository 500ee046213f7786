"""The administrator's desk: places, units, posts, accounts. No case, no right is given here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils import timezone

from core import exclusions
from core.clocks import shortens
from core.identity import parse_id_number
from core.models import Area, AreaLevel, LocalTerm, Post, Unit, User
from core.procedures import clock_rules
from core.roles import roles

admin.site.disable_action("delete_selected")


class NothingIsDeleted:
    """Rows are closed, not deleted: history points at them."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AreaLevel)
class AreaLevelAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("depth", "name")


@admin.register(Area)
class AreaAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("code", "name", "level", "parent", "households", "closed_on")
    list_filter = ("level",)
    list_select_related = ("level", "parent")
    search_fields = ("code", "name", "initials")
    raw_id_fields = ("parent",)


@admin.register(Unit)
class UnitAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("code", "name", "short_name", "kind", "area", "takes_accusations", "closed_on")
    list_filter = ("kind",)
    list_select_related = ("area",)
    search_fields = ("code", "name")
    raw_id_fields = ("area",)


class PostForm(forms.ModelForm):
    role = forms.ChoiceField(label="角色")

    class Meta:
        model = Post
        fields = ("role", "unit", "area", "name", "closed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(key, role.label) for key, role in roles().items()]  # type: ignore[attr-defined]


@admin.register(Post)
class PostAdmin(NothingIsDeleted, admin.ModelAdmin):
    form = PostForm
    list_display = ("name", "unit", "role", "area", "closed_on")
    list_filter = ("role",)
    list_select_related = ("unit", "area")
    search_fields = ("name", "unit__name")
    raw_id_fields = ("unit", "area")


class UserForm(forms.ModelForm):
    first_password = forms.CharField(
        label="初始密码",
        required=False,
        widget=forms.PasswordInput,
        help_text="新建时必填，当面告知本人；首次登录必须修改。已有账号填写即重置。",
    )

    class Meta:
        model = User
        fields = ("username", "name", "phone", "id_number", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["id_number"] = ""  # written, never shown; empty leaves it as it is

    def clean_id_number(self) -> str:
        typed = self.cleaned_data["id_number"]
        try:
            return parse_id_number(typed, timezone.localdate()).number if typed else self.instance.id_number
        except ValueError as sentence:
            raise forms.ValidationError(str(sentence)) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.instance.pk and not data.get("first_password"):
            self.add_error("first_password", "请设初始密码。")
        if data.get("first_password"):
            self.instance.username, self.instance.name = data.get("username", ""), data.get("name", "")
            try:
                validate_password(data["first_password"], self.instance)
            except forms.ValidationError as wrong:
                self.add_error("first_password", wrong)
        return data


@admin.register(User)
class UserAdmin(NothingIsDeleted, admin.ModelAdmin):
    form = UserForm
    list_display = ("username", "name", "is_active", "created_at", "created_by")
    search_fields = ("username", "name")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if form.cleaned_data.get("first_password"):
            obj.password = make_password(form.cleaned_data["first_password"])
            obj.must_change_password, obj.password_changed_at = True, timezone.now()
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        exclusions.compare(obj)


class LocalTermForm(forms.ModelForm):
    rule = forms.ChoiceField(label="期限")

    class Meta:
        model = LocalTerm
        fields = ("rule", "term", "basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            (key, f"{rule.label}（{rule.term}）") for key, rule in clock_rules().items()
        ]

    def clean_term(self) -> str:
        rule = clock_rules().get(self.cleaned_data.get("rule", ""))
        try:
            shorter = rule is not None and shortens(rule, self.cleaned_data["term"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None
        if not shorter:
            raise forms.ValidationError("本镇期限只能同单位、不长于原期限。")
        return self.cleaned_data["term"]


@admin.register(LocalTerm)
class LocalTermAdmin(NothingIsDeleted, admin.ModelAdmin):
    form = LocalTermForm
    list_display = ("rule", "term", "basis")
