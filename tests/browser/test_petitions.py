"""Petitions in a browser: a letter of three kinds and the wall around an accusation, service and review, and the long way.

The days are those of spring and autumn 2026, typed late; what only dates prove stands in tests/petitions/test_dates.py.
"""

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from core.documents.issue import read
from core.models import Clock, Notice, OutsideBody
from core.statistics.counting import month_of
from core.workflow.perform import open_matter
from petitions.models import Petition
from petitions.standard_tables import ACCUSATIONS
from reports import tables
from tests.browser.conftest import DESK, PHONE, Axe, Office, said
from tests.browser.test_mediation import press, unfold
from tests.core.test_papers import text_of
from tests.people import Town, moment

SHOTS = os.environ.get("SHOTS")
PERSON = {"role": "applicant", "address": "栖云镇竹溪村3号", "of_age": True}


def looked_at(page: Page, axe: Axe, name: str) -> None:
    """Nobody is shut out, on the whole page at once, where no bar covers a part; and pictures for whoever looks."""
    for width in (DESK["width"], PHONE["width"]) if SHOTS else (DESK["width"],):
        page.set_viewport_size({"width": width, "height": DESK["height"]})
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(tall, DESK["height"])})
        axe(page)
        if SHOTS:
            page.screenshot(path=Path(SHOTS, f"petition-{name}-{width}.png"))
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})


def fill(page: Page, /, **values: Any) -> None:
    """What is typed and chosen, field by field in this order, as one choice shows the next fields."""
    for name, value in values.items():
        control = page.locator(f"main [name='{name}']")
        kind = control.first.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            (control if value is True else page.locator(f"main [name='{name}'][value='{value}']")).check()
        elif kind.startswith("select"):
            control.select_option(value)
        else:
            control.fill(value)


def act(page: Page, matter: Any, name: str, at: str, /, **values: Any) -> None:
    """The page of an act, opened for what happened at a moment and is typed later."""
    page.goto(f"/matters/{matter.pk}/do/{name}/?late")
    unfold(page)
    fill(page, at=at, **values)


def done(page: Page, label: str) -> None:
    press(page, label)
    expect(page.get_by_text(said(label)).first).to_be_visible()


def refused(page: Page, label: str, sentence: str) -> None:
    press(page, label)
    expect(page.get_by_text(sentence).first).to_be_visible()


def clock(matter: Any, rule: str) -> Clock:
    return Clock.objects.filter(matter=matter, rule=f"petition.{rule}").latest("id")


def raw(matter: Any, rule: str) -> str:
    return f"{clock(matter, rule).raw}"


def body(short: str) -> OutsideBody:
    return OutsideBody.objects.get(short_name=short)


def fresh(matter: Any) -> Petition:
    return Petition.objects.get(pk=matter.pk)


def came(town: Town, at: str, **facts: Any) -> Any:
    """A petition that came in, where the registration is not the story."""
    data = {
        "channel": "letter", "demand": "村口排水渠堵了，请镇里清理", "area": town.taowu, "town": town.town,
        "centre": town.centre, "parties": [{**PERSON, "name": "秦满仓"}], **facts,
    }  # fmt: skip
    return open_matter("petition", by=town.petition_officer, data=data, key=uuid4(), at=moment(at)).matter


def accepted(town: Town, made: Any, at: str) -> None:
    when = moment(at)
    town.act(made, "sort", town.petition_officer, when, kind_of="appeal", way="6")
    town.act(made, "accept", town.petition_officer, when, accepted_on=when.date(), unit=town.works)


# --- N3, N4: a letter of three kinds, and whom it accuses ----------------------------------------------------------


def three_demands(desk: Page, town: Town, axe: Axe) -> None:
    """Sent down by the county: one of the demands is an accusation, and its name points to somebody who works here."""
    fill(desk, channel="letter", source="forwarded", at="2026-04-24T09:00", sender=str(body("县信访局").pk),
        sender_number="澄信转〔2026〕18号", sender_on="2026-04-20", area="桃坞村")  # fmt: skip
    unfold(desk)
    for line, (words, kind) in enumerate((
        ("村口公交站没有雨棚，建议加一个", "suggestion"),
        ("农业农村办许长河收受礼品", "accusation"),
        ("田间排水渠堵了，请镇里清理", "appeal"),
    )):  # fmt: skip
        if not desk.locator(f"[name=claims-{line}-words]").count():
            desk.get_by_role("button", name="加一项").click()
        fill(desk, **{f"claims-{line}-words": words, f"claims-{line}-kind_of": kind})
    fill(desk, **{"people-0-name": "尤守仁", "people-0-address": "栖云镇桃坞村二组5号"})
    expect(desk.locator("[name=accused_name]")).to_be_hidden()
    refused(desk, "登记并打印回执", "请勾“检举控告”")
    fill(desk, accusation=True, accused_name="许长河", accused_unit=str(town.farms.pk))
    refused(desk, "登记并打印回执", "请核对被检举、控告的是不是许长河")
    desk.get_by_label("是，就是此人").check()
    looked_at(desk, axe, "register")
    press(desk, "登记并打印回执")
    expect(desk.get_by_role("heading", level=1)).to_have_text("已登记")


