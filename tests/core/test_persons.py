"""People: masked everywhere, sealed in the database, found under rights, seen in full with a reason only."""
# ruff: noqa: S608 (the tables and columns are named by the test itself)

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from core.documents import issue
from core.lists.search import find
from core.models import Look, Matter, MatterText, Notice, Party
from core.parties.forms import PartyFields
from tests.people import Town
from tests.sweeps.world import PARTIES, SECRETS, at_status, do

THROUGH = "潘水英之女潘小荷，199-0000-0099"
MASKED = ("陶**", "199****0013")
REASON = "电话回访，核对身份。"


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


@pytest.fixture
def case(town: Town) -> Any:
    return town.register("田间排水渠堵塞，要求清理", parties=[dict(party) for party in PARTIES])


def test_nobody_s_numbers_stand_on_any_page(town: Town) -> None:
    """Every page of matters of every kind, as everybody."""
    client, ways = (
        Client(),
        {"case": ("registered", "in_hand", "finished"), "mediation": ("in_session", "agreed")},
    )
    matters = [at_status(town, kind, status) for kind, found in ways.items() for status in found]
    for matter in matters[:2]:
        issue.store("cases.receipt", "登记回执", b"%PDF-1.7", town.receptionist, matter=matter)
    lists = (
        "/cases/?view=all",
        "/mediations/?view=all",
        "/queue/",
        "/notices/",
        "/dashboard/",
        "/search/?q=tgf",
        "/search/?q=陶根发",
        "/search/?q=0013",
    )
    plain = [*SECRETS, "199-0000-0013", "199-0000-0004", "27号", "28号"]
    seen = 0
    for user in town.users.values():
        visible = Matter.objects.visible_to(user)
        mine = [f"/matters/{matter.pk}/" for matter in matters if visible.filter(pk=matter.pk).exists()]
        forms = [
            f"{url}{part}"
            for url in mine[:1]
            for part in ("parties/", "do/correct/", "do/add_party/", "attach/", "?all")
        ]
        client.force_login(user)
        for url in (*lists, *mine, *forms):
            text = client.get(url, follow=True).content.decode()
            assert not [secret for secret in plain if secret in text], (user.username, url)
            seen += MASKED[0] in text and MASKED[1] in text
    assert seen > 50


def test_the_full_view_needs_a_right_and_a_reason_and_is_logged(
    case: Any, town: Town, client: Client
) -> None:
    url = f"/matters/{case.pk}/parties/"
    client.force_login(town.dispatcher)
    for reason in ("", "  ", "查", "查看"):
        page = client.post(url, {"reason": reason})
        assert page.context["form"].errors["reason"] and not [
            s for s in SECRETS if s in page.content.decode()
        ]
    assert not Look.objects.exists()
    page = client.post(url, {"reason": REASON})
    assert (
        all(secret in page.content.decode() for secret in SECRETS)
        and "no-store" in page.headers["Cache-Control"]
    )
    look = Look.objects.get()
    assert (look.by, look.matter_id, look.reason) == (town.dispatcher, case.pk, REASON)
    client.get(url)
    assert Look.objects.count() == 1  # the page that asks shows nothing and logs nothing
    client.force_login(town.chief)  # sees the matter, may not see people in full
    assert client.post(url, {"reason": REASON}).status_code == 403
    client.force_login(town.stranger)
    assert client.post(url, {"reason": REASON}).status_code == 404
    assert Look.objects.count() == 1
    client.force_login(town.auditor)
    shown = client.get("/audit/looks/").content.decode()
    assert REASON in shown and case.code in shown and case.title not in shown


def test_without_its_log_nothing_is_shown(case: Any, town: Town, monkeypatch: Any) -> None:
    def fails(**_: Any) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(Look.objects, "create", fails)
    client = Client(raise_request_exception=False)
    client.force_login(town.dispatcher)
    page = client.post(f"/matters/{case.pk}/parties/", {"reason": REASON})
    assert page.status_code == 500 and not [secret for secret in SECRETS if secret in page.content.decode()]


def test_who_must_not_be_called_shows_no_phone(town: Town, client: Client) -> None:
    people = [
        {**PARTIES[0], "contact": "never"},
        {**PARTIES[1], "contact": "through", "contact_through": THROUGH},
    ]
    case = town.register(parties=people)
    client.force_login(town.dispatcher)
    page = client.get(f"/matters/{case.pk}/").content.decode()
    assert "不得联系" in page and "只能通过他人" in page
    assert not [word for word in ("199****0013", "199****0004", "潘小荷", "0099") if word in page]
    full = client.post(f"/matters/{case.pk}/parties/", {"reason": REASON}).content.decode()
    assert THROUGH in full and not [party["phone"] for party in PARTIES if party["phone"] in full]
    for party in case.people:
        assert (
            party.phone not in (party.safe_phone(), party.safe_masked_phone()) and party.safe_address() == ""
        )


def test_the_database_holds_no_plain_number(case: Any, town: Town) -> None:
    """Every column of every row about this person, as the database has it."""
    do(town, case, "correct")
    town.act(
        case,
        "add_party",
        town.director,
        party={**PARTIES[0], "contact": "through", "contact_through": THROUGH},
    )
    secrets = [*SECRETS, "199-0000-0013", "潘小荷", "0000-0099", "199000000", "9901211955"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        assert "core_party" in tables and len(tables) > 20
        for table in tables:
            for secret in secrets:
                # as text, and as the bytes of the text
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s OR t::text LIKE %s',
                    [f"%{secret}%", f"%{secret.encode().hex()}%"],
                )
                assert cursor.fetchone() == (0,), (table, secret)
        cursor.execute(
            "SELECT count(DISTINCT phone), count(DISTINCT phone_hash) FROM core_party WHERE name = '陶根发'"
        )
        assert cursor.fetchone() == (
            2,
            1,
        )  # the same number is sealed differently each time, and found all the same


