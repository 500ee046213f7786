"""The system libraries that WeasyPrint loads. Standard library only: tools.install needs it first."""

import ctypes
from collections.abc import Mapping

PACKAGES = {  # of Debian, by the library; without the last one a paper takes seconds
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def missing(packages: Mapping[str, str] = PACKAGES) -> list[str]:
    """Debian packages of the libraries that cannot be loaded."""
    return [package for library, package in packages.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
