#!/usr/bin/env python3
"""Django's command line, with the embedded database running for as long as a command needs it."""

import os
import sys
from contextlib import ExitStack

from tools import postgres
from tools.processes import bind_forks

WITHOUT_DATABASE = {
    "collectstatic",
    "findstatic",
    "help",
    "makemessages",
    "compilemessages",
    "test",
    "version",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import Error

    command = next(iter(sys.argv[1:]), "help")
    if command == "cluster":
        bind_forks()
        os.environ["Q_CLUSTER_NAME"] = next(iter(sys.argv[2:]), "work")  # read when django_q is imported
    with ExitStack() as stack:
        if settings.EMBEDDED and command not in WITHOUT_DATABASE and not command.startswith("-"):
            try:
                stack.enter_context(postgres.running(settings.EMBEDDED))
            except postgres.Unavailable as problem:
                sys.exit(str(problem))
        try:
            execute_from_command_line(sys.argv)
        except Error as problem:  # whichever command: a sentence, not forty lines of ours
            told = (str(problem).strip().splitlines() or [type(problem).__name__])[0]
            sys.exit(f"{command}：数据库出错，没有做完：{told}。请先执行 manage.py doctor database。")


if __name__ == "__main__":
    main()
