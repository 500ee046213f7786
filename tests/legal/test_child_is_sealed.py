"""What is told of a child in the legal rooms is attacked by everybody who does not keep it, from every door that there is."""

import copy
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from core.models import Matter, Notice
from core.procedure.indicators import Period
from core.procedure.procedure import by_kind, counting, indicators
from core.values.moments import now
from legal.standard_tables import T11
from tests.legal.test_consultation import ask, posted
from tests.people import Town

pytestmark = pytest.mark.django_db
NAME, NUMBER, STORY = "柏念慈", "990121201803090247", "桂花巷的同学推倒"
CHILD = {"role": "applicant", "name": NAME, "id_kind": "resident", "id_number": NUMBER}
QUESTION = f"女儿被{STORY}骨折，学校要不要赔"
OTHERS = (
    "dispatcher", "chief", "legal_officer", "committee_head", "mediator", "handler", "grid_chief", "counsellor", "supervisor", "archivist",
    "system_admin", "security_admin", "auditor",
)  # fmt: skip
LISTS = (
    "consultation_list",
    "aid_list",
    "psych_list",
    "expertise_list",
    "motion_list",
    "case_list",
    "mediation_list",
)


@pytest.fixture
def town(scene: Town) -> Town:
    return copy.deepcopy(scene)


def told(town: Town) -> list[Any]:
    """A question, the application for legal aid below it, and counselling of the same child."""
    asked = ask(town, QUESTION, compartment="", flags=["minor"], parties=[dict(CHILD)])
    town.act(asked, "to_aid_request", town.receptionist, subject="injury", labour_ended_on=None, bar_on=None)
    return list(Matter.objects.filter(root=asked.root_id).order_by("pk"))


def doors(made: list[Any]) -> list[str]:
    found = [
        reverse(name)
        for name in ("queue", "dashboard", "my_day", "notices", "tasks", "referrals", "letters", "reports")
    ]
    found += [f"{reverse(name)}?view=all&q={word}" for name in LISTS for word in (STORY[:3], NAME)]
    found += [f"{reverse('search')}?q={word}" for word in (STORY[:4], NAME, NUMBER, "bnc", made[0].code)]
    found += [reverse(name) for name in ("looks", "acts", "exports", "law", "guides")]
    found += [
        reverse(f"admin:{one._meta.app_label}_{one._meta.model_name}_changelist")
        for one in admin.site._registry
    ]
    for one in made:
        here = reverse("matter", args=[one.pk])
        acts = [f"{here}do/{name}/" for name in ("answer", "add_party", "send", "tell_missing")]
        papers = [f"{here}papers/{kind.key}/preview/" for kind in by_kind()[one.kind].documents]
        found += [here, f"{here}dossier/", f"{here}parties/", *acts, *papers]
    return found


def test_nobody_else_reads_of_a_child_anywhere(town: Town) -> None:
    made = told(town)
    assert [one.compartment for one in made] == ["minor", "minor"] and all(one.sealed for one in made)
    leaks: list[tuple[str, str]] = []
    for key in OTHERS:
        client = Client()
        client.force_login(town.users[key])
        for url in doors(made):
            answer = client.get(url)
            body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(
                errors="ignore"
            )
            asked = url.partition("q=")[2]  # a page says back what was asked
            if [
                word for word in (NAME, NUMBER, STORY) if word in body and not word.startswith(asked or "\0")
            ]:
                leaks.append((key, url))
    assert leaks == []
    keeper = Client()
    keeper.force_login(town.director)
    keeper.post(reverse("why", args=[made[0].pk]), {"reason": "保管，核对情况"})
    assert STORY in keeper.get(reverse("matter", args=[made[0].pk])).content.decode(), (
        "it is there to be found"
    )


def test_neither_the_panel_beside_the_form_nor_an_export_nor_a_number_tells_of_a_child(town: Town) -> None:
    """Whoever asks for the like, or types the child's name; the lines of an export; the list behind each number of T11."""
    made = told(town)
    typed = posted(**{"question": QUESTION, "people-0-name": NAME, "people-0-id_number": NUMBER})
    for key in ("dispatcher", "legal_officer", "committee_head", "grid_chief"):
        client = Client()
        client.force_login(town.users[key])
        answer = client.post(reverse("register_look", kwargs={"kind": "consultation"}), typed)
        shown = answer.content.decode()
        assert answer.status_code == 403 or (STORY not in shown and made[0].code not in shown), key
        rows = Matter.objects.visible_to(town.users[key])
        period = Period.of_month(now().year, now().month)
        for number in T11:
            listed = indicators()[number].rows(counting()[number].model.objects.all(), period)
            assert (
                not rows.filter(pk__in=listed.values("pk")).filter(pk__in=[one.pk for one in made]).exists()
            ), (key, number)
        for kind in ("consultation", "aid_request"):
            answer = client.post(
                reverse("export", args=[kind]), {"reason": "每月汇总上报", "format": "csv", "view": "all"}
            )
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert not [
                word for word in (NAME, NUMBER, STORY, made[0].code) if word in body.decode(errors="ignore")
            ], (key, kind)
    assert not Notice.objects.filter(matter__in=made, sentence__contains=STORY[:3]).exists()
