"""Counselling: refused and then taken by another; what was said is read by nobody but who wrote it, whatever his rights."""

import copy
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from core.documents.issue import preview
from core.exchange.export_lines import batches
from core.models import Access, Holding, Matter, Notice, User
from core.procedure.procedure import by_kind
from core.values.refused import Refused
from core.workflow.perform import open_matter
from legal.counselling.forms import AskForm, GiveForm
from legal.models import Counselling
from tests.core.test_papers import text_of
from tests.people import Town, moment

pytestmark = pytest.mark.django_db
LOOKED_FOR, KEPT = "桂花巷", "谁也没有告诉过"
SAID = f"{LOOKED_FOR}的事{KEPT}"
WOMAN = {"role": "applicant", "name": "陶根娣", "of_age": True}


@pytest.fixture
def town(scene: Town) -> Town:
    return copy.deepcopy(scene)


def asked(town: Town, **facts: Any) -> Counselling:
    data = {
        "demand": "睡不好，想找人说说", "source": "self", "counsellor": town.counsellor, "area": town.taowu, "centre": town.centre,
        "parties": [dict(WOMAN)], **facts,
    }  # fmt: skip
    return open_matter(
        "psych", by=town.receptionist, data=data, key=uuid4(), at=moment("2026-03-02 09:00")
    ).matter


def talked(town: Town) -> Counselling:
    made = asked(town)
    town.act(made, "take", town.counsellor, moment("2026-03-03 09:00"))
    facts = {"on": date(2026, 3, 4), "minutes": 50, "words": SAID}
    return town.act(made, "note", town.counsellor, moment("2026-03-04 11:00"), **facts).matter


def told(made: Any, user: Any) -> list[str]:
    return list(Notice.objects.filter(matter=made.pk, user=user).values_list("sentence", flat=True))


def sees(user: Any, made: Any) -> bool:
    return Matter.objects.visible_to(user).filter(pk=made.pk).exists()


def test_one_gives_it_back_and_another_takes_it(town: Town) -> None:
    made = asked(town)
    assert (made.compartment, made.shown_title) == ("counselling", "保密事项")
    assert not sees(town.other_counsellor, made)
    town.act(made, "hand_back", town.counsellor, moment("2026-03-03 09:00"), reason="认识本人，应当另请。")
    assert told(made, town.receptionist) and made.clocks.get(ended_at=None).rule == "legal.give"
    with pytest.raises(Refused, match="刚才没有接案"):
        town.act(made, "give", town.receptionist, moment("2026-03-03 10:00"), counsellor=town.counsellor)
    town.act(made, "give", town.receptionist, moment("2026-03-03 10:00"), counsellor=town.other_counsellor)
    assert not sees(town.counsellor, made)
    Access.objects.create(matter=made, user=town.counsellor, part="shown")
    with pytest.raises(Refused, match="咨询员本人办"):
        town.act(made, "take", town.counsellor, moment("2026-03-03 11:00"))
    made = town.act(made, "take", town.other_counsellor, moment("2026-03-04 09:00")).matter
    assert (made.status, made.counsellor, made.taken_on) == ("taken", town.other_counsellor, date(2026, 3, 4))


def test_nobody_else_counsels_or_ends_it(town: Town) -> None:
    made = talked(town)
    for user in (town.director, town.legal_officer, town.chief):
        with pytest.raises((PermissionDenied, Http404)):
            town.act(made, "end_counselling", user, outcome="helped")


def test_danger_opens_the_name_and_the_danger_and_no_more(town: Town) -> None:
    made = talked(town)
    facts = {"of": "self", "why": "说今晚要走。", "police": "派出所王警官"}
    made = town.act(made, "danger", town.counsellor, moment("2026-03-05 21:00"), **facts).matter
    assert any("依法通知，仅限必要信息" in one for one in told(made, town.duty_leader))
    notices = Notice.objects.filter(matter=made, sentence__contains="依法通知")
    assert set(notices.values_list("call", flat=True)) == {True}  # at night too: the duty officer telephones
    entry = made.history.get(action="legal.danger")
    assert entry.by == town.counsellor and entry.detail.values["why"] == "说今晚要走。"
    paper = next(kind for kind in by_kind()["psych"].documents if kind.key == "legal.danger")
    words = str(paper.context(Counselling.objects.get(pk=made.pk), made.dangers.get()))
    assert "陶根娣" in words and "伤害自身的危险" in words and "睡不好" not in words and SAID not in words


