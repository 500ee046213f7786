"""Backups of the database and the files: made, checked, restored beside the present and then put in place.

A backup is a directory: database.dump (pg_dump), files.tar, manifest.json (what is inside: rows of
each table, SHA-256 of each file). The keys of the encrypted columns are never in it.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from core import history

DUMP, FILES, MANIFEST = "database.dump", "files.tar", "manifest.json"


class Damaged(Exception):
    """The backup is not what its manifest says, or does not restore; the message says where."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    migrations: int
    rows: dict[str, int]
    files: dict[str, str]
    dump: str


def make(parent: Path) -> Path:
    """Write a new backup below `parent`: whole, or not under its final name."""
    target = parent / f"fengqiao-{timezone.localtime():%Y%m%d-%H%M%S}"
    unfinished = parent / f"{target.name}.unfinished"
    unfinished.mkdir(mode=0o700, parents=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = _rows(cursor)
        words = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        _client("pg_dump", *words, f"--file={unfinished / DUMP}", database=_current())
    # Files are only ever added: those of the snapshot are all there, perhaps with some younger ones.
    files = _pack(Path(settings.MEDIA_ROOT), unfinished / FILES)
    made_at = timezone.localtime().isoformat(timespec="seconds")
    manifest = Manifest(made_at, rows["django_migrations"], rows, files, _sha256(unfinished / DUMP))
    (unfinished / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    unfinished.rename(target)
    return target


def made(parent: Path) -> list[Path]:
    """The finished backups below `parent`, oldest first."""
    return sorted(path.parent for path in parent.glob(f"fengqiao-*/{MANIFEST}") if not path.parent.suffix)


def restore(source: Path, database: str, files: Path) -> Manifest:
    """Put a backup into a new database and a directory, and check everything. Raises Damaged.

    The database must not exist yet; what fails leaves none behind. Files of the same name are replaced.
    """
    manifest = contents(source)
    if _sha256(source / DUMP) != manifest.dump:
        raise Damaged(f"{DUMP} 与备份清单不符")
    with _maintenance() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(database)))
    try:
        _client(
            "pg_restore",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            str(source / DUMP),
            database=database,
        )
        with using(database):
            _compare(manifest)
        _unpack(source / FILES, manifest, files)
    except BaseException:
        drop(database)
        raise
    return manifest


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


def replace(new: str) -> str:
    """Give the database `new` the name of the present one; that is kept under the name returned."""
    present = _current()
    before = f"{present}_before"
    drop(before)
    connection.close()
    with _maintenance() as server, server.transaction():
        for old, name in ((present, before), (new, present)):
            words = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(words.format(sql.Identifier(old), sql.Identifier(name)))
    return before


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


def _compare(manifest: Manifest) -> None:
    """The rows of the database in use are as many as were saved, and the history verifies."""
    with connection.cursor() as cursor:
        rows = _rows(cursor)
    if wrong := [name for name in manifest.rows | rows if manifest.rows.get(name) != rows.get(name)]:
        raise Damaged(f"行数与备份清单不符：{'、'.join(wrong)}")
    if problem := next(iter(history.verify()), None):
        raise Damaged(f"经过校验不通过：{problem}")


def _rows(cursor: Any) -> dict[str, int]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    rows = {}
    for (name,) in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
        rows[name] = int(cursor.fetchone()[0])
    return rows


def _pack(root: Path, target: Path) -> dict[str, str]:
    """Put all files below `root` into an archive; returns their SHA-256 by relative name."""
    digests = {}
    with tarfile.open(target, "w") as archive:
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            name = path.relative_to(root).as_posix()
            digests[name] = _sha256(path)
            archive.add(path, name, recursive=False)
    return digests


def _unpack(source: Path, manifest: Manifest, root: Path) -> None:
    """Put the files of an archive below `root`, each checked before it replaces another."""
    missing = dict(manifest.files)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(source) as archive:
        for member in archive:
            content = archive.extractfile(member)
            target = (root / member.name).resolve()
            if content is None or member.name not in missing or not target.is_relative_to(root.resolve()):
                raise Damaged(f"{FILES} 含有清单之外的 {member.name}")
            _write(content, target, missing.pop(member.name))
    if missing:
        raise Damaged(f"{FILES} 缺少 {next(iter(missing))} 等 {len(missing)} 个文件")


def _write(content: IO[bytes], target: Path, digest: str) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.unfinished")
    with unfinished.open("wb") as file:
        shutil.copyfileobj(content, file)
    unfinished.chmod(0o600)
    if _sha256(unfinished) != digest:
        unfinished.unlink()
        raise Damaged(f"文件 {target.name} 与备份清单不符")
    unfinished.replace(target)


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
