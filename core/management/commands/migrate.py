"""manage.py migrate: Django's, as the owner of the database; then the working role is let in."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate

from core.operations import edition
from core.operations.database_roles import admit, as_owner


class Command(migrate.Command):
    def execute(
        self, *args: Any, **options: Any
    ) -> Any:  # not `handle`: Django looks at the database before it
        with as_owner():
            try:
                edition.check()
            except edition.Older as older:
                raise CommandError(str(older)) from older
            said = super().execute(*args, **options)
            admit()
        return said
