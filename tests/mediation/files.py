"""A mediation with everything that can be in its file: rows made directly, without the way there."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.models import Access, Party, Representation, Rung
from mediation.models import (
    Assignment,
    Confirmation,
    Consent,
    Evidence,
    Inquiry,
    Instalment,
    Mediation,
    Prolonging,
    Session,
    Signature,
    Told,
    Visit,
)
from mediation.remedies import told
from tests.people import Town, moment

AT = moment("2026-03-10 09:00")
RECORD = "调解员：今天就鱼塘漫水的事调解。\n陶根发：水是从她家塘里漫出来的。\n潘水英：我愿意把塘埂加高。"
TERMS = "一、潘水英于2026年4月30日前把塘埂加高20厘米。\n二、潘水英分两期赔偿陶根发晚稻损失1,260.50元。"
# What the status says has happened.
AGREED = {
    "form": "written",
    "responsibility": "塘埂低于田埂，潘水英负主要责任；陶根发堵了出水口，负次要责任。",
    "terms": TERMS,
    "manner": "在调处室当面支付，由陶根发出具收条",
    "amount": Decimal("1260.50"),
    "perform_by": date(2026, 4, 30),
    "agreed_at": moment("2026-03-30 10:00"),
}
BY_STATUS: dict[str, dict[str, Any]] = {
    "applied": {},
    "accepted": {},
    "in_session": {},
    "agreed": AGREED,
    "effective": {**AGREED, "effective_on": date(2026, 4, 1)},
    "performed": {**AGREED, "effective_on": date(2026, 4, 1), "performed_on": date(2026, 4, 30)},
    "refused": {
        "refusal": "taken",
        "refusal_note": "县人民法院已于3月2日立案",
        "closed_at": moment("2026-03-12 10:00"),
    },
    "ended": {"end_reason": "no_agreement", "end_note": "价钱谈不拢", "ended_at": moment("2026-03-30 10:00")},
}


def opened(town: Town, above: Any, **facts: Any) -> Mediation:
    """Under a case, as it is right after it was opened, with some facts set."""
    by = town.director if above.sealed else town.dispatcher
    asked = {"body": town.committee, "dispute": "neighbour", "source": "application", "facts": ""}
    made = town.act(above, "to_mediation", by, **asked).opened
    Mediation.objects.filter(pk=made.pk).update(mediator=town.mediator, **facts)
    return Mediation.objects.get(pk=made.pk)


def whole(town: Town, above: Any, status: str = "performed", **facts: Any) -> Mediation:
    """Everything recorded that may be recorded on the way to a status."""
    begun = {"received_at": AT, "accepted_at": AT, "applied_on": AT.date(), "requests": "一、加高塘埂。"}
    made = opened(town, above, status=status, **{**begun, **BY_STATUS[status], **facts})
    if status in ("refused", "ended"):  # as the act keeps them
        made.ways = told(made, {}, None).kept
        made.save(update_fields=["ways"])
    if status in ("applied", "refused"):
        return made
    _course(town, made)
    if made.agreed_at:
        _outcome(town, made)
    return made


def _course(town: Town, made: Mediation) -> None:
    sides = [party for party in made.people if party.role in ("applicant", "respondent")]
    agent = Party.objects.create(matter=made.root, role="agent", name="秦满仓", phone="199-0000-0021")
    Assignment.objects.create(matter=made, mediator=town.mediator, since=AT)
    Access.objects.create(matter_id=made.pk, user=town.mediator, part="mediation")
    Rung.objects.create(
        matter=made, level=1, name="网格员", unit=town.taowu_village, handler=town.grid_worker, started_at=AT,
        ended_at=AT, result="handed_up", words="双方不肯见面",
    )  # fmt: skip
    for party in sides:
        Told.objects.create(matter=made, party=party, told_at=AT, by=town.mediator)
    Representation.objects.create(
        principal=sides[0], representative=agent, kind="agent", post="同村", scope=["state", "receive"],
        proof="授权委托书", given_on=AT.date(), by=town.mediator,
    )  # fmt: skip
    for private, asked in ((False, "方立新"), (True, sides[0].name)):
        Inquiry.objects.create(
            matter=made, at=AT + timedelta(days=2), place="塘边", asked=asked, record="塘埂低处有20厘米的缺口。",
            private=private, by=town.mediator,
        )  # fmt: skip
    for name in ("鱼塘照片", "晚稻损失估价单"):
        Evidence.objects.create(matter=made, name=name, source="陶根发提交", pages=2, received_on=AT.date())
    for day in (5, 12):
        Session.objects.create(
            matter=made, held_at=AT + timedelta(days=day), place="调处室", present="桃坞村网格长方立新",
            invited="泥瓦工韩广林", record=RECORD, kept_by=town.receptionist,
        )  # fmt: skip
    longer = Prolonging.objects.create(
        matter=made, until=date(2026, 4, 20), reason="等晚稻估价", at=AT, by=town.mediator
    )
    for day, party in enumerate(sides, 25):
        Consent.objects.create(matter=made, prolonging=longer, party=party, agreed_on=date(2026, 3, day))


def _outcome(town: Town, made: Mediation) -> None:
    done = made.status == "performed"
    for order, (day, amount) in enumerate(((10, "600.00"), (30, "660.50")), 1):
        Instalment.objects.create(
            matter=made, order=order, due_on=date(2026, 4, day), what="赔偿晚稻损失", amount=Decimal(amount),
            done_on=date(2026, 4, day) if done else None, proof="收条" if done else "",
        )  # fmt: skip
    Visit.objects.create(
        matter=made, at=moment("2026-05-06 10:00"), way="上门", visited="双方", performed="塘埂已加高，款已付清。",
        satisfaction="双方满意", by=town.mediator,
    )  # fmt: skip
    if made.effective_on:
        Signature.objects.create(
            matter=made, kind="mediator", name=town.mediator.name, signed_on=made.effective_on
        )
        Confirmation.objects.create(
            matter=made, court="澄湖县人民法院", applied_on=date(2026, 4, 24), number="（2026）某0121诉前调确12号",
            result="confirmed", decided_on=date(2026, 5, 8),
        )  # fmt: skip
