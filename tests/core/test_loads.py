"""Whoever assigns sees what each candidate has in hand: facts beside the name, never an order."""

import re
from datetime import timedelta

import time_machine
from django.test import Client

from cases.forms_acts import AskInstructionForm, HandOverForm
from core.models import Matter
from core.values.moments import now
from core.workflow import loads
from tests.people import Town


def test_the_numbers_are_those_of_the_day_and_the_list_is_sorted_by_name(town: Town, client: Client) -> None:
    for _ in range(2):
        town.hand_over(town.register(), "simple")
    late = town.hand_over(town.register(), "simple")
    case = town.register()
    with time_machine.travel(late.due_at - timedelta(hours=1), tick=False):
        form = HandOverForm(matter=case, user=town.dispatcher)
        words = {str(pk): text for pk, text in form.fields["unit"].choices if pk}
        assert words[str(town.works.pk)] == f"{town.works}（在办 3 件，到期 3 件）"
        assert words[str(town.farms.pk)] == f"{town.farms}（在办 0 件，到期 0 件）"
        names = [re.sub("（在办.*", "", text) for text in words.values()]
        units = {str(unit): unit.name for unit in town.units.values()}
        assert names == sorted(names, key=lambda name: units[name]) or len(set(names)) == len(names)
        assert f"{now():%m-%d}" in str(form.fields["unit"].help_text)
        helper = [text for pk, text in form.helpers.empty_form.fields["unit"].choices if pk]
        assert set(helper) == set(words.values())
    client.force_login(town.dispatcher)
    assert "（在办 3 件" in client.get(f"/matters/{case.pk}/do/hand_over/").content.decode()


def test_what_the_assigner_may_not_see_is_not_counted(town: Town) -> None:
    town.hand_over(town.register())
    hidden = town.hand_over(town.register())
    Matter.objects.filter(pk=hidden.pk).update(compartment=Matter.Compartment.ACCUSATION)
    assert loads.of(town.dispatcher, [town.works.pk], "holder_unit") == {town.works.pk: (1, 0)}


def test_a_leader_s_own_matters_stand_beside_the_leader_s_name(town: Town) -> None:
    asked = town.act(
        town.register(), "ask_instruction", town.dispatcher, leader=town.duty_leader, opinion="建议转办"
    ).matter
    form = AskInstructionForm(matter=town.register(), user=town.dispatcher)
    words = dict(form.fields["leader"].choices)
    own = next(text for text in words.values() if text.startswith(str(town.duty_leader)))
    assert own.endswith("（在办 1 件，到期 0 件）") and asked.holder_user == town.duty_leader


def test_without_a_reader_nothing_is_said(town: Town) -> None:
    form = HandOverForm()
    assert not any("在办" in text for _, text in form.fields["unit"].choices)
