"""SM3 (GB/T 32905), the digest of papers, uploads and the history."""

import hashlib
from collections.abc import Iterable


def has_sm3() -> bool:
    """Whether this Python's OpenSSL offers SM3."""
    return "sm3" in hashlib.algorithms_available


def digest(data: bytes) -> str:
    """`sm3:` and 64 hexadecimal digits. Without SM3 an error, never another algorithm in silence."""
    return digest_of([data])


def digest_of(chunks: Iterable[bytes]) -> str:
    """The same of what is read piece by piece: a large file is never in memory as a whole."""
    if not has_sm3():
        raise RuntimeError("this Python's OpenSSL has no SM3: run `manage.py check`")
    state = hashlib.new("sm3")
    for chunk in chunks:
        state.update(chunk)
    return "sm3:" + state.hexdigest()
