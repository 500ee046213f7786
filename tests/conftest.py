"""What every test needs: one throw-away PostgreSQL server for the whole run."""

import shutil
from contextlib import ExitStack

import pytest
from django.conf import settings

from config import postgres

_server = pytest.StashKey[ExitStack]()


def _starts_processes(config: pytest.Config) -> bool:
    """Is this the process that was called, and not a worker of pytest-xdist?"""
    return not hasattr(config, "workerinput")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server before the first test, or the first worker, connects to it."""
    if _starts_processes(session.config) and not session.config.option.collectonly:
        session.config.stash[_server] = ExitStack()
        session.config.stash[_server].enter_context(postgres.running(settings.HOME, throwaway=True))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let go of the server: its keeper stops and removes it, now or when we are killed."""
    if server := config.stash.get(_server, None):
        server.close()
        shutil.rmtree(settings.VAR, ignore_errors=True)
