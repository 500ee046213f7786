"""One act on many matters: what the table allows, under each matter's own rights, once."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from core.models import HistoryEntry, Matter
from core.procedure.procedure import Procedure, procedures
from core.procedure.transitions import DANGER, IN_BULK, NEVER, RETURNS, Transition
from core.workflow import bulk_actions
from tests.people import Town
from tests.sweeps.world import SAMPLES, at_once, at_status, do, performers, prepare, sample

ROWS = [
    (procedure, row)
    for procedure in procedures()
    for row in (procedure.workflow.opening, *procedure.workflow.transitions)
    if IN_BULK in row.show
]


def address(procedure: Procedure, row: Transition, *matters: Any) -> str:
    picks = "".join(f"&pick={matter.pk}" for matter in matters)
    return f"/lists/{procedure.kind}/acts/?act={row.name}{picks}"


def sent(page: Any, data: dict[str, Any]) -> dict[str, Any]:
    """What the page would post."""
    form = page.context["form"]
    lines = [f"{line['pk']}-{line['version']}" for line in page.context["able"]]
    key = form["key"].value()
    return {**data, "key": str(key), "version": "0", "matter": lines}


def kinds(lines: Any) -> list[int]:
    return [line["pk"] for line in lines]


def acts(matter: Any, row: Transition) -> int:
    return HistoryEntry.objects.filter(matter=matter.pk, action__endswith=f".{row.name}").count()


def test_the_table_allows_for_many_only_what_is_the_same_for_each() -> None:
    """Nothing that ends, seals, voids, opens or moves another, and nothing that a citizen is answered by."""
    assert {row.name for _, row in ROWS} >= {"sign", "hand_over", "urge", "appoint"}
    for procedure, row in ROWS:
        assert row is not procedure.workflow.opening and row.target not in procedure.workflow.final, row.name
        assert not row.show & (DANGER | NEVER | RETURNS) and not row.moves.opens, row.name
        assert not (row.moves.result or row.moves.merged or row.paper.issued), row.name
        assert not {"answer", "compartment", "satisfaction", "terms"} & set(sample(_Any(), row, _Any())), (
            row.name
        )


class _Any:
    """Stands for a town whose people and places do not matter."""

    def __getattr__(self, name: str) -> Any:
        return _Any()

    pk = code = number = "1"


@pytest.mark.parametrize(("procedure", "row"), ROWS, ids=lambda one: getattr(one, "name", None))
def test_many_are_done_once_and_what_cannot_says_why(
    procedure: Procedure, row: Transition, town: Town, client: Client
) -> None:
    status = sorted(row.sources)[0]
    other = next(stage.status for stage in procedure.workflow.stages if stage.status not in row.sources)
    first, second = (at_status(town, procedure.kind, status) for _ in range(2))
    third = at_status(town, procedure.kind, other)
    for matter in (first, second):
        prepare(town, matter, row)
    before, acts_before = Matter.objects.get(pk=third.pk).version, [acts(one, row) for one in (first, third)]
    user = next(performers(town, first, row))
    client.force_login(user)
    page = client.get(address(procedure, row, second, third, first))
    seen = Matter.objects.visible_to(user).filter(pk=third.pk).exists()
    assert kinds(page.context["able"]) == [second.pk, first.pk]
    assert [bool(line["refused"]) for line in page.context["unable"]] == [True] * seen
    assert page.context["missed"] == (not seen)
    data = sent(page, sample(town, row, first))
    data["matter"].append(f"{third.pk}-{before}")
    answer = client.post(address(procedure, row), data)
    assert kinds(answer.context["done"]) == [second.pk, first.pk], answer.context["refused"]
    assert kinds(answer.context["refused"]) == [third.pk] * seen
    for _ in range(2):  # the same form again: a double click, or the page loaded anew
        client.post(address(procedure, row), data)
    assert [acts(one, row) for one in (first, third)] == [acts_before[0] + 1, acts_before[1]]
    assert acts(second, row) == acts(first, row) and Matter.objects.get(pk=third.pk).version == before


def both(town: Town) -> tuple[Any, Any, str, Transition]:
    one, other = (town.hand_over(town.register()) for _ in range(2))
    procedure, row = next(pair for pair in ROWS if pair[1].name == "sign")
    return one, other, address(procedure, row, one, other), row


def test_what_has_moved_meanwhile_is_refused_and_can_be_sent_again(town: Town, client: Client) -> None:
    one, other = town.register(), town.register()
    procedure, row = next(pair for pair in ROWS if pair[1].name == "hand_over")
    client.force_login(town.dispatcher)
    data = sent(client.get(address(procedure, row, one, other)), SAMPLES["hand_over"](town))
    do(town, one, "correct")
    answer = client.post(address(procedure, row), data)
    assert kinds(answer.context["done"]) == [other.pk]
    assert "有人先办了" in answer.context["refused"][0]["refused"]
    assert "请先到现场看水。" in answer.content.decode()  # what was typed is kept
    again = client.post(address(procedure, row), {**data, **sent(answer, SAMPLES["hand_over"](town))})
    assert kinds(again.context["done"]) == [one.pk] and not again.context["able"]
    assert (acts(one, row), acts(other, row)) == (1, 1)


def test_a_wrong_form_does_nothing_to_any(town: Town, client: Client) -> None:
    one, other = town.register(), town.register()
    procedure, row = next(pair for pair in ROWS if pair[1].name == "hand_over")
    client.force_login(town.dispatcher)
    page = client.get(address(procedure, row, one, other))
    answer = client.post(address(procedure, row), sent(page, {"grade": "ordinary"}))
    assert answer.status_code == 422 and "请选承办单位" in answer.content.decode()
    assert kinds(answer.context["able"]) == [one.pk, other.pk] and acts(one, row) + acts(other, row) == 0


def test_each_matter_asks_for_its_own_rights(town: Town, client: Client) -> None:
    """Hidden ones are not named; those of another unit are refused, on the page and when posted nevertheless."""
    one, other, url, row = both(town)
    sealed = town.hand_over(do(town, town.register("水渠边打人"), "seal", town.dispatcher))
    forged = {
        "key": str(uuid4()),
        "version": "0",
        "matter": [f"{m.pk}-{Matter.objects.get(pk=m.pk).version}" for m in (one, sealed)],
    }
    client.force_login(town.stranger)  # a handler of another unit
    page = client.get(f"{url}&pick={sealed.pk}")
    assert (kinds(page.context["able"]), kinds(page.context["unable"]), page.context["missed"]) == ([], [], 3)
    assert not client.post(url, forged).context["done"]
    client.force_login(town.grid_chief)  # of the village: sees nothing of the department's either
    assert not client.post(url, forged).context["done"]
    assert acts(one, row) + acts(sealed, row) == 0
    client.force_login(town.handler)
    assert kinds(client.get(f"{url}&pick={sealed.pk}").context["able"]) == [one.pk, other.pk, sealed.pk]
    assert "水渠边打人" not in client.get(f"{url}&pick={sealed.pk}").content.decode()


def test_what_is_asked_wrongly_is_refused(town: Town, client: Client) -> None:
    one, _, url, _ = both(town)
    client.force_login(town.handler)
    many_picks = "".join(f"&pick={number}" for number in range(1, bulk_actions.AT_ONCE + 2))
    for wrong, said in (
        ("/lists/case/acts/?act=sign&back=view%3Dopen", "请先勾选"),
        (f"{url}{many_picks}", "一次最多 100 件"),
    ):
        answer = client.get(wrong, follow=True)
        assert said in answer.content.decode() and answer.redirect_chain[0][0].startswith("/cases/?")
    assert client.get(f"/lists/case/acts/?act=reply&pick={one.pk}").status_code == 404
    assert client.get(f"/lists/case/acts/?act=nonsense&pick={one.pk}").status_code == 404
    assert client.get(f"/lists/nonsense/acts/?act=sign&pick={one.pk}").status_code == 404
    assert client.get(f"/lists/case/acts/?act=hand_over&pick={one.pk}").status_code == 403
    assert client.get(f"{url}&pick=x&pick=-1&pick={'9' * 30}").context["missed"] == 0
    for posted in ({}, {"matter": ["x", "1", f"{one.pk}-x", "9" * 30 + "-1"]}, {"matter": [f"{one.pk}-99"]}):
        answer = client.post(url, {"key": str(uuid4()), "version": "0", **posted})
        assert not answer.context["done"]


def test_a_list_offers_what_its_reader_may_do_with_many(town: Town, client: Client) -> None:
    town.hand_over(town.register())
    for key, want in (
        ("dispatcher", {"hand_over", "urge"}),
        ("handler", {"sign", "sign_as_helper", "note"}),
        ("archivist", set()),
    ):
        client.force_login(town.users[key])
        page = client.get("/cases/")
        assert {name for name, _ in page.context["bulk_actions"]} == want, key
        assert ('name="pick"' in page.content.decode()) == bool(want)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_do_it_once(town: Town) -> None:
    one, other, url, row = both(town)
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(town.handler)
    data = sent(clients[0].get(url), {})
    answers = at_once(*(lambda client=client: client.post(url, data) for client in clients))
    assert [kinds(answer.context["done"]) for answer in answers] == [[one.pk, other.pk]] * 2
    assert (acts(one, row), acts(other, row)) == (1, 1)
