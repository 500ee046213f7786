"""SM3 (GB/T 32905), the digest of papers, uploads and the history; with a key (HMAC) where a digest must convict.

Whoever can rewrite the database can reckon a bare digest anew. The key (settings.HISTORY_KEY) never enters it.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


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


def keyed(data: bytes) -> str:
    """`hmac-sm3:` and 64 hexadecimal digits, made with the key that stands outside the database."""
    return "hmac-sm3:" + hmac.digest(history_key(settings.HISTORY_KEY), data, "sm3").hex()


@lru_cache(maxsize=4)
def history_key(encoded: str) -> bytes:
    """The key of the history, or ImproperlyConfigured."""
    try:
        key = base64.b64decode(encoded.strip(), validate=True)
    except ValueError:
        raise ImproperlyConfigured("HISTORY_KEY is not base64") from None
    if len(key) < 32:
        raise ImproperlyConfigured("HISTORY_KEY must be base64 of 32 bytes or more")
    return key


def canonical(value: Any) -> bytes:
    """The one byte form of a value: sorted keys, no spaces, everything unknown to JSON as text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