def handed_out(desk: Page, made: Petition) -> str:
    """The text of the receipt, which the page has asked for by itself."""
    for _ in range(100):
        if made.documents.exists():
            break
        desk.wait_for_timeout(100)
    return text_of(read(made.documents.get(kind="petitions.receipt").digest))


def nothing_shows(office: Office, made: Petition) -> None:
    """The accused, as who he is and by every way there is."""
    office.allowed.append("404 (Not Found)")
    page = office.as_("stranger", "/")
    for address in ("", "do/accept/", "do/go_mediation/", "do/hand_over/", "do/check_accused/"):
        answer = page.goto(f"/matters/{made.pk}/{address}")
        assert answer is not None and answer.status == 404, address
    for address in ("/", "/petitions/?view=all", f"/search/?q={made.code}", "/search/?q=许长河", "/notices/"):
        page.goto(address)
        expect(page.locator(f"a[href^='/matters/{made.pk}/']")).to_have_count(0)
    him = office.town.stranger
    assert not Notice.objects.filter(user=him, matter=made).exists()


def test_a_letter_is_split_and_the_accused_sees_nothing(office: Office, axe: Axe) -> None:
    town = office.town
    desk = office.as_("petition_officer", "/petitions/register/")
    looked_at(desk, axe, "register-empty")
    three_demands(desk, town, axe)
    letter, bus, drain = Petition.objects.order_by("-pk")[:3][::-1]
    assert (letter.compartment, bus.kind_of, drain.kind_of) == ("accusation", "suggestion", "appeal")
    assert {letter.code, bus.code, drain.code} == {letter.code} and "许长河" not in drain.demand
    looked_at(desk, axe, "registered")
    receipt = handed_out(desk, letter)
    assert "雨棚" in receipt and "排水渠" in receipt and "许长河" not in receipt and "礼品" not in receipt
    assert (raw(drain, "object"), raw(drain, "notice")) == ("2026-05-06", "2026-05-09")
    act(desk, drain, "sort", "2026-05-08T15:00")
    expect(desk.locator("[name=told_body], [name=accused_name]").first).to_be_hidden()
    fill(desk, kind_of="appeal", field="10", way="6")
    looked_at(desk, axe, "sort")
    done(desk, "分类")
    act(desk, drain, "accept", "2026-05-08T16:00", accepted_on="2026-05-08", unit=str(town.works.pk))
    done(desk, "受理")
    assert raw(drain, "handle") == "2026-07-07"
    plain = office.as_("petition_officer", f"/matters/{bus.pk}/do/sort/", java_script_enabled=False)
    expect(plain.locator("[name=told_body]")).to_be_visible()  # without a script all fields stand there
    plain.get_by_label("建议意见").check()
    fill(plain, field="01")
    done(plain, "分类")
    assert fresh(bus).status == "studying"
    hand = office.as_("handler", f"/matters/{drain.pk}/")
    act(hand, drain, "ask_extension", "2026-07-07T10:00", days="30", reason="要等测量结果")
    done(hand, "申请延期")
    leader = office.as_("duty_leader", f"/matters/{drain.pk}/")
    act(leader, drain, "grant_extension", "2026-07-07T16:00")
    done(leader, "批准延期")
    assert raw(drain, "handle") == "2026-08-06"
    nothing_shows(office, letter)

    # N4: a second accusation, where the county has named the town's desk as petition office.
    desk = office.as_("petition_officer", "/petitions/register/")
    unfold(desk)
    fill(desk, channel="visit", at="2026-06-15T09:00", demand="许长河把集体鱼塘低价包给亲戚", area="桃坞村",
        part="office", part_basis="澄信〔2026〕3号", accusation=True, accused_name="许长河",
        accused_unit=str(town.farms.pk), **{"people-0-name": "孟德顺"})  # fmt: skip
    press(desk, "登记并打印回执")
    desk.get_by_label("是，就是此人").check()
    press(desk, "登记并打印回执")
    expect(desk.get_by_role("heading", level=1)).to_have_text("已登记")
    made = Petition.objects.latest("pk")
    assert (made.status, raw(made, "sort")) == ("registered", "2026-06-30")
    desk.goto(f"/matters/{made.pk}/")
    looked_at(desk, axe, "accusation")
    act(desk, made, "transfer", "2026-06-16T09:00")
    act(desk, made, "sort", "2026-06-16T09:00", kind_of="appeal", way="6")
    refused(desk, "分类", "已经按检举控告封闭")
    act(desk, made, "sort", "2026-06-16T09:00", kind_of="accusation")
    expect(desk.locator("[name=accused_name]")).to_have_count(0)  # it is known
    done(desk, "分类")
    nothing_shows(office, made)
    act(desk, made, "hand_over", "2026-06-17T09:00")
    offered = desk.locator("[name=body] option").all_inner_texts()
    assert all("纪委" in name for name in offered if name != "请选择")
    fill(desk, body=str(body("县纪委监委").pk), cadre="yes", how="密封专人送达", words="信件 1 份，3 页。")
    refused(desk, "移送", "还没有向组织部门通报")
    act(desk, made, "ask_outside", "2026-06-17T09:00")
    fill(
        desk,
        purpose="notice",
        body=str(body("县委组织部").pk),
        dated_on="2026-06-17",
        signed_by="周玉兰（中心主任）",
        words="反映干部问题，已另行移送纪检监察机关。",
    )
    done(desk, "致函镇外单位")
    act(desk, made, "hand_over", "2026-06-17T10:00")
    fill(desk, body=str(body("县纪委监委").pk), cadre="yes", how="密封专人送达", words="信件 1 份，3 页。")
    done(desk, "移送")
    assert (fresh(made).status, clock(made, "sort").end) == ("handed_over", "met")
    nothing_shows(office, made)
    april, june = (tables.frozen(month_of(f"2026-{month}")) for month in ("04", "06"))
    assert [found["T7"][ACCUSATIONS]["month"] for found in (april, june)] == [1, 1]
    assert (april["T7"]["petition_received"]["month"], april["T7"]["petition_matters"]["month"]) == (1, 2)
    assert june["T7"]["petition_received"]["month"] == june["T7"]["petition_matters"]["month"] == 0
    office.allowed.append("403 (Forbidden)")
    for name in ("system_admin", "mediator"):
        page = office.as_(name, "/petitions/")
        expect(page.get_by_text(made.number)).to_have_count(0)


