"""The web server: gunicorn -c config/gunicorn.py. A few threads in each of two processes."""

import gc
import os
from typing import Any

from tools.processes import die_with_parent

wsgi_app = "config.wsgi:application"
bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
raw_env = ["WEB_POOL=1"]  # connections are pooled in these processes and in no other
preload_app = True  # both processes share what is loaded
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 5000  # a worker that is renewed gives its memory back
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108 (the heartbeat must not wait for a disk)
control_socket_disable = True
loglevel = "warning"


def when_ready(server: Any) -> None:
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """A killed arbiter takes its workers with it, so that the next one finds the port free."""
    die_with_parent(parent=server.pid)
