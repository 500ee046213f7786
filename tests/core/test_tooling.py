"""The embedded database, served files, lock files, backups and the doctor."""

import fcntl
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config import install, npm, postgres
from core import backup
from core.doctor import examine
from core.management.commands.backup import seconds_until_next
from core.models import Heartbeat, HistoryEntry, Matter
from core.moments import now
from tests.people import Town, make_town, moment

USER = """
import sys, time
from config.postgres import Path, running

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
    entry = postgres.settings(cluster.home)
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
    packages = json.loads((settings.BASE_DIR / "package-lock.json").read_text())["packages"]
    assert all("resolved" not in entry for entry in packages.values())
    assert all("integrity" in entry for name, entry in packages.items() if name)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for lock, wanted in {
        "requirements.lock": project["dependencies"] + extras["local"],
        "requirements-dev.lock": project["dependencies"] + extras["local"] + extras["dev"],
    }.items():
        locked = set(re.findall(r"^([a-z0-9-]+)==", (settings.BASE_DIR / lock).read_text(), re.M))
        assert {re.split(r"[\[<>=]", name)[0] for name in wanted} <= locked, lock


def test_npm_files_are_found_and_served_without_source_maps() -> None:
    for name in npm.FILES:
        assert finders.find(name) == str(npm.source(name))
        with npm.Finder.storage.open(name) as file:
            content = file.read()
        assert len(content) > 10_000 and b"sourceMappingURL" not in content, name
    assert finders.find("npm/bootstrap/package.json") is None


# --- Backups -----------------------------------------------------------------------------------


@pytest.fixture
def alone() -> Iterator[None]:
    """The workers of a run share one server, and these tests make and count databases in it."""
    with (settings.HOME / "backups.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


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
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE younger ()")
    try:
        call_command("restore", saved, stdout=StringIO())
        assert Matter.objects.count() == was
        assert "younger" not in connection.introspection.table_names()
        with backup.using(f"{name}_before"):
            assert "younger" in connection.introspection.table_names()
    finally:
        backup.drop(f"{name}_before")


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


def test_a_history_that_does_not_verify_is_not_restored(
    alone: None, transactional_db: None, town: Town, tmp_path: Path
) -> None:
    case = town.replied()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE core_historyentry SET action = 'cases.other' WHERE matter_id = %s", [case.pk])
        cursor.execute("SET session_replication_role = DEFAULT")
    damaged = backup.make(tmp_path)
    with pytest.raises(CommandError, match="经过校验不通过"):
        call_command("restore", damaged, drill=True, stdout=StringIO())


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
    manifest = {"made_at": now().isoformat(), "migrations": 1, "rows": {}, "files": {}, "dump": ""}
    (made / backup.MANIFEST).write_text(json.dumps(manifest))
    lines = doctor()
    assert [lines[subject][0] for subject in ("设置", "时限巡查", "备份")] == ["✓", "✓", "✓"]


@pytest.mark.parametrize(
    ("at", "hours"),
    [("2026-11-24 18:30", 7.0), ("2026-11-25 01:29", 1 / 60), ("2026-11-25 01:30", 24.0)],
)
def test_the_nightly_backup_waits_for_its_hour(at: str, hours: float) -> None:
    assert seconds_until_next(moment(at)) == pytest.approx(hours * 3600)


def test_the_doctor_knows_the_demo_town_by_its_password(calendar: None, settings: Any) -> None:
    make_town()  # its receptionist has the demo's password
    assert any("演示密码" in finding.seen for finding in examine(["accounts"]))
    settings.DEMO = True
    assert not list(examine(["accounts"]))


def test_a_database_that_ran_what_a_migration_replaces_has_nothing_to_do(db: None) -> None:
    recorder = MigrationRecorder(connection)
    replacing = [key for key, one in MigrationLoader(None).replacements.items() if key[1] == "0001_whole"]
    assert len(replacing) == 4
    for app, name in replacing:
        recorder.record_unapplied(app, name)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
