"""The mediation below a seeded case: from the application to the archived file, as its verbs would have left it."""

from datetime import date, datetime, timedelta
from typing import Any

from cases import clocks as terms
from cases.models import Case
from core.deadlines.workdays import DAY
from core.models import MatterText
from core.workflow.perform import searchable
from mediation import clocks
from mediation.models import Assignment, Instalment, Mediation, Session, Signature, Told
from mediation.steps.agreement import OTHER_WAYS
from tools.demo.courses import DISPUTES, ENDS
from tools.seed import words
from tools.seed.line import Line

S, M = Case.Status, Mediation.Status
PLACE, PROOF = "矛盾纠纷调解室", "收条，双方签字"


class Mediated:
    """Tells the rest of a life (tools.seed.lives) whose case goes to mediation."""

    def __init__(self, life: Any, above: Line) -> None:
        self.life, self.above, self.rng = life, above, life.rng
        self.body, self.head, self.mediator = life.cast.body(self.rng, life.village)
        self.parties = list(above.matter.parties.all())

    def tell(self) -> None:
        rng, until = self.rng, self.life.plan.until
        spans = [
            rng.randrange(20, 180),
            rng.randrange(20, 300),
            rng.randrange(30, 320),
            rng.randrange(150, 900),
        ]
        if until:
            age = self.life.book.hours.now - self.life.minute
            spans = [min(span, age // 5) for span in spans]
        else:
            spans += [rng.randrange(30, 900), rng.randrange(60, 1100)]
        moments = self.life.wait(*spans)
        self._apply(next(moments))
        self._accept(next(moments))
        self._appoint(next(moments))
        self._meet(next(moments))
        if not until:
            at = next(moments)
            agreed = rng.random() < 0.8
            said = self._agree(at) if agreed else self._end(at)
            minute = self.life.minute
            self.above.meet(at, terms.COMPLEX)
            self.above.matter.waits_for, self.below.matter.resulted_at = "", at
            self.life.reply(self.above, "take_result", self.mediator, at, said)
            self.life.call_back(self.above, next(moments))
            self._afterwards(minute, agreed=agreed)
        self._store()

    def _store(self) -> None:
        child = self.below.matter
        self.below.finish()
        self.above.below.append(child)
        self.life.add(child, MatterText(matter_id=child.pk, text=searchable(child)), *self.below.clocks)

    def _enter(self, name: str, by: Any, at: datetime, status: str = "", **detail: Any) -> None:
        self.life.enter(self.below, name, by, at, status, **detail)

    def _start(self, rule: Any, at: datetime) -> None:
        self.life.start(self.below, rule, at, self.body)

    # --- Up to the sitting ------------------------------------------------------------------------------------

    def _apply(self, at: datetime) -> None:
        case, life, by = self.above.matter, self.life, self.rng.choice(self.life.cast.dispatchers)
        self.above.hold(at, self.body)
        self.above.meet(at, terms.DISPATCH)
        life.start(self.above, terms.COMPLEX, case.received_at)
        life.enter(self.above, "to_mediation", by, at, S.BELOW, unit=self.body.name)
        case.waits_for = "mediation"
        pk = next(life.ids)
        dispute = DISPUTES.get(case.category.judicial if case.category else "", Mediation.Dispute.OTHER)
        source = self.rng.choice(
            ("application",) * 6 + ("initiative", "initiative", "court", "police", "petition")
        )
        child = Mediation(
            id=pk, matter_ptr_id=pk, root_id=case.pk, parent_id=case.pk, kind="mediation", title=case.title, masked_title=case.masked_title,
            status=M.APPLIED, area=case.area, area_path=case.area_path, holder_unit=self.body, held_since=at,
            compartment=case.compartment, first_contact=by, received_at=at, registered_at=at, body=self.body,
            dispute=dispute, source=source, facts=case.demand, lookup_code=case.lookup_code, applied_on=at.date(),
        )  # fmt: skip
        if source not in ("application", "initiative"):
            child.referred_by = child.get_source_display().removesuffix("移送")
        self.below = Line(child, "mediation")
        life.add(life.access(child, self.body, "mediation", at))
        if case.sealed:
            life.add(*(life.access(child, user, "keeper", at) for user in life.cast.keepers))
        self._start(clocks.DECIDE, at)
        detail = {"body": self.body.name, "dispute": child.get_dispute_display()}
        self._enter("apply", by, at, M.APPLIED, **detail, source=child.get_source_display())

    def _accept(self, at: datetime) -> None:
        child = self.below.matter
        child.accepted_at, child.difficult = at, self.rng.random() < 0.05
        self.below.meet(at, clocks.DECIDE)
        self._enter("accept", self.head, at, M.ACCEPTED, dispute=child.get_dispute_display())
        self._start(clocks.FIRST_SESSION, at)
        self._start(clocks.TERM, at)

    def _appoint(self, at: datetime) -> None:
        child = self.below.matter
        child.mediator = self.mediator
        self.below.hold(at, self.body, self.mediator)
        self.life.add(
            self.life.access(child, self.mediator, "mediation", at),
            Assignment(matter_id=child.pk, mediator=self.mediator, since=at),
        )
        self._enter("appoint", self.head, at, mediator=self.mediator.name, chosen_by="调解组织")

    def _meet(self, at: datetime) -> None:
        pk, by = self.below.matter.pk, self.mediator
        names = "、".join(party.masked_name for party in self.parties)
        told = (Told(matter_id=pk, party=party, told_at=at, by=by) for party in self.parties)
        present = "双方当事人、村干部"
        session = Session(
            matter_id=pk, held_at=at, place=PLACE, present=present, record=words.RECORD, kept_by=by
        )
        self.life.add(*told, session)
        self._enter("tell_rights", by, at, parties=names)
        self.below.meet(at, clocks.FIRST_SESSION)
        self._enter("hold_session", by, at, M.IN_SESSION, place=PLACE)

    # --- Its result -------------------------------------------------------------------------------------------

    def _agree(self, at: datetime) -> str:
        rng, child = self.rng, self.below.matter
        child.form = rng.choice(("written", "written", "oral"))
        child.terms, child.agreed_at, word = words.answer(rng), at, child.get_form_display()
        child.amount = rng.randrange(4, 360) * 100 if rng.random() < 0.6 else None
        child.perform_by, child.effective_on = (at + timedelta(days=30)).date(), at.date()
        self.below.meet(at, clocks.TERM)
        written = child.form == Mediation.Form.WRITTEN
        said = {"form": word, "terms": child.terms}
        self._enter("agree", self.mediator, at, M.AGREED if written else M.EFFECTIVE, **said)
        if written:
            self._sign(at)
        self.part = Instalment(
            matter_id=child.pk, order=1, due_on=child.perform_by, what="履行协议内容", amount=child.amount
        )
        self.life.add(self.part)
        for rule in ((clocks.CONFIRM,) if written else ()) + (clocks.PERFORM,):
            self._start(rule, at)
        return f"经{self.body.name}调解，达成{word}。"

    def _sign(self, at: datetime) -> None:
        """Checked, then signed by everybody on the spot."""
        child = self.below.matter
        child.checked_by, child.checked_at = self.head, at
        self._enter("check_agreement", self.head, at, verdict="合法，可以签字", note="")
        signers: list[tuple[str, Any, str]] = [("party", party, party.name) for party in self.parties]
        signers += [("mediator", None, self.mediator.name), ("seal", None, self.body.name)]
        for kind, party, name in signers:
            how = "stamped" if kind == "seal" else "signed"
            row = Signature(
                matter_id=child.pk, kind=kind, party=party, name=name, how=how, signed_on=at.date()
            )
            self.life.add(row)
            last = kind == "seal"
            self._enter("sign_agreement", self.mediator, at, M.EFFECTIVE if last else M.AGREED,
                        signed=name, how=row.get_how_display(), done_on=f"{at:%Y-%m-%d}")  # fmt: skip

    def _end(self, at: datetime) -> str:
        child = self.below.matter
        child.end_reason, child.end_note = self.rng.choice(ENDS)
        child.ended_at, word = at, child.get_end_reason_display()
        self.below.meet(at, clocks.TERM)
        self._enter("end", self.mediator, at, M.ENDED, end_reason=word, end_note=child.end_note)
        self._start(clocks.FILE, at)
        return f"经{self.body.name}调解未达成协议（{word}），{OTHER_WAYS}"

    # --- Performed and filed, where there has been time for it ------------------------------------------------------

    def _afterwards(self, minute: int, *, agreed: bool) -> None:
        hours, rng = self.life.book.hours, self.rng
        if agreed:
            minute += rng.randrange(DAY, 20 * DAY)
            if minute > hours.now:
                return
            self._perform(hours.at(minute))
        minute += rng.randrange(DAY // 2, 12 * DAY)
        if minute <= hours.now:
            self._archive(hours.at(minute))

    def _perform(self, at: datetime) -> None:
        child, day = self.below.matter, at.date()
        self.part.done_on, self.part.proof, child.performed_on = day, PROOF, day
        self.below.meet(at, clocks.PERFORM)
        self._enter(
            "perform", self.mediator, at, M.PERFORMED, what=self.part.what, done_on=_day(day), proof=PROOF
        )
        for rule in (clocks.VISIT, clocks.FILE):
            self._start(rule, at)

    def _archive(self, at: datetime) -> None:
        child = self.below.matter
        child.retention = Mediation.Retention.THIRTY if child.agreed_at else Mediation.Retention.TEN
        child.archived_by = self.head
        self.below.meet(at, clocks.FILE)
        self._enter("archive", self.head, at, M.ARCHIVED, retention=child.get_retention_display())
        self.life.close(self.below, at)


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}"
