"""An export, taken in by an empty desk and exported there, is the same byte for byte; on both databases."""

import io
import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as ours
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from newsdesk.exchange.models import ImportRun
from tests.backup.desk import emptied
from tests.backup.elsewhere import answers
from tests.backup.test_round_trip import other_database
from tests.broken import THOROUGH
from tests.exchange.desk import content, exported, full_desk
from tests.house.rules import ROOT
from tests.people import person

pytestmark = pytest.mark.usefixtures("transactional_db")


def demo_desk():
    call_command("demo_desk", force=True, stdout=io.StringIO())


def brought(folder, **options):
    """Take an export in as it was; return what was told."""
    out = io.StringIO()
    mover = person("Desk chief", "mover")
    options = {"as_it_was": True, "user": mover.username} | options
    call_command("import_site", str(folder), stdout=out, **options)
    return out.getvalue()


def texts():
    """Return what readers get at some addresses, whatever the name of the picture in them."""
    paths = (
        "/",
        "/stories/the-ferry-turned/",
        "/questions/why-do-ferries-lean/",
        "/topics/mercury/",
    )
    return {
        path: re.sub(r"pictures/[0-9a-f/]{35}", "PICTURE", Client().get(path).content.decode())
        for path in paths
    }


def standing(found):
    """Return the status by address, but of files of pictures, which have other names."""
    return {path: told[0] for path, told in found.items() if not path.startswith("/media/")}


@pytest.mark.parametrize("lay", [full_desk, demo_desk] if THOROUGH else [full_desk])
def test_an_export_of_an_empty_desk_that_took_one_in_is_the_same_byte_for_byte(
    lay, tmp_path, settings
):
    settings.RENDITIONS_AT_PUBLISH = False
    lay()
    first = content(exported(tmp_path / "first"))
    emptied(settings, tmp_path / "media")
    brought(tmp_path / "first")
    again = content(exported(tmp_path / "again"))

    lines = first["site.jsonl"].splitlines()
    assert len(lines) > 20
    assert [json.loads(a) for a in again["site.jsonl"].splitlines()] == [
        json.loads(b) for b in lines
    ]
    assert again == first


def test_an_export_moves_to_the_other_database_and_says_the_same_there(tmp_path, settings):
    settings.RENDITIONS_AT_PUBLISH = False
    full_desk()
    first = exported(tmp_path / "first")
    with other_database(tmp_path) as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "NEWSDESK_VAR": str(tmp_path / "var"),
            "NEWSDESK_SECRET_KEY": ours.SECRET_KEY,
        }
        command = [sys.executable, "-m", "tests.exchange.elsewhere", first, tmp_path / "there"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
        )
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "there") == content(first)


def test_readers_of_the_other_desk_get_the_same_pages(tmp_path, settings):
    settings.RENDITIONS_AT_PUBLISH = False
    full_desk()
    now = timezone.now()
    before, said = answers(now), texts()
    first = exported(tmp_path / "first")
    emptied(settings, tmp_path / "media")
    brought(first)
    assert len(before) > 60
    assert standing(answers(now)) == standing(before)
    assert texts() == said


def test_a_second_run_changes_nothing_and_says_so(tmp_path, settings):
    settings.RENDITIONS_AT_PUBLISH = False
    full_desk()
    first = exported(tmp_path / "first")
    told = brought(first)
    assert "Nothing was changed." in told
    assert content(exported(tmp_path / "again")) == content(first)
    assert set(ImportRun.objects.latest("pk").rows.values_list("result", flat=True)) == {
        "unchanged"
    }
