"""The one door: every change of a matter's status goes through `perform`, every birth through `open_matter`.

Under the lock of the parent row (and of the matter above it, in ascending order), in one transaction:
the same key again gives the same result, a matter that has moved is refused with what happened
meanwhile, guards answer, the effect computes, and `_apply` alone writes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, UUIDField
from django.http import Http404
from django.utils import timezone

from core.access import exclusions
from core.access.people import once, with_permission
from core.deadlines import clocks
from core.deadlines.calendars import office_calendar
from core.deadlines.steps import SUPERVISE
from core.models import Access, DangerReport, HistoryEntry, Matter, MatterText, Party, Reserved, User
from core.models.gate import sees
from core.privacy.masking import mask_digits, mask_names
from core.procedure.below import offer_of, puts_to_unit
from core.procedure.procedure import Procedure, by_kind, clock_rules
from core.procedure.transitions import QUIET, Outcome, Rules, Snapshot, Transition
from core.procedure.transitions import Result as Ended
from core.records import history, numbers
from core.records.line import locked
from core.records.notices import Tell, tell
from core.values.kept import Coming, Kept, by_key
from core.values.moments import now
from core.values.refused import Refused, Used
from core.workflow import outcome_limits
from core.workflow.addressed import named_another
from core.workflow.form_keys import words_of
from core.workflow.permissions import check_moment, check_order, may, out_of_place, why_not
from core.workflow.unfinished import with_fallen

OF_THE_ROOT = (
    Party,
    DangerReport,
)  # a family of matters has one set of people, and what concerns them is theirs


DIGITS = 4  # of a term (deadlines.terms.Term); one reckoned from a day that was typed ends within 27 years
TOO_FAR = "日期太远，请核对年份。"


# Asked by every act (core.values.kept).
_BY_FORM = Kept(lambda: HistoryEntry.objects.filter(key=Coming(0, UUIDField())))
_AROUND = Kept(
    lambda: Matter.objects.filter(Q(parent_id=Coming(0)) | Q(merged_into=Coming(0))).order_by("id")
)


class Conflict(Exception):
    """The matter has moved since the form was opened; carries what happened meanwhile."""

    def __init__(self, entries: list[HistoryEntry]) -> None:
        super().__init__("该事项刚刚有新的办理动作。")
        self.entries = entries


@dataclass(frozen=True)
class Result:
    """The matter after the act, the entry that records it, and whether it had been done before."""

    matter: Any
    entry: HistoryEntry
    repeated: bool = False
    opened: Any = None


@dataclass(frozen=True)
class Act:
    """The circumstances of one act: who typed, whose decision it was, when, and the form's key.

    `follows`: it follows from another act that was allowed, so rights are not asked again.
    `words`: the digest of what the form said (core.workflow.form_keys).
    """

    by: User | None
    at: datetime
    key: UUID | None = None
    decided_by: str = ""
    follows: bool = False
    words: str = ""


def perform(
    pk: int,
    name: str,
    *,
    by: User | None,
    data: Mapping[str, Any] | None = None,
    key: UUID | None = None,
    version: int | None = None,
    at: datetime | None = None,
    decided_by: str = "",
    beside: Any = (),
) -> Result:
    """Do a transition.

    `by` None is the system itself. `beside`: what was sent together with the data (digests of scans); under the
    same key it must be the same again, like the data. Raises Http404 (hidden), PermissionDenied (visible, not
    allowed), Refused (the rules, with a sentence), Used (the key, other words) or Conflict (it has moved).
    """
    words = words_of(key, data or {}, at, decided_by, beside)
    act = Act(by, at or now(), key, decided_by, words=words)
    with _told_in_words(), transaction.atomic():
        one_at_a_time(key)
        model = by_kind()[lock(pk)].model
        if by is not None and not sees(by, pk):
            raise Http404
        if done := _done(act, name, pk):
            return Result(model._default_manager.get(pk=pk), done, repeated=True)
        return _perform(model._default_manager.get(pk=pk), name, act, dict(data or {}), version)


@contextmanager
def _told_in_words() -> Iterator[None]:
    """What only the database could see, because two acted at once, is refused in the words of its constraint."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        rules = (rule for model in apps.get_models() for rule in model._meta.constraints if rule.name == name)
        said = next((str(rule.violation_error_message) for rule in rules), "")
        if said.endswith("。"):
            raise Refused(said) from error
        raise


