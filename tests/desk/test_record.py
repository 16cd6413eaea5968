"""Preview, editions and history: for the desk alone, through the public template, as sentences."""

import dataclasses
import re

import pytest
from django.test import Client

from newsdesk.workflow.register import workflow_of
from stories import working_copy
from stories.workflow import STORY
from tests import pages, release
from tests.desk.screens import address, fresh, signed_in, text, tree
from tests.people import outsider, person
from tests.workflow.situations import soon

pytestmark = pytest.mark.django_db


def test_a_preview_shows_the_working_copy_with_its_drafts_as_readers_would_see_it():
    chief = person("Desk chief")
    topic, asked = pages.entity(chief), pages.faq(chief)
    story = pages.story(chief, entities=(topic.key,), faqs=(asked.key,))
    answer = signed_in(chief).get(address("preview", story))
    for words in (
        "Preview: not public",
        "The ferry turns",
        "Harbour Trust",
        "Why do ferries lean?",
    ):
        assert words in text(answer)
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert tree(answer).xpath("//meta[@name='robots' and contains(@content, 'noindex')]")


@pytest.mark.parametrize("build", [pages.story, pages.faq])
def test_a_preview_of_what_readers_know_says_since_when_and_that_its_changes_wait(build):
    chief = person("Desk chief")
    item = build(chief)
    assert "Not published yet" in text(signed_in(chief).get(address("preview", item)))
    release.publish(item, actor=chief)
    same = text(signed_in(chief).get(address("preview", item)))
    workflow = workflow_of(item)
    workflow.revise(item, with_tag(workflow.document_of(item)), actor=chief)
    changed = text(signed_in(chief).get(address("preview", item)))
    assert "Preview: the same as on the site" in same
    assert "Preview: these changes are not public yet" in changed
    for words in (same, changed):
        assert "Not published yet" not in words


def with_tag(document):
    return dataclasses.replace(document, tags=("harbour",))


@pytest.mark.parametrize("build", [pages.story, pages.faq, pages.entity])
def test_every_kind_of_page_has_a_preview_also_with_nothing_in_it(build):
    chief = person("Desk chief")
    full = build(chief)
    empty = type(full).objects.create(created_by=chief, changed_by=chief)
    for item in (full, empty):
        assert signed_in(chief).get(address("preview", item)).status_code == 200


def test_an_edition_is_shown_as_it_was():
    chief = person("Desk chief")
    story = pages.story(chief)
    release.publish(story, actor=chief)
    later = dataclasses.replace(STORY.document_of(story), headline="Later words")
    STORY.revise(story, later, actor=chief)
    release.publish(
        story, actor=chief, kind="correction", note="We had it wrong.", wrong="1989", right="1999"
    )
    client = signed_in(chief)
    first, second = (client.get(address("edition", story, number)) for number in (1, 2))
    assert "The ferry turns" in text(first)
    assert "Later words" not in text(first)
    assert "We had it wrong." not in text(first)
    assert "Later words" in text(second)
    assert "We had it wrong." in text(second)
    assert client.get(address("edition", story, 3)).status_code == 404


def test_an_edition_is_numbered_as_readers_count_and_has_only_the_notes_of_its_time():
    chief = person("Desk chief")
    story = pages.story(chief)
    release.publish(story, actor=chief)
    later = dataclasses.replace(STORY.document_of(story), headline="Later words")
    STORY.revise(story, later, actor=chief)
    waiting = release.schedule(story, actor=chief, at=soon(2), kind="update")
    moved = STORY.reschedule(story, actor=chief, number=waiting.number, at=soon(4))
    live = STORY.read(story.latest_edition())
    STORY.clarify(
        story,
        actor=chief,
        document=dataclasses.replace(live, standfirst="Clearer."),
        note="It was not clear.",
    )
    carried = story.editions.waiting().get()
    assert carried.number == 5
    assert moved.number == 3
    shown = [
        signed_in(chief).get(address("edition", story, number)).context["page"]
        for number in (1, 4, carried.number)
    ]
    assert [page.number for page in shown] == [1, 2, 3]
    assert [page.updated_at for page in shown[1:]] == [
        story.editions.get(number=4).visible_from,
        carried.visible_from,
    ]
    assert "It was not clear." not in text(signed_in(chief).get(address("edition", story, 1)))
    assert "It was not clear." in text(signed_in(chief).get(address("edition", story, 5)))


def test_preview_edition_and_history_are_for_who_may_see_the_page():
    story = pages.story(person("Desk chief"))
    release.publish(story, actor=person("Editor"))
    stranger, moderator = outsider(), person("Moderator")
    for url in (address("preview", story), address("edition", story, 1), address("history", story)):
        assert signed_in(stranger).get(url).status_code == 403
        assert signed_in(moderator).get(url).status_code == 200
        assert Client().get(url).status_code == 302


def test_history_tells_editions_and_deeds_in_sentences():
    chief = person("Desk chief", "ada")
    story = pages.story(chief)
    release.publish(story, actor=chief)
    STORY.withdraw(story, actor=chief, note="The figures were wrong.")
    words = text(signed_in(chief).get(address("history", story)))
    assert "Version 2 Withdrawal" in words
    assert "ada published version 1." in words
    assert "ada withdrew it from readers with version 2." in words
    assert "ada made this page." in words
    assert "The figures were wrong." in words
    assert story.latest_edition().digest[:12] in words


def test_the_record_of_a_page_that_does_not_exist_is_not_found():
    client = signed_in(person("Desk chief"))
    for url in (
        "999/preview/",
        "999/history/",
        "x/history/",
        "999/editions/1/",
        f"{'9' * 40}/preview/",
    ):
        assert client.get(f"/admin/stories/story/{url}").status_code == 404


def test_whoever_reads_a_correction_sees_what_readers_were_told_of_it():
    editor, chief = person("Editor", "ed"), person("Desk chief")
    story = pages.story(chief)
    release.publish(story, actor=chief)
    for n, note in enumerate(("", "It was eleven."), start=1):
        turned = f"<p>It turned at {n}1.</p>"
        document = dataclasses.replace(working_copy.document_of(fresh(story)), summary=turned)
        STORY.correct(
            story, actor=editor, document=document, wrong="Noon.", right="Eleven.", note=note
        )
    page = text(signed_in(chief).get(address("verb", story, "mark_read")))
    assert re.search(r"Version 2, by ed, [^“]*: “[^”]*Noon[^”]*Eleven\.”", page)
    assert re.search(r"Version 3, by ed, [^“]*: “It was eleven\.”", page)
