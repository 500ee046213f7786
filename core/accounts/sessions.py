"""The session of a request, read by a kept statement: every request begins with it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from core.values.kept import Coming, Kept

_SESSION = Kept(
    lambda: Session.objects.filter(
        session_key=Coming(0, CharField()), expire_date__gt=Coming(1, DateTimeField())
    )
)


class SessionStore(db.SessionStore):
    """Django's own in everything else."""

    def _get_session_from_db(self) -> Any:
        """None, and a session without a key, where there is none or it has expired."""
        found = _SESSION.first(self.session_key, timezone.now())
        if found is None:
            self._session_key = None
        return found
