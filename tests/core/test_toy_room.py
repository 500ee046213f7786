"""A room of a dozen lines, made in memory, goes through everything that the kernel does for rooms, without an edit of
the kernel: page, act, list, paper, number, card, menu, queue, keys, timetable, printed tables.
"""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db.models import Q
from django.test import Client, override_settings
from django.urls import clear_url_caches, include, path, reverse
from django.utils.timezone import localdate

from config import procedures as real
from config import urls as real_urls
from core.deadlines.clocks import ClockRule
from core.documents.issue import DocumentKind
from core.lists import cards
from core.lists.drilldown import Counted
from core.lists.filters import MatterFilter
from core.models import Clock, Document, Matter, organisation
from core.operations import tables
from core.procedure import procedure as kernel
from core.procedure import room as house
from core.procedure.below import connected
from core.procedure.cards import Card
from core.procedure.indicators import Indicator, Period
from core.procedure.listing import ALL, Listing, View
from core.procedure.procedure import Panel, Procedure
from core.procedure.room import Entry, Room, Timed
from core.procedure.transitions import PRIMARY, Clocks, Outcome, Stage, Transition, Workflow, anybody
from core.values.moments import now
from core.values.refused import Refused
from core.views.lists import matter_list
from core.web import shell
from core.workflow.perform import open_matter, perform
from tests.core.test_papers import words_of
from tests.people import Town

# --- The room ------------------------------------------------------------------------------------------------------


def lend(now: Any, data: Any) -> Outcome:
    facts = {"title": data["what"], "area": data["area"], "received_at": now.at, "first_contact": now.by}
    return Outcome(facts=facts, holder=(data["unit"], now.by))


def broken(now: Any) -> str:
    return "东西坏了，先登记赔偿。" if now.matter.title == "坏伞" else ""


RULE = ClockRule("toy.back", "归还", "5W", "便民雨伞借用办法")
LEND = Transition(
    "lend", "借出登记", frozenset(), "lent", anybody("core.attach"), lend, clocks=Clocks(starts=(RULE,))
)
BACK = Transition("give_back", "归还", {"lent"}, "back", anybody("core.attach"), guards=(broken,), show=PRIMARY,
                  clocks=Clocks(meets=(RULE,)))  # fmt: skip
LENDING = Procedure(
    kind="toy", label="借物", model=Matter, has_parties=False,
    workflow=Workflow(
        "toy", LEND,
        (Stage("lent", "借出", "借出", "窗口", (RULE,)), Stage("back", "已还", "归还")), (BACK,),
        frozenset({"back"}), ("lent", "back"),
    ),
    clocks=(RULE,),
    documents=(DocumentKind("toy.slip", "借条", "toy/slip.html", lambda child: {"title": child.title}),),
    indicators=(Indicator("toy_lent", "借出", "本期借出的。", lambda span: Q(kind="toy", received_at__gte=span.since)),),
    panels=(Panel("toy/panel.html", lambda child, user: {"what": child.title}),),
    labels={"app": "toy", "list": "toy_list", "number": "借{year}-{serial}"},
    listing=Listing(
        "借物登记簿", MatterFilter, (View("open", "没有还的", lambda at: Q(), live=True), ALL),
        start=("toy_list", "借出登记", "core.attach"),
    ),
)  # fmt: skip
ROOM = Room(
    app="toy", label="便民角", urls="toy_urls", procedures=(LENDING,),
    menu=(Entry("toy_list", "借物登记簿", "list", "core.view_matters", waiting=lambda user: 7),),
    permissions={"toy.mend": "修伞"}, keys=(("借物", (("Alt U", "撑伞"),)),),
    schedules=(Timed("toy", "toy.count", "数伞", at="04:00"),),
    cards=(Card("toy_out", "没有还的伞", "借出没有还的。", lambda at: Q(status="lent"), frozenset({"counter"}), "toy"),),
)  # fmt: skip

TEMPLATES = {
    "toy/panel.html": "<p>借的是{{ facts.what }}</p>",
    "toy/slip.html": '{% extends "documents/sheet.html" %}{% block body %}<article class="form">{{ unit }} {{ code }} {{ title }}</article>{% endblock %}',
}

# --- Its place in the house ------------------------------------------------------------------------------------------


def module(name: str, **names: Any) -> None:
    sys.modules[name] = ModuleType(name)
    vars(sys.modules[name]).update(names)


