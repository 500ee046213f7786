"""What an administrator should know about this installation: one finding per line, with what to do."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_q.models import Failure, OrmQ
from pylopdf_fonts_zh_cn import sans_path, serif_path

from core.accounts.proposals import FEWEST, holders
from core.documents import disk_space, libraries, remedies
from core.models import CalendarYear, Heartbeat, Holding, User
from core.operations import backup, keys, verification
from core.operations.database_roles import owns
from core.records import seals, server_clock
from core.values.roles import roles

MINUTES_UNWATCHED = 3
MINUTES_WAITING = 10
HOURS_WITHOUT_BACKUP = 26  # a nightly backup with two hours to spare
DISK_SHARE, DISK_BYTES = 0.1, 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """Something looked at: is it well, what was seen, and if not what to do."""

    well: bool
    seen: str
    advice: str = ""


def examine(subjects: Collection[str] = ()) -> Iterator[Finding]:
    """Findings about these subjects, or all. Without a database those that need one are left out."""
    wanted = subjects or SUBJECTS
    reachable = True
    if NEED_A_DATABASE & set(wanted):
        try:
            connection.ensure_connection()
        except Error as problem:
            reachable = False
            reason = str(problem).strip().splitlines()[0]
            advice = "检查 DATABASE_URL 和数据库服务；本机自带数据库见 var/postgres/postgres.log"
            yield Finding(False, f"数据库连接不上：{reason}", advice)
    for subject, look in SUBJECTS.items():
        if subject in wanted and (reachable or subject not in NEED_A_DATABASE):
            yield from look()


def _settings() -> Iterator[Finding]:
    problems = [message for message in run_checks(include_deployment_checks=False) if message.level >= ERROR]
    for message in problems:
        yield Finding(False, f"设置：{message.msg}", str(message.hint or "按提示修改 .env 后重新启动"))
    if settings.DEBUG:
        yield Finding(False, "设置：DEBUG 开着，出错页会泄露内部信息", "从 .env 中去掉 DEBUG，重新启动")
    if settings.DEMO:
        yield Finding(False, "设置：DEMO 开着，演示账号可以登录", "正式使用前设 DEMO=0，并使用新的数据库")
    if not (problems or settings.DEBUG or settings.DEMO):
        yield Finding(True, "设置：密钥齐全，DEBUG 和 DEMO 关闭")


def _keys() -> Iterator[Finding]:
    """Whether the keys are those that the data were sealed with: one row of each encrypted column is opened."""
    wrong = list(keys.wrong())
    for sentence in wrong:
        yield Finding(False, f"密钥：{sentence}", "找回原来的 .env；换了密钥，加密的内容再也读不出来")
    if not wrong:
        yield Finding(True, "密钥：加密的内容都能解开，索引和经过的密钥相符")


def _accounts() -> Iterator[Finding]:
    known = User.objects.filter(username__in=[account.username for account in settings.DEMO_ACCOUNTS])
    invented = known.filter(is_active=True).first()
    if not settings.DEMO and invented and invented.check_password(settings.DEMO_PASSWORD):
        advice = "演示镇不能投入使用：请新建数据库，重新执行 manage.py prepare 和 first_accounts"
        yield Finding(False, "账号：数据库里是演示镇，演示密码人人知道", advice)


def _administrators() -> Iterator[Finding]:
    for duty, fewest in FEWEST.items() if Holding.objects.exists() else ():
        if len(holders(duty)) < fewest:
            label = next(role.label for role in roles().values() if role.duty == duty)
            advice = "在“任职授权”授予并启用；安全管理员只剩一人的，执行 manage.py second_security_admin"
            yield Finding(False, f"任职：{label}不足 {fewest} 人，没有人能启用任职或查看记录", advice)


def _database() -> Iterator[Finding]:
    version = getattr(connection, "pg_version", 0) // 10000
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding(False, "数据库：结构不是最新", "执行 manage.py prepare（make run 会自动执行）")
    else:
        yield Finding(True, f"数据库：PostgreSQL {version}，结构最新，{_size()}")
    yield from _role()
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        if cursor.fetchone()[0] != "on":
            yield Finding(False, "数据库：fsync 关着，断电会丢数据", "在数据库服务器上设 fsync = on")


def _role() -> Iterator[Finding]:
    if may := owns():
        advice = (
            "给办公用的数据库角色单独设账号：DATABASE_URL 用它，DATABASE_OWNER_URL 用所有者，再执行 prepare"
        )
        yield Finding(False, f"数据库：办公用的角色是{'、'.join(may)}，能绕过触发器", advice)


def _size() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        return str(cursor.fetchone()[0])


def _clock() -> Iterator[Finding]:
    wrong = server_clock.asked()
    advice = "校准服务器的时钟（timedatectl，接内网时间源），再重新启动；校准前先不要登记"
    yield Finding(not wrong, f"时钟：{wrong or '与数据库和最近的经过相符'}", advice)


def _watch() -> Iterator[Finding]:
    yield from (finding for finding in _clock() if not finding.well)
    beat = Heartbeat.objects.filter(name="watch").first()
    advice = "刚启动的，等一分钟再查；否则时限巡查没有运行：查看 make run 的输出，或单独执行 manage.py cluster watch"
    if beat is None:
        yield Finding(False, "时限巡查：还没有跑过", advice)
    else:
        age = timezone.now() - beat.ran_at
        yield Finding(age < timedelta(minutes=MINUTES_UNWATCHED), f"时限巡查：{_ago(age)}跑过", advice)


def _history() -> Iterator[Finding]:
    advice = "让安全审计员打开“校验经过”页；保留现场，不要删除备份"
    last, seal = verification.last(), seals.last()
    if last is None:
        yield Finding(False, "经过：还没有校验过", "刚装好的，等过一夜；也可执行 manage.py verify_history")
    elif last.problems:
        yield Finding(
            False, f"经过：{_ago(timezone.now() - last.begun_at)}校验，{last.problems} 处不符", advice
        )
    else:
        age = timezone.now() - last.begun_at
        seen = f"经过：{_ago(age)}校验过 {last.entries} 条，全部相符"
        yield Finding(age < timedelta(hours=HOURS_WITHOUT_BACKUP), seen, "夜间校验没有运行，查看“后台任务”页")
    if seal and timezone.now() - seal.sealed_at > seals.LATE:
        yield Finding(False, f"日封：{_ago(timezone.now() - seal.sealed_at)}以后没有", "查看“后台任务”页")


def _work() -> Iterator[Finding]:
    waiting = OrmQ.objects.order_by("lock").first()
    age = timezone.now() - waiting.lock if waiting and waiting.lock else timedelta()
    if age > timedelta(minutes=MINUTES_WAITING):
        advice = "后台任务没有运行：查看 make run 的输出，或单独执行 manage.py cluster work"
        yield Finding(False, f"后台任务：最早一件{_ago(age)}就在排队", advice)
    else:
        yield Finding(True, f"后台任务：排队 {OrmQ.objects.count()} 件，没有积压")
    if failed := Failure.objects.filter(stopped__gt=timezone.now() - timedelta(days=7)).count():
        yield Finding(False, f"后台任务：七天内失败 {failed} 件", "在“后台任务”页查看原因，处理后重试")


def _calendar() -> Iterator[Finding]:
    today = timezone.localdate()
    wanted = {today.year} | ({today.year + 1} if today.month == 12 else set())
    loaded = set(CalendarYear.objects.values_list("year", flat=True))
    for year in sorted(wanted - loaded):
        advice = "国务院办公厅公布放假安排后，在“工作日历”页导入当年文件（每年 11 月前后公布）"
        yield Finding(False, f"工作日历：{year} 年没有导入，按工作日计算的期限待定", advice)
    if wanted <= loaded:
        yield Finding(True, f"工作日历：已导入到 {max(loaded)} 年")


def _papers() -> Iterator[Finding]:
    fonts = [path for path in (sans_path(), serif_path()) if not path.exists()]
    missing = libraries.missing()
    if fonts:
        yield Finding(False, f"文书：缺少字体 {fonts[0].name}", "删除 .venv 后执行 make run 重新安装")
    if missing:
        advice = f"请管理员执行：apt-get install {' '.join(missing)}"
        yield Finding(False, "文书：缺少排版软件，不能生成 PDF 或每份要多等数秒", advice)
    if not (fonts or missing):
        yield Finding(True, "文书：字体、排版和字体子集软件齐全")


def _remedies() -> Iterator[Finding]:
    standing, left = remedies.standing().count(), remedies.unreviewed()
    if not standing:
        advice = "执行 manage.py load_reference（make run 会自动执行），再请司法所审核"
        yield Finding(False, "救济途径：没有装入，告知书不能打印", advice)
    elif left:
        advice = (
            "请司法所长在“救济途径”页逐行审核；审核以前，这些纠纷的告知书不能打印，只能由签发人为本件写明"
        )
        yield Finding(False, f"救济途径：{left} 行尚未审核，共 {standing} 行", advice)
    else:
        yield Finding(True, f"救济途径：{standing} 行都已审核")


def _disk() -> Iterator[Finding]:
    newest = next(reversed(backup.made(settings.VAR / "backups")), None)
    next_backup = (backup.size_of(newest) if newest else 0) + disk_space.RESERVE
    for name, path in {"文件": Path(settings.MEDIA_ROOT), "程序数据": settings.VAR}.items():
        free, total = disk_space.free(path), disk_space.total(path)
        well = free > max(DISK_BYTES, 2 * next_backup) and free > total * DISK_SHARE
        seen = f"磁盘（{name}）：剩余 {disk_space.amount(free)}，共 {disk_space.amount(total)}"
        advice = (
            f"清理旧备份或扩充磁盘；剩余不足 {disk_space.amount(next_backup)} 就不再备份，写满后数据库会停止"
        )
        yield Finding(well, seen, advice)


def _backup() -> Iterator[Finding]:
    newest = next(reversed(backup.made(settings.VAR / "backups")), None)
    advice = (
        "执行 make backup；make run 和 compose 开着时每夜自动备份。把备份和 .env 中的密钥分别存到别的机器上"
    )
    if newest is None:
        yield Finding(False, "备份：还没有", advice)
        return
    manifest = backup.contents(newest)
    age = timezone.now() - datetime.fromisoformat(manifest.made_at)
    late = age >= timedelta(hours=HOURS_WITHOUT_BACKUP)
    yield Finding(not late, f"备份：最近一份在{_ago(age)}（{newest}）", advice)
    if manifest.signed != manifest.signature():
        yield Finding(False, "备份：最近一份的清单签名不符", "清单被改动，或者换过 HISTORY_KEY：重新备份")
    if manifest.problems:
        seen = f"备份：最近一份有 {len(manifest.problems)} 处不符：{manifest.problems[0]}"
        yield Finding(False, seen, "查明原因；更早的备份不要删除。恢复时加 --despite 列出全部")


def _ago(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} 分钟前"
    return f"{minutes // 60} 小时前" if minutes < 48 * 60 else f"{minutes // 1440} 天前"


SUBJECTS: dict[str, Callable[[], Iterator[Finding]]] = {
    "settings": _settings,
    "keys": _keys,
    "accounts": _accounts,
    "administrators": _administrators,
    "database": _database,
    "clock": _clock,
    "watch": _watch,
    "history": _history,
    "work": _work,
    "calendar": _calendar,
    "papers": _papers,
    "remedies": _remedies,
    "disk": _disk,
    "backup": _backup,
}
NEED_A_DATABASE = {
    "accounts", "administrators", "database", "watch", "work", "calendar", "remedies", "history", "keys", "clock",
}  # fmt: skip
