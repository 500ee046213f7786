"""What the kernel itself has of a room: pages of administration, its permissions, its jobs, cards of all kinds."""

from typing import Any

from django.utils.module_loading import import_string

from core.accounts import proposals
from core.documents import remedies
from core.lists.cards import CARDS
from core.models.task import may_be_asked
from core.procedure.room import DAILY, MANAGING, Entry, Room, Timed


def _tasks(user: Any) -> int:
    """Open tasks that are asked of the user; a page of the floor above, which reads the rooms itself."""
    return import_string("core.views.tasks.count")(user)


ROOM = Room(
    app="core",
    label=MANAGING,
    urls="core.urls",
    menu=(
        Entry("my_day", "我的日程", "clock", "core.hold", DAILY),
        Entry("tasks", "交办事项", "tray", "core.do_task", DAILY, waiting=_tasks, asks=may_be_asked),
        Entry("letters", "往来函件", "mail", "core.write_outside", DAILY),
        Entry("referrals", "转介", "people", "core.refer", DAILY),
        Entry("remedies", "救济途径", "paper", "core.review_remedies", waiting=remedies.waiting),
        Entry("calendar", "工作日历", "clock", "core.manage_calendar"),
        Entry("jobs", "后台任务", "settings", "core.view_jobs"),
        Entry("looks", "查看记录", "eye", "core.audit"),
        Entry("exports", "导出记录", "down", "core.audit"),
        Entry("imports", "导入记录", "up", "core.audit"),
        Entry("acts", "管理记录", "paper", "core.audit"),
        Entry("verification", "校验经过", "key", "core.audit"),
        Entry("admin:index", "机构与人员", "people", "core.view_post"),
        Entry("holdings", "任职授权", "key", "core.give_posts"),
        Entry("proposals", "双人复核", "people", "core.countersign", waiting=proposals.waiting),
        Entry("lockouts", "登录锁定", "lock", "core.unlock"),
    ),
    homes=(
        ("core.view_matters", "queue"),
        ("core.audit", "looks"),
        ("core.give_posts", "holdings"),
        ("core.manage_calendar", "calendar"),
    ),
    permissions={
        "core.view_matters": "进入办公页面，看到管辖范围内的事项",
        "core.attach": "上传附件",
        "core.issue": "出具文书",
        "core.reveal": "说明理由后查看身份证号、电话等全文（留痕）",
        "core.export": "说明理由后导出事项清单（姓名遮掩，留痕）",
        "core.share_filters": "把保存的筛选给本单位的人用",
        "core.keep_sealed": "保管封闭事项：登记时封闭的自动对其开放",
        "core.take_alarm": "接要紧情况的通知",
        "core.head_unit": "接本单位临期、逾期的通知",
        "core.direct": "接辖区逾期、达到挂牌条件的通知",
        "core.lead": "接辖区达到挂牌条件的通知",
        "core.view_jobs": "看后台任务",
        "core.manage_jobs": "重试失败的后台任务",
        "core.sign_in": "轮值签到",
        "core.reshape": "区域更名、拆分、合并，在办事项改到新区域",
        "core.sign_handover": "自己移交、接手的，在交接清单上签字",
        "core.hold": "办本单位手上的事项：没有人接的进自己的待办",
        "core.review_remedies": "审核、改写救济途径（岗位管全镇的）",
        "core.manage_calendar": "导入工作日历",
        "core.give_posts": "授予、启用任职，申请和复核结束任职，复核与权限有关的改动",
        "core.countersign": "双人复核：申请重置密码，复核别人申请的",
        "core.unlock": "解除账号锁定",
        "core.audit": "查看敏感信息查看记录、登录记录，校验经过",
    },
    keys=(
        (
            "每一页",
            (
                ("Ctrl K", "到搜索框"),
                ("Ctrl ↵", "提交正在填的表单"),
                ("?", "打开这一页"),
                ("Tab", "到下一项；第一次按可以跳到正文"),
            ),
        ),
        (
            "填表",
            (
                ("↑ ↓", "在提示里选"),
                ("↵", "取用选中的提示"),
                ("Esc", "收起提示"),
                ("Alt A", "加一行"),
                ("空格", "打勾、选中"),
            ),
        ),
        ("从清单打开的事项", (("Alt [", "上一件"), ("Alt ]", "下一件"))),
    ),
    reference=("core.documents.remedies.load", "core.workflow.ladder.load", "core.outside.bodies.load"),
    schedules=(
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
        Timed(
            "keeping",
            "core.workflow.keeping.follow",
            "封闭事项、排班改由现任的保管人员保管，离任的不再看得到",
            every=10,
        ),
        Timed(
            "pay",
            "core.pay.watch.remind",
            "上月该发的补贴 10 日还没有列表的提醒，20 日再告知中心主任",
            at="08:40",
        ),
        Timed("seal", "core.records.seals.seal", "每天给全部经过加一道封", at="02:00"),
        Timed("facts", "core.models.facts.take", "有办理动作的事项，每分钟把登记的内容封存一次", every=1),
        Timed(
            "verify",
            "core.operations.verification.run",
            "每夜校验全部经过、日封和封存的内容；不符的告知安全审计员",
            at="02:20",
        ),
        Timed("tidy", "core.operations.nightly.tidy", "清掉过期的登录、查询计数和进度", at="03:00"),
        Timed("drafts", "core.intake.drafts.forget_old", "一周没有接着填的登记草稿删掉", at="03:10"),
        Timed(
            "online",
            "core.intake.online.forget_refused",
            "半年前不予登记的群众来件，姓名、电话和内容删掉",
            at="03:20",
        ),
        Timed(
            "files",
            "core.operations.nightly.forget_files",
            "后台导出的文件留七天、导入的文件留三十天，到期删掉",
            at="03:30",
        ),
    ),
    cards=CARDS,
)