# --- N5: service and the window for review -------------------------------------------------------------------------


def serve(desk: Page, made: Any, at: str, name: str, **values: Any) -> None:
    act(desk, made, "serve", at)
    party = made.people.get(name=name)
    fill(desk, to=f"petitions.opinion:{party.pk}", **values)
    done(desk, "登记送达")


def opinion(town: Town, made: Any, day: str) -> None:
    """Drafted, checked and signed on a day."""
    at, words = moment(f"{day} 10:00"), "九月底前清理完毕。"
    answers = [(claim, "supported", words) for claim in made.claims.all()]
    facts = {"found": "渠道确有淤积。", "result": "supported", "opinion": words, "basis": "《农田水利条例》"}
    town.act(made, "draft", town.handler, at, answers=answers, **facts)
    town.act(made, "check", town.committee_head, at, passed="yes")
    town.act(made, "sign", town.duty_leader, at)


def test_each_has_thirty_days_from_the_day_on_which_the_opinion_was_served(office: Office, axe: Axe) -> None:
    town, names = office.town, ("陆阿根", "秦满仓", "邵梅")
    made = came(town, "2026-07-20 09:00", head_count=3, parties=[{**PERSON, "name": name} for name in names])
    accepted(town, made, "2026-07-20 10:00")
    opinion(town, made, "2026-08-28")
    desk = office.as_("petition_officer", f"/matters/{made.pk}/")
    looked_at(desk, axe, "to-serve")
    act(
        desk,
        made,
        "agree_electronic",
        "2026-08-28T11:00",
        agrees="yes",
        address="19900000021",
        given_on="2026-08-28",
    )
    fill(desk, party=str(made.people.get(name="邵梅").pk))
    done(desk, "登记电子送达同意")
    serve(desk, made, "2026-08-29T09:00", "邵梅", way="electronic", on="2026-08-29")
    act(desk, made, "serve", "2026-08-31T09:00", way="left", refused_for="不认可意见", on="2026-08-31")
    expect(desk.locator("[name=tracking]")).to_be_hidden()
    looked_at(desk, axe, "serve")
    serve(desk, made, "2026-08-31T09:00", "陆阿根", way="left", on="2026-08-31", refused_for="不认可意见",
        witness="罗春梅", witness_post="竹溪村村委会委员")  # fmt: skip
    serve(
        desk,
        made,
        "2026-09-02T09:00",
        "秦满仓",
        way="post",
        on="2026-09-01",
        sent_on="2026-08-28",
        tracking="XA1",
    )
    windows = Clock.objects.filter(matter=made, rule="petition.review").order_by("raw")
    assert fresh(made).status == "served" and [f"{one.raw} {one.rolled}" for one in windows] == [
        "2026-09-28 2026-09-28", "2026-09-30 2026-09-30", "2026-10-01 2026-10-08",
    ]  # fmt: skip
    asked = {"body": str(body("县政府").pk)}
    act(desk, made, "ask_review", "2026-09-30T09:00", **asked, asked_on="2026-09-29", came_on="2026-09-29")
    fill(desk, who=str(made.people.get(name="邵梅").pk))
    refused(desk, "登记复查、复核请求", "已经超过30日（至 09-28）")
    act(desk, made, "ask_review", "2026-10-10T09:00", **asked, asked_on="2026-10-08", came_on="2026-10-10")
    fill(desk, who=str(made.people.get(name="秦满仓").pk))
    done(desk, "登记复查、复核请求")
    assert raw(made, "review_decided") == "2026-11-09"
    looked_at(desk, axe, "in-review")


