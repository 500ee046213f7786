"""The desk on which bodies, mediators, trainings and experts are kept; nothing is deleted."""

from typing import Any

from django import forms
from django.contrib import admin

from core.access.people import with_permission
from core.deadlines.terms import Term
from core.models import User
from core.values.form_base import ModelForm
from core.values.roles import roles
from core.web.two_hands import InTwoHands, NothingIsDeleted
from mediation.models import BodyProfile, Expert, Mediation, Member, Step, Training


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
            "body", "user", "name", "phone", "post", "sex", "full_time", "certificate", "valid_until",
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


class StepForm(ModelForm):
    """A step of the ladder: whose it is, and until when."""

    role = forms.ChoiceField(label="由谁")

    class Meta:
        model = Step
        fields = ("level", "name", "role", "term", "closed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [(key, role.label) for key, role in roles().items() if "mediation.step" in role.permissions]
        self.fields["role"].choices = able  # type: ignore[attr-defined]

    def clean_term(self) -> str:
        try:
            Term.parse(self.cleaned_data["term"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return str(self.cleaned_data["term"])


@admin.register(Step)
class StepAdmin(InTwoHands, admin.ModelAdmin):
    guarded = ("role", "closed_on")  # whose step it is sees the matters on it
    opens = True
    form = StepForm
    list_display = ("level", "name", "role", "term", "closed_on")
