"""Words that point to what must be closed are asked about before anything is stored, never decided in silence.

Yes closes it, no is kept in the history with the word that was found (信访工作条例 30; 反家庭暴力法 5; 未成年人保护法 4).
"""

import re
from typing import Any

from django import forms

from core.models import Matter
from core.procedure.intake import Intake
from core.values.form_base import Form, radio

YES, NO = "yes", "no"
SEALS = Matter.Compartment
_WISH = re.compile("保密|透露|泄露|公开")


class ClosedQuestions(Form):
    """Base of the forms that take in what somebody says, beside the ticks that close it. Which words point to what is
    the room's own (Intake.points_at, Intake.closing).
    """

    SAID = "demand"  # the field with their words

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pointing: dict[str, str] = {}
        if self.is_bound:
            found = self.room.points_at(str(self.data.get(self.add_prefix(self.SAID), "")))
            found = [] if found and self.closed_anyway() else found
            self.pointing = {label: word for label, word in found if not self._closed_by_a_tick(label, word)}
        for label, word in self.pointing.items():
            self.fields[f"closed_{label}"] = _question(Matter.Compartment(label).label, word)

    @property
    def room(self) -> Intake:
        """What the room declares."""
        raise NotImplementedError

    def ticked(self, name: str) -> list[str]:
        """What was posted for a field, before anything is checked."""
        key = self.add_prefix(name)
        found = self.data.getlist(key) if hasattr(self.data, "getlist") else self.data.get(key)
        return [found] if isinstance(found, str) else list(found or ())

    def closed_anyway(self) -> bool:
        """Is it closed whatever is ticked?"""
        return False

    def _closed_by_a_tick(self, label: str, word: str) -> bool:
        if self.ticked("accusation"):
            return True
        wished = bool(self.ticked("confidential")) and bool(_WISH.search(word))
        flag = self.room.closing.get(label)
        return flag in self.ticked("flags") if flag else wished

    @property
    def closed_fields(self) -> list[Any]:
        """What is asked, for pages that place their fields one by one."""
        return [self[f"closed_{label}"] for label in self.pointing]

    def clean(self) -> dict[str, Any]:
        """Yes is the tick that was missing."""
        data = super().clean() or {}
        for label in self.pointing:
            if data.get(f"closed_{label}") != YES:
                continue
            if label == SEALS.ACCUSATION:
                data["accusation"] = True
            else:
                data["flags"] = [*data.get("flags", ()), self.room.closing[label]]
        return data

    @property
    def not_sealed(self) -> str:
        """像检举控告（写有“举报”），登记人核对后认为不用封闭: what was answered with no."""
        said = (
            f"像{Matter.Compartment(label).label}（写有“{word}”），登记人核对后认为不用封闭"
            for label, word in self.pointing.items()
            if self.cleaned_data.get(f"closed_{label}") == NO
        )
        return "；".join(said)

    def with_answers(self, answers: dict[str, Any]) -> dict[str, Any]:
        """The answers as registering wants them."""
        kept = {name: value for name, value in answers.items() if not name.startswith("closed_")}
        return kept | ({"not_sealed": self.not_sealed} if self.not_sealed else {})


def _question(label: str, word: str) -> forms.ChoiceField:
    return radio(
        f"诉求里写有“{word}”，像{label}。是否按{label}封闭？",
        [(YES, "是，封闭"), (NO, "不是，按一般事项登记")],
        error_messages={"required": f"诉求里写有“{word}”，像{label}，请选是否封闭。没有选不能登记。"},
    )
