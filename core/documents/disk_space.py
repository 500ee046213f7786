"""Room on the disk: whoever only helps (a file, an export, a backup) does not take the last byte from the database."""

import shutil
from pathlib import Path

from core.values.refused import Refused

RESERVE = 512 * 1024**2  # bytes left to the database and to what it writes ahead


def free(path: Path) -> int:
    """Bytes left on the disk that `path` will be on."""
    return shutil.disk_usage(_there(path)).free


def total(path: Path) -> int:
    return shutil.disk_usage(_there(path)).total


def ask(path: Path, size: int) -> None:
    """May so many bytes be written there? Refused, with a sentence, where less than the reserve would be left."""
    if free(path) < size + RESERVE:
        raise Refused("服务器的磁盘快满了，文件暂不保存；登记和办理不受影响。请告知系统管理员。")


def amount(size: float) -> str:
    """Bytes in words: 320 MB, 4.2 GB, 120 GB."""
    if size < 1024**3:
        return f"{size / 1024**2:.0f} MB"
    return f"{size / 1024**3:.1f} GB" if size < 100 * 1024**3 else f"{size / 1024**3:.0f} GB"


def _there(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path