def test_the_searchable_text_holds_no_run_of_digits(town: Town) -> None:
    numbers = "电话19900000013，证件９９０１２１１９５５０５０５０３１０，卡 6222 0000 1111 2222，座机0999-1234567，工号12345"
    case = town.register(f"反映{numbers}", place=numbers)
    case = town.act(town.hand_over(case), "sign", town.handler).matter
    town.act(case, "reply", town.handler, answer=f"已打{numbers}")
    with connection.cursor() as cursor:
        for table, column in (
            ("core_mattertext", "text"),
            ("core_matter", "title"),
            ("core_notice", "sentence"),
        ):
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE regexp_replace({column}, '[-\\s]', '', 'g')"
                " ~ '[0-9０-９]{5}'"
            )
            assert cursor.fetchone() == (0,), table
    assert "反映电话" in MatterText.objects.get(matter=case).text and Notice.objects.exists()


def found(town: Town, asked: str, by: str = "director") -> set[int]:
    return set(find(Matter.objects.visible_to(town.users[by]), asked).matters.values_list("pk", flat=True))


def test_search_by_every_way(case: Any, town: Town) -> None:
    town.register("另一件不相干的事", parties=[{"name": "钱满囤", "phone": "19900000077"}])
    ways = (
        "990121195505050310",
        " 990121 19550505 0310 ",
        "19900000013",
        "199-0000-0013",
        "+86 199 0000 0013",
        "0013",
        "陶根发",
        "tgf",
        "TGF",
        "水渠",
        "渠",
        "排水渠堵塞",
        "水渠 堵塞",
        case.code,
        case.code.lower(),
        case.number,
    )
    for asked in ways:
        assert found(town, asked) == {case.pk}, asked
        assert found(town, asked, "stranger") == set(), asked
        assert found(town, asked, "auditor") == set(), asked
    for asked in ("", " ", "0014", "990121195505050329", "没有这样的字", "zzz", "渠堵水", "\0"):
        assert found(town, asked) == set(), asked


def test_search_follows_what_was_changed(case: Any, town: Town) -> None:
    """Corrected words, an answer, a new party: found from that moment; what was corrected away is not."""
    town.act(
        case,
        "correct",
        town.director,
        title="路灯不亮",
        demand="路灯不亮",
        area=None,
        category=None,
        reason="记错。",
    )
    assert found(town, "路灯") == {case.pk} and found(town, "水渠") == set()
    town.act(
        case,
        "correct",
        town.director,
        title="路灯不亮",
        demand="村口电杆歪了",
        area=None,
        category=None,
        reason="补充。",
    )
    assert found(town, "电杆") == {case.pk}  # the demand alone
    town.act(
        case, "add_party", town.director, party={"name": "钱满囤", "phone": "19900000077", "role": "witness"}
    )
    assert found(town, "钱满囤") == found(town, "qmd") == found(town, "0077") == {case.pk}
    case = town.act(town.hand_over(case), "sign", town.handler).matter
    town.act(case, "reply", town.handler, answer="已经更换灯泡")
    assert found(town, "灯泡") == {case.pk}


def test_a_phone_finds_the_whole_family(case: Any, town: Town) -> None:
    child = do(town, case, "to_mediation", town.dispatcher)
    assert found(town, "0013") == {case.pk, child.pk} == found(town, PARTIES[0]["id_number"])
    assert found(town, "0013", "committee_head") == {child.pk} | found(town, "水渠", "committee_head")
    assert child.pk not in found(town, "0013", "mediator")  # nobody has appointed them


def test_hashes_follow_the_number(case: Any) -> None:
    party = case.parties.get(name="陶根发")
    party.phone = "19900000088"
    party.save(update_fields=["phone"])
    tail = Party._meta.get_field("phone_tail_hash").derive
    assert not Party.objects.filter(phone_tail_hash=tail("0013")).exists()
    assert Party.objects.get(phone_tail_hash=tail("0088")) == party


# --- Persons and units ------------------------------------------------------------------------------------------------

UNITS = (
    "桃坞建材有限公司",
    "澄湖农机合作社",
    "桃坞砖厂",
    "栖云镇中心小学",
    "桃坞村村民委员会",
    "桃坞建材有限公司（分公司）",
)
NOT_UNITS = ("柏念慈", "欧阳晓晓", "阿依古丽·买买提", "某先生", "桃坞派出所所长", "厂长")


@pytest.mark.parametrize("name", [*UNITS, *NOT_UNITS])
def test_a_name_that_looks_like_a_unit_s_is_asked_about_and_never_decided(name: str) -> None:
    line = {"role": "applicant", "contact": "ok", "name": name}
    left = PartyFields(line)
    assert left.is_valid() is (name in NOT_UNITS)
    if name in UNITS:
        assert "像是单位" in str(left.errors["is_organisation"])
    for said, expected in (("unit", True), ("person", False)):
        told = PartyFields({**line, "is_organisation": said})
        assert told.is_valid() and told.party and told.party["is_organisation"] is expected


def test_a_credit_code_is_a_unit_s_and_is_kept_as_one() -> None:
    line = {"role": "applicant", "contact": "ok", "name": "桃坞建材", "id_number": "91990121MA00000021"}
    assert "像是单位" in str(PartyFields(line).errors["is_organisation"])
    told = PartyFields({**line, "is_organisation": "unit"})
    assert told.is_valid() and told.party and told.party["id_kind"] == Party.IdKind.CREDIT_CODE
