"""Every address and every act as who is shut out: the accused, the head of the accused unit, and who withdrew."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from core.documents import issue
from core.lists.search import find
from core.models import Access, Attachment, Exclusion, Matter, Notice, Unit, User
from core.procedure.procedure import by_kind, procedures
from core.records.notices import tell
from core.web.shell import build
from core.workflow.perform import perform
from tests.people import Town
from tests.sweeps import world
from tests.sweeps.test_urls import walk
from tests.sweeps.world import PARTIES, Standing, do, rows_of

standing = world.standing  # the fixture
ARTICLE = "《信访工作条例》第三十条第三款"
# Named by what they show of a matter: whoever may open it, and under which id.
SECRET = "举报赵某挪用渠道养护款"


@pytest.fixture
def town(db: None, standing: Standing) -> Town:
    return standing.town


def opened(matter: Any, *users: User) -> None:
    """Every allow there is: what is subtracted must be subtracted after it."""
    Access.objects.bulk_create(Access(matter_id=matter.pk, user=user, part="keeper") for user in users)


@pytest.fixture(params=["accused person", "head of the accused unit", "recused"])
def shut_out(request: pytest.FixtureRequest, town: Town) -> tuple[User, Any]:
    """Somebody who would see the matter by post, by unit and by name; and that matter, with all that hangs on it."""
    user = town.duty_leader if request.param == "accused person" else town.unit_head
    facts: dict[str, Any] = {"parties": [dict(party) for party in PARTIES]}
    if request.param == "accused person":
        facts |= {"accusation": True, "accused": [{"name": user.name, "unit": town.government}]}
    elif request.param != "recused":
        facts |= {"accusation": True, "accused": [{"name": "", "unit": town.works}]}
    matter = town.register(SECRET, **facts)
    opened(matter, user)
    if request.param == "recused":
        Exclusion.objects.create(matter=matter, user=user, ground="recused", article=ARTICLE, reason="亲属")
    return User.objects.get(pk=user.pk), matter


def hidden(matter: Any) -> tuple[str, ...]:
    return (SECRET, matter.code, matter.number, f"/matters/{matter.pk}/")


def pages_of(town: Town, matter: Any) -> dict[str, str]:
    """Every address that takes the id of a matter, or of what hangs on it, or takes nothing."""
    paper = matter.documents.first()
    ids = {"clock": matter.clocks.get().pk, "document": paper.pk, "attachment": matter.attachments.get().pk}
    ids["withdraw"] = ids["attachment"]
    found = {}
    for name, pattern in walk(get_resolver()):
        converters = pattern.pattern.converters
        if (
            not name
            or name == "logout"
            or name.startswith("admin:")
            or not set(converters) <= {"pk", "name", "key", "kind"}
        ):
            continue
        given = {"pk": ids.get(name, matter.pk), "name": "note", "key": "cases.receipt", "kind": "case"}
        try:
            found[name] = reverse(name, kwargs={key: given[key] for key in converters})
        except NoReverseMatch:
            continue
    return found


def hang_on(town: Town, matter: Any) -> None:
    """A paper, a file."""

    issue.store("cases.receipt", "登记回执", b"%PDF-1.7", town.receptionist, matter=matter)
    facts = {"kind": "pdf", "digest": "sm3:" + "0" * 64, "size": 1, "added_by": town.receptionist}
    Attachment.objects.create(matter_id=matter.pk, name="材料.pdf", **facts)


# What is one's own of the same number and no matter's: these ids are others' there.
NOT_OF_A_MATTER = re.compile(
    r"notice|holding|job|rule|export|import|saved|online|blank|waiting|draft|lock|report|logout|static|media"
)


def test_every_address_hides_it(town: Town, shut_out: tuple[User, Any]) -> None:
    user, matter = shut_out
    hang_on(town, matter)
    client, wrong, asked = Client(), [], 0
    client.force_login(user)
    for name, url in pages_of(town, matter).items():
        for answer in (
            client.get(url),
            client.post(url, {"key": str(uuid4()), "version": "0", "reason": "看看"}),
        ):
            of_it = re.search(
                rf"/({matter.pk}|{matter.clocks.get().pk})/", url
            ) and not NOT_OF_A_MATTER.search(name)
            asked += bool(of_it)
            if of_it and answer.status_code not in (403, 404, 405):
                wrong.append((name, answer.status_code))
            if not answer.streaming and any(
                word in answer.content.decode(errors="ignore") for word in hidden(matter)
            ):
                wrong.append((name, "shown"))
    assert wrong == [] and asked >= 16
    assert client.get(f"/matters/{matter.pk}/").status_code == 404


def test_no_list_count_search_or_badge_shows_it(town: Town, shut_out: tuple[User, Any]) -> None:
    user, matter = shut_out
    client = Client()
    client.force_login(user)
    for words in (SECRET[:4], matter.code, matter.number, PARTIES[0]["name"], PARTIES[0]["phone"]):
        assert matter.pk not in set(
            find(Matter.objects.visible_to(user), words).matters.values_list("pk", flat=True)
        )
        for url in (f"/search/?q={words}", f"/cases/?view=all&q={words}"):
            text = client.get(url, follow=True).content.decode().replace(words, "")
            assert f"/matters/{matter.pk}/" not in text, url
    Matter.objects.filter(pk=matter.pk).update(
        holder_user=user
    )  # even where a row of the past says it is his
    assert not Matter.objects.in_hand_of(user).filter(pk=matter.pk).exists()
    answer = client.get("/queue/")
    assert build(answer.wsgi_request).queue_count == Matter.objects.in_hand_of(user).count()
    assert tell([user], Matter.objects.get(pk=matter.pk), "请看：{matter}") == 0
    assert not Notice.objects.filter(user=user, matter=matter).exists()
    for url in ("/dashboard/", "/reports/", "/reports/tables/"):
        page = client.get(url).content.decode()
        drilled = set(re.findall(r'href="(/(?:cases|mediations)/[^"]*)"', page))
        for text in (page, *(client.get(unescape(one)).content.decode() for one in drilled)):
            assert not any(word in text for word in hidden(matter)), url


def test_no_act_is_his(town: Town, shut_out: tuple[User, Any]) -> None:
    """Each row of the case's table, though the unit holds it and it is opened to him by name."""
    user, matter = shut_out
    for row in rows_of(by_kind()["case"]):
        Matter.objects.filter(pk=matter.pk).update(status=min(row.sources), holder_unit=town.works)
        with pytest.raises(Http404):
            perform(matter.pk, row.name, by=user, data={}, key=uuid4())


