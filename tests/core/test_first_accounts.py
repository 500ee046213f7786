"""A new site's first accounts: made once, two for the posts, with passwords to be changed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core.models import User


def test_the_first_accounts_can_log_in_and_must_change_the_password(db: None) -> None:
    out = StringIO()
    call_command("first_accounts", "990121101", stdout=out)
    lines = dict(line.split("\t") for line in out.getvalue().splitlines() if "\t" in line)
    assert list(lines) == ["sysadmin", "secadmin1", "secadmin2", "auditor"]
    for username, password in lines.items():
        client = Client()
        answer = client.post("/login/", {"username": username, "password": password}, follow=True)
        assert answer.request["PATH_INFO"] == "/password/", username
    assert User.objects.get(username="secadmin1").has_perm("core.give_posts")
    with pytest.raises(CommandError, match="已经有任职"):
        call_command("first_accounts", "990121101")


def test_a_wrong_code_makes_nothing(db: None) -> None:
    with pytest.raises(CommandError, match="9 位"):
        call_command("first_accounts", "99")
    assert not User.objects.exists()
