"""The desk on which bodies, mediators, trainings and experts are kept; nothing is deleted."""

from typing import Any

from django import forms
from django.contrib import admin

from core.access.people import with_permission
from core.models import User
from core.values.form_base import ModelForm
from core.web.two_hands import NothingIsDeleted
from mediation.models import BodyProfile, Expert, Mediation, Member, Training


@admin.register(BodyProfile)
class BodyProfileAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("unit", "kind", "set_up_on", "starts_on", "ends_on")
    list_filter = ("kind",)
    list_select_related = ("unit",)
    search_fields = ("unit__name",)
    filter_horizontal = ("areas",)


class MemberForm(ModelForm):
    """Several kinds of dispute are ticked; only who may mediate is offered as an account."""

    fields_ticked = forms.MultipleChoiceField(
        label="擅长的纠纷",
        choices=Mediation.Dispute.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Member
        fields = (
            "body", "user", "name", "phone", "post", "sex", "full_time", "on_payroll", "certificate", "valid_until",
            "languages", "areas", "starts_on", "ends_on",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {user.pk for user in with_permission("mediation.mediate")} | {self.instance.user_id}
        self.fields["user"].queryset = User.objects.filter(pk__in=known)  # type: ignore[attr-defined]
        self.fields["fields_ticked"].initial = self.instance.fields

    def save(self, commit: bool = True) -> Any:
        self.instance.fields = self.cleaned_data["fields_ticked"]
        return super().save(commit)


@admin.register(Member)
class MemberAdmin(NothingIsDeleted, admin.ModelAdmin):
    form = MemberForm
    list_display = ("shown_name", "body", "post", "full_time", "valid_until", "starts_on", "ends_on")
    list_filter = ("post", "full_time")
    list_select_related = ("body__unit", "user")
    search_fields = ("name", "user__name", "body__unit__name")
    filter_horizontal = ("areas",)


@admin.register(Training)
class TrainingAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("on", "member", "subject", "hours")
    list_select_related = ("member__user",)
    search_fields = ("subject", "member__name", "member__user__name")


@admin.register(Expert)
class ExpertAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("name", "field", "organisation", "starts_on", "ends_on")
    search_fields = ("name", "field", "organisation")
