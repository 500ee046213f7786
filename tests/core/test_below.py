"""Procedures under procedures: which pairs there are, and what a result moves; with two toys that live in memory.

The toy plea stands below a case and above a mediation; the toy order goes on beside whatever it hangs on.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils.functional import cached_property

from cases import destinations
from cases.procedure import PROCEDURE as CASE
from config.procedures import DECLARED as OURS
from core.models import HistoryEntry, Matter
from core.models.matter import CLOSED
from core.operations import tables, verify_history
from core.procedure import procedure as declared
from core.procedure.below import AGAIN, connected, demand_of, joins_above, opening_name, pairs
from core.procedure.procedure import Procedure, by_kind, procedures
from core.procedure.traits import Offer, Trait
from core.procedure.transitions import (
    NEVER,
    Below,
    Moves,
    Outcome,
    Result,
    Snapshot,
    Stage,
    Transition,
    Words,
    Workflow,
    anybody,
)
from core.values.refused import Refused
from mediation.models import Mediation
from tests.people import Town
from tests.sweeps.world import AGENT, PARTIES, at_status, brought_to, do, prepare, undone

ANYBODY = anybody("core.view_matters")


class Toy(Matter):
    """What has no columns of its own: all that a procedure must have stands in Matter."""

    class Status(models.TextChoices):
        TAKEN = "taken", "已收"
        BELOW = "below", "转入其他程序"
        ANSWERED = "answered", "已答复"
        VOIDED = "voided", "已作废"

    class Meta:
        proxy = True
        app_label = "toy"

    def search_words(self) -> list[str]:
        return []

    @cached_property
    def about(self) -> str:
        return demand_of(self).words


S = Toy.Status


def take(now: Snapshot, data: Mapping[str, Any]) -> Outcome:
    above = now.matter.parent
    facts = {name: getattr(above, name) for name in ("title", "area", "secrecy", "compartment")}
    facts |= {"received_at": now.at, "first_contact": now.by or above.first_contact}
    return Outcome(facts=facts, holder=(above.holder_unit, None))


def answer(now: Snapshot, data: Mapping[str, Any]) -> Outcome:
    return Outcome(result=f"玩具答复：{data.get('words', '已经说明。')}")


def go_below(now: Snapshot, data: Mapping[str, Any]) -> Outcome:
    return Outcome()


def stages() -> tuple[Stage, ...]:
    return tuple(Stage(status, S(status).label, S(status).label, plain="正在办") for status in S.values)


def row(name: str, source: str, target: str, effect: Any = answer, **more: Any) -> Transition:
    words = Words("已经办好，结果交上级事项。")
    return Transition(
        name, f"玩具{name}", {source}, target, ANYBODY, effect, closed=CLOSED, words=words, **more
    )


GO = row("go_below", S.TAKEN, S.BELOW, go_below)


def toy(kind: str, label: str, offer: Offer, traits: frozenset[Trait]) -> Procedure:
    flow = Workflow(
        kind,
        Transition("take", f"收{label}", frozenset(), S.TAKEN, ANYBODY, take, closed=CLOSED),
        stages(),
        (
            GO,
            row("answer", S.TAKEN, S.ANSWERED, moves=Moves(result=Result.SETTLED)),
            row("withdraw", S.TAKEN, S.VOIDED, moves=Moves(result=Result.WITHDRAWN)),
            row("well", S.BELOW, S.ANSWERED, moves=Moves(result=Result.SETTLED), show=NEVER),
            row("badly", S.BELOW, S.ANSWERED, moves=Moves(result=Result.NOT_SETTLED), show=NEVER),
            row("back", S.BELOW, S.TAKEN, go_below, show=NEVER),
        ),
        final=frozenset({S.ANSWERED, S.VOIDED}),
        road=(S.TAKEN, S.ANSWERED),
        below=Below(GO, {Result.SETTLED: "well", Result.NOT_SETTLED: "badly", Result.WITHDRAWN: "back"}),
    )
    labels = {"app": kind, "list": "case_list", "number": label + "{year}-{serial:03d}"}
    return Procedure(
        kind,
        label,
        Toy,
        flow,
        clocks=(),
        labels=labels,
        traits=traits,
        opens_on=frozenset({Trait.DEMAND}),
        offer=offer,
    )


def offer(label: str, **more: Any) -> Offer:
    stage = Stage("", f"{label}中", label, "玩具室", plain=f"正在办{label}")
    return Offer(f"转{label}", stage, f"已转{label}，结果回到本事项。", **more)


PLEA = toy("plea", "玩具来件", offer("玩具来件"), frozenset({Trait.DEMAND}))
ORDER = toy("order", "玩具督办", offer("玩具督办", waits=False), frozenset({Trait.DEMAND}))
PROCEDURES = connected((*OURS, PLEA, ORDER))
CACHES: tuple[Any, ...] = (
    declared.by_kind, declared.clock_rules, declared.document_kinds, declared.indicators, declared.counting,
    joins_above, destinations.below, destinations.ways, destinations._part,
)  # fmt: skip


@pytest.fixture
def toys(settings: Any) -> Iterator[None]:
    """The office with the two toys."""
    settings.PROCEDURES = f"{__name__}.PROCEDURES"
    _forget()
    yield
    _forget()


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What was read with the toys is not read without them; whichever fixture ends first."""
    yield
    _forget()


