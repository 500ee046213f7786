"""Forms for logging in and for changing one's own password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from core.accounts.lockout import seconds_to_wait
from core.values.form_base import Named


class LoginForm(Named, AuthenticationForm):
    """Account and password. The answer is the same for an unknown account, a wrong password and a
    closed account. `kept` carries sealed text through the login (core.accounts.resubmit).
    """

    kept = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    error_messages = {"invalid_login": "账号或密码不对。", "inactive": "账号或密码不对。"}

    def __init__(self, request: HttpRequest | None = None, *args: Any, **options: Any) -> None:
        super().__init__(request, *args, **options)
        self.fields["username"].label, self.fields["password"].label = "账号", "密码"
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        longest = self.username_field.max_length  # Django sets it too late for its own check
        too_long = MaxLengthValidator(longest, self.error_messages["invalid_login"])
        self.fields["username"].validators.append(too_long)

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Check the password, unless the account was tried too often just now."""
        username = self.cleaned_data.get("username")
        if username and self.request and (seconds := seconds_to_wait(self.request, username)):
            raise ValidationError(f"这个账号刚才输错多次，请等 {seconds} 秒再试。", code="wait")
        return super().clean()

    def must_wait(self) -> bool:
        """Whether the password was not even looked at."""
        return self.has_error("__all__", code="wait")


class PasswordForm(Named, PasswordChangeForm):
    """The old password and twice the new one; the rules stand in settings.AUTH_PASSWORD_VALIDATORS."""

    error_messages = {
        "password_incorrect": "原密码不对，请重新输入。",
        "password_mismatch": "两次输入的新密码不一样。",
    }

    def __init__(self, user: Any, *args: Any, **options: Any) -> None:
        super().__init__(user, *args, **options)
        self.fields["old_password"].label = "原密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password2"].label = "新密码再输一遍"
        self.fields["new_password2"].help_text = ""
