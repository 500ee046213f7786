"""Work that leaves the page: a real cluster takes it from the queue."""

import time

from playwright.sync_api import expect

from core.models import Clock
from core.values.screen_formats import day
from tests.browser.conftest import Axe, Office, cluster

HOLIDAYS = [("01", 1, 3, "元旦"), ("10", 1, 7, "国庆节")]
YEAR = "日期,类型,名称\n" + "\n".join(
    f"2027-{month}-0{n},节假日,{name}"
    for month, first, last, name in HOLIDAYS
    for n in range(first, last + 1)
)


def test_next_years_calendar_fills_the_dates_that_waited_for_it(office: Office, axe: Axe) -> None:
    clock = Clock.objects.filter(
        matter=office.town.hand_over(office.town.register("年底才到期的事")), rule="cases.handle_ordinary"
    ).get()
    target = clock.target
    Clock.objects.filter(pk=clock.pk).update(rolled=None, target=None, pending_year=2027)
    leader = office.as_("director", f"/matters/{clock.matter_id}/")
    expect(leader.get_by_text("待2027年日历").first).to_be_visible()

    keeper = office.as_("system_admin", "/settings/calendar/")
    axe(keeper)
    keeper.get_by_label("文号").fill("澄湖办发电〔2026〕11号")
    keeper.get_by_label("文件", exact=True).set_input_files(
        {"name": "2027.csv", "mimeType": "text/csv", "buffer": YEAR.encode()}
    )
    keeper.get_by_role("button", name="导入").click()
    expect(keeper.get_by_role("heading", name="2027 年", exact=True)).to_be_visible()
    keeper.goto("/settings/jobs/")
    expect(keeper.get_by_role("region", name="正在排队的")).to_contain_text("fill_pending")

    with cluster():
        deadline = time.monotonic() + 30
        while Clock.objects.get(pk=clock.pk).target is None:
            assert time.monotonic() < deadline, "the cluster has done nothing"
            time.sleep(0.2)
    keeper.reload()
    expect(keeper.get_by_role("region", name="正在排队的")).to_contain_text("没有排队的任务")
    expect(keeper.get_by_role("region", name="失败的任务")).to_contain_text("没有失败的任务")
    axe(keeper)
    leader.reload()
    expect(leader.get_by_role("row").filter(has_text="事项办理（一般）")).to_contain_text(day(target))


def test_the_months_report_from_the_draft_to_the_signed_paper(office: Office, axe: Axe) -> None:
    """Drafted by the queue, written and submitted by the director, checked, signed, issued: three people."""
    director = office.as_("director", "/dashboard/")
    axe(director)
    director.goto("/reports/")
    director.get_by_role("main").get_by_role("button", name="起草").click()
    expect(director.get_by_role("main")).to_contain_text("排队")
    with cluster():
        report = director.get_by_role("table").get_by_role("link").first
        deadline = time.monotonic() + 60
        while not report.count():
            assert time.monotonic() < deadline, "the report was not drafted"
            time.sleep(0.5)
            director.goto("/reports/")
    axe(director)
    report.click()
    place = director.url
    axe(director)
    director.get_by_role("link", name="修改文字").click()
    axe(director)
    director.get_by_label("下步工作建议").fill("一是把水渠逐条查一遍。")
    director.get_by_role("button", name="修改文字").click()
    expect(director.get_by_role("main")).to_contain_text("一是把水渠逐条查一遍。")
    director.get_by_role("link", name="送审").click()
    director.get_by_label("审核人").select_option(label=office.town.duty_leader.name)
    director.get_by_role("button", name="送审").click()
    checker = office.as_("duty_leader", place)
    checker.get_by_role("link", name="审核通过").click()
    checker.get_by_label("签发人").select_option(label=office.town.chief.name)
    checker.get_by_role("button", name="审核通过").click(timeout=30_000)  # all is counted once more
    chief = office.as_("chief", place)
    chief.get_by_role("link", name="签发").click()
    chief.get_by_role("button", name="签发").click()
    director.goto(place)
    director.get_by_role("link", name="印发").click()
    director.get_by_role("button", name="印发").click(
        timeout=30_000
    )  # counted once more and printed in the act
    expect(director.get_by_text("已印发").first).to_be_visible()
    axe(director)
    paper = director.locator("a[href^='/documents/']").first
    answer = director.request.get(paper.get_attribute("href") or "")
    assert answer.status == 200 and answer.body().startswith(b"%PDF-")
