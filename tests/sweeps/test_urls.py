"""Every address: asks for a login, knows its readers, never breaks, costs the same for five rows and for sixty."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_q.models import Failure

from cases.models import RoutingRule
from config.roles import ROLES
from core.documents import issue
from core.documents import render as papers
from core.intake import blank
from core.models import Holding, Look, Notice, Remedy
from tests.people import USERS, Town
from tests.sweeps.premises import camera
from tests.sweeps.test_workflows import expected
from tests.sweeps.world import PARTIES

PUBLIC = {
    "login",
    "lookup",
    "rate",
    "online",
    "verify",
    "screen",
    "roster_public",
    "motions_public",
    "petition_channels",
    "admin:login",
}
POST_ONLY = {
    "national_bring",
    "national_register",
    "logout",
    "notices_read",
    "notice",
    "job_retry",
    "holding_activate",
    "proposal_decide",
    "why",
    "unlock",
    "issue",
    "make_report",
    "receipt",
    "waiting_call",
    "waiting_act",
    "rate",
    "blank_lay_out",
    "blank_give_up",
    "rule_retire",
    "remedy_review",
    "guide_review",
    "draft_keep",
    "draft_discard",
    "tonight_tick",
    "appointment_call_off",
    "register_look",
    "admin:logout",
}
# Which right a page asks for; "" is none beside a login. Pages of one matter: right, and what the gate says first.
PAGES = {
    "queue": "",
    "tasks": "core.view_matters",
    "letters": "core.write_outside",
    "referrals": "core.refer",
    "helpers": "core.refer",
    "reception": "cases.view_reception",
    "reception_day": "cases.view_reception",
    "roster_new": "cases.keep_reception",
    "board": "command.on_duty",
    "tonight": "command.on_duty",
    "duty_roster": "core.view_matters",
    "hall_roster": "core.view_matters",
    "lawyer_roster": "core.view_matters",
    "lawyer_pay_new": "legal.draw_pay",
    "mediation_pay_new": "mediation.draw_pay",
    "expertise_new": "legal.ask_expert",
    "grid_posts": "grid.view_posts",
    "grid_board": "grid.view_posts",
    "grid_post_add": "grid.keep_posts",
    "grid_posts_import": "grid.keep_posts",
    "grid_handover": "grid.keep_posts",
    "meeting_new": "command.meet",
    "situation_new": "command.situation",
    "campaign_new": "command.campaign",
    "quality_new": "command.review",
    "area_change": "core.reshape",
    "areas_left": "core.reshape",
    "dashboard": "",
    "notices": "",
    "keys": "",
    "password": "",
    "styleguide": "",
    "search": "core.view_matters",
    "register": "cases.register",
    "register_case": "cases.register",
    "register_petition": "petitions.register",
    "register_motion": "council.propose",
    "register_incident": "grid.report",
    "boundaries": "grid.draw",
    "boundary": "grid.draw",
    "outlines": "",
    "grid_map": "grid.view",
    "map_areas": "grid.view",
    "waiting": "cases.queue",
    "rules": "cases.route",
    "rule": "cases.route",
    "remedies": "core.review_remedies",
    "remedy": "core.review_remedies",
    "blank": "cases.register",
    "blank_case": "cases.register",
    "shift": "cases.register",
    "shift_paper": "cases.register",
    "unregistered": "cases.register",
    "card": "core.view_matters",
    "calendar": "core.manage_calendar",
    "jobs": "core.view_jobs",
    "holdings": "core.give_posts",
    "holding_end": "core.give_posts",
    "proposals": "core.countersign",
    "lockouts": "core.unlock",
    "online_list": "cases.check_online",
    "looks": "core.audit",
    "acts": "core.audit",
    "verification": "core.audit",
    "exports": "core.audit",
    "export": "core.export",
    "imports": "core.audit",
    "import": "cases.import",
    "import_template": "cases.import",
    "import_cases": "cases.import",
    "import_petitions": "petitions.import",
    "national": "petitions.import",
    "saved_filters": "core.view_matters",
    "list_choice": "core.view_matters",
    "my_day": "core.hold",
    "mediation_register": "core.view_matters",
    "visit_register": "core.view_matters",
    "register_book": "core.view_matters",
    "register_paper": "core.view_matters",
    "bodies": "mediation.view_bodyprofile",
    "experts": "mediation.view_expert",
    "reports": "reports.view",
    "petition_lawful": "petitions.view",
    "grid_report": "grid.report",
    "grid_report_blank": "grid.report",
    "grid_report_areas": "grid.report",
    "grid_report_key": "grid.report",
    "grid_report_worker": "grid.report",
    "grid_mine": "core.view_matters",
    "law": "core.view_matters",
    "grid_complaint": "grid.report",
    "screening_new": "grid.screen",
    "assessment_new": "grid.assess",
    "commendation_new": "grid.commend",
    "care_new": "grid.care_propose",
    "screening_mine": "grid.screen_answer",
    "patrols": "grid.view",
    "patrol_write": "grid.report",
    "patrol_plan": "grid.plan_patrols",
    "register_publicity": "legal.plan",
    **dict.fromkeys(
        (
            "register_consultation",
            "register_aid_request",
            "register_checkup",
            "register_psych",
            "guides",
        ),
        "legal.consult",
    ),
    "cameras": "grid.view",
    "cameras_import": "grid.keep_premises",
    "camera_new": "grid.keep_premises",
    "site_new": "grid.keep_premises",
    "camera_correct": "grid.keep_premises",
    "sites": "grid.view",
    "sites_import": "grid.keep_premises",
    **dict.fromkeys(("camera_find", "camera_fault", "camera_look"), "grid.watch"),
}
OF_A_MATTER = {
    "matter": "core.view_matters",
    "reveal": "core.reveal",
    "attach": "core.attach",
    "clock": "core.view_matters",
    "registered": "cases.register",
    "duty_review": "command.check",
    "matter_decisions": "command.view",
}
ELSEWHERE = {
    "home",
    "case_list",
    "petition_list",
    "mediation_list",
    "incident_list",
    "checkup_list",
    "psych_list",
    "publicity_list",
    "expertise_list",
    "lawyer_pay_list",
    "mediation_pay_list",
    "consultation_list",
    "aid_list",
    "motion_list",
    "supervision_list",
    "screening_list",
    "assessment_list",
    "commendation_list",
    "meeting_list",
    "situation_list",
    "campaign_list",
    "quality_list",
    "care_list",
    "own_village",
}  # send away who has nothing to see there
MOST = 10
CAMERA = ("camera", "camera_find", "camera_fault", "camera_mended", "camera_look", "camera_correct")


def walk(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield f"{prefix}{pattern.name or ''}", pattern


@pytest.fixture
def world(town: Town) -> dict[str, Any]:
    """A sample of whatever an address may name."""
    case = town.register(parties=[dict(party) for party in PARTIES])
    paper = issue.store("cases.receipt", "登记回执", b"%PDF-1.7", town.receptionist, matter=case)
    notice = Notice.objects.create(user=town.receptionist, matter=case, sentence="请看")
    return {
        "matter": case,
        "town": town,
        "verify": paper.verify_code,
        "document": paper.pk,
        "notice": notice.pk,
        "clock": case.clocks.get().pk,
        "batch": blank.reserve("case", uuid4(), 2, town.receptionist),
        "rule": RoutingRule.objects.create(area=town.taowu, unit=town.works).pk,
        "camera": camera(town).pk,
        "remedy": Remedy.objects.first().pk,  # type: ignore[union-attr]
        "holding": Holding.objects.order_by("pk")[0].pk,
        "job": Failure.objects.create(
            id="0" * 32,
            name="x",
            func="core.operations.nightly.fill_pending",
            started=case.received_at,
            stopped=case.received_at,
        ).pk,
    }


def address(name: str, pattern: URLPattern, world: dict[str, Any]) -> str | None:
    """An address of the pattern in this world; None for the catch-alls."""
    converters = pattern.pattern.converters
    if (
        not name
        or name.endswith(":")
        or "url" in getattr(pattern.pattern, "regex", re.compile("")).groupindex
    ):
        return None
    if name == "admin:app_list":
        return reverse(name, kwargs={"app_label": "core"})
    if name == "card":
        return reverse(name, args=["area_open"])
    kwargs: dict[str, Any] = {
        "pk": {
            "clock": world["clock"],
            "document": world["document"],
            "notice": world["notice"],
            "holding_activate": world["holding"],
            "holding_end": world["holding"],
            "job_retry": world["job"],
            "rule": world["rule"],
            "rule_retire": world["rule"],
            "remedy": world["remedy"],
            "area_change": world["town"].taowu_2.pk,
            "boundary": world["town"].taowu.pk,
            "village": world["town"].taowu.pk,
            **dict.fromkeys(CAMERA, world["camera"]),
        }.get(name, world["matter"].pk),
        "name": "answer_on_spot",
        "key": uuid4() if name in ("draft_discard", "sent") else "cases.receipt",
        "code": world["verify"],
        "kind": "case",
        "roster": "reception",
        "batch": world["batch"],
        "object_id": "1",
        "content_type_id": "1",
    }
    return reverse(name, kwargs={**pattern.default_args, **{key: kwargs[key] for key in converters}})


def addresses(world: dict[str, Any]) -> dict[str, str]:
    """By name; of a name that several rooms share, the first room's."""
    found: dict[str, str] = {}
    for name, pattern in walk(get_resolver()):
        if name not in found and (url := address(name, pattern, world)):
            found[name] = url
    return found


