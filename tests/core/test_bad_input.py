"""Whatever is typed: a sentence at the field or a stored fact, never an error and never half of a matter."""

import re
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.forms import CharField, DateField, DateTimeField, IntegerField, UUIDField
from django.http import QueryDict
from django.test import Client
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.forms import CaseSheet, RegisterForm
from core.models import Matter
from core.parties.forms import PartyForm
from core.privacy.identity_numbers import check_digit
from core.procedure.procedure import Procedure
from core.procedure.transitions import Transition
from core.values.form_base import Form, long_text, short_text
from core.values.refused import Refused
from core.views.matters import form_class
from core.workflow.forms import ActForm
from core.workflow.perform import perform
from tests.people import Town
from tests.sweeps import world
from tests.sweeps.world import Standing, performers, posted, ready, undone

standing = world.standing  # the fixture


@pytest.fixture
def town(db: None, standing: Standing) -> Town:
    """The cast that all tests of this file share."""
    return standing.town


LONG = "长" * 10_001
RARE = "𬸣𫖮😀" * 5
HTML = "<script>alert(1)</script><b onclick=x>"
# fmt: off
NASTY = (
    "", " ", "\0", "前\0后", LONG, RARE, HTML, "2026-02-30", "2026-02-30T10:00", "2026-13-01T25:61", "0001-01-01T00:00",
    "9999-12-31T23:59", "1899-12-31T23:59", "-1", "0", "9" * 40, "1e400", "NaN", "Infinity", "-0.001", "None", "[]",
    "{'a': 1}", "../../etc/passwd", "%00", "'; DROP TABLE core_matter; --", "\u202e\u200b\ufeff", "١٢٣", "１２３",
    "1,000.00", "on", "nonsense", "\r\n\r\n", "\ue000\uffff",
)
# fmt: on
DELIBERATE = ("", "\0", LONG, RARE, HTML, "0001-01-01T00:00", "9" * 40, "NaN", "%00", "nonsense")


HAN = re.compile(r"[\u4e00-\u9fff]")
READ = (DateField, DateTimeField, IntegerField, UUIDField)  # what makes something of the text


