"""A filled database of the last release is brought up by `migrate`; each public page says what it said."""

import json

import pytest

from tests import postgres
from tests.programs.desk import Desk
from tests.upgrade import kept

STORY = "/stories/the-ferry-turns/"


@pytest.fixture(params=sorted(kept.FILES))
def desk(request, tmp_path):
    """The kept desk, brought up, and what it said."""
    if request.param == "postgresql" and not postgres.server_programs():
        if postgres.required():
            pytest.fail("There is no PostgreSQL, and NEWSDESK_TEST_REQUIRE asks for it.")
        pytest.skip("no PostgreSQL")
    with kept.database(request.param, tmp_path) as url:
        kept.restore(request.param, tmp_path, url)
        environment = kept.settings(tmp_path, url)
        kept.migrate(environment)
        with Desk(**environment) as running:
            yield running, json.loads(kept.SAID.read_text(encoding="utf-8"))[request.param]


def test_every_public_page_says_what_it_said(desk):
    running, before = desk
    now = running.do(f"{kept.DEEDS}:said")
    assert len(before) > 60
    assert {said.split()[0] for said in before.values()} == {"200", "301", "302", "404", "410"}
    # An address of its own for something new may be there besides.
    assert {path: now.get(path) for path in before} == before
    # And what it says is what it shows: another title is found out.
    running.do(f"{kept.DEEDS}:retitle", STORY)
    changed = running.do(f"{kept.DEEDS}:said")
    assert {"/", "/stories/"} <= {path for path in before if changed.get(path) != before[path]}


def test_the_files_are_small():
    assert sum(path.stat().st_size for path in kept.FOLDER.iterdir()) < 1_000_000
