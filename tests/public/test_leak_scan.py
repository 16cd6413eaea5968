"""What waits tells nothing before its minute, and the scan that proves it would notice."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from entities.history.pages import History
from entities.history.record import public_editions
from newsdesk.catalogue import resolve
from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.catalogue.write import search as index
from stories import leaks, workflow
from stories.models.draft import Story
from stories.working_copy import document_of
from tests import pages, release
from tests.people import person
from tests.publishing.situations import soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """A live story with an update under way, and one under embargo, with topics and tags of their own."""
    chief = person("Desk chief")
    topic = pages.entity(chief)
    known = pages.story(chief, entities=(topic.key,), tags=("Ships",))
    release.publish(known, actor=chief, together=[topic])
    update = replace(
        document_of(Story.objects.get(pk=known.pk)),
        headline="Quixotic hydrofoils",
        slug="quixotic",
        tags=("Ships", "Hydrofoils"),
    )
    workflow.revise(known, update, actor=chief)
    release.schedule(
        known,
        actor=chief,
        at=soon(2),
        kind="correction",
        wrong="Ferries turned.",
        right="Hydrofoils do.",
        gravity="top",
    )
    secret = pages.entity(chief, "Zephyr Syndicate", aliases=("The Zephyrs",))
    held = pages.story(chief, "Zephyrs overboard", entities=(secret.key,), tags=("Zephyr",))
    workflow.embargo(held, actor=chief, until=soon(3), note="Embargoed report.")
    release.publish(held, actor=chief, together=[secret])
    return known


def test_nothing_differs_before_the_minute(waiting, capsys):
    call_command("leak_scan")
    assert "not one byte differs" in capsys.readouterr().out
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=58), tick=False):
        call_command("leak_scan")


def test_the_scan_notices_a_page_that_shows_too_early(waiting, monkeypatch, capsys):
    monkeypatch.setattr(PageQuerySet, "visible", lambda self, at=None: self)
    with pytest.raises(CommandError, match="leaks"):
        call_command("leak_scan")
    told = capsys.readouterr().err
    assert "zephyr" in told.lower()


def _with_what_waits(history, page):
    rows = history.editions.objects.filter(item=page.key.rpartition(":")[2])
    return public_editions(rows.in_order())


def test_the_scan_notices_a_history_that_tells_too_early(waiting, monkeypatch, capsys):
    monkeypatch.setattr(History, "_editions", _with_what_waits)
    with pytest.raises(CommandError, match="leaks"):
        call_command("leak_scan")
    assert "/stories/the-ferry-turns/history/" in capsys.readouterr().err


def test_the_scan_notices_an_address_that_leads_to_its_page_too_early(waiting, monkeypatch):
    def key_of(path, now):
        return Page.objects.filter(path=path).values_list("key", flat=True).first()

    monkeypatch.setattr(resolve, "_key_of", key_of)
    with pytest.raises(CommandError, match="leaks"):
        call_command("leak_scan")


def test_a_longer_word_does_not_give_a_shorter_one_away():
    answer = (200, {}, b"<p>As defined, it is striped.</p>")
    told = {"/": answer}
    assert list(leaks._leaks(told, told, ["fined", "strip"])) == []
    assert [leak.what for leak in leaks._leaks(told, told, ["defined"])]


def test_a_scan_leaves_everything_as_it_was(waiting):
    before = list(Page.objects.order_by("pk").values_list("pk", "visible_until"))
    call_command("leak_scan")
    assert list(Page.objects.order_by("pk").values_list("pk", "visible_until")) == before
    with time_machine.travel(soon(4)):
        assert index.find("Zephyrs overboard").exists()
