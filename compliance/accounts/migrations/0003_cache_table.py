"""The table of the cache, in which limits of attempts are counted: one command sets up everything."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_append_only")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
