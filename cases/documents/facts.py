"""What several papers of a case say in the same words. What a paper must not show is not handed to it."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate

from cases.models import Case, Handover, Instruction
from core.documents import paper_formats as say
from core.models import HistoryEntry, Party

S = Case.Status
LIVE = frozenset(S) - {S.VOIDED}
VISITS = {
    Case.Channel.VISIT: "来访",
    Case.Channel.LEADER: "来访",
    Case.Channel.PHONE: "来电",
    Case.Channel.LETTER: "来信",
}


def hidden(case: Case, people: Iterable[Party]) -> bool:
    """Must a paper that is taken home say nothing? Sealed, or somebody may not be reached directly."""
    return case.sealed or not all(party.may_be_reached() for party in people)


def received(case: Case) -> str:
    """When it came in, from which all terms count; and when it was typed, if that was a later day."""
    late = localdate(case.registered_at) != localdate(case.received_at)
    typed = f"（{say.short(case.registered_at, weekday=False)}补录）" if late else ""
    return say.moment(case.received_at, weekday=True) + typed


def entries(case: Case, *actions: str) -> list[HistoryEntry]:
    """The acts of these names, oldest first, with who typed them and their words."""
    found = HistoryEntry.objects.filter(matter_id=case.pk, action__in=actions)
    return list(found.select_related("by", "detail").order_by("seq"))


def leader_s(words: str, name: str, on: Any) -> dict[str, str]:
    return {"leader_note": words, "leader_name": name, "leader_on": say.day(on)}


def said_with(case: Case, running: Handover) -> Instruction | None:
    """The leader's words that went with this hand-over: the last said by then, in the same act or before it. What
    an earlier hand-over followed from is not said of this one.
    """
    before = max(
        (row.handed_at for row in case.handed if row.lead and row.handed_at < running.handed_at), default=None
    )
    said = case.instructions.filter(given_at__lte=running.handed_at)
    return (said.filter(given_at__gt=before) if before else said).last()


def of_hand_over(case: Case, running: Handover, limit: int) -> tuple[dict[str, str], str]:
    """A leader's words, and the dispatcher's own, of one hand-over.

    Where a leader decided on paper and the desk typed it as 转办 (decided_by), its note is the leader's.
    """
    note = say.cut(running.note, limit, "（全文见系统）")
    entry = next(
        (one for one in entries(case, "cases.hand_over") if one.happened_at == running.handed_at), None
    )
    if entry and entry.decided_by:
        return leader_s(note, entry.decided_by, running.handed_at), ""
    if words := said_with(case, running):
        return leader_s(say.cut(words.words, limit, "（全文见系统）"), words.given_by, words.given_at), note
    return {}, note
