"""What the tests of the reports share: the day on which they are told, and an October told once for a module."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import time_machine

from tests.people import Town
from tests.reports import october


@pytest.fixture(scope="module", autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(october.NOW, tick=True):
        yield


@pytest.fixture
def town(db: None, scene: Town) -> Town:
    return deepcopy(scene)


@pytest.fixture(scope="module")
def built(scene: Town) -> dict[str, Any]:
    return october.tell(scene)


@pytest.fixture
def told(db: None, built: dict[str, Any]) -> dict[str, Any]:
    """The cases of October by letter. They stay to the end of a module: all its tests must stand on them, or none."""
    return deepcopy(built)