def test_every_address_asks_for_a_login(world: dict[str, Any], client: Client) -> None:
    urls = addresses(world)
    assert len(urls) > 60 and urls.keys() >= PUBLIC
    login = reverse(settings.LOGIN_URL)
    for name, url in urls.items():
        for answer in (client.get(url), client.post(url)):
            if name in PUBLIC - {"admin:login"}:
                assert answer.status_code < 500 and not answer.headers.get("Location", "").startswith(
                    login
                ), name
            else:
                assert answer.status_code == 302 and answer.headers["Location"].startswith(
                    (login, "/admin/login/")
                ), url
    for url in ("/admin/nonsense/", "/nonsense/", "/matters/x/"):
        assert client.get(url).status_code in (302, 404)


def wanted(town: Town, case: Any, name: str, role: str, key: str) -> int:
    """What a role's GET of a page answers; 0 where this table says nothing."""
    if name in POST_ONLY:
        return 0
    permission = PAGES.get(name, OF_A_MATTER.get(name, ""))
    right = not permission or permission in ROLES[role].permissions
    if name in PAGES or (
        name == "registered" and not right
    ):  # the right is asked before the matter is looked for
        return 200 if right else 403
    return expected(town, case, permission, key) if name in OF_A_MATTER else 0


@pytest.fixture
def each_paper_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever does not read papers has the first of each kind laid out, and is given that again."""
    laid_out: dict[str, bytes] = {}
    render = papers.render

    def once(template: str, *args: Any, **options: Any) -> bytes:
        if template not in laid_out:
            laid_out[template] = render(template, *args, **options)
        return laid_out[template]

    monkeypatch.setattr(papers, "render", once)


MOST_QUERIES = 14  # of a page, once what a process keeps is there; the aim is twelve


def test_each_page_for_each_role(world: dict[str, Any], each_paper_once: None) -> None:
    """Role × page from the table of roles; whatever the answer, it is no error, and reading changes nothing. A page
    that the tables open to many is made for two of them.
    """
    client, town, case, wrong = Client(), world["town"], world["matter"], []
    made: Counter[str] = Counter()
    own = {name: url for name, url in addresses(world).items() if not name.startswith("admin:")}
    left = own.keys() - PAGES.keys() - OF_A_MATTER.keys() - PUBLIC - POST_ONLY - ELSEWHERE
    batches = {"blank_batch", "blank_paper", "blank_entry"}  # open to one unit: tests/cases/test_blank.py
    batches |= {"online_refuse"}  # of an intake: tests/cases/test_online.py
    batches |= {"preview"}  # of a paper: tests/sweeps/test_documents.py
    batches |= {"preview_report"}  # of a report: tests/reports/test_monthly.py
    batches |= {"waiting_slip"}  # of today's queue: tests/cases/test_waiting_pages.py
    batches |= {"bulk"}  # of ticked rows: tests/core/test_bulk.py
    batches |= {"saved_filter"}  # of its owner: tests/core/test_saved_filters.py
    batches |= {"export_made", "export_file"}  # of its maker: tests/core/test_exports.py
    batches |= {"import_made", "import_errors", "imported"}  # of who uploaded it: tests/core/test_imports.py
    batches |= {"national_file"}  # of who uploaded it: tests/petitions/test_national.py
    batches |= {
        "camera",
        "camera_mended",
        "site",
        "site_visit",
        "site_phone",
        "site_close",
        "site_correct",
    }  # of a place: tests/grid/test_premises.py
    batches |= {"assessment_files"}  # of an assessment: tests/grid/test_assessment.py
    batches |= {"screening_finds"}  # of a number: tests/grid/test_rounds.py
    batches |= {"boundary_file"}  # of who brought it: tests/grid/test_boundaries.py
    batches |= {"map_marks", "village"}  # of a window, of who is near: tests/grid/test_numbers.py
    batches |= {
        "grid_post_end",
        "grid_post_substitute",
        "grid_post_phone",
    }  # of a row: tests/grid/test_posts_pages.py
    batches |= {"dossier"}  # of a matter: tests/mediation/test_bound.py
    batches |= {"guide_paper"}  # of a guide: tests/legal/test_law.py
    batches |= {"sent"}  # of who sent the form: tests/core/test_forms_lose_nothing.py
    assert left - batches == {"act", "document", "attachment", "original", "withdraw"}, (
        "a new page: say here who may read it"
    )
    roles: set[str] = set()
    for place, (role, key, *_) in enumerate(USERS):
        client.force_login(town.users[key])
        for name, url in own.items():
            if name in PUBLIC | POST_ONLY and place > 1:
                continue  # the same for everybody
            if name in PAGES and role in roles:
                continue  # by the role alone
            want = wanted(town, case, name, role, key)
            if want == 200 and made[name] >= 2:
                continue
            reset_queries()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(url)
            got = answer.status_code
            made[name] += got == 200
            if got not in (200, 204, 302, 403, 404, 405) or (want and got != want):
                wrong.append((key, name, want, got))
            assert (got == 405) == (name in POST_ONLY) or got == 403, (key, name)
            if got == 200 and "html" in answer.headers["Content-Type"]:
                page = answer.content.decode()
                assert '<html lang="zh-CN"' in page and re.search(r"<title>[^<]*[\u4e00-\u9fff]", page), (
                    key,
                    name,
                )
                assert page.count("<h1") == 1, (key, name)
                if len(asked) > MOST_QUERIES and queries(client, url) > MOST_QUERIES:
                    wrong.append((key, name, MOST_QUERIES, queries(client, url)))
        roles.add(role)
    assert not wrong, "\n".join(map(str, wrong))
    assert not Look.objects.filter(reason="").exists() and case.history.count() == 1


def test_the_administrator_s_desk_breaks_for_nobody(world: dict[str, Any]) -> None:
    client, town = Client(), world["town"]
    desk = {name: url for name, url in addresses(world).items() if name.startswith("admin:")}
    opened = set()
    for key in ("system_admin", "security_admin", "auditor", "director"):
        client.force_login(town.users[key])
        for name, url in desk.items():
            if name not in ("admin:logout", "admin:view_on_site"):
                status = client.get(url).status_code
                assert status in (200, 302, 403, 404), (key, name, status)
                opened |= {key} if status == 200 and "core_" in name else set()
    assert opened == {"system_admin", "security_admin"}


def test_ids_outside_one_s_rights_and_outside_the_world_are_404(
    world: dict[str, Any], client: Client
) -> None:
    client.force_login(world["town"].director)
    for number in ("0", "99999999", "9" * 19, "9" * 40):
        for url in (
            f"/matters/{number}/",
            f"/matters/{number}/do/sign/",
            f"/matters/{number}/parties/",
            f"/clocks/{number}/",
            f"/documents/{number}/",
            f"/attachments/{number}/",
            f"/matters/{number}/attach/",
            f"/attachments/{number}/withdraw/",
            f"/cases/{number}/registered/",
        ):
            assert client.get(url).status_code == 404, url
            assert client.post(url).status_code in (404, 405), url
        assert client.post(f"/notices/{number}/").status_code == 302
        for url in (f"/matters/{number}/papers/cases.receipt/", f"/cases/{number}/receipt/"):
            assert client.post(url).status_code == 404, url
    client.force_login(world["town"].security_admin)
    for number in ("0", "9" * 40):
        assert client.post(f"/settings/holdings/{number}/end/").status_code == 404


def test_a_form_of_another_site_is_refused(world: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world["town"].director)
    for name, url in addresses(world).items():
        if name in POST_ONLY | {
            "register",
            "act",
            "reveal",
            "attach",
            "lookup",
            "password",
            "export",
            "import",
            "saved_filters",
        }:
            assert client.post(url, {"code": "x"}).status_code == 403, name


# --- What a page costs ---------------------------------------------------------------------------------------

COUNTED = (
    "/cases/",
    "/cases/?view=all",
    "/cases/register/",
    "/exports/case/?view=all",
    "/queue/",
    "/dashboard/",
    "/mediations/",
    "/mediations/register/",
    "/notices/",
    "/search/?q=水渠",
)


def queries(client: Client, url: str) -> int:
    client.get(url)  # whatever is kept in the process
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200, url
    return len(captured)


def test_pages_cost_the_same_for_five_cases_and_for_sixty(town: Town, client: Client) -> None:
    def more(count: int) -> None:
        for number in range(count):
            case = town.register(f"第{number}段水渠堵塞", parties=[dict(party) for party in PARTIES])
            if number % 3 == 0:
                town.hand_over(case)

    client.force_login(town.director)
    more(5)
    few = {url: queries(client, url) for url in COUNTED}
    more(55)
    many = {url: queries(client, url) for url in COUNTED}
    # A list that goes on is counted, and nothing else is asked.
    assert not {url: (few[url], many[url]) for url in few if not 0 <= many[url] - few[url] <= 1}
    assert not {url: count for url, count in many.items() if count > MOST}


def test_a_matter_s_page_costs_the_same_with_a_long_history(town: Town, client: Client) -> None:
    client.force_login(town.director)
    case = town.register(parties=[dict(party) for party in PARTIES])
    url = f"/matters/{case.pk}/"
    town.act(town.hand_over(case), "sign", town.handler)
    few = queries(client, url)
    for number in range(12):
        town.act(case, "note", town.handler, note=f"第{number}次到现场。")
        town.act(case, "add_party", town.director, party={"name": f"钱{number}", "role": "witness"})
        issue.store("cases.receipt", "登记回执", b"%PDF-1.7" + bytes(number), town.receptionist, matter=case)
    assert queries(client, url) == few <= MOST
    assert queries(client, f"{url}?all") <= MOST
