"""Another desk, in a process and a database of its own: `python -m tests.exchange.elsewhere FOLDER AGAIN`.

Makes empty tables in DATABASE_URL, takes the export FOLDER in as it was, and writes the export AGAIN.
"""

import os
import sys

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command


def main(folder: str, again: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    from tests.people import person

    chief = person("Desk chief", "mover")
    call_command("import_site", folder, "--as-it-was", "--user", chief.username, verbosity=0)
    call_command("export_site", again, verbosity=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
