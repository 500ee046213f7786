"""manage.py migrate: Django's, as the owner of the database; then the working role is let in."""

from typing import Any

from django.core.management.commands import migrate

from core.owner import admit, as_owner


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
            admit()
