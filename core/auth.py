"""Who may: permissions come from posts held today, through config/roles.py.

There are no personal permissions and no groups: the table of roles is the only place.
"""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from core.models import User


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
        return user if user.check_password(password or "") and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set(user_obj.reach.permissions) if user_obj.is_active else set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return user_obj.is_active and perm in user_obj.reach.permissions

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
