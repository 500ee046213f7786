"""The kernel on real rows: the main job through all verbs."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import CheckConstraint, Q
from django.http import Http404
from django.utils.timezone import localdate

from cases.models import Case
from core.models import Clock, HistoryEntry, Matter, Notice
from core.operations import verify_history
from core.procedure.procedure import by_kind
from core.procedure.transitions import Clocks
from core.values.moments import now
from core.values.refused import Refused
from core.workflow.perform import Conflict, perform
from core.workflow.perform_in_bulk import Birth, open_many
from mediation.models import Mediation
from tests.people import Town, moment


def test_the_ordinary_way(town: Town) -> None:
    case = town.register(at=moment("2026-04-02 10:10"))
    assert case.status == "registered" and case.code.startswith("SX990121202604020001")
    assert case.number == "栖云访〔2026〕0001号" and len(case.lookup_code) == 8
    case = town.hand_over(case, "simple", at=moment("2026-04-02 11:00"))
    assert case.holder_unit == town.works
    clocks = {clock.rule: clock for clock in Clock.objects.filter(matter=case)}
    assert str(clocks["cases.sign"].raw) == "2026-04-03"  # Thursday -> Friday
    assert str(clocks["cases.return"].rolled) == "2026-04-07"  # over 清明
    assert clocks["cases.dispatch"].end == "met"
    assert (
        town.act(case, "sign", town.handler, at=moment("2026-04-03 09:00")).matter.holder_user == town.handler
    )
    replied = town.act(case, "reply", town.handler, at=moment("2026-04-07 15:00"), answer="已清理。").matter
    assert replied.holder_unit == town.centre and replied.holder_user == town.receptionist
    done = town.act(case, "call_back", town.receptionist, satisfaction="satisfied").matter
    assert done.status == "finished" and done.closed_at
    assert not Clock.objects.running().filter(matter=case).exists()
    assert list(verify_history.verify()) == []
    assert [entry.action for entry in case.history.all()] == [
        "cases.register",
        "cases.hand_over",
        "cases.sign",
        "cases.reply",
        "cases.call_back",
    ]


def test_a_mediation_opens_under_the_case_and_moves_it_on(town: Town) -> None:
    case = town.register(
        "邻居填了排水沟", parties=[{"name": "陈守田"}, {"name": "秦满仓", "role": "respondent"}]
    )
    opened = town.mediate(case)
    assert opened.code == case.code and opened.number.endswith("人调字第001号")
    agreed = town.agree(opened, "written")
    assert Case.objects.get(pk=case.pk).status == "below"  # nobody has signed
    town.sign(agreed, on=localdate())
    case = Case.objects.get(pk=case.pk)
    assert case.status == "replied" and "书面协议" in case.answer
    assert Mediation.objects.get(pk=opened.pk).status == "effective"
    assert list(verify_history.verify()) == []


def test_no_mediation_without_two_sides(town: Town) -> None:
    case = town.register(parties=[{"name": "陈守田"}])
    with pytest.raises(Refused, match="被申请人"):
        town.act(
            case,
            "to_mediation",
            town.dispatcher,
            body=town.committee,
            dispute="other",
            source="application",
        )
    assert Case.objects.get(pk=case.pk).status == "registered" and not Mediation.objects.exists()


def test_hidden_is_404_and_not_allowed_is_403(town: Town) -> None:
    case = town.hand_over(town.register())
    with pytest.raises(Http404):
        town.act(case, "sign", town.stranger)
    with pytest.raises(PermissionDenied):
        town.act(case, "sign", town.receptionist)


def test_the_same_key_again_gives_the_same_result(town: Town) -> None:
    case, key = town.register(), uuid4()
    data = {"unit": town.works, "grade": "simple"}
    first = perform(case.pk, "hand_over", by=town.dispatcher, data=data, key=key, version=case.version)
    again = perform(case.pk, "hand_over", by=town.dispatcher, data=data, key=key, version=case.version)
    assert again.repeated and again.entry == first.entry
    assert HistoryEntry.objects.filter(matter=case).count() == 2


def test_another_key_on_a_matter_that_moved_is_told_what_happened(town: Town) -> None:
    case = town.register()
    town.act(case, "answer_on_spot", town.receptionist, answer="已说明。")
    with pytest.raises(Conflict) as conflict:
        perform(case.pk, "hand_over", by=town.dispatcher, data={}, key=uuid4(), version=case.version)
    assert [entry.action for entry in conflict.value.entries] == ["cases.answer_on_spot"]


def test_an_accusation_is_sealed_at_once(town: Town) -> None:
    case = town.register("反映某干部", accusation=True)
    assert case.compartment == "accusation" and case.shown_title == "保密事项"
    may = {
        key for key, user in town.users.items() if Matter.objects.visible_to(user).filter(pk=case.pk).exists()
    }
    assert may == {"receptionist", "director", "duty_leader", "petition_officer"}


def test_a_red_flag_rings_and_forbids_closing(town: Town) -> None:
    case = town.register(flags=["violence"])
    told = set(Notice.objects.filter(urgent=True).values_list("user__username", flat=True))
    assert told == {"director", "duty_leader", "committee_head"}
    with pytest.raises(Refused, match="要伤人"):
        town.act(case, "answer_on_spot", town.receptionist, answer="劝解。")
    town.act(case, "clear_flags", town.director, reason="民警到场，已平息。")
    town.act(case, "answer_on_spot", town.receptionist, answer="劝解。")


def test_a_step_typed_late_cannot_come_before_the_one_it_follows(town: Town) -> None:
    case = town.hand_over(town.register(at=moment("2026-04-02 10:10")), at=moment("2026-04-03 09:00"))
    with pytest.raises(Refused, match="早于上一步“转办”") as refused:
        town.act(case, "sign", town.handler, at=moment("2026-04-02 16:00"))
    assert refused.value.field == "at"
    # Another's correction of today is no step: what was done before it may still be typed.
    town.act(case, "correct", town.receptionist, title="排水渠堵塞", area=None, category=None,
             demand="排水渠堵塞", reason="写错了字。")  # fmt: skip
    assert town.act(case, "sign", town.handler, at=moment("2026-04-03 09:00")).matter.status == "in_hand"


def test_an_act_touches_no_clock_that_its_row_does_not_declare(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither at the one door nor at the bulk one: the printed table would not be true."""
    facts = {"channel": "visit", "area": town.taowu, "centre": town.centre, "town": town.town}
    handed, flow = town.hand_over(town.register()), by_kind()["case"].workflow
    case = town.register()
    for name in ("register", "hand_over", "return"):
        monkeypatch.setitem(vars(flow.transition(name)), "clocks", Clocks())
    before = list(Clock.objects.order_by("pk").values()), Matter.objects.count()
    undeclared = pytest.raises(ValueError, match="does not declare")
    with undeclared:
        town.hand_over(case)
    with undeclared:
        town.act(handed, "return", town.handler, reason="not_ours", explanation="不属本单位职责")
    with undeclared:
        open_many("case", by=town.receptionist, births=[Birth({"demand": "水渠堵塞", **facts}, now())])
    assert (list(Clock.objects.order_by("pk").values()), Matter.objects.count()) == before


def test_a_rule_about_a_column_that_may_be_empty_says_what_then() -> None:
    """PostgreSQL takes “unknown” for kept: half a point, or a posting without its last day, would pass."""

    def asked(rule: Q) -> Iterator[tuple[str, str, Any]]:
        for one in rule.children:
            if isinstance(one, Q):
                yield from asked(one)
            elif isinstance(one, tuple):
                name, _, how = one[0].partition("__")
                yield name, how, one[1]

    silent = []
    for model in apps.get_models():
        for rule in model._meta.constraints:
            if not isinstance(rule, CheckConstraint) or not isinstance(rule.condition, Q):
                continue
            leaves, alone = list(asked(rule.condition)), {}
            if rule.condition.connector == Q.OR:
                alone = dict(one for one in rule.condition.children if isinstance(one, tuple))
            told = {name for name, how, value in leaves if how == "isnull" and value is False}
            told |= {name for name, value in alone.items() if value is None}
            silent += [
                (rule.name, name)
                for name, how, value in leaves
                if how != "isnull"
                and value is not None
                and model._meta.get_field(name).null
                and name not in told
            ]
    assert silent == []
