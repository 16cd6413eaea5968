"""From one database to the other and back: nothing is lost, and readers get the same bytes.

With a small desk; with NEWSDESK_TEST_THOROUGH=1, as in `make test-all`, with the demo desk too.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings as ours
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from newsdesk.backup.archive import Archive
from newsdesk.comments.models import DeskQuery
from stories.models.draft import Story
from tests import postgres
from tests.backup.desk import CONTINUED, HEADLINE, WORDING, emptied, saved, small_desk
from tests.backup.elsewhere import answers
from tests.broken import THOROUGH
from tests.house.rules import ROOT


@contextmanager
def other_database(folder) -> Iterator[str]:
    """Yield the URL of an empty database of the other kind; of the same where there is no server."""
    programs = postgres.server_programs()
    if connection.vendor == "sqlite" and programs:
        with postgres.throwaway_cluster(programs) as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'other.sqlite3'}"


def moved(file, again, now, *, url, folder):
    """Restore `file` elsewhere and write the backup `again` there; return what readers get there."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "NEWSDESK_VAR": str(folder),
        "NEWSDESK_SECRET_KEY": ours.SECRET_KEY,
    }
    command = [sys.executable, "-m", "tests.backup.elsewhere", file, again, now.isoformat()]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def bodies(found):
    """Return status and body by address: rank in search is each database's own."""
    return {path: told[:2] for path, told in found.items() if not path.startswith("/search/")}


def demo_desk():
    call_command("demo_desk", force=True, stdout=io.StringIO())


@pytest.mark.parametrize("lay", [small_desk, demo_desk] if THOROUGH else [small_desk])
@pytest.mark.usefixtures("transactional_db")
def test_a_desk_moves_to_the_other_database_and_back(lay, tmp_path, settings):
    settings.RENDITIONS_AT_PUBLISH = lay is small_desk
    lay()
    now = timezone.now()
    before = answers(now)
    first, again = saved(tmp_path), tmp_path / "elsewhere.backup"
    with other_database(tmp_path) as url:
        there = moved(first, again, now, url=url, folder=tmp_path / "var")
    emptied(settings, tmp_path / "media")
    cache.clear()
    call_command("restore", str(again))
    back = answers(now)
    last = saved(tmp_path, "last.backup")

    assert len(before) > 100
    if lay is small_desk:
        assert {"/outlets/the-pier-post/", "/stories/the-ferry-turns-back/"} <= before.keys()
        assert DeskQuery.objects.get().proposed == WORDING
        assert Story.objects.get(headline=CONTINUED).earlier == Story.objects.get(headline=HEADLINE)
    assert bodies(there) == bodies(before)
    assert back == before
    with Archive(first) as one, Archive(again) as two, Archive(last) as three:
        for other in (two, three):
            assert other.manifest.models == one.manifest.models
            assert other.manifest.files == one.manifest.files
        assert one.manifest.files
