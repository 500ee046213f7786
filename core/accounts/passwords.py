"""Rules for passwords (GB/T 22239 身份鉴别), as Django password validators."""

from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from core.models import PasswordUse, User
from core.privacy.pinyin import syllables


class ThreeOfFourClasses:
    """Capital letters, small letters, digits, other signs: at least three of the four."""

    def validate(self, password: str, user: User | None = None) -> None:
        kinds = {
            "A" if sign.isupper() else "a" if sign.islower() else "0" if sign.isdecimal() else "-"
            for sign in password
        }
        if len(kinds) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return "密码至少要有大写字母、小写字母、数字、其他符号这四类中的三类。"


class NotTheName:
    """Neither the account nor the name, in signs or in pinyin, stands in the password."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None:
            return
        lowered = password.casefold()
        names = {user.get_username(), user.name, "".join(syllables(user.name))}
        if any(_telling(name) and name.casefold() in lowered for name in names):
            raise ValidationError(self.get_help_text(), code="password_has_the_name")

    def get_help_text(self) -> str:
        return "密码里不能有账号或姓名（含拼音）。"


def _telling(name: str) -> bool:
    """Two Chinese characters or three letters; less stands in many a good password by chance."""
    return len(name) >= (3 if name.isascii() else 2)


class NotUsedBefore:
    """None of the last `history` passwords of the user, nor the present one."""

    def __init__(self, history: int = 5) -> None:
        self.history = history

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None:
            return
        used = PasswordUse.objects.filter(user=user).values_list("encoded", flat=True)[: self.history]
        if any(check_password(password, encoded) for encoded in {user.password, *used} if encoded):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def password_changed(self, password: str, user: Any = None) -> None:
        """Django calls this whenever a user is saved with a new password, wherever that happens."""
        if user is not None:
            remember(user)

    def get_help_text(self) -> str:
        return f"不能与最近 {self.history} 次用过的密码相同。"


def remember(user: User) -> None:
    """Note the user's present password as used."""
    PasswordUse.objects.create(user=user, encoded=user.password)
