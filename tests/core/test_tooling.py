"""The embedded database, served files, lock files, backups and the doctor."""

import base64
import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import site
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django.plugin import DjangoDbBlocker

from core.documents import disk_space, issue
from core.exchange.retention import forget_files
from core.models import Heartbeat, HistoryEntry, Matter, Party
from core.operations import backup
from core.operations.database_roles import as_owner
from core.operations.doctor import examine
from core.values.moments import now
from core.values.refused import Refused
from tests import databases, kept
from tests.intruder import superuser
from tests.people import Town, moment
from tools import install, nightly, postgres

USER = """
import sys, time
from tools.postgres import Path, running

with running(Path(sys.argv[1]), throwaway=True):
    print("running", flush=True)
    time.sleep(60)
"""


def eventually(holds: Callable[[], Any], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def home() -> Path:
    return Path(f"/tmp/fengqiao-test-{secrets.token_hex(6)}")  # short, and open to the server's user


@pytest.fixture
def other_user(home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Another process that uses the server in `home`."""
    with subprocess.Popen(
        [sys.executable, "-c", USER, str(home)], cwd=settings.BASE_DIR, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stdout.readline()
        yield process
        process.kill()


def query(cluster: postgres.Cluster, words: str) -> Any:
    entry = postgres.settings(cluster.home, postgres.OWNER)
    with psycopg.connect(host=entry["HOST"], user=entry["USER"], dbname=entry["NAME"]) as opened:
        return opened.execute(words).fetchone()


# --- The embedded database ---------------------------------------------------------------------


def test_a_server_listens_on_no_port_and_is_shared_until_nobody_uses_it(
    home: Path, other_user: "subprocess.Popen[bytes]"
) -> None:
    with postgres.running(home, throwaway=True) as cluster:
        first = cluster.pid()
        other_user.terminate()
        other_user.wait()
        time.sleep(0.3)
        assert cluster.pid() == first
        assert query(cluster, "SHOW listen_addresses") == ("",)
        assert query(cluster, "SELECT datlocale FROM pg_database WHERE datname = 'fengqiao'") == ("C.UTF-8",)
        assert cluster.socket.stat().st_mode & 0o777 == 0o700
    assert eventually(lambda: not home.exists()), "the last user has gone and the server is still there"


def test_a_killed_user_leaves_no_server_behind(home: Path, other_user: "subprocess.Popen[bytes]") -> None:
    server = postgres.Cluster(home).pid()
    assert server
    other_user.kill()
    assert eventually(lambda: not home.exists())
    assert not Path(f"/proc/{server}").exists()


def test_a_killed_server_is_started_again(home: Path) -> None:
    with postgres.running(home, throwaway=True) as cluster:
        first = cluster.pid()
        assert first
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: cluster.pid() not in (None, first) and cluster.ready())
        assert query(cluster, "SELECT 1") == (1,)


def test_a_pid_file_that_names_another_process_is_not_believed(tmp_path: Path) -> None:
    cluster = postgres.Cluster(tmp_path)
    cluster.data.mkdir()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n\n\n\n\n\nready\n")
    assert cluster.pid() is None and not cluster.ready()


def test_the_path_of_a_socket_fits_into_the_kernels_limit(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 20) / "postgres"
    assert len(os.fsencode(postgres.Cluster(deep).socket / ".s.PGSQL.5432")) < 100


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_below_a_closed_directory_root_keeps_the_database_elsewhere(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert postgres.place(tmp_path / "var").is_relative_to("/var/lib")
    assert not (tmp_path / "var").exists()


def test_the_real_server_writes_to_the_disk_and_waits_for_it() -> None:
    assert not {option for option in postgres.DURABLE if re.match("fsync|synchronous|full_page", option)}


@pytest.fixture
def alone() -> Iterator[None]:
    """The workers of a run share one server, and these tests make and count databases in it."""
    with (settings.HOME / "backups.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture
def unmet(alone: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database with all tables, on a server that has no role `office`; building them anew: test_tooling_run.py."""
    with django_db_blocker.unblock():
        databases.copy(connection.settings_dict["NAME"], "unmet")
        yield "unmet"
        databases.drop("unmet", "DROP ROLE IF EXISTS office")


def test_where_it_is_unknown_the_owner_makes_the_role_that_works(unmet: str, tmp_path: Path) -> None:
    """As compose starts it: two addresses, one role there. Without the second address the doctor complains."""
    two = {
        "DATABASE_URL": f"postgres://office:Secret1@/{unmet}", "DATABASE_OWNER_URL": f"postgres://fengqiao@/{unmet}",
        "PGHOST": connection.settings_dict["HOST"], "ENV_FILE": os.devnull, "DJANGO_SETTINGS_MODULE": "config.settings",
        "FIELD_KEYS": settings.FIELD_KEYS[0], "INDEX_KEY": settings.INDEX_KEY, "HISTORY_KEY": settings.HISTORY_KEY,
        "SECRET_KEY": "s" * 60, "FENGQIAO_VAR": str(tmp_path), "DEMO": "0",
    }  # fmt: skip

    def manage(*words: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR, env=os.environ | two | environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr and (done.returncode == 0 or "doctor" in words), done.stderr
        return done.stdout

    manage("migrate", "--verbosity=0")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolpassword IS NULL FROM pg_authid WHERE rolname = 'office'")
        assert cursor.fetchone() == (False, False)
    asked = (
        "from django.db import connection as c; c.ensure_connection(); u = c.cursor(); "
        "u.execute(\"SELECT current_setting('statement_timeout'), current_setting('lock_timeout')\"); "
        "print(type(c.connection).__name__, *u.fetchone(), c.connection.info.get_parameters()['tcp_user_timeout']); "
        "c.close_pool()"
    )
    said = manage("shell", "--no-imports", "-c", asked, WEB_POOL="1")
    assert said.split() == ["Impatient", "18s", "15s", "20000"]
    assert "所有者" not in manage("doctor", "database")
    one = {"DATABASE_URL": two["DATABASE_OWNER_URL"], "DATABASE_OWNER_URL": ""}
    assert "能绕过触发器" in manage("doctor", "database", **one)


# --- Setting up ----------------------------------------------------------------------------------


def test_an_administrator_is_asked_once_for_all_that_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(install, "VENV", tmp_path / "venv")
    monkeypatch.setattr(install, "works", lambda *words, **how: False)
    monkeypatch.setattr(install, "apt_install", lambda packages: False)
    with pytest.raises(SystemExit, match=r"apt-get install python3-venv libpango-1\.0-0$"):
        install.make_venv(["libpango-1.0-0"])
    assert not list(tmp_path.iterdir())


def test_without_ensurepip_pip_comes_out_of_its_debian_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed = []

    def works(*words: str | Path, cwd: str | None = None, **how: Any) -> bool:
        if words[0] == "apt-get":
            assert cwd
            Path(cwd, "python3-pip-whl.deb").touch()
        elif words[0] == "dpkg-deb":
            wheels = Path(words[-1], "usr/share/python-wheels")
            wheels.mkdir(parents=True)
            (wheels / "pip-23.0.1-py3-none-any.whl").touch()
        elif "--no-index" in words:
            installed.append(Path(words[-1]).name)
        else:
            return "--without-pip" in words
        return True

    monkeypatch.setattr(install, "VENV", tmp_path / "venv")
    monkeypatch.setattr(install, "works", works)
    monkeypatch.setattr(install, "apt_install", lambda packages: False)
    install.make_venv([])
    assert installed == ["pip-23.0.1-py3-none-any.whl"]


# --- What is locked and what is served -----------------------------------------------------------


def test_lock_files_name_no_index_and_carry_a_digest_for_everything() -> None:
    for lock in settings.BASE_DIR.glob("requirements*.lock"):
        text = lock.read_text()
        assert not re.search(r"https?:|index-url|find-links|file:", text), lock.name
        names = re.findall(r"^[a-z0-9-]+==", text, re.M)
        assert names and text.count(" \\\n    --hash=sha256:") >= len(names), lock.name


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for lock, wanted in {
        "requirements.lock": project["dependencies"] + extras["local"],
        "requirements-dev.lock": project["dependencies"] + extras["local"] + extras["dev"],
    }.items():
        locked = set(re.findall(r"^([a-z0-9-]+)==", (settings.BASE_DIR / lock).read_text(), re.M))
        assert {re.split(r"[\[<>=]", name)[0] for name in wanted} <= locked, lock


def test_what_is_served_comes_from_the_tree_and_from_locked_packages_with_what_it_points_at() -> None:
    """A map or a picture that a file names and nobody has would stop collectstatic on the day of a release."""
    served = {name for finder in finders.get_finders() for name, _ in finder.list([])}
    homes = (settings.BASE_DIR / "static", *map(Path, site.getsitepackages()))
    for name in served:
        found = Path(str(finders.find(name))).resolve()
        assert any(found.is_relative_to(home.resolve()) for home in homes), found
        if name.endswith((".js", ".css")):
            for pointed in re.findall(r"sourceMappingURL=(\S+)", found.read_text()):
                assert str(Path(name).parent / pointed) in served, name
    assert {"css/fengqiao.css", "js/print.js"} <= served


# --- Backups -----------------------------------------------------------------------------------


@pytest.fixture
def saved(alone: None, transactional_db: None, town: Town, tmp_path: Path) -> Path:
    """A backup of a town with a story and one file."""
    case = town.replied()
    stored = settings.MEDIA_ROOT / "ab" / "abcdef"
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(b"a scan")
    assert HistoryEntry.objects.filter(matter=case.pk).count() > 3
    return backup.make(tmp_path)


def test_a_drill_restores_elsewhere_and_verifies_rows_files_and_history(saved: Path, tmp_path: Path) -> None:
    stored = settings.MEDIA_ROOT / "ab" / "abcdef"
    files = tmp_path / "files"
    matters = Matter.objects.count()
    try:
        manifest = backup.restore(saved, "drill", files)
        assert manifest.rows["core_matter"] == matters > 0
        assert manifest.rows["core_historyentry"] == HistoryEntry.objects.count()
        assert (files / "ab" / "abcdef").read_bytes() == b"a scan"
        with backup.using("drill"):
            output = StringIO()
            call_command("verify_history", stdout=output)
            assert "通过" in output.getvalue()
            assert connection.settings_dict["NAME"] == "drill" and Matter.objects.count() == matters
    finally:
        backup.drop("drill")
        stored.unlink()
    assert connection.settings_dict["NAME"] != "drill" and Matter.objects.count() == matters


def test_a_restore_brings_back_what_was_and_keeps_what_is(saved: Path) -> None:
    was = Matter.objects.count()
    name = connection.settings_dict["NAME"]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE younger ()")
    try:
        call_command("restore", saved, stdout=StringIO())
        assert Matter.objects.count() == was
        assert "younger" not in connection.introspection.table_names()
        with backup.using(f"{name}_before"):
            assert "younger" in connection.introspection.table_names()
    finally:
        backup.drop(f"{name}_before")
        kept.let_in()  # which a backup holds without the rights of the tests


def test_a_drill_refuses_what_is_damaged_and_leaves_nothing(saved: Path) -> None:
    for part in (backup.DUMP, backup.FILES, backup.MANIFEST):
        whole = (saved / part).read_bytes()
        content = bytearray(whole)
        at = content.find(b"a scan") if part == backup.FILES else len(content) // 2
        content[at] ^= 0x55
        (saved / part).write_bytes(content)
        with pytest.raises(CommandError, match="现有数据没有改动"):
            call_command("restore", saved, drill=True, stdout=StringIO())
        assert_no_drill_is_left()
        (saved / part).write_bytes(whole)
    output = StringIO()
    call_command("restore", saved, drill=True, stdout=output)  # whole again
    assert "相符" in output.getvalue()
    assert_no_drill_is_left()


def assert_no_drill_is_left() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'fengqiao_restore%'")
        assert cursor.fetchone() == (0,)


@pytest.fixture
def tampered(alone: None, transactional_db: None, town: Town) -> Matter:
    """A matter with an entry that was changed past the triggers."""
    case = town.replied()
    with superuser() as cursor:
        cursor.execute("UPDATE core_historyentry SET action = 'cases.other' WHERE matter_id = %s", [case.pk])
    return case


def test_a_damaged_row_is_told_when_the_backup_is_made(tampered: Matter, tmp_path: Path) -> None:
    said = StringIO()
    with pytest.raises(CommandError, match=r"备份已经做成，但里面有 \d+ 处不符"):
        call_command("backup", tmp_path, stdout=StringIO(), stderr=said)
    assert f"事项 {tampered.pk} 第 1 条：内容与校验值不符" in said.getvalue()
    assert backup.contents(backup.made(tmp_path)[-1]).problems


def test_a_history_that_does_not_verify_is_restored_only_in_spite_of_it(
    tampered: Matter, tmp_path: Path
) -> None:
    damaged = backup.make(tmp_path)
    with pytest.raises(CommandError, match=r"经过校验不通过.*--despite"):
        call_command("restore", damaged, drill=True, stdout=StringIO())
    assert_no_drill_is_left()
    said = StringIO()
    call_command("restore", damaged, drill=True, despite=True, stdout=said)
    assert (
        f"事项 {tampered.pk} 第 1 条：内容与校验值不符" in said.getvalue() and "演练完成" in said.getvalue()
    )
    assert_no_drill_is_left()


OTHER_KEYS = {
    "FIELD_KEYS": ["1:" + base64.b64encode(bytes(range(1, 33))).decode()],
    "INDEX_KEY": base64.b64encode(bytes(range(1, 33))).decode(),
    "HISTORY_KEY": base64.b64encode(bytes(range(1, 33))).decode(),
}


@pytest.mark.parametrize("key", OTHER_KEYS)
def test_wrong_keys_are_noticed_by_doctor_drill_and_backup(
    saved: Path, settings: Any, tmp_path: Path, key: str
) -> None:
    Party.objects.create(matter=Matter.objects.latest("pk"), name="陶根发", phone="19900000013")
    good = backup.make(tmp_path / "good")
    assert all(finding.well for finding in examine(["keys"])) and not backup.contents(good).problems
    setattr(settings, key, OTHER_KEYS[key])
    wrong = [finding.seen for finding in examine(["keys"])]
    assert wrong and all(key in seen for seen in wrong)
    with pytest.raises(CommandError, match=r"密钥|HISTORY_KEY"):
        call_command("restore", good, drill=True, stdout=StringIO())
    with pytest.raises(CommandError, match="处不符"):
        call_command("backup", tmp_path / "other", stdout=StringIO(), stderr=StringIO())


@pytest.fixture
def older(transactional_db: None) -> Iterator[None]:
    """A database that has run a migration which this edition does not have."""
    with as_owner():
        MigrationRecorder(connection).record_applied("cases", "0004_of_another_edition")
        yield
        MigrationRecorder(connection).record_unapplied("cases", "0004_of_another_edition")


@pytest.mark.parametrize("command", ["migrate", "prepare"])
def test_a_database_of_an_older_edition_is_named_in_one_sentence(older: None, command: str) -> None:
    with pytest.raises(CommandError, match=r"更早的.*改名留存"):
        call_command(command, stdout=StringIO())


def test_a_backup_that_agrees_with_itself_but_is_another_is_refused(saved: Path) -> None:
    manifest = json.loads((saved / backup.MANIFEST).read_text())
    (saved / backup.MANIFEST).write_text(json.dumps(manifest | {"made_at": "2026-01-01T00:00:00+08:00"}))
    with pytest.raises(CommandError, match="签名不符"):
        call_command("restore", saved, drill=True, stdout=StringIO())


def test_files_that_are_damaged_or_missing_are_told(saved: Path, tmp_path: Path) -> None:
    digest = issue.store("receipt", "回执", b"a paper", None).digest
    path = settings.MEDIA_ROOT / issue.path_of(digest)
    try:
        path.write_bytes(b"another")
        told = backup.contents(backup.make(tmp_path / "damaged")).problems
        assert [one for one in told if path.name in one and "校验值不符" in one]
        path.unlink()
        told = backup.contents(backup.make(tmp_path / "missing")).problems
        assert [one for one in told if path.name in one and "不在库里" in one]
    finally:
        path.unlink(missing_ok=True)


def test_a_backup_that_fails_leaves_nothing_and_one_without_room_is_not_begun(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last good one stays, however full the disk is."""
    parent = tmp_path / "full"
    old, good = (shutil.copytree(saved, parent / f"fengqiao-2025010{day}-000000") for day in (1, 2))
    left = parent / "fengqiao-20250103-000000.unfinished"
    left.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(
            backup, "_pack", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
        with pytest.raises(CommandError, match="备份失败"):
            call_command("backup", parent, stdout=StringIO())
    assert backup.made(parent) == [old, good] and not list(parent.glob("*.unfinished"))
    monkeypatch.setattr(disk_space, "free", lambda path: disk_space.RESERVE)
    with pytest.raises(CommandError, match="没有开始备份"):
        call_command("backup", parent, stdout=StringIO())
    assert backup.made(parent) == [good]


def test_the_last_good_backup_is_never_removed(saved: Path, tmp_path: Path) -> None:
    parent = tmp_path / "many"
    made = [shutil.copytree(saved, parent / f"fengqiao-2025010{day}-000000") for day in (1, 2, 3, 4)]
    for bad in made[1:]:
        manifest = json.loads((bad / backup.MANIFEST).read_text())
        (bad / backup.MANIFEST).write_text(json.dumps(manifest | {"problems": ["事项 1 第 5 条"]}))
    assert backup.thin(parent, 2) == [made[1]] and backup.made(parent) == [made[0], *made[2:]]


def test_a_database_that_is_gone_is_a_sentence_and_not_forty_lines(tmp_path: Path) -> None:
    """Whichever command of ours."""
    gone = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "ENV_FILE": os.devnull, "DJANGO_SETTINGS_MODULE": "config.settings",
        "FIELD_KEYS": settings.FIELD_KEYS[0], "INDEX_KEY": settings.INDEX_KEY, "HISTORY_KEY": settings.HISTORY_KEY,
        "SECRET_KEY": "s" * 60, "FENGQIAO_VAR": str(tmp_path),
    }  # fmt: skip
    for words in (
        ["backup"],
        ["restore", str(tmp_path)],
        ["verify_history"],
        ["sync_schedules"],
        ["rotate_keys"],
    ):
        done = subprocess.run(
            [sys.executable, "manage.py", *words, "--skip-checks"],
            cwd=settings.BASE_DIR, env=os.environ | gone, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode and "Traceback" not in done.stderr and done.stderr.count("\n") <= 2, words


def test_nobody_fills_the_disk_up_to_the_last_byte(
    db: None, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_space, "free", lambda path: disk_space.RESERVE)
    with pytest.raises(Refused, match="磁盘快满了"):
        issue.store("receipt", "回执", b"too much", town.receptionist)
    seen = {finding.seen: finding.well for finding in examine(["disk"])}
    assert all("512 MB" in words for words in seen) and not any(seen.values())
    assert town.register().pk  # the office goes on


def test_empty_files_of_a_full_disk_are_swept(db: None) -> None:
    empty = settings.MEDIA_ROOT / "sm3" / "ab" / ("ab" * 32)
    empty.parent.mkdir(parents=True, exist_ok=True)
    empty.touch()
    assert "另删除 1 个磁盘写满时留下的空文件" in forget_files() and not empty.exists()


def test_backups_hold_no_keys_say_so_and_old_ones_go(transactional_db: None, tmp_path: Path) -> None:
    for age in ("20250101-000000", "20250102-000000"):
        (tmp_path / f"fengqiao-{age}").mkdir()
        (tmp_path / f"fengqiao-{age}" / backup.MANIFEST).write_text("{}")
    output = StringIO()
    call_command("backup", tmp_path, keep=2, stdout=output)
    assert "密钥" in output.getvalue()
    old, new = backup.made(tmp_path)
    assert old.name == "fengqiao-20250102-000000"
    assert sorted(path.name for path in new.iterdir()) == [backup.DUMP, backup.FILES, backup.MANIFEST]
    assert new.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in new.iterdir()} == {0o600}
    assert (tmp_path / f"{new.name}.seal.txt").exists()
    secret = settings.FIELD_KEYS[0].partition(":")[2].encode()
    assert all(secret not in path.read_bytes() for path in new.iterdir())


# --- The doctor --------------------------------------------------------------------------------


def doctor() -> dict[str, str]:
    """Its lines by their first word."""
    output = StringIO()
    with pytest.raises(SystemExit):  # the tests' database does not wait for the disk
        call_command("doctor", stdout=output, no_color=True)
    return {re.split("[：（]", line[2:])[0]: line for line in output.getvalue().splitlines()}


def test_the_doctor_says_what_is_wrong_and_what_to_do(calendar: None, settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    settings.DEMO = True
    lines = doctor()
    assert {line[:2] for line in lines.values()} == {"✓ ", "✗ "}
    assert all(" → " in line for line in lines.values() if line.startswith("✗"))
    for subject, advice in {
        "设置": "DEMO=0",
        "数据库": "fsync",
        "时限巡查": "cluster watch",
        "备份": "make backup",
    }.items():
        assert lines[subject].startswith("✗") and advice in lines[subject], subject
    for subject in ("后台任务", "文书"):
        assert lines[subject].startswith("✓"), subject


def test_the_doctor_sees_that_it_is_well_again(calendar: None, settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    Heartbeat.objects.create(name="watch", ran_at=now())
    made = tmp_path / "backups" / "fengqiao-20260101-000000"
    made.mkdir(parents=True)
    manifest = backup.Manifest(now().isoformat(), 1, {}, {}, "")
    signed = replace(manifest, signed=manifest.signature())
    (made / backup.MANIFEST).write_text(json.dumps(asdict(signed)))
    lines = doctor()
    assert [lines[subject][0] for subject in ("设置", "时限巡查", "备份")] == ["✓", "✓", "✓"]


@pytest.mark.parametrize(
    ("at", "hours"),
    [("2026-11-24 18:30", 7.0), ("2026-11-25 01:29", 1 / 60), ("2026-11-25 01:30", 24.0)],
)
def test_the_nightly_backup_waits_for_its_hour(at: str, hours: float) -> None:
    assert nightly.seconds_until_next(moment(at)) == pytest.approx(hours * 3600)


def test_the_nightly_backup_is_made_again_and_again_by_a_small_process(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nightly.OFFICE.key == settings.TIME_ZONE
    asked = "import sys, tools.nightly; print('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )
    done: list[str] = []
    monkeypatch.setattr(nightly.subprocess, "run", lambda words, **how: done.append(words[2]))

    def sleep(seconds: float) -> None:
        done.append("waits")
        if len(done) > 4:
            raise InterruptedError

    monkeypatch.setattr(nightly.time, "sleep", sleep)
    with pytest.raises(InterruptedError):
        nightly.main()
    assert done == ["waits", "backup", "waits", "backup", "waits"]


def test_the_doctor_knows_the_demo_town_by_its_password(calendar: None, settings: Any) -> None:
    kept.make_town()  # its receptionist has the demo's password
    assert any("演示密码" in finding.seen for finding in examine(["accounts"]))
    settings.DEMO = True
    assert not list(examine(["accounts"]))