def _forget() -> None:
    for cache in CACHES:
        cache.cache_clear()


def case_of(town: Town) -> Any:
    return town.register("屋檐水淋坏邻居的墙", parties=[dict(party) for party in (*PARTIES, AGENT)])


def fresh(matter: Any) -> Any:
    return by_kind()[matter.kind].child(Matter.objects.get(pk=matter.pk))


def opened(town: Town, matter: Any, kind: str) -> Any:
    matter, name = fresh(matter), opening_name(by_kind()[kind])
    prepare(town, matter, by_kind()[matter.kind].workflow.transition(name))
    return do(town, fresh(matter), name)


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as no:
        act()
    return no.value.sentence


# --- Pairs ------------------------------------------------------------------------------------------------------


def test_pairs_follow_from_what_procedures_are() -> None:
    found = {(above.kind, below.kind) for above, below in pairs(PROCEDURES)}
    anywhere = {pair for pair in found if pair[1] == "supervision"}
    none = {"supervision", "psych"} | {
        one.kind for one in PROCEDURES if not one.urged
    }  # psych: sealed at every stage
    assert {above for above, _ in anywhere} == {one.kind for one in PROCEDURES} - none
    assert found - anywhere == {
        ("case", "mediation"),
        ("case", "plea"),
        ("case", "order"),
        ("plea", "mediation"),
        ("plea", "order"),
        ("order", "mediation"),
        ("order", "plea"),
        ("case", "petition"),
        ("order", "petition"),
        ("plea", "petition"),
        ("petition", "mediation"),
        ("petition", "order"),
        ("petition", "plea"),
        ("consultation", "mediation"),
        ("consultation", "petition"),
        *(
            (above, "aid_request")
            for above in ("case", "consultation", "mediation", "order", "petition", "plea")
        ),
        *(
            (above, below)
            for above in ("case", "incident", "mediation", "order", "petition", "plea")
            for below in ("briefing", "expertise")
        ),
        *((above, "briefing") for above in ("aid_request", "checkup", "consultation", "motion")),
        ("incident", "case"),
        ("incident", "mediation"),
        ("incident", "petition"),
    }


# What no urgent report is drafted of, and what is reported instead.
REPORTED_OTHERWISE = {
    **dict.fromkeys(
        ("reception", "duty_roster", "hall_roster", "lawyer_roster", "mediation_pay", "lawyer_pay", "post_handover"),
        "a roster, a sheet of pay, a list that is signed: what happens to people is a matter of its own",
    ),
    **dict.fromkeys(
        ("assessment", "commendation", "campaign", "file_review", "office_meeting", "report", "publicity"),
        "the office's own work over many matters, each with its own button",
    ),
    "screening": "what is found there is an incident",
    "care": "names a person in need; what happens is an incident, reported without the register",
    "psych": "sealed at every stage: told by word of mouth",
    "expertise": "stands below the matter that is reported",
    "supervision": "stands below the matter that is reported",
    "briefing": "is the report",
}  # fmt: skip


