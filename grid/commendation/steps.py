"""The acts of a commendation."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from core.access.people import only_by_name, with_permission
from core.deadlines.clocks import Of, Start
from core.intake import places
from core.models import Access, Unit
from core.procedure.transitions import Outcome, Snapshot
from core.records.notices import Tell
from core.values.refused import Refused
from grid.commendation import clocks
from grid.commendation.forms import WORDS
from grid.models import Commendation, CommendationObjection
from grid.objections import term_to_confirm

Data = Mapping[str, Any]
S, Verdict = Commendation.Status, CommendationObjection.Verdict
EXAMINE = "grid.assess_decide"


def draft(now: Snapshot, data: Data) -> Outcome:
    words = _words(now, data)
    return Outcome(
        facts=places.begun(now, **words),
        holder=(places.centre(), now.by),
        detail=words,
    )


def _words(now: Snapshot, data: Data) -> dict[str, str]:
    if now.by and now.by.name in data["honoured"]:
        raise Refused("不能拟表彰自己，请由别人拟。", "honoured")
    return {name: data[name] for name in ("title", *WORDS)}


def write(now: Snapshot, data: Data) -> Outcome:
    words = {name: said for name, said in _words(now, data).items() if said != getattr(now.matter, name)}
    if not words:
        raise Refused("文字没有改动。")
    return Outcome(facts=words, detail=words)


def it_was_changed(now: Snapshot) -> str:
    """A notice that fell to an objection is not posted again as it was."""
    acts = now.matter.history.filter(action__in=("grid.write_commendation", "grid.examine_objection"))
    last = acts.order_by("-seq").first()
    fell = last is not None and last.action == "grid.examine_objection"
    return "异议成立，公示已撤回：请先“修改文字”，或者“不表彰了”。" if fell else ""


def post(now: Snapshot, data: Data) -> Outcome:
    """公示: on paper, and to every unit and everybody in the field, for as long as it may be objected to. What was objected to the notice before and
    nobody has examined yet is examined now.
    """
    last, unit = data["objections_by"], now.matter.holder_unit
    waiting = now.matter.objections.filter(verdict="")
    return Outcome(
        facts={"posted_on": localdate(now.at), "objections_by": last},
        access=[
            *(Access(unit=one, part="posted") for one in Unit.objects.filter(closed_on=None)),
            *(Access(user=one, part="posted") for one in only_by_name("grid.view")),
        ],
        starts=[
            Start(clocks.SIGN.key, unit=unit, term=term_to_confirm(now, last)),
            *(Start(clocks.EXAMINE.key, unit=unit, item=one.place) for one in waiting),
        ],
        detail={"objections_by": f"{last}"},
    )


def object_to(now: Snapshot, data: Data) -> Outcome:
    place = now.matter.objections.count() + 1
    row = CommendationObjection(at=now.at, by=now.by, place=place, who=data["who"], words=data["words"])
    told = with_permission(EXAMINE, area=now.matter.area)
    return Outcome(
        rows=[row],
        starts=[Start(clocks.EXAMINE.key, unit=now.matter.holder_unit, item=place)],
        notices=[Tell(told, f"表彰公示有异议（第{place}件），请核查：{{matter}}")],
        # Every unit reads the history: who objected, and what was said, stands in the row alone.
        detail={"objection": f"第{place}件"},
    )


def examine(now: Snapshot, data: Data) -> Outcome:
    """核查: one that is right takes the notice down; it may be drafted and posted anew, or dropped."""
    objection = now.matter.objections.get(pk=data["objection"].pk)
    if objection.verdict:
        raise Refused("这件异议已经认定过。", "objection")
    falls = data["verdict"] == Verdict.CORRECTED
    said = {"verdict": data["verdict"], "reason": data["reason"], "decided_at": now.at, "decided_by": now.by}
    return Outcome(
        facts={"status": S.DRAFT, "posted_on": None, "objections_by": None} if falls else {},
        changes=[(objection, said)],
        meets=[Of(clocks.EXAMINE.key, None, objection.place)],
        cancels=[clocks.SIGN.key, clocks.EXAMINE.key] if falls else [],
        starts=[Start(clocks.POST.key, unit=now.matter.holder_unit)] if falls else [],
        notices=[Tell([now.matter.first_contact], f"表彰公示第{objection.place}件异议已认定：{{matter}}")],
        detail={
            "objection": f"第{objection.place}件", "verdict": "成立，撤回公示" if falls else "不成立，继续公示", "reason": data["reason"],
        },
    )  # fmt: skip


def not_of_oneself(now: Snapshot) -> str:
    return "表彰的是本人，异议请由别人核查。" if is_honoured(now.matter, now.by) else ""


def is_honoured(commendation: Commendation, user: Any) -> bool:
    return user is not None and user.name in commendation.honoured


def sign(now: Snapshot, data: Data) -> Outcome:
    name = now.decider
    if name and name in now.matter.honoured:
        raise Refused("表彰的是本人，请由别的领导签发。")
    return Outcome(
        facts={"signed_on": localdate(now.at), "signed_by": name},
        notices=[Tell([now.matter.first_contact], "表彰已签发，请告知本人、张贴通报：{matter}")],
        detail={"signed_by": name},
    )
