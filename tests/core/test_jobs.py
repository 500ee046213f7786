"""失败的任务: none disappears unsaid, and each is tried again as it was."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.models import Failure, OrmQ

from core.views import jobs
from tests.people import Town

pytestmark = pytest.mark.django_db


def failed(number: int, **more: Any) -> Failure:
    at = timezone.now()
    facts = {
        "name": f"job {number}",
        "func": "core.operations.nightly.fill_pending",
        "started": at,
        "stopped": at,
    }
    made: Failure = Failure.objects.create(id=f"{number:032}", **facts, success=False, **more)
    return made


def test_what_failed_is_counted_and_tried_again_as_it_was(town: Town, client: Client) -> None:
    for number in range(jobs.KEPT + 3):
        failed(number)
    client.force_login(town.system_admin)
    assert "另有 3 个更早的" in client.get(reverse("jobs")).content.decode()
    one = failed(999, args=(2027,), kwargs={"again": True}, cluster="watch")
    retry = reverse("job_retry", args=[one.pk])
    assert client.post(retry).status_code == 302 and client.post(retry).status_code == 404
    waiting = OrmQ.objects.get()
    task = waiting.task
    assert (waiting.key, task["args"], task["kwargs"], task["name"]) == (
        "watch",
        (2027,),
        {"again": True},
        "job 999",
    )
    assert Failure.objects.count() == jobs.KEPT + 3