def test_an_urgent_report_is_drafted_of_any_matter_or_it_is_said_why_not() -> None:
    offered = {above.kind for above, below in pairs(PROCEDURES) if below.kind == "briefing"}
    assert offered.isdisjoint(REPORTED_OTHERWISE)
    assert offered | REPORTED_OTHERWISE.keys() == {one.kind for one in PROCEDURES}


def test_a_pair_that_is_switched_off_is_refused_with_its_reason(town: Town, settings: Any) -> None:
    """From one alone: the same procedure still opens below others."""
    reason = "本镇来件暂不转调解，请告知当事人直接向调解组织申请。"
    settings.PROCEDURES = f"{__name__}.SHUT"
    globals()["SHUT"] = connected((*OURS, PLEA), {("plea", "mediation"): reason})
    _forget()
    case = case_of(town)
    plea = opened(town, case, "plea")
    assert refused(lambda: opened(town, plea, "mediation")) == reason
    assert opened(town, case_of(town), "mediation").status == "applied"
    assert reason in tables.pages()["pairs.md"]
    with pytest.raises(ValueError, match="no such pair"):
        connected(OURS, {("mediation", "case"): reason})


def test_a_table_that_does_not_say_where_a_result_leads_is_no_table() -> None:
    flow = PLEA.workflow
    below = replace(flow.below, results={**flow.below.results, Result.SETTLED: "answer"})  # type: ignore[union-attr,type-var]
    with pytest.raises(ValueError, match="a result is taken by an internal row"):
        replace(flow, below=below)


def test_no_room_is_named_in_the_table_of_another() -> None:
    """In one's own table nothing opens; the rows that do are printed by the kernel."""
    assert not [row.name for row in CASE.workflow.transitions if row.moves.opens]
    opened = {row.moves.opens for one in procedures() for row in one.workflow.transitions if row.moves.opens}
    assert opened == {below.kind for _, below in pairs(procedures())}


def test_the_printed_page_tells_each_pair_and_each_result(toys: None) -> None:
    text = tables.pages()["pairs.md"]
    for above, below in pairs(procedures()):
        assert f"| {above.label} | {below.label} | " in text
    assert "| 玩具来件 | 人民调解 | 没有办成 | 终止调解 | 玩具badly<br>`badly` | 已答复 |" in text


# --- Two levels ---------------------------------------------------------------------------------------------------


def test_a_result_comes_up_two_levels(town: Town, toys: None) -> None:
    case = case_of(town)
    plea = opened(town, case, "plea")
    mediation = opened(town, plea, "mediation")
    assert (plea.code, mediation.code) == (case.code, case.code) and mediation.root_id == case.pk
    assert (
        mediation.facts == plea.about == case.demand
    )  # what the matter is about comes from where it was told
    assert [fresh(one).waits_for for one in (case, plea, mediation)] == ["plea", "mediation", ""]
    assert fresh(plea).holder_unit == town.committee
    ended = brought_to(town, mediation, "ended")
    case, plea = fresh(case), fresh(plea)
    assert (ended.status, plea.status, case.status) == ("ended", "answered", "replied")
    assert "玩具答复：经栖云镇人民调解委员会调解未达成协议" in case.answer
    assert [one.waits_for for one in (case, plea)] == ["", ""] and plea.resulted_at and plea.closed_at
    assert not list(verify_history.verify())