def lock(pk: int) -> str:
    """Lock the matter, with what stands above it and what an act on it may move (merged matters): always in
    ascending order, so that nobody waits in a circle. Returns its kind.
    """
    found = locked(pk)
    if pk not in found:
        raise Http404
    return found[pk]


def _perform(matter: Any, name: str, act: Act, data: Mapping[str, Any], version: int | None = None) -> Result:
    procedure = by_kind()[matter.kind]
    try:
        row = procedure.workflow.transition(name)
    except KeyError:
        raise Http404 from None
    asked = act.by is not None and not act.follows
    if asked and not act.by.has_perm(row.permission):  # type: ignore[union-attr]
        raise PermissionDenied
    if version is not None and version != matter.version and QUIET not in row.show:
        raise Conflict(
            list(
                HistoryEntry.objects.filter(matter=matter, seq__gt=version)
                .select_related("by", "detail")
                .order_by("seq")
            )
        )
    if asked and not may(act.by, matter, row):  # type: ignore[arg-type]
        raise PermissionDenied
    refuse_if(out_of_place(row, matter))  # before anything is read that guards look at
    snapshot = look(procedure.child(matter), act)
    refuse_if(why_not(row, snapshot))
    refuse_if(named_another(row, snapshot), "decided_by")
    check_moment(snapshot)
    if row.target:
        check_order(procedure, snapshot)
    return _apply(procedure, row, snapshot, outcome_of(row, snapshot, data), act)


def outcome_of(row: Transition, snapshot: Snapshot, data: Mapping[str, Any]) -> Outcome:
    """What the effect computes, closed where it brings a child in; of what opens a procedure below, with its data."""
    outcome = outcome_limits.of_minors(snapshot, row.effect(snapshot, data))
    return _with_opening(row, outcome, data) if row.moves.opens else outcome


def _with_opening(row: Transition, outcome: Outcome, data: Mapping[str, Any]) -> Outcome:
    """Who leads the procedure below holds the matter above as long as that one waits."""
    offer = offer_of(row.moves.opens)
    unit = offer.unit(data) if offer and row.target else None
    if unit is None:
        return replace(outcome, opening=data)
    return replace(outcome, opening=data, holder=(unit, None), detail={**outcome.detail, "unit": unit.name})


def open_matter(
    kind: str,
    *,
    by: User | None,
    data: Mapping[str, Any],
    key: UUID | None = None,
    at: datetime | None = None,
    decided_by: str = "",
    parent: Matter | None = None,
    beside: Any = (),
) -> Result:
    """Register a matter: the opening transition of its kind. The same key with the same words gives the same
    matter again. Raises PermissionDenied, Refused, Used.
    """
    procedure = by_kind()[kind]
    words = words_of(key, data, at, decided_by, beside)
    act = Act(by, at or now(), key, decided_by, words=words)
    row = procedure.workflow.opening
    if by is not None and not by.has_perm(row.permission):
        raise PermissionDenied
    with _told_in_words(), transaction.atomic():
        one_at_a_time(key)
        if done := _done(act, row.name):
            return Result(procedure.child(done.matter), done, repeated=True)
        return _open(procedure, parent, act, data)


def _open(
    procedure: Procedure,
    parent: Matter | None,
    act: Act,
    data: Mapping[str, Any],
    split_from: Matter | None = None,
) -> Result:
    row = procedure.workflow.opening
    born = procedure.model(kind=procedure.kind, status=row.target or "", parent=parent, split_from=split_from)
    snapshot = look(born, act)
    refuse_if(why_not(row, snapshot))
    check_moment(snapshot)
    return _apply(procedure, row, snapshot, outcome_of(row, snapshot, data), act)


