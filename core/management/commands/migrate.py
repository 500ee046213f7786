"""manage.py migrate: Django's, as the owner of the database; then the working role is let in."""

from typing import Any

from django.core.management.commands import migrate

from core.owner import admit, as_owner


class Command(migrate.Command):
    def execute(
        self, *args: Any, **options: Any
    ) -> Any:  # not `handle`: Django looks at the database before it
        with as_owner():
            said = super().execute(*args, **options)
            admit()
        return said