def forget() -> None:
    """What is remembered of the rooms."""
    for place in (kernel, house, cards, organisation, shell):
        for found in vars(place).values():
            if hasattr(found, "cache_clear"):
                found.cache_clear()
    clear_url_caches()


@pytest.fixture
def house_with_a_toy() -> Iterator[None]:
    module("toy_rooms", ROOMS=(ROOM, *real.ROOMS), PROCEDURES=connected((LENDING, *real.DECLARED)))
    module("toy_urls", urlpatterns=[path("toys/", matter_list, {"kind": "toy"}, name="toy_list")])
    module(
        "toy_root",
        urlpatterns=[path("", include("toy_urls")), *real_urls.urlpatterns],
        handler500=real_urls.handler500,
    )
    forget()
    [engine] = settings.TEMPLATES
    finders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
    options = {
        **engine["OPTIONS"],
        "loaders": [("django.template.loaders.locmem.Loader", TEMPLATES), *finders],
    }
    with override_settings(
        ROOMS="toy_rooms.ROOMS",
        PROCEDURES="toy_rooms.PROCEDURES",
        ROOT_URLCONF="toy_root",
        TEMPLATES=[{**engine, "APP_DIRS": False, "OPTIONS": options}],
    ):
        yield
    forget()


@pytest.fixture
def umbrella(house_with_a_toy: None, town: Town) -> Any:
    return lent(town, "雨伞")


def lent(town: Town, what: str) -> Any:
    data = {"what": what, "area": town.taowu, "unit": town.centre}
    return open_matter("toy", by=town.receptionist, data=data, key=uuid4()).matter


def shown(client: Client, town: Town, url: str) -> str:
    client.force_login(town.receptionist)
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_page_and_act(town: Town, umbrella: Any, client: Client) -> None:
    page = shown(client, town, reverse("matter", args=[umbrella.pk]))
    for words in (umbrella.number, "借的是雨伞", "归还", "借条", "5 个工作日"):
        assert words in page, words
    answer = client.post(
        reverse("act", args=[umbrella.pk, "give_back"]), {"key": uuid4(), "version": umbrella.version}
    )
    assert answer.status_code == 302
    umbrella.refresh_from_db()
    assert umbrella.status == "back" and umbrella.closed_at
    assert Clock.objects.get(matter=umbrella).end == Clock.End.MET


def test_a_guard_refuses_in_its_words(town: Town, umbrella: Any) -> None:
    with pytest.raises(Refused, match="先登记赔偿"):
        perform(lent(town, "坏伞").pk, "give_back", by=town.receptionist, key=uuid4())


def test_list_number_and_card_count_the_same(town: Town, umbrella: Any, client: Client) -> None:
    perform(lent(town, "雨衣").pk, "give_back", by=town.receptionist, key=uuid4())
    assert (open_list := shown(client, town, reverse("toy_list"))).count("雨伞") and "雨衣" not in open_list
    today = localdate()
    behind = shown(client, town, Counted("toy_lent", Period(today, today)).url)
    assert "雨伞" in behind and "雨衣" in behind
    [number] = [
        one for _, found in cards.read(town.receptionist, now()) for one in found if one.label == "没有还的伞"
    ]
    assert number.value == "1" and "雨衣" not in shown(client, town, number.url)


def test_menu_queue_and_keys_know_it(town: Town, umbrella: Any, client: Client) -> None:
    page = shown(client, town, reverse("queue"))
    assert "便民角" in page and "借物登记簿<span>7</span>" in page and "借出登记" in page
    assert "撑伞" in shown(client, town, reverse("keys"))


def test_its_paper_is_issued(town: Town, umbrella: Any, client: Client) -> None:
    client.force_login(town.receptionist)
    assert client.post(reverse("issue", args=[umbrella.pk, "toy.slip"])).status_code == 302
    assert Document.objects.get(matter=umbrella).number == umbrella.number
    text = words_of(kernel.document_kinds()["toy.slip"], umbrella)
    assert f"{settings.TOWN['centre']}{umbrella.code}" in text  # whose it is and of what no room need say


def test_it_is_printed(house_with_a_toy: None) -> None:
    printed = tables.pages()
    assert "借物 `toy`" in printed["workflows.md"] and "便民雨伞借用办法" in printed["deadlines.md"]
    assert "借条" in printed["documents.md"] and "本期借出的。" in printed["indicators.md"]
    assert "数伞" in printed["schedules.md"]
    assert tables.meaning("toy.mend") == "修伞"


def test_without_it_nothing_is_left() -> None:
    assert "toy" not in kernel.by_kind() and "toy_out" not in cards.cards()