# --- A group, a hardship, two transfers ----------------------------------------------------------------------------


def group(desk: Page, town: Town, axe: Axe) -> None:
    """Seven come about wages: sorted to arbitration, and their three representatives told in writing."""
    desk.goto("/petitions/register/")
    fill(
        desk,
        channel="visit",
        at="2026-03-02T09:00",
        demand="安置房工地拖欠七人工资，要求付清",
        area="桃坞村",
        head_count="7",
    )
    refused(desk, "登记并打印回执", "7 人来访，应当推选代表，不超过 5 人")
    fill(desk, representatives="骆文谦、祁守正、崔知行")
    press(desk, "登记并打印回执")
    expect(desk.get_by_role("heading", level=1)).to_have_text("已登记")
    made = Petition.objects.latest("pk")
    assert made.is_group and raw(made, "notice") == "2026-03-17"
    act(desk, made, "sort", "2026-03-02T10:00", kind_of="appeal", field="15", way="2")
    refused(desk, "分类", "请填写有权处理的机关")
    looked_at(desk, axe, "sort-refused")
    fill(desk, told_body="澄湖县劳动人事争议仲裁委员会", told_where="澄湖县城关镇，0000-0000012",
        told_term="自知道或者应当知道权利被侵害之日起一年内")  # fmt: skip
    done(desk, "分类")
    for one in made.people.filter(is_representative=True):
        act(
            desk,
            made,
            "serve",
            "2026-03-02T11:00",
            to=f"petitions.guide:{one.pk}",
            way="direct",
            on="2026-03-02",
        )
        done(desk, "登记送达")
    assert (fresh(made).status, clock(made, "notice").end) == ("told", "met")
    assert not Clock.objects.filter(matter=made, rule="petition.handle").exists()
    looked_at(desk, axe, "told")


def objections(desk: Page, town: Town, axe: Axe) -> None:
    """Over 春节: the fifth working day of what came on 12 February is the 26th."""
    sent = {"source": "forwarded", "sender": body("县信访局")}
    timely, late = (
        came(town, "2026-02-12 09:00", sender_number=number, **sent) for number in ("转1号", "转2号")
    )
    words = "该事项属于县住建局职权，本镇没有处理权限。"
    act(desk, timely, "object", f"{raw(timely, 'object')}T16:00", words=words)
    looked_at(desk, axe, "object")
    done(desk, "提出异议")
    act(desk, timely, "sender_answers", "2026-03-02T09:00", on="2026-03-02", agreed="yes", words="同意交还。")
    done(desk, "登记异议答复")
    assert fresh(timely).status == "returned"
    desk.goto(f"/matters/{late.pk}/do/object/")
    expect(desk.get_by_text("现在已经超过，请依法办理").first).to_be_visible()
    act(desk, late, "object", "2026-03-20T09:00", words=words)
    refused(desk, "提出异议", "现在已经超过，请依法办理")
    assert fresh(late).status == "registered"


