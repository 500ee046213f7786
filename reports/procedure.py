"""The monthly report and the dashboard, as config/procedures.py lists them."""

from core.procedure.procedure import Procedure, labelled
from core.procedure.room import DAILY, MANAGING, Entry, Room, Timed
from reports.clocks import CLOCKS
from reports.models import MonthlyReport
from reports.monthly import DOCUMENT
from reports.panels import PANELS
from reports.workflow import WORKFLOW

PROCEDURE = Procedure(
    kind="report",
    label="月报",
    model=MonthlyReport,
    workflow=WORKFLOW,
    clocks=CLOCKS,
    documents=(DOCUMENT,),
    panels=PANELS,
    has_parties=False,
    joins=("drafter", "checker"),
    labels=labelled("reports", "reports", "综治月报〔{year}〕{serial}期"),
    seen_with="reports.view",
)

ROOM = Room(
    app="reports",
    label=MANAGING,
    urls="reports.urls",
    procedures=(PROCEDURE,),
    menu=(
        Entry("dashboard", "运行看板", "chart", "", DAILY),
        Entry("reports", "月报", "print", "reports.view", MANAGING),
    ),
    homes=(("core.lead", "dashboard"),),
    permissions={
        "reports.view": "看统计和看板（只数看得到的）",
        "reports.count_all": "按全辖区口径统计",
        "reports.print": "打印、导出报表",
        "reports.draft": "统计、起草月报，改文字，送审",
        "reports.check": "审核月报，退回修改",
        "reports.sign": "签发月报；不是领导的，只能代录纸面签发",
        "reports.issue": "印发月报",
    },
    schedules=(
        Timed(
            "monthly_report",
            "reports.tasks.make_due_report",
            "每月首个工作日出上月月报；漏了的天数第二天补上",
            at="06:30",
        ),
    ),
)
