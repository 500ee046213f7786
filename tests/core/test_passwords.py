"""Which passwords are taken, and that each use is remembered wherever it was set."""

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from core.models import PasswordUse, User


def refusal(password: str, user: User | None = None) -> set[str]:
    """Codes of what is wrong with a password; empty when it is taken."""
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        return {error.code for error in wrong.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("Qiuyun-26", set()),
        ("qiuyun-26", set()),
        ("Qiuyun26x", set()),
        ("秋云Ab-9xyz", set()),
        ("Qy-26", {"password_too_short"}),
        ("qiuyunqiu", {"password_too_plain"}),
        ("qiuyunqiu1", {"password_too_plain"}),
        ("QIUYUN-QIU", {"password_too_plain"}),
        ("Passw0rd", {"password_too_common"}),
    ],
)
def test_length_and_classes(password: str, codes: set[str]) -> None:
    assert refusal(password) == codes


@pytest.mark.parametrize("password", ["Lxm0901-Hall", "my-LinXiaoMan9", "Ab9-林小满-xx", "99-lXm0901-zz"])
def test_neither_account_nor_name_nor_its_pinyin(password: str) -> None:
    assert refusal(password, User(username="lxm0901", name="林小满")) == {"password_has_the_name"}


def test_a_short_account_does_not_forbid_every_password() -> None:
    assert refusal("Qiuyun-26", User(username="yu", name="于")) == set()


@pytest.mark.django_db
def test_the_last_five_passwords_and_the_present_one_are_refused() -> None:
    user = User.objects.create_user("clerk01", "林小满", "Qiuyun-00")
    for number in range(1, 7):
        user.set_password(f"Qiuyun-0{number}")
        user.save()
    assert PasswordUse.objects.filter(user=user).count() == 7
    assert [refusal(f"Qiuyun-0{number}", user) != set() for number in range(7)] == [False, False] + [True] * 5
    assert refusal("Qiuyun-06", user) == {"password_used_before"}
    assert refusal("Qiuyun-06", User.objects.create_user("clerk02", "周玉兰", "Songling-1")) == set()


@pytest.mark.django_db
def test_the_present_password_is_refused_even_if_it_was_never_noted() -> None:
    user = User.objects.create_user("clerk01", "林小满", "Qiuyun-00")
    PasswordUse.objects.all().delete()
    assert refusal("Qiuyun-00", user) == {"password_used_before"}


@pytest.mark.django_db
def test_only_hashes_are_kept() -> None:
    User.objects.create_user("clerk01", "林小满", "Qiuyun-00")
    use = PasswordUse.objects.get()
    assert "Qiuyun" not in use.encoded
    assert check_password("Qiuyun-00", use.encoded)


@pytest.mark.django_db
def test_saving_a_user_without_a_new_password_notes_nothing() -> None:
    user = User.objects.create_user("clerk01", "林小满", "Qiuyun-00")
    User.objects.get(pk=user.pk).save()
    assert PasswordUse.objects.count() == 1