def handled(office: Office, axe: Axe, made: Any) -> None:
    """Accepted, prolonged, and answered demand by demand; checked and signed by two others."""
    town, place = office.town, f"/matters/{made.pk}/"
    desk = office.as_("petition_officer", place)
    looked_at(desk, axe, "sorting")
    act(desk, made, "sort", "2026-03-03T09:00", kind_of="appeal", field="09", way="6")
    done(desk, "分类")
    act(desk, made, "accept", "2026-03-03T10:00", accepted_on="2026-03-03", unit=str(town.works.pk))
    looked_at(desk, axe, "accept")
    done(desk, "受理")
    act(desk, made, "serve", "2026-03-04T10:00", way="direct", on="2026-03-04")
    done(desk, "登记送达")
    assert clock(made, "notice").end == "met"
    hand = office.as_("handler", place)
    looked_at(hand, axe, "in-hand")
    act(hand, made, "ask_extension", "2026-04-30T09:00", days="20", reason="入户核查人多，要再核收入。")
    done(hand, "申请延期")
    town.act(made, "grant_extension", town.duty_leader, moment("2026-04-30 16:00"))
    hand.goto(f"{place}do/draft/")
    expect(hand.get_by_label("逾期原因")).to_be_visible()  # typed late: the term is over by today
    act(hand, made, "draft", "2026-05-11T09:00", found="入户核查属实，家庭月收入低于标准。", result_1="supported",
        answer_1="自六月起恢复发放。", result="supported", opinion="恢复最低生活保障，自六月起发放。",
        basis="《社会救助暂行办法》第十一条")  # fmt: skip
    looked_at(hand, axe, "draft")
    done(hand, "拟处理意见")
    checker = office.as_("committee_head", place)
    act(checker, made, "check", "2026-05-12T09:00", passed="yes")
    looked_at(checker, axe, "check")
    done(checker, "合法性审核")
    leader = office.as_("duty_leader", place)
    looked_at(leader, axe, "to-sign")
    act(leader, made, "sign", "2026-05-13T09:00")
    done(leader, "签发处理意见书")


def reviewed(desk: Page, made: Any, axe: Axe) -> None:
    """Served; asked above twice, upheld twice: the end."""
    for day in (
        "2026-05-14",
        "2026-05-15",
    ):  # the opinion, dated last, stands first; then the notice of the longer term
        act(desk, made, "serve", f"{day}T09:00", way="direct", on=day)
        done(desk, "登记送达")
    assert (fresh(made).status, raw(made, "review")) == ("served", "2026-06-13")
    for asked, heard, number in (("2026-06-12", "2026-07-10", 1), ("2026-08-07", "2026-09-04", 2)):
        act(
            desk,
            made,
            "ask_review",
            f"{asked}T10:00",
            body=str(body("县政府").pk),
            asked_on=asked,
            came_on=asked,
        )
        done(desk, "登记复查、复核请求")
        act(desk, made, "decided", f"{heard}T10:00", decided_on=heard, number=f"澄政复〔2026〕{number}号",
            result="upheld", words="维持。", served_on=heard)  # fmt: skip
        looked_at(desk, axe, f"decided-{number}")
        done(desk, "登记复查、复核意见")
    assert (fresh(made).status, fresh(made).ground) == ("ended", "second_review")
    desk.goto(f"/matters/{made.pk}/")
    looked_at(desk, axe, "ended")


def third_visit(desk: Page, town: Town, made: Any, axe: Axe) -> None:
    """The same once more: not accepted any longer, in writing; explaining and helping stays."""
    again = came(town, "2026-09-21 09:00", channel="visit", demand="低保停发，要求恢复")
    act(desk, again, "refuse", "2026-09-21T10:00", refusal="final")
    refused(desk, "不予受理", "请写明同一事项的上一件")
    fill(desk, repeats=fresh(made).number)
    looked_at(desk, axe, "refuse")
    done(desk, "不予受理")
    act(desk, again, "serve", "2026-09-21T11:00", way="direct", on="2026-09-21")
    done(desk, "登记送达")
    act(desk, again, "care", "2026-09-22T09:00", what="explain", words="讲明政策，协助申请临时救助。")
    done(desk, "记疏导帮扶")
    assert (fresh(again).status, clock(again, "notice").end) == ("told", "met")


def test_a_group_two_transfers_and_a_hardship_to_its_end(office: Office, axe: Axe) -> None:
    town = office.town
    desk = office.as_("petition_officer", "/petitions/")
    group(desk, town, axe)
    objections(desk, town, axe)
    made = came(town, "2026-03-02 09:00", channel="visit", demand="低保停发，要求恢复")
    handled(office, axe, made)
    reviewed(office.as_("petition_officer", f"/matters/{made.pk}/"), made, axe)
    third_visit(desk, town, made, axe)
    desk.goto("/petitions/?view=all")
    looked_at(desk, axe, "list")