def test_when_the_counsellor_is_gone_the_director_names_another_and_the_notes_stay_closed(
    town: Town, client: Client
) -> None:
    made = talked(town)
    to = {"counsellor": town.other_counsellor}
    with pytest.raises(Refused, match="还在岗"):
        town.act(made, "change_counsellor", town.director, moment("2026-03-06 09:00"), **to)
    User.objects.filter(pk=town.counsellor.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        town.act(made, "change_counsellor", town.receptionist, moment("2026-03-06 09:00"), **to)
    made = town.act(made, "change_counsellor", town.director, moment("2026-03-06 09:00"), **to).matter
    assert (made.status, made.clocks.get(ended_at=None).rule) == ("asked", "legal.take")
    made = town.act(made, "take", town.other_counsellor, moment("2026-03-07 09:00")).matter
    assert (made.taken_on, made.counsellor) == (date(2026, 3, 3), town.other_counsellor)
    for name in ("other_counsellor", "director"):
        assert read(town.users[name], made) == set(), name
    town.act(
        made,
        "note",
        town.other_counsellor,
        moment("2026-03-08 11:00"),
        on=date(2026, 3, 8),
        minutes=40,
        words="自己的记录",
    )
    assert made.notes.get(by=town.counsellor).words == SAID


def test_only_who_counsels_today_is_offered(town: Town) -> None:
    """The account goes on after the post has ended: whoever was given a matter then could not take it."""
    Holding.objects.filter(user=town.counsellor).update(ends_on=localdate() - timedelta(days=1))
    for form in (GiveForm(user=town.director), AskForm(user=town.receptionist)):
        offered = form.fields["counsellor"].queryset  # type: ignore[attr-defined]
        assert town.counsellor not in offered and town.other_counsellor in offered


# --- The seal, attacked ----------------------------------------------------------------------------------------------


def test_the_words_stand_nowhere_in_the_database(town: Town) -> None:
    """History, details, notices, search, sealed facts, drafts: no row of any table holds them in clear."""
    talked(town)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {table} AS one WHERE one::text LIKE %s", [f"%{SAID}%"])  # noqa: S608
            assert cursor.fetchone() == (0,), table


def pages(made: Counselling) -> list[str]:
    """Those of the matter, its acts, lists and searches for its words, what stands in a day, and the desks of the room."""
    matter = reverse("matter", args=[made.pk])
    lists = [f"{reverse('psych_list')}?view={view}&q={LOOKED_FOR}" for view in ("open", "all")]
    acts = [
        f"{matter}do/{row.name}/"
        for row in by_kind()["psych"].workflow.transitions
        if row.name in ("note", "danger", "end_counselling")
    ]
    found = [matter, f"{matter}dossier/", *lists, f"{reverse('search')}?q={LOOKED_FOR}", *acts]
    found += [reverse(name) for name in ("queue", "dashboard", "my_day", "notices", "tasks", "referrals")]
    desks = [model._meta for model in admin.site._registry if model._meta.app_label == "legal"]
    return found + [reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") for meta in desks]


def read(user: Any, made: Counselling) -> set[str]:
    """The addresses on which this user reads the words; the reason that a sealed matter asks for is given."""
    client = Client()
    client.force_login(user)
    client.post(reverse("why", args=[made.pk]), {"reason": "承办本件，核对情况"})
    seen = set()
    for address in pages(made):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if KEPT in body.decode(errors="ignore"):
            seen.add(address.split("?")[0])
    return seen


def test_no_page_list_search_or_desk_shows_them_to_another(town: Town) -> None:
    """To those who keep what is sealed, to leaders, colleagues and administrators."""
    made = talked(town)
    others = (
        "director",
        "receptionist",
        "duty_leader",
        "other_counsellor",
        "system_admin",
        "security_admin",
        "auditor",
    )
    assert {name: found for name in others if (found := read(town.users[name], made))} == {}
    assert made.notes.get().words == SAID


def test_who_wrote_them_reads_them_on_the_matter_s_page_alone(town: Town) -> None:
    made = talked(town)
    assert read(town.counsellor, made) == {reverse("matter", args=[made.pk])}


def test_no_number_export_or_pdf_names_them(town: Town) -> None:
    """The lines of an export, and every paper of the matter as it is printed."""
    made = talked(town)
    facts = {"of": "self", "why": "说今晚要走。", "police": "派出所王警官"}
    town.act(made, "danger", town.counsellor, moment("2026-03-05 21:00"), **facts)
    procedure, made = by_kind()["psych"], Counselling.objects.get(pk=made.pk)
    lines = [line for some in batches(procedure, [made.pk], moment("2026-03-06 09:00")) for line in some]
    assert len(lines) == 1 and KEPT not in str(lines)
    for kind in procedure.documents:
        for part in [str(one.pk) for one in kind.parts(made)] if kind.parts else [None]:
            said = text_of(preview(kind, made, part))
            assert said and KEPT not in said and LOOKED_FOR not in said, kind.key
    assert apps.get_model("legal", "counsellingnote") not in admin.site._registry
