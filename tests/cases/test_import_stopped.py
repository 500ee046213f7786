"""An import that is killed, and two at once: on real transactions."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cases.categories import load
from cases.models import Case
from core.exchange.importing import CHUNK, MOST_WHOLE
from core.models import Series
from core.operations import verify_history
from tests.cases.test_import import HEAD, bring, write
from tests.people import Town
from tests.sweeps.world import at_once
from tools.processes import bound


@pytest.fixture
def ready(transactional_db: None, town: Town) -> Town:
    load()
    return town


@pytest.mark.parametrize("whole", [False, True])
def test_killed_half_way_and_run_again_nothing_is_missing_or_double(
    ready: Town, tmp_path: Path, whole: bool
) -> None:
    total = MOST_WHOLE if whole else 1200
    rows = "".join(f"{number},第{number}段渠堵塞,2026-01-05,,\n" for number in range(total))
    table = write(tmp_path / "a.csv", HEAD + rows)
    kill_import(table, whole, at=f"{total}/" if whole else f"{CHUNK}/")
    stored = Case.objects.count()
    assert stored == 0 if whole else CHUNK <= stored < total
    assert stored % CHUNK == 0 and list(verify_history.verify()) == []
    report = bring(table, whole=whole)
    assert (report["stored"], report["existing"]) == (total - stored, stored)
    assert Case.objects.count() == total
    last = Series.objects.get(kind="case", year=2026).last
    assert last == total and list(verify_history.verify()) == []  # numbers without a gap


def kill_import(table: Path, whole: bool, at: str) -> None:
    """Import in a process of its own, and kill it when it says that it is there."""
    words = [sys.executable, "manage.py", "import_matters", "case", str(table), "--by", "dispatcher"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "FENGQIAO_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        [*words, "--whole"] if whole else words,
        cwd=settings.BASE_DIR,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=bound(signal.SIGKILL),
    ) as process:
        assert process.stderr is not None
        told = []
        for line in process.stderr:
            told.append(line)
            if line.startswith(at):
                process.kill()
                break
        process.wait(30)
    assert process.returncode == -signal.SIGKILL, "".join(told)


def test_two_who_import_the_same_file_at_once_store_nothing_twice(ready: Town, tmp_path: Path) -> None:
    rows = "".join(f"{number},第{number}段渠堵塞,2026-01-05,,\n" for number in range(600))
    table = write(tmp_path / "a.csv", HEAD + rows)
    both = at_once(lambda: bring(table, by="dispatcher"), lambda: bring(table, by="director"))
    assert sum(report["stored"] for report in both) == Case.objects.count() == 600
    assert all(report["stored"] + report["existing"] == 600 for report in both)
    assert list(verify_history.verify()) == []
