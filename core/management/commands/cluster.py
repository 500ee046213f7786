"""manage.py cluster work|watch: a django-q2 cluster that ends whole when one of its processes is killed.

A killed worker takes the lock of the task queue with it: its successor would wait for ever without
a word. So the whole cluster ends, and whoever started it (make run, compose) starts a new one.
"""

import gc
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_q import cluster
from django_q.conf import Conf


class Sentinel(cluster.Sentinel):
    """Replaces what ended by itself or was timed out; gives up when a process was killed."""

    def reincarnate(self, process: Any) -> None:
        if process.exitcode:
            os._exit(1)  # the others die with us (tools.processes.bind_forks)
        super().reincarnate(process)


class Command(BaseCommand):
    help = "运行后台任务（work）或时限巡查（watch）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=["work", "watch"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["name"] != Conf.CLUSTER_NAME:  # read once, when django_q is imported
            raise CommandError(f"Q_CLUSTER_NAME={options['name']} must be in the environment")
        cluster.Sentinel = Sentinel
        gc.freeze()  # its processes share what is loaded: no round of the collector writes on it
        running = cluster.Cluster()
        running.start()
        running.sentinel.join()
        sys.exit(running.sentinel.exitcode)
