"""One registration as it is posted: the facts, the people, and what a room asks besides."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from core.intake.forms import SIDES, PersonLine, PersonLines, lines_of
from core.models import Party


class Sheet:
    """The forms of one registration, posted together.

    `typed` without `judged` shows again what was typed and says nothing about it: a draft, or a look-up. `SIDES`: the lines
    of people that an empty form begins with.
    """

    SIDES: ClassVar[tuple[Mapping[str, Any], ...]] = SIDES

    def __init__(
        self,
        form: Any,
        user: Any,
        typed: QueryDict | None = None,
        files: Any = None,
        *,
        judged: bool = False,
    ) -> None:
        self.judged = judged
        lines: dict[str, Any] = {"prefix": "people", "form_kwargs": {"user": user}}
        if typed is None:
            self.form, self.people = form(user=user), PersonLines(initial=self.SIDES, **lines)
        elif judged:
            self.form, self.people = (
                form(typed, files, user=user),
                PersonLines(typed, initial=self.SIDES, **lines),
            )
        else:
            shown = [as_typed(PersonLine.base_fields, typed, f"people-{row}-") for row in lines_of(typed)]
            self.form = form(user=user, initial=as_typed(form.base_fields, typed))
            self.people = PersonLines(initial=shown, **lines)

    def is_valid(self) -> bool:
        return all((self.form.is_valid(), self.people.is_valid()))

    @property
    def more_open(self) -> bool:
        """Does something behind 更多 have to be seen?"""
        behind = self.judged and self.form.behind(not self.people.is_valid())
        return bool(self.form["online"].value() or behind)

    @property
    def parties(self) -> list[dict[str, Any]]:
        """The parties; whoever is named as a representative is marked, or joins as an applicant."""
        parties = [dict(row.party) for row in self.people if row.party]
        for name in self.form.cleaned_data.get("representatives", ()):
            same = next((party for party in parties if party["name"] == name), None)
            if same is None:
                parties.append(same := {"role": Party.Role.APPLICANT, "name": name})
            same["is_representative"] = True
        return parties

    @property
    def answers(self) -> dict[str, Any]:
        """What the effect of registering gets, but for town and centre."""
        return self.form.answers | {"parties": self.parties}


def as_typed(fields: Mapping[str, Any], typed: QueryDict, prefix: str = "") -> dict[str, Any]:
    """Initial values from posted ones: several for fields that take several."""
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    return {
        name: typed.getlist(prefix + name) if isinstance(field, several) else typed[prefix + name]
        for name, field in fields.items()
        if prefix + name in typed
    }
