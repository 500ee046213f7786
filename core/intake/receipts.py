"""What stands on every receipt."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from core.documents import paper_formats as say
from core.documents import qr


def receipt_keys(code: str, lookup_code: str) -> dict[str, str]:
    """Also on one that is filled in by hand: the two codes and the way to look up."""
    url = f"{settings.PUBLIC_URL}{reverse('lookup')}?{urlencode({'code': code})}"
    return {
        "unit": say.centre(),
        "lookup_code": say.spaced_key(lookup_code),
        "lookup_svg": qr.svg(url, "查进度"),
        "code": say.spaced_code(code),
        "phone": settings.TOWN["phone"],
    }
