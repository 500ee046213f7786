"""What somebody keeps of a list: filters under a name, opened under the reader's rights; columns and density."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.deadlines.calendars import office_calendar
from core.lists import table
from core.models import ListChoice, SavedFilter
from core.procedure.procedure import by_kind, procedures
from core.values.moments import now
from tests.people import Town
from tests.sweeps.world import PARTIES, at_status, do

LISTED = [procedure for procedure in procedures() if procedure.listing]
SAVE = "/lists/case/filters/?view=all&q=水渠&since=&sort=-code&after=x&size=100&nonsense=1&counted=received"


def tab(client: Client, name: str, url: str = "/cases/") -> dict[str, Any] | None:
    return next((row for row in client.get(url).context["tabs"] if row["label"] == name), None)


def test_a_filter_is_kept_under_a_name_and_stands_among_the_tabs(town: Town, client: Client) -> None:
    case = town.register("第一段水渠堵塞")
    town.register("路灯不亮")
    client.force_login(town.director)
    assert "保存当前筛选" in client.get("/cases/?view=all&q=水渠").content.decode()
    assert "保存当前筛选" not in client.get("/cases/?view=all").content.decode()
    assert client.post(SAVE, {"name": " 水利  类 "}).status_code == 302
    saved = SavedFilter.objects.get()
    assert (saved.name, saved.user, saved.shared_with) == ("水利 类", town.director, None)
    assert (
        saved.query == "view=all&q=%E6%B0%B4%E6%B8%A0&sort=-code"
    )  # no place, nothing the list does not know
    own = tab(client, "水利 类")
    assert own and not own["current"]
    page = client.get(f"/cases/{own['url']}")
    assert [row.pk for row in page.context["rows"]] == [case.pk]
    assert [row["label"] for row in page.context["tabs"] if row["current"]] == ["水利 类"]
    assert f"/lists/case/filters/{saved.pk}/" in page.content.decode()
    assert tab(client, "水利 类", "/mediations/") is None  # of its own list only


def test_its_owner_alone_renames_shares_and_deletes_it(town: Town, client: Client) -> None:
    client.force_login(town.dispatcher)
    client.post(SAVE, {"name": "水利", "shared": "on"})
    saved = SavedFilter.objects.get()
    assert saved.shared_with == town.centre
    url = f"/lists/case/filters/{saved.pk}/"
    client.force_login(town.director)  # of the same unit: has it, may not change it
    assert tab(client, "水利")
    assert url not in client.get(f"/cases/?{saved.query}").content.decode()
    for data in ({"name": "别的"}, {"delete": ""}):
        assert client.post(url, data).status_code == 404
    assert client.get(url).status_code == 404
    client.force_login(town.dispatcher)
    assert client.post(url, {"name": "水利、道路"}).status_code == 302
    saved.refresh_from_db()
    assert (saved.name, saved.shared_with) == ("水利、道路", None)
    client.force_login(town.director)
    assert tab(client, "水利、道路") is None
    client.force_login(town.dispatcher)
    client.post(url, {"delete": ""})
    assert not SavedFilter.objects.exists()


def test_a_shared_filter_shows_what_its_reader_may_see(town: Town, client: Client) -> None:
    sealed = do(town, town.register("水渠边打人", by=town.director), "seal", town.director)
    open_case = town.register("第一段水渠堵塞")
    client.force_login(town.director)
    client.post(SAVE, {"name": "水利", "shared": "on"})
    found = {}
    for key in ("director", "watch_keeper", "second_dispatcher"):
        client.force_login(town.users[key])
        shared = tab(client, "水利")
        assert shared, key
        found[key] = {row.pk for row in client.get(f"/cases/{shared['url']}").context["rows"]}
    assert found == {
        "director": {sealed.pk, open_case.pk},
        "second_dispatcher": {open_case.pk},
        "watch_keeper": set(),
    }
    client.force_login(town.handler)  # of another unit
    assert tab(client, "水利") is None


def test_who_may_not_share_keeps_it_alone(town: Town, client: Client) -> None:
    client.force_login(town.receptionist)
    assert 'name="shared"' not in client.get(SAVE).content.decode()
    client.post(SAVE, {"name": "水利", "shared": "on"})
    assert SavedFilter.objects.get().shared_with is None


def test_what_cannot_be_kept_says_why(town: Town, client: Client) -> None:
    client.force_login(town.director)
    assert client.post(SAVE, {"name": "水利"}).status_code == 302
    assert "同名" in client.post(SAVE, {"name": "水利"}).content.decode()
    assert client.post(SAVE, {"name": ""}).status_code == 422
    assert client.post(SAVE, {"name": "很长" * 9}).status_code == 422
    wrong = client.post("/lists/case/filters/?view=all&village=99999", {"name": "错"}, follow=True)
    assert "筛选条件有误" in wrong.content.decode()
    assert (
        client.post("/lists/case/filters/?view=all", {"name": "空"}).status_code == 200
    )  # a fixed view as it is
    for number in range(SavedFilter.MOST - 1):
        client.post(SAVE, {"name": f"第{number}个"})
    assert "最多保存" in client.post(SAVE, {"name": "多了"}).content.decode()
    assert SavedFilter.objects.count() == SavedFilter.MOST
    assert client.get("/lists/nonsense/filters/").status_code == 404
    client.force_login(town.auditor)
    assert client.get(SAVE).status_code == client.get("/lists/case/columns/").status_code == 403


@pytest.mark.parametrize("procedure", LISTED, ids=lambda procedure: procedure.kind)
def test_every_column_can_be_chosen_and_nothing_else(procedure: Any, town: Town, client: Client) -> None:
    """A sweep: each column alone, then all; heads and cells of the page are those chosen, in the list's order."""
    case = town.register(parties=[dict(party) for party in PARTIES])
    if f"to_{procedure.kind}" in {row.name for row in by_kind()["case"].workflow.transitions}:
        do(town, case, f"to_{procedure.kind}")
    elif procedure.kind != "case":
        at_status(town, procedure.kind, procedure.workflow.opening.target or "")
    client.force_login(town.director)
    url, list_url = f"/lists/{procedure.kind}/columns/", reverse(procedure.labels["list"])
    columns = table.columns(procedure.listing, now(), office_calendar())
    every = [column.head for column in columns]
    assert len(set(every)) == len(every) and not [head for head in every if "," in head]
    usual = [head.text for head in client.get(list_url).context["heads"]]
    assert usual == ["编号", "事项", *(column.head for column in columns if column.usual)]
    for heads in ([], *([head] for head in every), every[::-1], ["没有这一列"]):
        answer = client.post(f"{url}?view=all&size=100", {"columns": heads, "density": "roomy"})
        if not heads or heads[0] not in every:
            assert answer.status_code == 422
            continue
        assert answer.headers["Location"] == f"{list_url}?view=all"
        page = client.get(answer.headers["Location"])
        want = [head for head in every if head in heads]
        assert [head.text for head in page.context["heads"]] == ["编号", "事项", *want]
        assert [len(row.cells) for row in page.context["rows"]] == [len(want)]
        assert 'data-density="roomy"' in page.content.decode()
    assert ListChoice.objects.count() == 1
    client.force_login(town.second_dispatcher)
    assert [head.text for head in client.get(list_url).context["heads"]] == usual


def test_columns_that_a_list_has_lost_are_not_missed(town: Town, client: Client) -> None:
    town.register()
    ListChoice.objects.create(user=town.director, kind="case", columns="早先的列")
    client.force_login(town.director)
    assert "环节" in [head.text for head in client.get("/cases/").context["heads"]]
