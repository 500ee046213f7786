"""Settings of the floors: those of the measurement, with the session and the user and nothing else before a page."""

from bench.settings import *  # noqa: F403

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
