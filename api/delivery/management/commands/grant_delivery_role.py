"""Give the database role of the API exactly what it needs: to read the delivery tables. Run after each migration."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

# The packages of readers, of which each process that answers them reads the tables.
READ = ("api.delivery", "api.search")


class Command(BaseCommand):
    help = (
        "Grants ROLE the right to read the delivery tables and takes every other right to tables from it (PostgreSQL)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="a role that exists and owns nothing, such as tomoshibi_delivery")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError if there is no such role, or it is a superuser, whom no right limits."""
        if connection.vendor != "postgresql":
            self.stdout.write("SQLite has no roles: nothing to grant.")
            return
        tables = [
            model._meta.db_table
            for config in apps.get_app_configs()
            if config.name in READ
            for model in config.get_models()
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(rolname), rolsuper FROM pg_roles WHERE rolname = %s", [options["role"]])
            found = cursor.fetchone()
            if found is None:
                raise CommandError(f"There is no role {options['role']}: create it first.")
            role, is_superuser = found
            if is_superuser:
                raise CommandError(
                    f"{options['role']} is a superuser and may write whatever it is granted: use another."
                )
            cursor.execute("SELECT quote_ident(current_schema())")
            (schema,) = cursor.fetchone()
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}")
            cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}")
            cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
            cursor.execute(f"GRANT SELECT ON {', '.join(map(connection.ops.quote_name, tables))} TO {role}")
        self.stdout.write(f"{options['role']} may read {len(tables)} delivery tables and nothing else.")
