"""Guessing passwords does not pay: a lock per account and address, a growing wait per account.

django-axes locks the pair of account and address after five failures for half an hour. Beyond that,
somebody who guesses from many addresses makes the account wait, 1 to 30 seconds between tries. The
right user is never locked out by others: at an address where the account was at home lately, only
failures from that address count. An account that does not exist is treated exactly the same.
"""

import hashlib
import ipaddress
import math
from datetime import datetime, timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db import connection
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone

LONGEST_WAIT = 30  # seconds
FREE_FAILURES = 3
AT_HOME = timedelta(days=90)


def client_address(request: HttpRequest) -> str | None:
    """The address of the browser: behind PROXY_COUNT proxies of ours, that many from the right."""
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if 0 < settings.PROXY_COUNT <= len(forwarded):
        address = forwarded[-settings.PROXY_COUNT]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None  # a socket file, or nonsense from outside


def seconds_to_wait(request: HttpRequest, username: str) -> int:
    """Whole seconds until the account may be tried again; 0 = now. Call it inside a transaction.

    Where the address is locked, that answer comes first (from django-axes). Of two tries of one
    account at the same moment the second waits for a second, or a hundred would all be the first.
    """
    if not AxesProxyHandler.is_allowed(request, {"username": username}):
        return 0
    if not _takes_turn(username):
        return 1
    found = _counted(username, client_address(request)).aggregate(
        failures=Sum("failures_since_start"), last=Max("attempt_time")
    )
    excess = (found["failures"] or 0) - FREE_FAILURES
    if excess < 0:
        return 0
    wait = min(2 ** min(excess, 10), LONGEST_WAIT)
    return max(0, math.ceil(wait - (timezone.now() - found["last"]).total_seconds()))


def _counted(username: str, address: str | None) -> QuerySet[AccessAttempt]:
    now = timezone.now()
    attempts = AccessAttempt.objects.filter(username=username, attempt_time__gte=now - _cool_off())
    at_home = AccessLog.objects.filter(username=username, ip_address=address, attempt_time__gte=now - AT_HOME)
    return attempts.filter(ip_address=address) if at_home.exists() else attempts


def _takes_turn(username: str) -> bool:
    key = int.from_bytes(hashlib.sha256(f"login\0{username}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key])
        return bool(cursor.fetchone()[0])


def locked_until(username: str, address: str | None) -> datetime:
    """When the pair of account and address opens again: the newest failures that make up the limit age."""
    failures = 0
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address).order_by("-attempt_time")
    for attempt in attempts:
        failures += attempt.failures_since_start
        if failures >= settings.AXES_FAILURE_LIMIT:
            return attempt.attempt_time + _cool_off()
    return timezone.now()


def _cool_off() -> timedelta:
    return get_cool_off() or timedelta(minutes=30)
