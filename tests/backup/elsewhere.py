"""Another desk, in a process and a database of its own: `python -m tests.backup.elsewhere FILE AGAIN NOW`.

Makes empty tables in DATABASE_URL, restores FILE there, prints as JSON what readers get, and writes the
backup AGAIN.
"""

import hashlib
import json
import os
import sys
from datetime import datetime

import django
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

HEADERS = ("Content-Type", "ETag", "Location", "Cache-Control", "Last-Modified")
# Signed at each answer, with chance or the time in it.
SIGNED = ("/ask/", "/report/")

Answers = dict[str, list[str]]


def answers(now: datetime) -> Answers:
    """Return for each public address its status, a digest of what a reader gets at `now`, and headers."""
    from newsdesk.site.api_addresses import api_addresses
    from newsdesk.site.public_addresses import Desk, addresses

    reader, found = Client(), {}
    with time_machine.travel(now, tick=False):
        for each in addresses(Desk(now), words=["ferry"], texts=[], more=[api_addresses]):
            if each.path.startswith(SIGNED):
                continue
            answer = reader.get(each.path)
            body = b"".join(answer) if answer.streaming else answer.content
            headers = [answer.get(name, "") for name in HEADERS]
            found[each.path] = [str(answer.status_code), hashlib.sha256(body).hexdigest(), *headers]
    return found


def main(file: str, again: str, now: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    # As the other tests: tables without migrations.
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    setup_test_environment()
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("restore", file, stdout=sys.stderr)
    json.dump(answers(datetime.fromisoformat(now)), sys.stdout)
    call_command("backup", again, stdout=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
