"""Settings of the floors: those of the measurement, with the session and the user and nothing else before a page.

Both are looked up as Django does it, so that the floor stays where it is when the product learns to do it faster.
"""

from bench.settings import *  # noqa: F403

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