def one_at_a_time(key: UUID | None) -> None:
    """Two requests with one key wait for one another, so that the second finds what the first did."""
    if key is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int >> 65])


def _done(act: Act, name: str, pk: int | None = None) -> HistoryEntry | None:
    """What the form's key has done already. Raises Used where it did something else, or said something else."""
    done = _BY_FORM.first(act.key) if act.key else None
    if done is None:
        return None
    own = done.by_id == (act.by.pk if act.by else None)
    same = done.action.rsplit(".", 1)[-1] == name and done.words == act.words
    if not own or not same or pk not in (None, done.matter_id):
        raise Used(done.matter if own else None)
    return done


def look(child: Any, act: Act) -> Snapshot:
    """Take the snapshot that guards and effects look at."""
    known = child.pk is not None
    around = _AROUND(child.pk) if known else []
    return Snapshot(
        matter=child,
        by=act.by,
        at=act.at,
        now=now(),
        calendar=office_calendar(),
        decided_by=act.decided_by,
        clocks=tuple(clocks.OF_MATTER(child.pk)) if known else (),
        below=tuple(other for other in around if other.parent_id == child.pk),
        merged=tuple(other for other in around if other.merged_into_id == child.pk),
    )


def refuse_if(sentence: str, field: str = "") -> None:
    if sentence:
        raise Refused(sentence, field)


def _apply(procedure: Procedure, row: Transition, snapshot: Snapshot, outcome: Outcome, act: Act) -> Result:
    """What an act does to the tables. One piece: each line needs what the lines before have stored."""
    matter, before = snapshot.matter, snapshot.matter.status if snapshot.matter.pk else ""
    held_by, known = matter.holder_unit_id, _called_bad(procedure, matter)
    outcome = outcome_limits.subtract(matter, outcome, act.by)
    changed = set_facts(matter, outcome, row, procedure, act)
    if matter.pk is None:
        matter.masked_title = mask_names(matter.title, _names(matter, outcome))
        _give_birth(procedure, matter, outcome.reserved)
    elif matter.closed_at == act.at:
        outcome = with_fallen(matter, outcome, act.at, row.label)
    _store_rows(matter, outcome)
    if not before:  # who came in with it need not be asked for
        people = [row for row in outcome.rows if isinstance(row, Party) and row.matter_id == matter.pk]
        matter._prefetched_objects_cache = {"parties": people}
    if before and matter.sealed:
        _keep_closed(matter, outcome, held_by)
    entry = history.append(
        matter, f"{procedure.labels.get('app', procedure.kind)}.{row.name}", before=before, by=act.by, happened_at=act.at, detail=dict(outcome.detail), key=act.key,
        decided_by=act.decided_by, words=act.words,
    )  # fmt: skip
    changed += _erased(matter, outcome, act)
    if QUIET not in row.show:
        matter.version = entry.seq
    book = clocks.Book(matter, list(snapshot.clocks), snapshot.calendar, below=snapshot.below)
    changed += run_clocks(book, row, outcome, act, held_by)
    if not before:
        born = ("root_id", "version", *clocks.COPIED)
        matter.save(update_fields=born)
    _split_off(matter, outcome, act)
    if before:
        matter.save(update_fields=[*changed, "version"])
    book.store()
    _tell(matter, outcome)
    if not known and _called_bad(procedure, matter):
        _tell(matter, _of_the_bad(procedure, matter))
    if not before or _reworded(matter, outcome):
        _reword(matter, born=not before)
    matter._prefetched_objects_cache = {}
    opened = _move_others(row, matter, outcome, act)
    _draft(matter, outcome, act)
    return Result(matter, entry, opened=opened)


def _called_bad(procedure: Procedure, matter: Any) -> bool:
    """Is it closed, and did people call the result bad? While it is open it is done over."""
    if not procedure.displeased or not matter.closed_at or matter.sealed:
        return False
    return procedure.displeased(by_key(procedure.model, matter.pk)) is not None


