"""Everything that runs by itself, on one page. `manage.py sync_schedules` makes the rows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Timed:
    """A recurring job: `every` minutes, or once a day at `at` (office time)."""

    name: str
    path: str
    why: str
    every: int = 0
    at: str = ""
    cluster: str = "work"


SCHEDULES = (
    Timed(
        "watch",
        "core.workflow.escalation.sweep",
        "每分钟巡查一次期限，到期的通知有关的人",
        every=1,
        cluster="watch",
    ),
    Timed(
        "rosters",
        "core.rosters.watch.remind",
        "前一天提醒轮值的人和排班人；当天没有签到的告知中心主任；过完的排班结束",
        every=10,
    ),
    Timed("waiting", "cases.waiting.close_days", "清理昨日未办结的排队号", at="00:10"),
    Timed("seal", "core.records.seals.seal", "每天给全部经过加一道封", at="02:00"),
    Timed("facts", "core.models.facts.take", "有办理动作的事项，每分钟把登记的内容封存一次", every=1),
    Timed(
        "verify",
        "core.operations.verification.run",
        "每夜校验全部经过、日封和封存的内容；不符的告知安全审计员",
        at="02:20",
    ),
    Timed("tidy", "core.operations.nightly.tidy", "清掉过期的登录、查询计数和进度", at="03:00"),
    Timed("drafts", "cases.drafts.forget_old", "一周没有接着填的登记草稿删掉", at="03:10"),
    Timed(
        "online", "cases.online.forget_refused", "半年前不予登记的网上来件，姓名、电话和内容删掉", at="03:20"
    ),
    Timed(
        "files",
        "core.operations.nightly.forget_files",
        "后台导出的文件留七天、导入的文件留三十天，到期删掉",
        at="03:30",
    ),
    Timed(
        "instalments",
        "mediation.reminders.remind",
        "调解协议到期前三天、当天、过后一天提醒调解员",
        at="08:00",
    ),
    Timed(
        "monthly_report",
        "reports.tasks.make_due_report",
        "每月首个工作日出上月月报；漏了的天数第二天补上",
        at="06:30",
    ),
)
