"""The administrator's desk of the hall: windows and rooms, questions, petition classes."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from cases.models import PetitionClass, Question, Room
from core.values.form_base import ModelForm
from core.web.two_hands import InTwoHands, NothingIsDeleted


@admin.register(Room)
class RoomAdmin(InTwoHands, admin.ModelAdmin):
    guarded = ("unit", "closed_on")  # whoever sits there sees what is led to the room
    opens = True
    list_display = ("name", "kind", "unit", "order", "closed_on")
    list_filter = ("kind",)
    list_select_related = ("unit",)
    search_fields = ("name",)


class QuestionForm(ModelForm):
    """A question with choices needs at least two of them."""

    class Meta:
        model = Question
        fields = ("category", "order", "words", "kind", "choices", "retired_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        choices = [one for one in str(data.get("choices") or "").split("、") if one.strip()]
        if data.get("kind") == Question.Kind.CHOICE and len(choices) < 2:
            raise ValidationError({"choices": "“选项”至少写两个，用顿号隔开。"})
        return data


@admin.register(Question)
class QuestionAdmin(NothingIsDeleted, admin.ModelAdmin):
    form = QuestionForm
    list_display = ("words", "category", "kind", "order", "retired_on")
    list_filter = ("kind",)
    list_select_related = ("category",)
    search_fields = ("words",)


@admin.register(PetitionClass)
class PetitionClassAdmin(NothingIsDeleted, admin.ModelAdmin):
    list_display = ("code", "name", "parent", "retired_on")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "initials")
    autocomplete_fields = ("parent",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A code is never changed: matters point at it."""
        return ("code",) if obj else ()
