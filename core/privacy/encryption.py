"""Encryption of single fields (AES-256-GCM) and keyed indexes for finding their values.

Stored: two bytes of key version, twelve of nonce, then ciphertext and tag. The column's label is
authenticated too, so a value cannot be moved to another column. Keys come from settings.FIELD_KEYS
("version:base64 of 32 bytes"; the last one writes, all of them read) and settings.INDEX_KEY (base64
of 32 bytes or more). Losing a key loses the data; losing the index key loses only the look-ups.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_VERSION, _NONCE, _TAG = 2, 12, 16


class CannotDecrypt(Exception):
    """The stored bytes are damaged, belong to another column or to a key that is not configured."""


def encrypt(text: str, label: str) -> bytes:
    """Seal a text for the column named by `label`; the empty text stays empty."""
    if not text:
        return b""
    version, cipher = _writer()
    nonce = os.urandom(_NONCE)
    head = version.to_bytes(_VERSION, "big")
    return head + nonce + cipher.encrypt(nonce, text.encode(), head + label.encode())


def decrypt(sealed: bytes, label: str) -> str:
    """Open what `encrypt` made for the same label, else CannotDecrypt. The error names no value."""
    sealed = bytes(sealed)
    if not sealed:
        return ""
    cipher = _ciphers(tuple(settings.FIELD_KEYS)).get(version_of(sealed))
    if cipher is None:
        raise CannotDecrypt(f"{label}: no key of version {version_of(sealed)} in FIELD_KEYS")
    head, nonce, body = sealed[:_VERSION], sealed[_VERSION : _VERSION + _NONCE], sealed[_VERSION + _NONCE :]
    if len(body) <= _TAG:
        raise CannotDecrypt(f"{label}: damaged")
    try:
        return cipher.decrypt(nonce, body, head + label.encode()).decode()
    except InvalidTag:
        raise CannotDecrypt(f"{label}: damaged, or sealed for another column or by another key") from None


def version_of(sealed: bytes) -> int:
    """The version of the key that sealed these bytes."""
    return int.from_bytes(bytes(sealed)[:_VERSION], "big")


def writing_version() -> int:
    """The version of the key that writes now; rotate_keys brings every row to it."""
    return _writer()[0]


def blind_index(value: str, purpose: str) -> str:
    """HMAC-SHA256 of a value (64 hexadecimal digits); the same value differs between purposes."""
    key = index_key(settings.INDEX_KEY)
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def field_keys(entries: tuple[str, ...]) -> dict[int, bytes]:
    """Keys by version, in the order given; ImproperlyConfigured says what is wrong, never the key."""
    keys: dict[int, bytes] = {}
    for place, entry in enumerate(entries, 1):
        version, _, encoded = entry.strip().partition(":")
        if not version.isascii() or not version.isdigit() or not 1 <= int(version) <= 65535:
            raise ImproperlyConfigured(f"FIELD_KEYS, entry {place}: the version must be 1 to 65535")
        if int(version) in keys:
            raise ImproperlyConfigured(f"FIELD_KEYS: version {version} stands twice")
        keys[int(version)] = _decoded(encoded, f"FIELD_KEYS, version {version}")
        if len(keys[int(version)]) != 32:
            raise ImproperlyConfigured(f"FIELD_KEYS, version {version}: must be base64 of 32 bytes")
    if not keys:
        raise ImproperlyConfigured("FIELD_KEYS is empty: personal data cannot be stored")
    return keys


def index_key(encoded: str) -> bytes:
    """The key of the blind indexes, or ImproperlyConfigured."""
    key = _decoded(encoded, "INDEX_KEY")
    if len(key) < 32:
        raise ImproperlyConfigured("INDEX_KEY must be base64 of 32 bytes or more")
    return key


def _decoded(encoded: str, name: str) -> bytes:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not base64") from None


def _writer() -> tuple[int, AESGCM]:
    return list(_ciphers(tuple(settings.FIELD_KEYS)).items())[-1]


@lru_cache(maxsize=4)
def _ciphers(entries: tuple[str, ...]) -> dict[int, AESGCM]:
    return {version: AESGCM(key) for version, key in field_keys(entries).items()}
