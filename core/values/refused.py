"""What the rules do not allow, as a sentence."""


class Refused(Exception):
    """The rules do not allow it; the sentence is for the user. `field` names the form's field, if any."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


class NothingLeft(Refused):
    """An act of the system that would change nothing: the watch writes no line and tells nobody."""
