"""Backups of the database and the files: made, checked, restored beside the present and then put in place.

A backup is a directory: database.dump (pg_dump), files.tar, manifest.json (what is inside: rows of
each table, SHA-256 of each file). The keys of the encrypted columns are never in it.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from core.documents import disk_space
from core.documents.issue import path_of
from core.exchange import exports
from core.models import Attachment, DailySeal, Document
from core.operations import edition, keys, verify_history
from core.operations.database_roles import admit, as_owner
from core.records import journal, seals
from core.values.digest import canonical, digest_of, keyed

DUMP, FILES, MANIFEST = "database.dump", "files.tar", "manifest.json"
MOST = 200  # problems listed


class Damaged(Exception):
    """The backup is not what its manifest says, or does not restore; the message says where."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `problems`: what was not right with it when it was made, or restored; `signed`: the
    keyed digest of all the rest, so that no other backup can be put in its place.
    """

    made_at: str
    migrations: int
    rows: dict[str, int]
    files: dict[str, str]
    dump: str
    seal: str = ""
    problems: Sequence[str] = ()
    signed: str = ""

    def signature(self) -> str:
        return keyed(canonical(asdict(replace(self, signed=""))))


@as_owner()
def make(parent: Path) -> Path:
    """Write a new backup below `parent`, whole or not at all, and verify what goes into it: the history, the keys,
    the files. What is not right is saved all the same and listed in the manifest. Raises Damaged, OSError.
    """
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(parent):
        target = parent / f"fengqiao-{timezone.localtime():%Y%m%d-%H%M%S}"
        unfinished = parent / f"{target.name}.unfinished"
        unfinished.mkdir(mode=0o700)
        try:
            manifest = _write_all(unfinished)
            (unfinished / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            for path in unfinished.iterdir():
                path.chmod(0o600)
            unfinished.rename(target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    note = parent / f"{target.name}.seal.txt"
    note.write_text(f"{manifest.made_at} 备份时最近的日封：{manifest.seal or '还没有'}\n")
    note.chmod(0o600)
    return target


@contextmanager
def alone(parent: Path) -> Iterator[None]:
    """One backup at a time; what killed runs left is removed, and so are old ones that leave no room for another.

    Raises Damaged where there is none even so: a half-made backup would take the last byte from the office.
    """
    with (parent / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Damaged("另一个备份正在进行") from None
        for left in parent.glob("fengqiao-*.unfinished"):
            shutil.rmtree(left)
        _make_room(parent)
        yield


def _make_room(parent: Path) -> None:
    there = made(parent)
    wanted = (size_of(there[-1]) if there else 0) + disk_space.RESERVE
    good = last_good(there)
    for old in there[:-1]:
        if disk_space.free(parent) < wanted and old != good:
            remove(old)
    if disk_space.free(parent) < wanted:
        raise Damaged(
            f"磁盘只剩 {disk_space.amount(disk_space.free(parent))}，上次备份的大小加上要留的余量共 {disk_space.amount(wanted)}，没有开始备份"
        )


def last_good(backups: Sequence[Path]) -> Path | None:
    """The newest that was whole when it was made."""
    for path in reversed(backups):
        try:
            if not contents(path).problems:
                return path
        except Damaged:
            continue
    return None


def size_of(backup: Path) -> int:
    return sum(path.stat().st_size for path in backup.iterdir())


def remove(backup: Path) -> None:
    """Remove a backup; what it said of the last seal stays."""
    shutil.rmtree(backup)


def thin(parent: Path, keep: int) -> list[Path]:
    """Remove the oldest but so many, never the last good one; returns those removed."""
    there = made(parent)
    gone = [old for old in there[:-keep] if old != last_good(there)]
    for old in gone:
        remove(old)
    return gone


def _write_all(into: Path) -> Manifest:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = _rows(cursor)
        words = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        _client("pg_dump", *words, f"--file={into / DUMP}", database=_current())
        problems = [*islice(verify_history.verify(), MOST), *keys.wrong()]
        named = _named_files()
        seal = seals.words()
    # Files are only ever added: those of the snapshot are all there, perhaps with some younger ones.
    files, damaged = _pack(Path(settings.MEDIA_ROOT), into / FILES)
    missing = [f"文件 {name} 不在库里" for name in sorted(named - files.keys())]
    made_at = timezone.localtime().isoformat(timespec="seconds")
    found = (*problems, *damaged[:MOST], *missing[:MOST])
    manifest = Manifest(
        made_at, rows["django_migrations"], rows, files, _sha256(into / DUMP), seal, list(found)
    )
    return replace(manifest, signed=manifest.signature())


def _named_files() -> set[str]:
    """The files that rows speak of; those of exports go when their time is over."""
    papers = Document.objects.exclude(kind=exports.KIND).values_list("digest", flat=True)
    return {path_of(name) for name in (*papers, *Attachment.objects.values_list("digest", flat=True))}


def made(parent: Path) -> list[Path]:
    """The finished backups below `parent`, oldest first."""
    return sorted(path.parent for path in parent.glob(f"fengqiao-*/{MANIFEST}") if not path.parent.suffix)


@as_owner()
def restore(source: Path, database: str, files: Path, despite: bool = False) -> Manifest:
    """Put a backup into a new database and a directory, and check everything. Raises Damaged.

    `despite`: what does not agree is listed in the manifest returned, and restoring goes on. The database must not
    exist yet; what fails leaves none behind. Files of the same name are replaced.
    """
    manifest = contents(source)
    found: list[str] = []
    if manifest.signed != manifest.signature():
        found.append("备份清单的签名不符：清单被改动，或者 HISTORY_KEY 不是备份时的那一把")
    if _sha256(source / DUMP) != manifest.dump:
        found.append(f"{DUMP} 与备份清单不符")
    _refuse(found, despite)
    with _maintenance() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(database)))
    try:
        words = ("--exit-on-error", "--no-owner", "--no-privileges", str(source / DUMP))
        _client("pg_restore", *words, database=database)
        with using(database):
            edition.check()
            admit()
            found += _differences(manifest)
        _refuse(found, despite)
        found += _unpack(source / FILES, manifest, files)
        _refuse(found, despite)
    except BaseException:
        drop(database)
        raise
    return replace(manifest, problems=found)


def _refuse(found: Sequence[str], despite: bool) -> None:
    if found and not despite:
        raise Damaged(f"{found[0]}{f' 等 {len(found)} 处' if len(found) > 1 else ''}")


def contents(source: Path) -> Manifest:
    """What a backup says it holds; Damaged if it says nothing sensible."""
    try:
        return Manifest(**json.loads((source / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise Damaged(f"{source} 不是完整的备份：{error}") from error


def others() -> int:
    """How many other connections use the database now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


