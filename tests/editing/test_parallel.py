"""Twenty people press Save at the same moment: one after the other is let through, and all is kept.

`make savers` does it with a hundred, on PostgreSQL.
"""

import os
import threading

import pytest
from django.db import connection, connections, transaction

from newsdesk.editing.models import Unmerged
from newsdesk.pages.triggers import drop_triggers
from newsdesk.site import readers_database
from stories.documents import AnalysisPart
from stories.models.draft import Story
from tests import pages
from tests.desk.screens import list_address, signed_in
from tests.editing import savers as many
from tests.editing.forms import (
    headings,
    opened,
    opened_by_all,
    opened_new,
    row,
    said,
    sent,
    typed,
)
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

SAVERS = 20
# How many are accounted for one by one.
CROWD = int(os.environ.get("NEWSDESK_SAVERS", "20"))


def at_once(deeds):
    """Do all of `deeds` in threads that start together; return what they raised."""
    start, wrong = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            start.wait()
            deed()
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Let twenty threads of one busy machine wait for each other: how long is no matter of these tests."""
    monkeypatch.setattr(readers_database, "DESK_LIMIT", 300.0)
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 300)


@pytest.fixture
def editors():
    return [person("Editor", f"editor-{number}") for number in range(SAVERS)]


@pytest.fixture
def savers(editors):
    return [signed_in(editor) for editor in editors]


@pytest.fixture
def story():
    parts = tuple(AnalysisPart(id=f"aaaa{n:04}", heading=f"Part {n}") for n in range(SAVERS))
    return pages.story(person("Editor", "owner"), analysis=parts)


def test_twenty_savers_of_twenty_parts_lose_nothing(editors, savers, story):
    forms = [
        typed(form, **{f"analysis__{n}__heading": f"Written by {n}"})
        for n, form in enumerate(opened_by_all(editors, savers[0], story))
    ]
    deeds = [
        lambda client=client, form=form: sent(client, story, form, follow=False)
        for client, form in zip(savers, forms, strict=True)
    ]
    assert at_once(deeds) == []
    assert headings(story) == [f"Written by {n}" for n in range(SAVERS)]
    assert story.events.filter(verb="edit").count() == SAVERS


def test_twenty_savers_of_one_field_lose_nothing(editors, savers, story):
    forms = [
        typed(form, standfirst=f"By {n}.")
        for n, form in enumerate(opened_by_all(editors, savers[0], story))
    ]
    deeds = [
        lambda client=client, form=form: sent(client, story, form, follow=False)
        for client, form in zip(savers, forms, strict=True)
    ]
    assert at_once(deeds) == []
    kept = [waiting.data["standfirst"] for waiting in Unmerged.objects.all()]
    assert sorted([said(story).standfirst, *kept]) == sorted(f"By {n}." for n in range(SAVERS))


def test_one_double_click_is_one_edit(savers, story):
    client, form = savers[0], opened(savers[0], story, standfirst="Clicked.")
    form = row(form, "analysis", heading="A new part")
    deeds = [lambda: sent(client, story, form, follow=False)] * 5
    assert at_once(deeds) == []
    assert said(story).standfirst == "Clicked."
    assert headings(story).count("A new part") == 1
    assert story.events.filter(verb="edit").count() == 1


def test_one_double_click_on_a_new_page_makes_one_page(savers):
    client = savers[0]
    form = row(opened_new(client, Story, headline="Clicked"), "analysis", heading="Once")
    deeds = [lambda: client.post(list_address(Story, "add"), form)] * 5
    assert at_once(deeds) == []
    assert Story.objects.get().analysis.count() == 1


def test_going_back_and_saving_another_text_makes_another_page(savers):
    client = savers[0]
    form = opened_new(client, Story, headline="One")
    client.post(list_address(Story, "add"), form)
    client.post(list_address(Story, "add"), form | {"headline": "Two"})
    assert {story.headline for story in Story.objects.all()} == {"One", "Two"}


# One by one: whose words are where


@pytest.fixture
def crowd(story):
    """A crowd in which every two parts have several writers, so that some of them clash."""
    return many.savers(story, CROWD, parts=max(2, CROWD // 5))


def parts_of(story):
    return {part.id for part in said(story).analysis}


def test_the_outcome_of_every_saver_is_accounted_for(story, crowd):
    before = parts_of(story)
    many.save_at_once(story, crowd)
    told = many.account(story, crowd, before)
    print(f"\n{CROWD} savers: {dict(told.outcomes)}, the slowest after {told.slowest:.1f} s")
    assert told.wrong == []
    assert told.outcomes.total() == CROWD
    assert set(told.outcomes) >= {many.SAVED, many.MERGED, many.ASKED}, "an easy crowd"


def test_what_is_lost_is_noticed(story, crowd):
    """The account itself: it misses what is taken away behind its back."""
    before = parts_of(story)
    for saver in crowd[:12]:
        saver.answer = sent(saver.client, story, saver.form, follow=False)
    lose = {
        "words": lambda: Story.objects.get().analysis.update(heading="", body=""),
        "conflict": lambda: Unmerged.objects.all().delete(),
        "part": lambda: Story.objects.get().analysis.filter(uid=min(before)).delete(),
        "event": lambda: story.events.filter(verb="edit")._raw_delete(using="default"),
    }
    assert many.account(story, crowd[:12], before).wrong == []
    for loss, taken_away in lose.items():
        with transaction.atomic():
            drop_triggers("default")
            taken_away()
            assert many.account(story, crowd[:12], before).wrong != [], loss
            transaction.set_rollback(True)
