"""A site in production settings with something published, made once for all tests that ask for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.rules import ROOT
from tests.requests.server import environment

FILL = """
import django
django.setup()
from tests.programs.desk import make_tables
make_tables()
from stories.workflow import STORY
from tests import pages, release
from tests.people import person
from tests.public.desk import image
chief = person("Desk chief", "chief")
chief.set_password("of-the-chief-and-long")
chief.save()
story = pages.story(chief, "The ferry turns", image=image())
release.publish(story, actor=chief)
gone = pages.story(chief, "The ferry sinks")
release.publish(gone, actor=chief)
STORY.withdraw(gone, actor=chief, note="It did not.", gone_status=410)
"""


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The NEWSDESK_VAR of a site with a story, one that was withdrawn, and a desk chief."""
    folder = tmp_path_factory.mktemp("production")
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", FILL],
        cwd=ROOT,
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return folder