def _of_the_bad(procedure: Procedure, matter: Any) -> Outcome:
    """Whoever may put it to the unit hears of it: nobody looks at what is closed."""
    people = [
        user
        for right in puts_to_unit(procedure.workflow)
        for user in with_permission(right, area=matter.area)
    ]
    told = exclusions.barred(matter).let(once(people))
    return Outcome(notices=[Tell(told, "群众评价不满意，请看要不要向单位提出整改：{matter}")])


def _store_rows(matter: Any, outcome: Outcome) -> None:
    for existing, values in outcome.changes:
        type(existing)._base_manager.filter(pk=existing.pk).update(**values)
    for new in outcome.rows:
        new.matter = matter.top if isinstance(new, OF_THE_ROOT) else matter  # type: ignore[attr-defined]
        new.save()
    for access in outcome.access:
        access.matter_id = matter.pk
        access.save()
    exclusions.store(matter, outcome.exclusions)


def _tell(matter: Any, outcome: Outcome) -> None:
    for notice in outcome.notices:
        about = notice.about or matter
        sentence = notice.sentence.format(matter=about.named)
        tell(notice.to, about, mask_names(sentence, matter.names), urgent=notice.urgent, call=notice.call)


def set_facts(matter: Any, outcome: Outcome, row: Transition, procedure: Procedure, act: Act) -> list[str]:
    """Change the matter in memory as the outcome says; the names of the columns that changed."""
    changed = dict(outcome.facts)
    if row.target is not None or "status" in changed:
        status = changed.setdefault("status", row.target)
        if status not in row.targets:
            raise ValueError(f"{procedure.kind}.{row.name} does not lead to {status}")
        if status in procedure.workflow.final:
            changed["closed_at"] = act.at
        elif matter.closed_at:
            changed["closed_at"] = None
        if matter.waits_for != row.moves.opens:
            changed["waits_for"] = row.moves.opens
    if outcome.holder is not None:
        changed["holder_unit"], changed["holder_user"] = outcome.holder
        changed["held_since"] = act.at
    if "area" in changed:
        changed["area_path"] = changed["area"].path
    for name, value in changed.items():
        setattr(matter, name, value)
    return list(changed)


def _erased(matter: Any, outcome: Outcome, act: Act) -> list[str]:
    """Erase what the act says is erased by law; names of the columns that changed."""
    if not outcome.erases:
        return []
    matter.erased_at = now()
    history.erase_all(matter, by=act.by, reason=outcome.erases)
    return ["erased_at"]


def _give_birth(procedure: Procedure, matter: Any, reserved: Reserved | None) -> None:
    """Numbers are taken last, just before the row is stored: their counters stay locked until commit."""
    day = timezone.localdate(matter.received_at)
    parent, whole = matter.parent, matter.parent or matter.split_from
    matter.registered_at, matter.held_since = now(), matter.received_at
    if reserved:
        matter.number, matter.code, matter.lookup_code = numbers.use(reserved)
    else:
        matter.lookup_code = whole.lookup_code if whole else numbers.new_lookup_code()
        matter.code = whole.code if whole else numbers.new_code(day)
        matter.number = matter.number or numbers.new_number(procedure, day.year)
    matter.save(force_insert=True)
    if reserved:
        numbers.used(reserved, matter)
    if parent:  # stored with its first version
        matter.root = parent.top
    else:
        matter.root_id = matter.pk


