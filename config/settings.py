"""All settings, in one file; what differs between sites comes from the environment.

README.md lists every variable. Nothing here may depend on whether DEBUG is on: what
`make run` shows is what is deployed.
"""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ

from core.web.patience import Impatient
from tools import postgres
from tools.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD  # noqa: F401 (shown with DEMO, else looked for)

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(env("ENV_FILE", default=str(BASE_DIR / ".env")))

# --- The site -----------------------------------------------------------------
DEMO = env.bool("DEMO", False)
DEBUG = env.bool("DEBUG", False)
VAR = Path(env("FENGQIAO_VAR", default=str(BASE_DIR / "var")))
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_TLS = env.bool("BEHIND_TLS", False)

# --- Applications ---------------------------------------------------------------
INSTALLED_APPS = [
    "core.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "django_q",
    "axes",
    "pgtrigger",
    "core.apps.CoreConfig",
    "cases",
    "mediation",
    "petitions",
    "grid",
    "legal",
    "council",
    "command",
    "reports",
]
AUTH_USER_MODEL = "core.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# Where lower apps find what higher apps declare (docs/adr/0002, 0022).
ROOMS = "config.procedures.ROOMS"
PROCEDURES = "config.procedures.PROCEDURES"
ROLES = "config.roles.ROLES"
PACKS = "config.roles.PACKS"  # of cards on the dashboard, by role
DEMO_STORY = "tools.demo.telling.tell"  # manage.py demo
SEED = "tools.seed.sowing"  # manage.py seed
# Which agreements must be written: later (not performed on the spot), difficult, grave (宁波市人民调解条例 art. 24).
MEDIATION_WRITTEN = tuple(env.list("MEDIATION_WRITTEN", default=["later", "difficult", "grave"]))

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.web.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.web.middleware.LoginLimits",  # before the next one, which would drop what was typed
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "core.web.ask_why.AskWhy",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "core.accounts.backend.PostBackend"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.web.shell.shell",
            ],
            "builtins": ["core.templatetags.fengqiao"],
        },
    }
]

# --- Database: DATABASE_URL, else the embedded server (tools/postgres.py) ---------
EMBEDDED = None if env("DATABASE_URL", default="") else postgres.place(VAR)
DATABASES = {"default": postgres.settings(EMBEDDED) if EMBEDDED else env.db("DATABASE_URL")}
if (
    EMBEDDED is None
):  # beside the address, where a sign like / or @ would break it; not by env: $ means something there
    DATABASES["default"]["PASSWORD"] = DATABASES["default"]["PASSWORD"] or os.environ.get(
        "POSTGRES_APP_PASSWORD", ""
    )
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted server costs nobody a failed page
# A month's tables take 0.8 s; compiling their plans would take one second more. A matter is read with nine joins by
# its key: to weigh all their orders takes the planner 5 ms, to weigh four at a time 1.5 ms (they are written in order).
# A town's rows are in memory or on an SSD: one looked up by its index costs little more than one read in passing.
PLANNER = "-c jit=off -c join_collapse_limit=4 -c random_page_cost=1.1"
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", PLANNER)
# A statement that a connection hears again keeps its plan (docs/adr/0064): to plan a matter's joins takes longer than to run them.
KEPT_PLANS = {"server_side_binding": True, "prepare_threshold": 1}
DATABASES["default"]["OPTIONS"] |= KEPT_PLANS
# Who owns the tables (core.operations.database_roles): only these keys differ from the above. Empty where one role is both.
_owner: Any = postgres.settings(EMBEDDED, postgres.OWNER) if EMBEDDED else {}
if not EMBEDDED and env("DATABASE_OWNER_URL", default=""):
    _owner = env.db("DATABASE_OWNER_URL")
    _owner["PASSWORD"] = _owner["PASSWORD"] or os.environ.get("POSTGRES_PASSWORD", "")
DATABASE_OWNER: dict[str, Any] = {
    key: _owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT") if key in _owner
}
DATABASE_ROLE = (DATABASES["default"].get("USER", ""), DATABASES["default"].get("PASSWORD", ""))
POSTGRES_PROGRAMS = postgres.programs()  # pg_dump and pg_restore as new as the server
if env.bool("WEB_POOL", False):  # only the threaded web process: a forked worker would inherit it
    # Somebody sits before the page: nothing waits longer than some 20 s for the database (core.web.patience).
    _patience = {"options": f"{PLANNER} -c statement_timeout=18s -c lock_timeout=15s", "connect_timeout": 5}
    _pool = {"min_size": 1, "max_size": 8, "timeout": 5, "connection_class": Impatient}
    DATABASES["default"]["OPTIONS"] |= {**_patience, "tcp_user_timeout": 20_000, "pool": _pool}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60