@as_owner()
def put_in_place(new: str) -> str:
    """Give the database `new` the name of the present one; that is kept under the name returned."""
    present = _current()
    before = f"{present}_before"
    drop(before)
    connection.close()
    with _maintenance() as server, server.transaction():
        for old, name in ((present, before), (new, present)):
            words = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(words.format(sql.Identifier(old), sql.Identifier(name)))
    journal.begin_anew(DailySeal.objects.values_list("number", "hash"))
    return before


@as_owner()
def drop(database: str) -> None:
    """Remove a database with everything in it, if it exists."""
    with _maintenance() as server:
        words = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        server.execute(words.format(sql.Identifier(database)))


@contextmanager
def using(database: str) -> Iterator[None]:
    """Django's default connection goes to another database of the same server."""
    present = _current()
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = present


def _differences(manifest: Manifest) -> list[str]:
    """Whether the rows of the database in use are as many as were saved, the history verifies, the keys fit."""
    with connection.cursor() as cursor:
        rows = _rows(cursor)
    wrong = [name for name in manifest.rows | rows if manifest.rows.get(name) != rows.get(name)]
    found = [f"行数与备份清单不符：{'、'.join(wrong)}"] if wrong else []
    found += [f"经过校验不通过：{problem}" for problem in islice(verify_history.verify(present=False), MOST)]
    return [*found, *(f"密钥不符：{problem}" for problem in keys.wrong())]


def _rows(cursor: Any) -> dict[str, int]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    rows = {}
    for (name,) in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
        rows[name] = int(cursor.fetchone()[0])
    return rows


def _pack(root: Path, target: Path) -> tuple[dict[str, str], list[str]]:
    """Put all files below `root` into an archive; their SHA-256 by relative name, and which are damaged."""
    digests, damaged = {}, []
    with tarfile.open(target, "w") as archive:
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            name = path.relative_to(root).as_posix()
            digests[name] = _sha256(path)
            if name.startswith("sm3/") and path_of(_sm3(path)) != name:
                damaged.append(f"文件 {name} 的内容与校验值不符")
            archive.add(path, name, recursive=False)
    return digests, damaged


def _sm3(path: Path) -> str:
    with path.open("rb") as file:
        return digest_of(iter(lambda: file.read(1024 * 1024), b""))


def _unpack(source: Path, manifest: Manifest, root: Path) -> list[str]:
    """Put the files of an archive below `root`, each checked before it replaces another; what is wrong with them."""
    missing, found = dict(manifest.files), []
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(source) as archive:
        for member in archive:
            content = archive.extractfile(member)
            target = (root / member.name).resolve()
            if content is None or member.name not in missing or not target.is_relative_to(root.resolve()):
                raise Damaged(f"{FILES} 含有清单之外的 {member.name}")
            if not _write(content, target, missing.pop(member.name)):
                found.append(f"文件 {member.name} 与备份清单不符，没有恢复")
    if missing:
        found.append(f"{FILES} 缺少 {next(iter(missing))} 等 {len(missing)} 个文件")
    return found


def _write(content: IO[bytes], target: Path, digest: str) -> bool:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.unfinished")
    with unfinished.open("wb") as file:
        shutil.copyfileobj(content, file)
    unfinished.chmod(0o600)
    if _sha256(unfinished) != digest:
        unfinished.unlink()
        return False
    unfinished.replace(target)
    return True


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _current() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def _maintenance() -> Iterator["psycopg.Connection[Any]"]:
    """A connection that belongs to no database of ours."""
    server = connection.settings_dict
    with psycopg.connect(
        host=server["HOST"] or None,
        port=server["PORT"] or None,
        user=server["USER"] or None,
        password=server["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as opened:
        yield opened


def _client(name: str, *words: str, database: str) -> None:
    """Run pg_dump or pg_restore, of the wheel if it is installed. Raises Damaged with its words."""
    server = connection.settings_dict
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {key: str(server[entry]) for key, entry in given.items() if server.get(entry)}
    program = settings.POSTGRES_PROGRAMS / name if settings.POSTGRES_PROGRAMS else name
    done = subprocess.run(
        [program, "--no-password", f"--dbname={database}", *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Damaged(f"{name}：{(done.stderr.strip().splitlines() or ['失败'])[-1]}")
