"""Settings of the tests: the real ones, on a throw-away database and with nothing of this site.

The workers of pytest-xdist and the servers that browser tests start inherit the environment,
and with it the one database server of the run (tests/conftest.py starts it).
"""

import base64
import os
import secrets
from pathlib import Path

os.environ["ENV_FILE"] = os.devnull
_home = f"/tmp/fengqiao-test-{secrets.token_hex(6)}"  # noqa: S108 (a socket's path must be short)
HOME = Path(os.environ.setdefault("FENGQIAO_TEST_HOME", _home))

from config.settings import *  # noqa: E402, F403
from config.settings import KEPT_PLANS, PLANNER, STORAGES, postgres  # noqa: E402

DEMO = DEBUG = BEHIND_TLS = False
SECRET_KEY = "only for the tests, with more than fifty characters in it"
FIELD_KEYS = ["1:" + base64.b64encode(bytes(range(32))).decode()]
INDEX_KEY = base64.b64encode(bytes(range(32, 64))).decode()
HISTORY_KEY = base64.b64encode(bytes(range(64, 96))).decode()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

EMBEDDED = None  # the commands of manage.py start nothing here
# The tests work as the lesser role. They come in as the owner, so that a test may take its rights for a moment
# (SET ROLE) in the same transaction: to play the intruder, and to empty tables at its end.
ROLE = {"options": f"{PLANNER} -c role={postgres.ROLE}", **KEPT_PLANS}
DATABASES = {"default": postgres.settings(HOME, postgres.OWNER) | {"OPTIONS": ROLE}}
DATABASE_OWNER = {"OPTIONS": {"options": PLANNER, **KEPT_PLANS}, "USER": postgres.OWNER}
DATABASE_ROLE = (postgres.ROLE, "")
# A server that a test starts names the test's database, which pytest-django made.
DATABASES["default"]["NAME"] = os.environ.get("FENGQIAO_TEST_DATABASE", postgres.NAME)
# Of each worker its own; they go with the server, also when the run was killed.
VAR = HOME / "var" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
MEDIA_ROOT = VAR / "files"
STATIC_ROOT = VAR / "static"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # nothing is collected for a test;
# a server looks for the files once, each of a test's many clients only when one is asked for.
WHITENOISE_AUTOREFRESH = "FENGQIAO_TEST_DATABASE" not in os.environ