def test_what_is_withdrawn_leaves_the_matter_above_where_it_decides_anew(town: Town, toys: None) -> None:
    """One after the other, as often as it must be; the one above it waits all the while."""
    case = case_of(town)
    plea = opened(town, case, "plea")
    for _ in range(2):
        do(town, opened(town, plea, "mediation"), "refuse")
        assert (fresh(plea).status, fresh(case).status) == ("taken", "below")
    assert [entry.action for entry in HistoryEntry.objects.filter(matter=plea).order_by("seq")] == [
        "plea.take",
        *["plea.to_mediation", "plea.back"] * 2,
    ]
    do(town, fresh(plea), "withdraw")
    assert fresh(case).status == "returned" and fresh(case).holder_unit == town.centre


def test_at_most_one_is_waited_for(town: Town, toys: None) -> None:
    case = case_of(town)
    opened(town, case, "plea")
    assert "现在是“玩具来件中”" in refused(lambda: opened(town, case, "mediation"))


def test_nothing_opens_below_one_of_its_own_kind(town: Town, toys: None) -> None:
    order = opened(town, opened(town, case_of(town), "plea"), "order")
    assert refused(lambda: opened(town, order, "plea")) == AGAIN


def test_what_has_given_its_result_is_not_withdrawn(town: Town, toys: None) -> None:
    """It goes on by itself, and the matter above has its answer."""
    mediation = town.agree(town.mediate(case_of(town)), "oral")
    written = {"terms": "改为书面。", "responsibility": "", "manner": ""}
    assert mediation.resulted_at
    written_down = town.act(mediation, "put_in_writing", town.mediator, **written).matter
    Mediation.objects.filter(pk=written_down.pk).update(status="in_session")
    said = refused(lambda: do(town, written_down, "void"))
    assert said == "结果已经报到上级事项，不能作废。" and fresh(written_down).status == "in_session"


def test_what_ends_without_a_result_for_the_matter_above_is_a_fault_of_the_table(
    town: Town, settings: Any
) -> None:
    """Nobody would ever move the one above again."""
    rows = [
        replace(row, effect=go_below) if row.name == "answer" else row for row in PLEA.workflow.transitions
    ]
    silent = replace(PLEA, workflow=replace(PLEA.workflow, transitions=tuple(rows)))
    settings.PROCEDURES = f"{__name__}.SILENT"
    globals()["SILENT"] = connected((*OURS, silent))
    _forget()
    plea = opened(town, case_of(town), "plea")
    with pytest.raises(ValueError, match="ends without a result"):
        do(town, plea, "answer")


# --- Beside -------------------------------------------------------------------------------------------------------


def test_what_goes_on_beside_takes_nothing_out_of_hand(town: Town, toys: None) -> None:
    case = fresh(town.hand_over(case_of(town)))
    case = town.act(case, "sign", town.handler).matter
    order = opened(town, case, "order")
    assert (fresh(case).status, fresh(case).holder_user, fresh(case).waits_for) == (
        "in_hand",
        town.handler,
        "",
    )
    assert case.pk in {one.pk for one in Matter.objects.in_hand_of(town.handler)}
    opened(town, case, "order")  # also a second one, and beside it what is waited for
    mediation = opened(town, case, "mediation")
    do(town, fresh(order), "answer")
    assert fresh(case).status == "below" and fresh(mediation).status == "applied"


# --- The page -----------------------------------------------------------------------------------------------------


def test_the_page_above_says_what_it_waits_for_and_where_it_stands(
    town: Town, toys: None, client: Client
) -> None:
    case = case_of(town)
    plea = opened(town, case, "plea")
    opened(town, plea, "mediation")
    client.force_login(town.director)
    shown = {
        one: re.sub(r"<[^>]+>", " ", client.get(reverse("matter", args=[one.pk])).content.decode())
        for one in (case, plea)
    }
    assert "玩具来件中" in shown[case] and "转玩具来件" in shown[case]
    assert "调解中" in shown[plea] and "人民调解" in shown[plea] and "转调解" in shown[plea]
    client.logout()
    told = client.post("/lookup/", {"code": case.code, "lookup_code": case.lookup_code}).content.decode()
    assert "正在办玩具来件" in told


