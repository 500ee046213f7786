"""A pair of keys for each account, computed from INDEX_KEY and stored nowhere.

The public half seals what waits in a browser without a net; the private half goes to a session of that account
alone. Curve P-256, as browsers have it; both as JSON Web Keys.
"""

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from core.privacy.encryption import index_key

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_BYTES = 32


def key_pair(account: int) -> tuple[dict[str, str], dict[str, str]]:
    """(public, private) of an account, the same at every call."""
    # 16 bytes more than the order has, so that no remainder is likelier than another.
    made = HKDF(SHA256(), _BYTES + 16, salt=None, info=f"account {account}".encode())
    secret = int.from_bytes(made.derive(index_key(settings.INDEX_KEY)), "big") % (_ORDER - 1) + 1
    point = ec.derive_private_key(secret, ec.SECP256R1()).public_key().public_numbers()
    public = {"kty": "EC", "crv": "P-256", "x": _text(point.x), "y": _text(point.y)}
    return public, {**public, "d": _text(secret)}


def _text(number: Any) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(_BYTES, "big")).rstrip(b"=").decode()