# --- Words and time ----------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- Files --------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# Of django-leaflet the files alone: as an application it would ask for GDAL.
_LEAFLET = find_spec("leaflet")
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *(Path(place) / "static" for place in (_LEAFLET and _LEAFLET.submodule_search_locations) or ()),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.Storage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Login -----------------------------------------------------------------------------
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "core.accounts.passwords.ThreeOfFourClasses"},
    {"NAME": "core.accounts.passwords.NotTheName"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "core.accounts.passwords.NotUsedBefore", "OPTIONS": {"history": 5}},
]
PASSWORD_DAYS = env.int("PASSWORD_DAYS", 90)
LOGIN_IDLE_MINUTES = env.int("LOGIN_IDLE_MINUTES", 30)
LOGIN_HOURS = env.int("LOGIN_HOURS", 10)
SESSION_COOKIE_AGE = LOGIN_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "fengqiao"
SESSION_ENGINE = "core.accounts.sessions"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "core.views.accounts.locked_out"
AXES_CLIENT_IP_CALLABLE = "core.accounts.lockout.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # half an hour, also for the impatient
AXES_ENABLE_ACCESS_FAILURE_LOG = True
PROXY_COUNT = env.int("PROXY_COUNT", 0)  # our proxies in front of the web server (core.accounts.lockout)
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- Security ----------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "core.views.accounts.form_expired"
X_FRAME_OPTIONS = "SAMEORIGIN"  # a paper is shown in a frame of its page
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Versioned keys of the encrypted columns: "1:<base64 of 32 bytes>,2:…"; the last one writes.
FIELD_KEYS = env.list("FIELD_KEYS", default=[])
INDEX_KEY = env("INDEX_KEY", default="")
HISTORY_KEY = env("HISTORY_KEY", default="")  # of the digests that convict (core.values.digest)

# --- Background work ------------------------------------------------------------------------
# Two clusters: the minute sweep must not starve behind a report.
_CLUSTER = {
    "orm": "default",
    "workers": 1,
    "timeout": 900,
    "retry": 1000,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "poll": 1,
    "bulk": 1,
    "queue_limit": 4,
    "recycle": 50,
    "save_limit": 500,
    "label": "后台任务",
}
Q_CLUSTER = {
    "name": "work",
    **_CLUSTER,
    "ALT_CLUSTERS": {"watch": {**_CLUSTER, "timeout": 50, "retry": 60, "max_attempts": 1}},
}

EXPORT_AT_ONCE = 5_000  # rows; a longer export is made by the queue (core.exchange.exports)

# --- The town ----------------------------------------------------------------------------------
TOWN = {
    "county": env("TOWN_COUNTY", default="澄湖县"),
    "name": env("TOWN_NAME", default="栖云镇"),
    "short": env("TOWN_SHORT", default="栖云"),
    "region": env("TOWN_REGION", default="990121"),
    "centre": env("TOWN_CENTRE", default="栖云镇社会治安综合治理中心"),
    "phone": env("TOWN_PHONE", default="199-0000-0090"),
    "address": env("TOWN_ADDRESS", default="栖云镇人民路9号"),
    "postcode": env("TOWN_POSTCODE", default="990121"),
    # How long the hall keeps what people said of themselves; printed in its notice (个人信息保护法 art. 17).
    "record_years": env.int("TOWN_RECORD_YEARS", default=10),
}
# The county's rectangle in WGS-84 degrees, west, south, east, north: what is outside of it was not measured here. The
# invented town lies in the sea. Tiles for the ground of maps, WGS-84, as https://tiles.example/{z}/{x}/{y}.png; empty: plain.
TOWN_BOX = tuple(env.list("TOWN_BOX", cast=float, default=[123.0, 29.0, 123.6, 29.5]))
MAP_TILES = env("MAP_TILES", default="")
# Terms of the county in legal aid (法律援助法 arts. 43, 49: 日); a county that reckons working days says 7W.
LEGAL_AID = {
    "decide": env("LEGAL_AID_DECIDE", default="7C"),
    "assign": env("LEGAL_AID_ASSIGN", default="3C"),
    "objection": env("LEGAL_AID_OBJECTION", default="5C"),
}
# The local service of a card reader's vendor, asked by the browser of the counter (static/js/idreader.js).
ID_READER_URL = env("ID_READER_URL", default="")
PUBLIC_URL = env("PUBLIC_URL", default="http://localhost:8000")
# Citizens may write to us themselves (core.intake.online); the demo shows it.
ONLINE_INTAKE = env.bool("ONLINE_INTAKE", DEMO)
# A round of screening is drafted each working day (日排查). Off: no daily report where data exist.
DAILY_SCREENING = env.bool("DAILY_SCREENING", False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"short": {"()": "core.web.quiet.Short"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["short"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