def test_the_road_of_a_case_in_mediation_says_so_also_afterwards(town: Town, client: Client) -> None:
    case = case_of(town)
    mediation = town.mediate(case)
    client.force_login(town.director)
    road = reverse("matter", args=[case.pk])
    assert "人民调解" in _road(client.get(road).content.decode())
    town.agree(mediation, "oral")
    assert "收到办理结果" in (page := _road(client.get(road).content.decode())) and "人民调解" in page


def _road(page: str) -> str:
    """The road map alone, without tags."""
    part = page[page.index('id="road"') : page.index('id="clocks"')]
    return re.sub(r"<[^>]+>", " ", part)


def test_the_list_says_and_finds_what_a_case_waits_for(town: Town, toys: None, client: Client) -> None:
    one, other = case_of(town), case_of(town)
    opened(town, one, "plea")
    opened(town, other, "mediation")
    client.force_login(town.director)
    page = client.get(reverse("case_list"), {"status": "below:plea", "view": "all"}).content.decode()
    rows = page[page.index("<tbody") :]
    assert one.code in rows and "玩具来件中" in rows and other.code not in rows


# --- Every pair ---------------------------------------------------------------------------------------------------


def _at(town: Town, above: Procedure, status: str) -> Any:
    if above.kind != "case" and above.offer is None:
        return at_status(town, above.kind, status)
    matter = case_of(town)
    if above.kind != "case":
        matter = opened(town, matter, above.kind)
    return brought_to(town, matter, status)


def test_every_pair_opens_from_each_status_that_offers_it(town: Town, toys: None) -> None:
    """A matter is brought to each status once, and all that may open below it is opened and taken back there."""
    offered: dict[tuple[str, str], list[Procedure]] = {}
    for above, below in pairs(procedures()):
        if not (below.offer and below.offer.anywhere):  # below all alike: tests/command
            for status in above.workflow.transition(opening_name(below)).sources:
                offered.setdefault((above.kind, status), []).append(below)
    for (kind, status), found in offered.items():
        above = by_kind()[kind]
        with undone():
            matter = _at(town, above, status)
            for below in found:
                with undone():
                    _opens(town, above, below, fresh(matter), status)


def _opens(town: Town, above: Procedure, below: Procedure, matter: Any, status: str) -> None:
    row = above.workflow.transition(opening_name(below))
    if matter.sealed and matter.compartment not in (row.closed or ()):
        return  # what opens there may not know of it
    child = opened(town, matter, below.kind)
    assert (child.kind, child.parent_id, child.code) == (below.kind, matter.pk, matter.code)
    now = fresh(matter)
    waits = bool(below.offer and below.offer.waits and above.workflow.below.waits)  # type: ignore[union-attr]
    assert (now.waits_for, now.status) == ((below.kind, row.target) if waits else (matter.waits_for, status))


def test_each_final_status_moves_the_one_above_as_its_table_says(town: Town, toys: None) -> None:
    moved = set()
    for above, below in pairs(procedures()):
        flow = above.workflow
        if not (below.offer and below.offer.waits and flow.below.waits):  # type: ignore[union-attr]
            continue
        offers = flow.transition(f"to_{below.kind}").sources
        first = flow.opening.target if flow.opening.target in offers else min(offers)
        with undone():
            matter = _at(town, above, str(first))
            begun = opened(town, matter, below.kind)
            for status in sorted(below.workflow.final):
                with undone():
                    child = brought_to(town, fresh(begun), status)
                    actions = [entry.action.rsplit(".", 1)[-1] for entry in child.history.order_by("seq")]
                    given = [result for name in actions if (result := _row(below, name).moves.result)]
                    leads_to = flow.transition(flow.below.results[given[-1]]).target  # type: ignore[union-attr]
                    assert child.resulted_at and (fresh(matter).status, fresh(matter).waits_for) == (
                        leads_to,
                        "",
                    )
                    moved.add((above.kind, below.kind, given[-1]))
    assert {("case", "mediation", result) for result in Result} <= moved


def _row(procedure: Procedure, name: str) -> Transition:
    return procedure.workflow.transition(name)