def test_what_stands_below_is_shut_too(town: Town, standing: Standing) -> None:
    """Every matter of every procedure: shut out of the root, shut out of the family; each act is 404."""
    user = User.objects.get(pk=town.committee_head.pk)
    for (kind, status), matter in standing.matters.items():
        opened(matter, user)
        Exclusion.objects.create(
            matter_id=matter.root_id, user=user, ground="recused", article=ARTICLE, reason="亲属"
        )
        assert not Matter.objects.visible_to(user).filter(pk=matter.pk).exists(), (kind, status)
        assert not Matter.objects.visible_to(user, among=[matter.pk]).exists()
        for row in by_kind()[kind].workflow.offered(status):
            with pytest.raises(Http404):
                perform(matter.pk, row.name, by=user, data={}, key=uuid4())
    assert len(procedures()) > 2


def test_nobody_who_is_shut_out_is_given_it(town: Town) -> None:
    """The kernel's one filter: no holder, no access, whatever an effect says."""
    case = town.register(SECRET)
    Exclusion.objects.create(matter=case, unit=town.works, ground="accused", article=ARTICLE, reason="被检举")
    Unit.objects.filter(pk=town.works.pk).update(takes_accusations=True)
    with pytest.raises(Exception, match="不得转送"):
        do(town, case, "hand_over", town.dispatcher)
    assert not Access.objects.filter(matter=case, unit=town.works).exists()