def everything() -> tuple[int, ...]:
    """How many there are of what an act makes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM core_matter), (SELECT count(*) FROM core_historyentry),"
            " (SELECT count(*) FROM core_clock), (SELECT count(*) FROM core_party),"
            " (SELECT count(*) FROM core_look)"
        )
        return tuple(cursor.fetchone())


def sentences(form: Any) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


@pytest.mark.parametrize(("procedure", "row"), world.ROWS)
def test_every_field_of_every_form_takes_anything(
    db: None, standing: Standing, procedure: Procedure, row: Transition
) -> None:
    """Field by field: refused with Chinese words, or done whole."""
    town = standing.town
    with ready(town, standing.matters[procedure.kind, min(row.sources)], row) as matter:
        user, before = next(performers(town, matter, row)), everything()
        sample = posted(town, row, matter)
        fields = form_class(row)(matter=matter, user=user).fields
        for name, field in fields.items():
            if name in ActForm.OWN and row.name not in ("void", "agree"):
                continue  # the same on all forms
            prose, done = type(field) is CharField, set()
            for value in NASTY if isinstance(field, READ) else DELIBERATE:
                meant, said = cleaned(field, value)
                assert all(map(HAN.search, said)), (name, value, said)
                if said:
                    continue
                data = sample | {name: value, "key": str(uuid4())}
                act = not prose and repr(meant) not in done  # what means the same is done once
                take(row, matter, user, data, (name, value), act=act)
                done.add(repr(meant))
        prosaic = [name for name, field in fields.items() if type(field) is CharField]
        for value in (RARE, HTML):  # prose is prose: all of it at once
            data = sample | dict.fromkeys(prosaic, value) | {"phone": ""}
            take(row, matter, user, data, value, act=True)
        assert everything() == before


def cleaned(field: Any, value: str) -> tuple[Any, list[str]]:
    """What the field alone makes of a typed value, or says of it; a form asks it first."""
    try:
        return field.clean(field.widget.value_from_datadict({"x": value}, {}, "x")), []
    except ValidationError as error:
        return None, list(error.messages)


def take(row: Any, matter: Any, user: Any, data: dict[str, Any], where: Any, act: bool) -> None:
    """Clean it; do it, where asked, and take it back."""
    form = form_class(row)(data, matter=matter, user=user)
    if not form.is_valid():
        assert all(map(HAN.search, sentences(form))), (where, form.errors)
        return
    if not act:
        return
    cleaned = form.cleaned_data
    with undone():
        try:
            with transaction.atomic():
                perform(
                    matter.pk,
                    row.name,
                    by=user,
                    data=form.answers,
                    key=cleaned["key"],
                    version=matter.version,
                    at=cleaned["at"],
                    decided_by=cleaned["decided_by"],
                )
        except Refused as refused:
            said = refused.sentence
        else:
            said = "办了"
        assert HAN.search(said), where
        assert Matter.objects.get(pk=matter.pk).title, where


# One act of each form: the page is the kernel's for all.
OF_EACH_FORM = [*{param.values[1].asks: param for param in reversed(world.ROWS)}.values()]


@pytest.mark.parametrize(("procedure", "row"), OF_EACH_FORM)
def test_every_act_s_page_takes_anything(
    db: None, standing: Standing, client: Client, procedure: Procedure, row: Transition
) -> None:
    town = standing.town
    with ready(town, standing.matters[procedure.kind, min(row.sources)], row) as matter:
        user = next(performers(town, matter, row))
        client.force_login(user)
        url, before = f"/matters/{matter.pk}/do/{row.name}/", everything()
        fields = form_class(row)(matter=matter, user=user).fields
        for value in ("\0", HTML):
            answer = client.post(url, dict.fromkeys(fields, value))
            assert answer.status_code == 200 and everything() == before, value
            text, said = answer.content.decode(), sentences(answer.context["form"])
            assert HTML not in text
            assert said and all(escape(sentence) in text for sentence in said), value
        bare = form_class(row)({"key": "x", "version": "x"}, matter=matter, user=user)
        assert {"key", "version"} <= bare.errors.keys()
        assert all(map(HAN.search, sentences(bare))), bare.errors


def test_a_version_the_matter_never_had_is_a_conflict_that_says_so(town: Town, client: Client) -> None:
    case = town.register()
    client.force_login(town.receptionist)
    for version in ("7", "9" * 30):
        answer = client.post(
            f"/matters/{case.pk}/do/answer_on_spot/",
            {"answer": "写了很多字", "key": str(uuid4()), "version": version},
        )
        assert (
            answer.status_code == 409
            and "写了很多字" in answer.content.decode()
            and case.history.count() == 1
        )


# --- The registration ----------------------------------------------------------------------------------------

GOOD = {
    "channel": "visit",
    "demand": "田间排水渠堵塞，要求清理",
    "area": "不详",
    "secrecy": "internal",
    "version": "0",
    "people-TOTAL_FORMS": "2",
    "people-INITIAL_FORMS": "0",
    "people-0-role": "applicant",
    "people-0-name": "陶根发",
    "people-0-id_number": "990121195505050310",
    "people-0-phone": "199-0000-0013",
    "people-0-address": "三组27号",
    "people-0-contact": "ok",
    "people-1-role": "respondent",
}
MORE = (
    *("area", "category", "petition_class", "place", "head_count", "representatives", "materials", "flags"),
    *("wishes", "link_to", "at", "decided_by", "people-0-same_as"),
)
# What the rest depends on is asked each alone.
FRAME = (
    *("version", "accusation", "then", "key"),
    *(f"people-{name}_FORMS" for name in ("TOTAL", "INITIAL", "MAX_NUM", "MIN_NUM")),
)


def test_the_registration_takes_anything(town: Town, client: Client) -> None:
    """Each field by the forms; then the page for what they take and for what they refuse, all at once."""
    client.force_login(town.receptionist)
    before = everything()
    for value in ("\0", RARE[:5] + HTML, "9" * 40):
        given: dict[str, dict[str, str]] = {"taken": {}, "refused": {}}
        for name in (*GOOD, *MORE):
            if name not in FRAME:
                given["taken" if taken(town, {name: value}) else "refused"][name] = value
        for name, typed in (given | {name: {name: value} for name in FRAME}).items():
            with undone():
                answer = client.post("/cases/register/", GOOD | {"key": str(uuid4())} | typed)
                assert answer.status_code == (302 if taken(town, typed) else 200), (name, typed)
                text = answer.content.decode()
                if answer.status_code == 302:  # stored whole: the matter with its history and its clock
                    made = Matter.objects.latest("pk")
                    assert (
                        made.history.count() == 1
                        and made.clocks.exists()
                        and made.code
                        and made.root_id == made.pk
                    )
                    page = client.get(f"/matters/{made.pk}/")
                    assert page.status_code == 200, (name, typed)
                    text = page.content.decode()
                else:
                    assert everything() == before, (name, typed)
                assert HTML not in text, (name, typed)


def taken(town: Town, typed: dict[str, str]) -> bool:
    """Do the forms take the good registration with this in it? What they refuse, they refuse in Chinese."""
    post = QueryDict(mutable=True)
    post.update(GOOD | {"key": str(uuid4())} | typed)
    sheet = CaseSheet(RegisterForm, town.receptionist, post, judged=True)
    if sheet.is_valid():
        return True
    said = [*sentences(sheet.form), *map(str, sheet.people.non_form_errors())]
    said += [sentence for form in sheet.people for sentence in sentences(form)]
    assert said and all(map(HAN.search, said)), (typed, said)
    return False


WRONG = {  # what cannot be true, and a word of the sentence that stands at the field
    "people-0-id_number": {
        "990121195505050311": "第 18 位应为",
        "99012119550505031": "18 位",
        "990121550505031": "15 位",
        "99012119550230031X": "不是真实的日期",
        "A90121195505050310": "第 1 位应为数字",
    },
    "people-0-phone": {"1990000": "11 位", "电话没有": "只能有数字", "12345678": "11 位"},
    "people-0-name": {"": "请同时填姓名", "名" * 61: "60"},
    "at": {
        "2026-02-30T10:00": "真实日期",
        "昨天": "真实日期",
        "2999-01-01T00:00": "不能晚于现在",
        "1066-01-01T00:00": "年份",
    },
    "head_count": {"0": "至少是 1", "三": "整数", "99999": "太大"},
    "area": {"没有这个地方": "没有", "村": "不止一个"},
    "category": {"没有这一类": "没有"},
    "channel": {"carrier-pigeon": "carrier-pigeon"},
    "demand": {"": "照来访人的话", "\0": "空字符", LONG: "10000"},
    "flags": {"forged": "forged"},
    "people-TOTAL_FORMS": {"x": "", "": ""},
}


def test_what_cannot_be_true_is_said_at_its_field_and_the_rest_is_kept(town: Town, client: Client) -> None:
    before = everything()
    client.force_login(town.receptionist)
    for name, values in WRONG.items():
        for value, word in values.items():
            answer = client.post(
                "/cases/register/", GOOD | {"key": str(uuid4()), "place": "渠首东侧", name: value}
            )
            text = answer.content.decode()
            assert answer.status_code == 200 and everything() == before, (name, value)
            assert word in text and "渠首东侧" in text, (name, value, word)
            form = answer.context["people"][0] if name.startswith("people-0") else answer.context["form"]
            if not name.startswith("people-T"):
                errors = form.errors.get(name.removeprefix("people-0-"), [])
                assert errors and word in str(errors), (name, value, form.errors)
            if name != "demand":
                assert "田间排水渠堵塞" in text


def test_a_wrong_check_digit_never_gets_in(town: Town) -> None:
    """All 18-sign numbers with one wrong last sign."""
    body = "99012119550505031"
    for sign in "0123456789X":
        form = PartyForm(
            {
                "role": "applicant",
                "name": "陶根发",
                "id_number": body + sign,
                "key": str(uuid4()),
                "version": "0",
            }
        )
        assert form.is_valid() is (sign == check_digit(body)), sign


def test_an_organisation_has_neither_sex_nor_birthday(town: Town, client: Client) -> None:
    case = town.register()
    client.force_login(town.receptionist)
    base = {
        "role": "respondent",
        "name": "澄湖农机合作社",
        "is_organisation": "unit",
        "version": case.version,
    }
    for field, value in (("sex", "1"), ("birth_on", "1990-01-01")):
        answer = client.post(f"/matters/{case.pk}/do/add_party/", base | {field: value, "key": str(uuid4())})
        assert answer.status_code == 200 and "单位没有" in str(answer.context["form"].errors[field])
    assert not case.parties.exists()


def test_representatives_are_five_at_most(town: Town, client: Client) -> None:
    case = town.register(parties=[{"name": f"代表{n}", "is_representative": True} for n in "一二三四五"])
    client.force_login(town.receptionist)
    data = {
        "role": "applicant",
        "name": "代表六",
        "is_representative": "on",
        "key": str(uuid4()),
        "version": case.version,
    }
    answer = client.post(f"/matters/{case.pk}/do/add_party/", data)
    assert answer.status_code == 200 and "五人" in answer.content.decode() and case.parties.count() == 5


def test_html_is_shown_and_not_obeyed(town: Town, client: Client) -> None:
    case = town.register(HTML + "诉求", place=HTML, parties=[{"name": HTML[:60], "address": HTML}])
    case = town.act(town.hand_over(case), "sign", town.handler).matter
    town.act(case, "reply", town.handler, answer=HTML)
    for user in (town.director, town.handler):
        client.force_login(user)
        for url in (
            f"/matters/{case.pk}/",
            "/cases/",
            "/queue/",
            "/notices/",
            f"/search/?q={HTML[:20]}",
            f"/cases/?q={HTML}",
            f"/matters/{case.pk}/do/correct/",
            f"/matters/{case.pk}/parties/",
        ):
            text = client.get(url).content.decode()
            assert "<script>alert" not in text and "<b onclick" not in text, url


def test_rare_signs_come_back_as_they_were_typed(town: Town, client: Client) -> None:
    case = town.register(f"{RARE}家的水渠", parties=[{"name": "𫖮𬸣"}])
    client.force_login(town.director)
    assert RARE in client.get(f"/matters/{case.pk}/").content.decode()
    assert client.get("/search/?q=𬸣").context["page"].rows == [Matter.objects.get(pk=case.pk)]


# --- Addresses -----------------------------------------------------------------------------------------------

# fmt: off
ASKED = {
    "/cases/": ("view", "q", "since", "until", "village", "category", "channel", "status", "unit", "after", "before", "size",
                "counted", "first", "last", "area", "exact", "page", "sort"),
    "/mediations/": ("view", "q", "since", "village", "dispute", "status", "unit", "after", "before", "size", "sort"),
    "/lists/case/filters/": ("view", "q", "since", "village", "channel", "sort"), "/lists/case/columns/": ("view", "q"),
    "/lists/case/acts/": ("act", "pick", "back"), "/queue/": ("after", "before", "size"),
    "/search/": ("q", "after", "before", "size"), "/notices/": ("page",), "/lookup/": ("code",),
    "/dashboard/": ("month", "first", "last", "area"), "/reports/": ("month", "page"), "/settings/jobs/": ("page",),
}
# fmt: on
MOMENTS = (
    "2026-01-01T00:00:00+08:00|1",
    "2026-01-01|1",
    "9999-12-31T23:59:59+00:00|1",
    "0001-01-01T00:00:00+14:00|1",
    "2026-01-01T00:00:00+08:00|" + "9" * 30,
    "|",
    "2026-01-01T00:00:00+08:00|-1",
    "9999-12-31",
    "0001-01-01",
)


@pytest.mark.parametrize("url", ASKED)
def test_an_address_may_ask_anything(town: Town, client: Client, url: str) -> None:
    town.register()
    client.force_login(town.director)
    before, names = everything(), ASKED[url]
    moments = MOMENTS[2:] if "after" in names else MOMENTS[-2:]  # elsewhere a place in a list is no word
    for value in (*(NASTY if url == "/search/" else DELIBERATE[1:]), *moments):
        if len(value) <= 100:
            assert client.get(url, dict.fromkeys(names, value)).status_code in (200, 302, 404), value
    for name in names:
        assert client.get(url, {name: "nonsense"}).status_code in (200, 302, 404), name
    assert everything() == before


def test_an_address_may_be_anything(town: Town, client: Client) -> None:
    town.register()
    client.force_login(town.director)
    before = everything()
    short = [value for value in (*NASTY, *MOMENTS) if len(value) <= 100]
    assert client.get("/lists/case/acts/", {"act": "urge", "pick": [*short, "1"]}).status_code == 200
    for value in short:
        assert client.get("/lists/case/acts/", {"act": "urge", "back": value}).status_code == 302, value
    for key in ("received", "nonsense"):
        for first, last in (
            ("2026-01-01", "9999-12-31"),
            ("0001-01-01", "2026-01-01"),
            ("2026-02-01", "2026-01-01"),
        ):
            answer = client.get("/cases/", {"counted": key, "first": first, "last": last, "area": "nonsense"})
            assert answer.status_code in (200, 404), (key, first, last)
    for name, day in product(("since", "until"), ("0001-01-01", "9999-12-31")):
        assert client.get("/cases/", {name: day}).status_code == 200, (name, day)
    assert client.get("/cases/", headers={"host": "forged.example"}).status_code == 400
    for url in (
        "/v/%00/",
        "/matters/1/do/%00/",
        "/matters/1/papers/%00/",
        "/settings/jobs/%00/retry/",
        "/%00",
    ):
        assert client.get(url).status_code == 404, url
    assert everything() == before


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(asked=st.text(max_size=80))
def test_the_search_box_takes_any_text(town: Town, asked: str) -> None:
    client = Client()
    client.force_login(town.director)
    try:
        asked.encode()
    except UnicodeEncodeError:
        return
    assert client.get("/search/", {"q": asked}).status_code in (200, 302)


@pytest.mark.parametrize(
    "sign", [chr(code) for code in (*range(1, 32), *range(127, 160)) if chr(code) not in "\t\n\r"]
)
def test_a_sign_of_control_is_kept_in_no_text(sign: str) -> None:
    """As scanners and copied tables bring them: on screen and paper each is an empty box in a name."""

    class Asked(Form):
        name = short_text("姓名", 20)
        demand = long_text("诉求")

    form = Asked({"name": f"买买提{sign}·阿不都", "demand": f"排水{sign}\n赔偿"})
    assert form.is_valid()
    assert form.cleaned_data == {"name": "买买提·阿不都", "demand": "排水\n赔偿"}
