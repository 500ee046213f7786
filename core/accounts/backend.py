"""Who it is. What a person may do comes from the posts held today (User.has_perm, config/roles.py).

There are no personal permissions and no groups: the table of roles is the only place.
"""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from core.models import User
from core.models.organisation import entering
from core.records.admin_log import note


class PostBackend(BaseBackend):
    """Named accounts with a password; rights by post."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The user, or None for a wrong name, wrong password or closed account alike."""
        user = User.objects.filter(username=username or "").first()
        if user is None:
            User().set_password(password or "")  # as slow as checking one, so that names cannot be timed out
            return None
        known = user.password
        right = user.check_password(password or "")
        if user.password != known:  # a new version of Django hashes more strongly, at the next login
            note(user, user, "登录时密码改用更强的散列")
        return user if right and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return entering(user_id)
