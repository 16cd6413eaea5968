"""Another desk, in a process and a database of its own: `python -m tests.backup.elsewhere FILE AGAIN NOW`.

Makes empty tables in DATABASE_URL, restores FILE there, prints what readers get as JSON, and writes the
backup AGAIN.
"""

import hashlib
import json
import os
import sys
from datetime import datetime

ANSWER_HEADERS = ("Content-Type", "ETag", "Location", "Cache-Control", "Last-Modified")


def answers(now: datetime) -> dict[str, list[str]]:
    """Return for each public address its status, some headers and a digest of what a reader gets."""
    import time_machine
    from django.core.cache import cache
    from django.test import Client

    from newsdesk.site.public_addresses import Desk, addresses

    reader, found = Client(), {}
    with time_machine.travel(now, tick=False):
        for each in addresses(Desk(now), words=["ferry", "bank", "glacier"], texts=[]):
            answer = reader.get(each.path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            headers = [answer.get(name, "") for name in ANSWER_HEADERS]
            found[each.path] = [
                str(answer.status_code),
                *headers,
                hashlib.sha256(body).hexdigest(),
            ]
    cache.clear()
    return found


def main(file: str, again: str, now: str) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    from django.apps import apps

    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    setup_test_environment()
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("restore", file, stdout=sys.stderr)
    json.dump(answers(datetime.fromisoformat(now)), sys.stdout)
    call_command("backup", again, stdout=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