def run_clocks(book: clocks.Book, row: Transition, outcome: Outcome, act: Act, held_by: int) -> list[str]:
    """What an act does to the clocks, in memory: what its row declares, as far as the effect does not choose.

    Returns the names of the matter's columns that changed with them. ValueError, a programmer's error: a clock that
    the row does not declare, one that does not fit, and a term of another length where the rule's own holds.
    """
    matter, rules = book.matter, row.clocks
    for of in _chosen(row, rules.meets, outcome.meets):
        book.meet([_rule(of)], act.at, *_whose(of, held_by))
    for of in _chosen(row, rules.cancels, outcome.cancels):
        book.cancel([_rule(of)], act.at, *_whose(of, None))
    if matter.closed_at == act.at:
        outliving = () if matter.voided_at else [key for key, rule in clock_rules().items() if rule.outlives]
        book.close(act.at, outliving)
    for start in _chosen(row, rules.starts, outcome.starts):
        _start(book, start, act.at)
    for extension in _chosen(row, rules.extends, outcome.extends):
        book.prolong(extension)
    if bool(rules.suspends) != (outcome.suspension is not None):
        raise ValueError(f"{row.name}: a suspension is declared by its row and reasoned by its effect")
    if outcome.suspension:
        book.suspend([rule.key for rule in rules.suspends], act.at, outcome.suspension)
    book.resume([rule.key for rule in rules.resumes], act.at)
    return book.copy_tightest()


def _start(book: clocks.Book, start: Any, at: datetime) -> None:
    """A clock that the effect asks for; of those that a row merely declares (a key) the ones that fit."""
    asked = start if isinstance(start, clocks.Start) else clocks.Start(start, unit=book.matter.holder_unit)
    refuse_if(TOO_FAR if len(asked.term.rstrip("WCHNMY")) > DIGITS else "")
    rule = clock_rules()[asked.rule]
    fits = rule.fits(book.matter)
    if (asked.term and not rule.given) or (asked is start and not fits):
        raise ValueError(f"{rule.key}: its own term holds, where it fits")
    if fits:
        book.start(rule, replace(asked, at=asked.at or at))


def _chosen(row: Transition, declared: Rules, chosen: Sequence[Any] | None) -> Sequence[Any]:
    """Of the clocks that a row declares those that the effect chose; the keys of all where it leaves that open."""
    keys = [rule.key for rule in declared]
    if chosen is None:
        return keys
    if unknown := {_rule(one) for one in chosen} - set(keys):
        raise ValueError(f"{row.name} does not declare the clocks {sorted(unknown)}")
    return chosen


def _whose(of: Any, unit: int | None) -> tuple[Any, ...]:
    return (of.unit.pk if of.unit else None, of.item) if isinstance(of, clocks.Of) else (unit,)


def _rule(asked: Any) -> str:
    return asked if isinstance(asked, str) else str(asked.rule)


def _following(act: Act) -> Act:
    """What follows from an act is not asked for again."""
    return replace(act, key=None, words="", follows=True)


def _split_off(matter: Any, outcome: Outcome, act: Act) -> None:
    """What is split from it. Its number is taken before the matter's own words change: a room may keep a lock of its own
    on those, and whoever registers takes the two in this order.
    """
    for data in outcome.apart:
        letter = matter.split_from or Matter.objects.get(pk=matter.pk)
        _open(by_kind()[matter.kind], None, _following(act), data, split_from=letter)


def _move_others(row: Transition, matter: Any, outcome: Outcome, act: Act) -> Any:
    """What the act moves beside its own matter: a procedure that opens, the matter above, the root, those merged into it,
    and others of which the effect says so.
    """
    follows, moves = _following(act), row.moves
    for pk, name, given in sorted(outcome.elsewhere, key=lambda one: one[0]):
        lock(pk)
        _perform(Matter.objects.get(pk=pk), name, follows, given)
    if moves.opens:
        if moves.again and (known := _open_already(row, matter.pk, follows)):
            return _perform(known, moves.again, follows, dict(outcome.opening)).matter
        return open_below(moves.opens, Matter.objects.get(pk=matter.pk), follows, outcome.opening)
    if matter.parent_id:
        _hand_up(row, matter, outcome.result, follows)
    if moves.root and matter.root_id != matter.pk:
        _perform(Matter.objects.get(pk=matter.root_id), moves.root, follows, outcome.root_data)
    if moves.merged:
        for merged in Matter.objects.filter(merged_into=matter.pk, closed_at=None).order_by("pk"):
            _perform(merged, moves.merged, follows, outcome.merged_data)
    return None


