"""The files of npm packages that are served, each under a fixed name below npm/.

Whole packages would be 80 MB, and their source-map comments would break the manifest.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

FILES = {
    "npm/echarts/echarts.min.js": "echarts/dist/echarts.min.js",
}
_SOURCE_MAP = re.compile(rb"\s*(/\*|//)[#@] sourceMappingURL=.*$")


def source(name: str) -> Path:
    """Where the file that is served under `name` lies in node_modules."""
    return Path(settings.BASE_DIR) / "node_modules" / FILES[name]


class Served(FileSystemStorage):
    """Opens the files of the table by the names they are served under, without source maps."""

    def path(self, name: str) -> str:
        return str(source(name))

    def _open(self, name: str, mode: str = "rb") -> "ContentFile[bytes]":
        return ContentFile(_SOURCE_MAP.sub(b"", source(name).read_bytes().rstrip()))


class Finder(BaseFinder):
    """Finds the files of the table for staticfiles."""

    storage = Served()

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(source(path))] if path in FILES and source(path).exists() else []
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Served]]:
        return ((name, self.storage) for name in FILES)
