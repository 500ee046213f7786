"""make run as one tree of processes: it comes up, mends itself and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tools import postgres, run


def eventually(holds: Callable[[], Any], seconds: float = 150) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


class Site:
    """A run of the whole system on a directory of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.var = var
        self.port = port
        keys = f"SECRET_KEY={'s' * 50}\nFIELD_KEYS={settings.FIELD_KEYS[0]}\nINDEX_KEY={settings.INDEX_KEY}\n"
        keys += f"HISTORY_KEY={settings.HISTORY_KEY}\n"
        (var / "env").write_text(keys)
        self.process = self.start()

    def start(self) -> "subprocess.Popen[str]":
        unset = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "BIND")
        own = {
            "FENGQIAO_VAR": str(self.var),
            "ENV_FILE": str(self.var / "env"),
            "DEMO": "0",
            "PORT": str(self.port),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "tools.run"],
            cwd=settings.BASE_DIR,
            env={key: value for key, value in os.environ.items() if key not in unset} | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def answers(self) -> bool:
        with suppress(OSError):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).close()
            except urllib.error.HTTPError as error:
                return error.code < 500
            return True
        return False

    def processes(self) -> dict[int, str]:
        """Command lines of all that belongs to this run: by its environment, or by its data directory."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                ours = f"FENGQIAO_VAR={self.var}\0".encode() in (process / "environ").read_bytes() + b"\0"
                if ours or (process / "cwd").readlink().is_relative_to(self.var):
                    found[int(process.name)] = (
                        (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    )
        return {pid: words for pid, words in found.items() if words}

    def named(self, words: str) -> list[int]:
        return sorted(pid for pid, line in self.processes().items() if words in line)

    def whole(self) -> bool:
        """An arbiter and two workers; of each cluster the command, sentinel, worker, monitor, pusher."""
        counts = [len(self.named(words)) for words in ("gunicorn", "cluster work", "cluster watch")]
        return counts == [3, 5, 5] and self.answers()


@pytest.fixture
def site() -> Iterator[Site]:
    var = Path(tempfile.mkdtemp(prefix="fengqiao-run-", dir="/tmp"))
    var.chmod(0o711)  # as root the server is another user's
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Site(var, port)
    yield site
    if site.process.poll() is None:
        site.process.terminate()
        site.process.communicate(timeout=60)
    assert eventually(lambda: not site.processes()), site.processes()
    shutil.rmtree(var)


def test_whatever_is_killed_comes_back_and_every_end_leaves_nothing(site: Site) -> None:
    assert eventually(site.whole, 180), site.processes()  # a new database, on a machine with other work
    rounds = (
        {
            "the web server": lambda: site.named("gunicorn")[0],
            "a sentinel": lambda: site.named("cluster work")[1],
            "an idle worker": lambda: site.named("cluster watch")[2],
            "the database": lambda: postgres.Cluster(site.var / "postgres").pid(),
        },
        {
            "a web process": lambda: site.named("gunicorn")[-1],
            "a cluster": lambda: site.named("cluster work")[0],
            "the keeper of the database": lambda: site.named("tools.postgres")[0],
        },
    )
    for victims in rounds:
        killed = {name: victim() for name, victim in victims.items()}
        assert all(killed.values()), killed
        for pid in killed.values():
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda killed=killed: not set(killed.values()) & set(site.processes())), killed
        assert eventually(site.whole), f"{killed}: {site.processes()}"
    site.process.kill()
    site.process.communicate(timeout=20)
    assert eventually(lambda: not site.processes(), 20), site.processes()
    ready = f"http://localhost:{site.port}/"
    # Whole, and while it is only preparing itself.
    for number, so_far in ((signal.SIGINT, site.whole), (signal.SIGTERM, lambda: site.named("manage.py"))):
        site.process = site.start()
        assert eventually(so_far), site.processes()
        os.killpg(site.process.pid, number)
        output, _ = site.process.communicate(timeout=40)
        assert not site.processes()
        assert "强行" not in output and "意外" not in output
        assert (ready in output) is (so_far == site.whole)
        assert site.process.returncode == 0


def test_what_the_parts_say_is_kept_in_a_log_of_bounded_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "LOG_BYTES", 2000)
    run.keep_log(tmp_path / "log")
    words = "for n in range(400): print('事项', n)"
    child = run.Child("后台任务", (sys.executable, "-c", words))
    try:
        child.start()
        assert child.process and child.process.wait(20) == 0
        newest = tmp_path / "log/run.log"

        def said() -> bool:
            try:
                return "事项 399" in newest.read_text()
            except FileNotFoundError:  # it is being put aside at this very moment
                return False

        assert eventually(said, 20)
    finally:
        for handler in run.LOG.handlers[:]:
            run.LOG.removeHandler(handler)
            handler.close()
    kept = sorted((tmp_path / "log").iterdir())
    assert len(kept) == 1 + run.LOG_FILES and all(file.stat().st_size <= 2000 for file in kept)
    assert "后台任务 事项" in newest.read_text() and "事项 399" in capfd.readouterr().out


def test_a_port_in_use_is_said_in_one_sentence() -> None:
    var = Path(tempfile.mkdtemp(prefix="fengqiao-run-"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        output, _ = Site(var, other.getsockname()[1]).process.communicate(timeout=30)
        assert output.count("\n") == 1
        assert f"127.0.0.1:{other.getsockname()[1]}" in output
    shutil.rmtree(var)
