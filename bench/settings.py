"""Settings of the measurement: the real ones on a database server of its own, durable as in service.

Only what opens that server stands here; FENGQIAO_TEST_HOME names its directory, also to the web server.
"""

import os

from config.settings_test import *  # noqa: F403
from config.settings_test import AUTHENTICATION_BACKENDS, DATABASE_OWNER, DATABASES

ROOT_URLCONF = "bench.urls"
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "bench.floor_user.Backend"]
DATABASES["default"]["OPTIONS"] = dict(DATABASE_OWNER["OPTIONS"])  # rows are multiplied past the triggers
if os.environ.get("WEB_POOL"):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = None
