"""Twenty people press Save at the same moment: one after the other is let through, and all is kept."""

import threading

import pytest
from django.db import connections

from newsdesk.drafting.models import Unmerged
from stories.documents import AnalysisPart
from stories.models.draft import Story
from tests import pages
from tests.desk.screens import list_address, signed_in
from tests.drafting.forms import headings, opened, opened_new, row, said, sent
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

SAVERS = 20


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


@pytest.fixture
def savers():
    return [signed_in(person("Editor", f"editor-{number}")) for number in range(SAVERS)]


@pytest.fixture
def story():
    parts = tuple(AnalysisPart(id=f"aaaa{n:04}", heading=f"Part {n}") for n in range(SAVERS))
    return pages.story(person("Editor", "owner"), analysis=parts)


def test_twenty_savers_of_twenty_parts_lose_nothing(savers, story):
    forms = [
        opened(client, story, **{f"analysis__{n}__heading": f"Written by {n}"})
        for n, client in enumerate(savers)
    ]
    deeds = [
        lambda client=client, form=form: sent(client, story, form, follow=False)
        for client, form in zip(savers, forms, strict=True)
    ]
    assert at_once(deeds) == []
    assert headings(story) == [f"Written by {n}" for n in range(SAVERS)]
    assert story.events.filter(verb="edit").count() == SAVERS


def test_twenty_savers_of_one_field_lose_nothing(savers, story):
    forms = [opened(client, story, standfirst=f"By {n}.") for n, client in enumerate(savers)]
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
