"""make run: everything on one machine, in one process tree that ends together.

The database (its keeper restarts it), then the web server and the two task clusters, each in a
process group of its own. A child that dies is started again; they stop in the reverse order.
Children die with this process, and grandchildren with their parents, also by kill -9.
"""

import base64
import fcntl
import logging
import logging.handlers
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import environ

from tools import postgres
from tools.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from tools.processes import bound, die_with_parent

BASE_DIR = Path(__file__).resolve().parent.parent
ENV_FILE = BASE_DIR / ".env"
MANAGE = (sys.executable, str(BASE_DIR / "manage.py"))
SLOW = 30.0  # seconds: the longest wait before a child that keeps dying is started again
PATIENCE = 20.0  # seconds a child may take to finish what it does
TICK = 0.2  # seconds
INSIST = 1.0  # seconds: a second Ctrl-C after this means now (make and a shell may pass on the first twice)


LOG = logging.getLogger("fengqiao.run")
LOG_BYTES, LOG_FILES = 5 * 1024 * 1024, 5  # of each, and how many older ones are kept


class Stop(Exception):
    """Somebody asked us to end."""


@dataclass
class Child:
    """One of our processes, the leader of its group."""

    label: str
    words: tuple[str, ...]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    wait: float = 0.5
    again: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.words,
            cwd=BASE_DIR,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=bound(signal.SIGKILL),
        )
        threading.Thread(target=self.listen, args=[self.process], daemon=True).start()
        self.started = time.monotonic()

    def listen(self, process: "subprocess.Popen[bytes]") -> None:
        """Say what it says, and keep it in a log that never grows beyond its bounds."""
        assert process.stdout
        with process.stdout as lines:
            for line in lines:
                text = line.decode("utf-8", "replace").rstrip()
                LOG.info("%s %s", self.label, text)
                with suppress(OSError):  # nobody reads any more
                    say(text)

    def watch(self) -> None:
        """Start it again if it has died: soon, and later each time that it dies early."""
        if self.process is None or self.process.poll() is None:
            return
        if self.started:
            self.end_group()
            lived, self.started = time.monotonic() - self.started, 0.0
            self.wait = 0.5 if lived > 60 else min(self.wait * 2, SLOW)
            self.again = time.monotonic() + self.wait
            say(f"{self.label}意外退出（{self.process.returncode}），{self.wait:.0f} 秒后重新启动")
        elif time.monotonic() > self.again:
            self.start()

    def ask(self) -> None:
        """Ask it to finish what it does and end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for it until then, and leave nothing of its group."""
        if self.process:
            try:
                self.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"{self.label}没有按时结束，强行停止")
            self.end_group()
            self.process.wait()

    def end_group(self) -> None:
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Starts, watches and stops; `asked` is the moment of the first signal to end."""

    def __init__(self, demo: bool) -> None:
        self.demo = demo
        self.asked = 0.0
        self.children: list[Child] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: object) -> None:
        if not self.asked:
            self.asked = time.monotonic()
        elif time.monotonic() - self.asked > INSIST:
            for child in self.children:
                child.end_group()

    def run(self, embedded: Path | None, address: str) -> None:
        with ExitStack() as stack:
            cluster = stack.enter_context(postgres.running(embedded)) if embedded else None
            try:
                self.prepare()
                self.start(address)
                while True:
                    self.pause()
                    if cluster and not cluster.ready() and not cluster.kept():
                        cluster.spawn_keeper()
                    for child in self.children:
                        child.watch()
            except Stop:
                say("正在停止")
            finally:
                self.stop()
        if cluster:
            wait_for_end(cluster)

    def pause(self) -> None:
        if self.asked:
            raise Stop
        time.sleep(TICK)

    def prepare(self) -> None:
        """Database structure, static files, demo town; in a process of its own."""
        say("准备数据库和静态文件（第一次需要几分钟）")
        child = Child("准备", (*MANAGE, "prepare"))
        self.children = [child]
        child.start()
        assert child.process
        while child.process.poll() is None:
            self.pause()
        self.children = []
        if child.process.returncode:
            sys.exit("准备失败，见上。")

    def start(self, address: str) -> None:
        web = Child("网页服务", (sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"))
        checked = "--skip-checks"  # `prepare` has just made them; they load every page of ours
        work = Child("后台任务", (*MANAGE, "cluster", "work", checked))
        watch = Child("时限巡查", (*MANAGE, "cluster", "watch", checked))
        nightly = Child("每夜备份", (sys.executable, "-m", "tools.nightly"))
        self.children = [web, work, watch, nightly]
        for child in self.children:
            child.start()
        deadline = time.monotonic() + 60
        while not answers(address):
            self.pause()
            web.watch()
            if time.monotonic() > deadline:
                sys.exit("网页服务没有启动，见上。")
        say(f"已启动：{address}    （停止：Ctrl-C）")
        if self.demo:
            say(f"演示账号（密码都是 {DEMO_PASSWORD}）：")
            for account in DEMO_ACCOUNTS:
                say(f"  {account.username:<18}{account.post}：{account.does}")

    def stop(self) -> None:
        """Web first, then the clusters together; the database goes when nobody uses it."""
        for some in (self.children[:1], self.children[1:]):
            for child in some:
                child.ask()
            deadline = time.monotonic() + PATIENCE
            for child in some:
                child.end(deadline)


def answers(address: str) -> bool:
    """Does the web server answer a page?"""
    try:
        urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 (our own address)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def wait_for_end(cluster: postgres.Cluster) -> None:
    """Give the database and its keeper a moment to stop, unless another command still uses it."""
    deadline = time.monotonic() + 10
    while (cluster.pid() or cluster.kept()) and time.monotonic() < deadline:
        time.sleep(0.05)
    if cluster.pid():
        say("数据库还有别的命令在用，用完后自行停止。")


def keep_log(directory: Path) -> None:
    """var/log/run.log, and older ones beside it. A full disk stops the log and nothing else."""
    directory.mkdir(exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        directory / "run.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logging.raiseExceptions = False
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def make_keys() -> None:
    """Write .env with new secret keys, once, readable by nobody else."""
    field, index, history = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(3))
    lines = (
        f"SECRET_KEY={secrets.token_urlsafe(48)}",
        f"FIELD_KEYS=1:{field}",
        f"INDEX_KEY={index}",
        f"HISTORY_KEY={history}",
    )
    try:
        descriptor = os.open(ENV_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n")
    say("已生成密钥文件 .env。请另行妥善保管：没有它，数据库和备份中的身份证号、电话等无法解密。")


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            sys.exit(f"不能使用 {host}:{port}（{error.strerror}）：请停止占用它的程序，或换端口：PORT=8001")


def say(text: str) -> None:
    print(text, flush=True)


def main() -> None:
    if "with-parent" in sys.argv:  # make: Ctrl-C and kill reach it and not always us
        die_with_parent(signal.SIGTERM)
    if not os.environ.get("ENV_FILE"):
        make_keys()
    environ.Env.read_env(os.environ.get("ENV_FILE", str(ENV_FILE)))
    host, port = os.environ.get("BIND", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    shown = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}/"  # noqa: S104
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("PUBLIC_URL", shown.rstrip("/"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    os.umask(0o077)  # what we write is nobody else's
    postgres.make_var(settings.VAR)
    with (settings.VAR / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("这里已经在运行（make run）；请先停止它。")
        check_port(host, port)
        keep_log(settings.VAR / "log")
        try:
            Supervisor(settings.DEMO).run(settings.EMBEDDED, shown)
        except postgres.Unavailable as problem:
            sys.exit(str(problem))
        except Stop:
            pass


if __name__ == "__main__":
    main()
