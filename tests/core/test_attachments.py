"""Files of a matter: checked at the door, kept by digest, saved and never shown, withdrawn but not lost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.documents import issue
from core.models import Attachment, HistoryEntry
from core.operations import verify_history
from tests.people import Town

WORDS = "九户村民签名的情况说明".encode()


def text_file(name: str = "情况说明.txt", data: bytes = WORDS) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def upload(client: Client, case: Any, *files: Any, name: str = "") -> Any:
    return client.post(
        reverse("attach", args=[case.pk]), {"file": list(files), "name": name, "item": "beside"}
    )


@pytest.fixture
def desk(town: Town, client: Client) -> Client:
    client.force_login(town.receptionist)
    return client


def test_a_file_is_kept_and_the_history_says_so(town: Town, desk: Client) -> None:
    case = town.register()
    assert upload(desk, case, text_file()).url == reverse("matter", args=[case.pk])
    added = Attachment.objects.get()
    assert (added.name, added.kind, added.size, added.added_by) == (
        "情况说明.txt", "txt", len(WORDS), town.receptionist,
    )  # fmt: skip
    assert issue.read(added.digest) == WORDS
    entry = HistoryEntry.objects.get(action="core.attach")
    assert added.about == entry
    assert entry.detail.values == {"material": "情况说明.txt", "digest": added.digest}
    assert list(verify_history.verify()) == []


def test_it_does_not_move_the_matter_for_others(town: Town, desk: Client) -> None:
    case = town.register()
    upload(desk, case, text_file())
    version = case.version
    case.refresh_from_db()
    assert case.version == version
    assert town.hand_over(case).status == "handed_over"


def test_a_double_click_adds_one_file(town: Town, desk: Client) -> None:
    case = town.register()
    upload(desk, case, text_file())
    upload(desk, case, text_file())
    assert Attachment.objects.count() == HistoryEntry.objects.filter(action="core.attach").count() == 1


def test_several_files_get_the_given_name_with_numbers(town: Town, desk: Client) -> None:
    upload(desk, town.register(), text_file("1.txt", b"a"), text_file("2.TXT", b"b"), name="现场笔录")
    assert list(Attachment.objects.values_list("name", flat=True)) == [
        "现场笔录（1）.txt",
        "现场笔录（2）.txt",
    ]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([], "请选择要上传的文件"),
        ([text_file("空.txt", b"")], "是空文件"),
        ([text_file("好.txt"), text_file("程序.exe")], "程序.exe"),
        ([text_file("方案.txt", "机密★一年".encode())], "密级标志"),
        ([text_file(f"{number}.txt", b"%d" % number) for number in range(11)], "一次最多上传 10 个"),
    ],
    ids=["none", "empty", "program", "secret", "many"],
)
def test_what_is_refused_is_said_at_the_field_and_the_rest_is_kept(
    town: Town, desk: Client, files: list[Any], says: str
) -> None:
    answer = upload(desk, town.register(), *files, name="现场照片")
    assert answer.status_code == 422
    assert says in " ".join(answer.context["form"].errors["file"])
    assert 'value="现场照片"' in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_name_with_a_secrecy_mark_is_refused(town: Town, desk: Client) -> None:
    answer = upload(desk, town.register(), text_file(), name="秘密★一年")
    assert "密级标志" in answer.context["form"].errors["name"][0]


def test_nothing_is_added_to_a_voided_matter(town: Town, desk: Client) -> None:
    case = town.register()
    town.act(case, "void", town.director, reason="重复登记")
    answer = upload(desk, case, text_file())
    assert answer.status_code == 422
    assert "已经作废" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_adding_asks_for_rights(town: Town, client: Client) -> None:
    case = town.register()
    assert upload(client, case, text_file()).url.startswith("/login/")
    client.force_login(town.stranger)
    assert upload(client, case, text_file()).status_code == 404
    client.force_login(town.chief)
    assert upload(client, case, text_file()).status_code == 403
    assert not Attachment.objects.exists()


def test_a_file_is_saved_and_can_do_nothing_in_a_tab(town: Town, desk: Client) -> None:
    upload(desk, town.register(), text_file())
    url = reverse("attachment", args=[Attachment.objects.get().pk])
    answer = desk.get(url)
    assert answer.content == WORDS
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%83%85")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert answer.headers["Cache-Control"] == "private, no-store"
    desk.force_login(town.stranger)
    assert desk.get(url).status_code == 404


def withdraw(client: Client, added: Attachment, reason: str = "传错了事项") -> Any:
    return client.post(reverse("withdraw", args=[added.pk]), {"reason": reason})


def test_a_withdrawn_file_is_hidden_and_kept(town: Town, desk: Client) -> None:
    case = town.register()
    upload(desk, case, text_file())
    added = Attachment.objects.get()
    assert withdraw(desk, added, reason="").status_code == 422
    assert desk.get(reverse("withdraw", args=[added.pk])).status_code == 200
    assert withdraw(desk, added).url == reverse("matter", args=[case.pk])
    added.refresh_from_db()
    assert added.withdrawn_why == "传错了事项"
    assert issue.read(added.digest) == WORDS
    assert desk.get(reverse("attachment", args=[added.pk])).status_code == 404
    assert withdraw(desk, added).status_code == 404
    assert HistoryEntry.objects.get(action="core.withdraw").detail.values["reason"] == "传错了事项"
    upload(desk, case, text_file())
    assert Attachment.objects.filter(withdrawn_at=None).count() == 1


def test_only_who_added_it_or_holds_the_matter_withdraws(town: Town, desk: Client) -> None:
    case = town.register()
    upload(desk, case, text_file())
    added = Attachment.objects.get()
    town.hand_over(case)
    desk.force_login(town.dispatcher)  # sees it, holds it no more, did not add it
    assert withdraw(desk, added).status_code == 403
    desk.force_login(town.handler)
    assert withdraw(desk, added).status_code == 302


def test_the_page_asks_little_of_the_database(
    town: Town, desk: Client, django_assert_max_num_queries: Any
) -> None:
    case = town.register()
    desk.get(reverse("attach", args=[case.pk]))
    with django_assert_max_num_queries(12):
        assert desk.get(reverse("attach", args=[case.pk])).status_code == 200