def _draft(matter: Any, outcome: Outcome, act: Act) -> None:
    """Put what a unit did against the rules to it in writing, as a draft of the system; where that is refused the act stands."""
    if outcome.at_fault is None:
        return
    row = by_kind()[matter.kind].workflow.transition(SUPERVISE)
    try:
        with transaction.atomic():
            fresh = Matter.objects.get(pk=matter.pk)
            _perform(fresh, row.name, Act(None, act.at), {"at_fault": outcome.at_fault})
    except Refused as refused:
        directors = exclusions.barred(matter).let(with_permission("core.direct", area=matter.area))
        sentence = not_done(row.label, matter, str(refused))
        tell(directors, matter, mask_names(sentence, matter.names), urgent=True)


def not_done(label: str, matter: Matter, refused: str) -> str:
    """What a person reads where the system could not do an act."""
    return f"系统没有办成“{label}”，请处理：{matter.named}。{refused}"


def _open_already(row: Transition, pk: int, act: Act) -> Matter | None:
    """The newest open matter of the kind below that lets the act which is done again."""
    procedure = by_kind()[row.moves.opens]
    again = procedure.workflow.transition(row.moves.again)
    there = Matter.objects.select_for_update(no_key=True).filter(
        parent_id=pk, kind=procedure.kind, closed_at=None
    )
    found = (one for one in there.order_by("-pk") if not why_not(again, look(procedure.child(one), act)))
    return next(found, None)


def _hand_up(row: Transition, matter: Any, words: str, act: Act) -> None:
    """The result of a procedure moves the matter above that waits for it, once, as the table of that one says.

    Raises Refused where what has had a result is withdrawn, ValueError where a procedure ends without one.
    """
    offer, above = offer_of(matter.kind), Matter.objects.filter(pk=matter.parent_id)
    if offer is None or not offer.waits:
        return
    if matter.resulted_at:
        taken = row.moves.result is Ended.WITHDRAWN and _waits(matter.parent)
        refuse_if(f"结果已经报到上级事项，不能{row.label}。" if taken else "")
    elif row.moves.result and words:
        parent = above.get()
        leads_to = by_kind()[parent.kind].workflow.below.results[row.moves.result]  # type: ignore[union-attr]
        words += _still_split_off(matter)
        _perform(parent, leads_to, act, {"words": words, "result": row.moves.result, "below": matter})
        matter.resulted_at = act.at
        Matter.objects.filter(pk=matter.pk).update(resulted_at=act.at)
    elif matter.closed_at == act.at and above.filter(waits_for=matter.kind).exists():
        raise ValueError(f"{matter.kind}.{row.name} ends without a result for the matter above")


def _still_split_off(matter: Matter) -> str:
    """What left it for a matter of its own goes on, and the one above hears nothing more of it. What is sealed is not named."""
    left = Matter.objects.filter(split_from=matter.pk, closed_at=None, compartment="")
    numbers = "、".join(left.order_by("pk").values_list("number", flat=True))
    return f"（拆分另办的 {numbers} 还没有办结。）" if numbers else ""


def _waits(above: Matter) -> bool:
    """Does a matter of this kind wait for what opens below it?"""
    below = by_kind()[above.kind].workflow.below
    return below is not None and below.waits


def open_below(kind: str, parent: Matter, act: Act, data: Mapping[str, Any]) -> Any:
    """Open a procedure under a matter; whoever may move the matter may open what follows from it."""
    opened = _open(by_kind()[kind], parent, act, data).matter
    if parent.waits_for != kind:
        opened.resulted_at = act.at
        Matter.objects.filter(pk=opened.pk).update(resulted_at=act.at)
    if parent.sealed and opened.sealed:
        mirror_access(parent, opened)
    return opened


