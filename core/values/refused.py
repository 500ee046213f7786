"""What the rules do not allow, as a sentence."""

from typing import Any


class Refused(Exception):
    """The rules do not allow it; the sentence is for the user. `field` names the form's field, if any."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


class Used(Refused):
    """The form has done something already, with other words; `matter`: to what, where the user did it."""

    def __init__(self, matter: Any = None) -> None:
        super().__init__("这张表单已经用过，内容和那次不一样，这次的没有保存。")
        self.matter = matter


class NothingLeft(Refused):
    """An act of the system that would change nothing: the watch writes no line and tells nobody."""
