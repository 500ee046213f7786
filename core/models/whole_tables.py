"""Tables of a first migration, made at once: Django draws all models anew after each single step, which for a hundred
tables takes half a minute.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


class WholeTables(Operation):
    """The steps as makemigrations writes them. A table comes with its later columns, indexes and constraints in it."""

    reversible = True

    def __init__(self, steps: Sequence[Operation]) -> None:
        self.steps = steps

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # drawn when it is asked for, not after each step
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        made = {step.name_lower for step in self.steps if isinstance(step, CreateModel)}
        for step in self.steps:
            if isinstance(step, AddField | AddIndex | AddConstraint) and step.model_name_lower in made:
                continue
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """`from_state` is the one with the tables."""
        for step in reversed(self.steps):
            if isinstance(step, CreateModel):
                step.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "Make the tables"