def _keep_closed(matter: Any, outcome: Outcome, held_by: int) -> None:
    """What is sealed stays with those who need it: a unit that hands it on is shut out, and a label
    set later closes the whole family and shuts out units that do not hold it, and who answers for the place.
    """
    moment = now()
    if matter.holder_unit_id != held_by:
        Access.objects.filter(matter_id=matter.pk, unit_id=held_by, ends_at=None).update(ends_at=moment)
    if "compartment" in outcome.facts:
        _shut_out(matter, moment)
        _close_below(_close_above(matter, outcome.access))


def _shut_out(matter: Matter, moment: datetime) -> None:
    """Whose access comes from a unit that does not hold the matter, or from the place."""
    others = Access.objects.filter(
        Q(unit__isnull=False) | Q(part=Access.THERE), matter_id=matter.pk, ends_at=None
    )
    others.exclude(unit_id=matter.holder_unit_id).update(ends_at=moment)


def _close_above(matter: Matter, opened: Iterable[Access]) -> Matter:
    """The people are those of the root: its label is theirs, whichever of the family told it. It is open to its own
    holder and to whom the act opens this one. Returns the highest that was closed.
    """
    root = Matter.objects.select_for_update(no_key=True).get(pk=matter.top.pk)
    if root.pk == matter.pk or root.sealed:
        return matter
    root.compartment = matter.compartment
    Matter.objects.filter(pk=root.pk).update(compartment=root.compartment)
    _shut_out(root, now())
    for access in opened:
        Access(matter_id=root.pk, unit_id=access.unit_id, user_id=access.user_id, part=access.part).save()
    return root


def _close_below(matter: Matter) -> None:
    """The label of a matter, and whom it is open to, for all that stands below it."""
    for below in Matter.objects.select_for_update(no_key=True).filter(parent_id=matter.pk).order_by("pk"):
        below.compartment = matter.compartment
        Matter.objects.filter(pk=below.pk).update(compartment=matter.compartment)
        mirror_access(matter, below)
        _close_below(below)


def mirror_access(parent: Matter, child: Matter) -> None:
    """Whom a sealed matter is open to, the procedure below it is open to."""
    for access in Access.objects.current().filter(matter=parent):
        Access(matter_id=child.pk, unit_id=access.unit_id, user_id=access.user_id, part=access.part).save()


def _names(matter: Any, outcome: Outcome) -> list[str]:
    """Of those who come in with a matter, and of the family that it is born into."""
    new = [row.name for row in outcome.rows if isinstance(row, Party) and not row.is_organisation]
    return [*new, *(matter.parent.names if matter.parent else ())]


def _reword(matter: Matter, born: bool) -> None:
    """Renew what is searched, and the titles without names: a family has one set of people, so that whoever is
    added to it is masked in all of them.
    """
    index(matter, new=born)
    if born:
        return
    root = matter.root_id or matter.pk
    people = Party.objects.filter(matter=root, is_organisation=False)
    names = list(people.values_list("name", flat=True))
    for other in Matter.objects.filter(Q(root=root) | Q(pk=root)).only("title", "masked_title"):
        masked = mask_names(other.title, names)
        if masked != other.masked_title:
            Matter.objects.filter(pk=other.pk).update(masked_title=masked)


def _reworded(matter: Any, outcome: Outcome) -> bool:
    """Has the act changed what the matter is searched by?"""
    people = any(isinstance(row, Party) for row in (*outcome.rows, *(row for row, _ in outcome.changes)))
    return people or not outcome.facts.keys().isdisjoint(("title", *matter.SEARCHED))


def index(matter: Any, new: bool = False) -> None:
    """Renew the searchable text."""
    text = searchable(matter)
    known = None if new else MatterText.objects.filter(matter_id=matter.pk).first()
    if known is None or known.text != text:
        MatterText(matter_id=matter.pk, text=text).save(
            force_insert=known is None, force_update=known is not None
        )


def searchable(matter: Any) -> str:
    """What a matter is found by: long runs of digits (papers, phones) are masked before."""
    return mask_digits(" ".join([matter.title, *matter.search_words()]))
