"""SM3 (GB/T 32905), the digest of papers, uploads and the history."""

import hashlib


def has_sm3() -> bool:
    """Whether this Python's OpenSSL offers SM3."""
    return "sm3" in hashlib.algorithms_available


def digest(data: bytes) -> str:
    """`sm3:` and 64 hexadecimal digits. Without SM3 an error, never another algorithm in silence."""
    if not has_sm3():
        raise RuntimeError("this Python's OpenSSL has no SM3: run `manage.py check`")
    return "sm3:" + hashlib.new("sm3", data).hexdigest()
