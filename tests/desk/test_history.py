"""The desk's history: decisions in sentences, any two texts compared, an edition restored."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsdesk.desk.decisions import PER_PAGE
from stories.documents import AnalysisPart, Byline
from stories.models.author import Author
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.desk.screens import address, fields, save, signed_in, text, tree
from tests.people import outsider, person
from tests.workflow.situations import BUILDERS, WORKFLOWS

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return person("Desk chief", "ada")


@pytest.fixture
def client(chief):
    return signed_in(chief)


def now(story):
    return document_of(Story.objects.get(pk=story.pk))


def write(story, chief, **values):
    STORY.revise(story, replace(now(story), **values), actor=chief)


def part(number, body):
    return AnalysisPart(id=f"ana0000{number}", heading=f"Part {number}", body=f"<p>{body}</p>")


@pytest.fixture
def story(chief):
    """A story with two editions and a working copy that says something else again."""
    story = pages.story(chief, analysis=(part(1, "It leaned."), part(2, "Nobody was hurt.")))
    release.publish(story, actor=chief)
    write(story, chief, analysis=(part(1, "It leaned far."), part(2, "Nobody was hurt.")))
    release.publish(story, actor=chief, kind="update", note="More is known.")
    write(story, chief, standfirst="In the works.")
    return story


def lines(answer):
    return [
        " ".join(li.text_content().split())
        for li in tree(answer).xpath("//ul[@class='desk-events']/li")
    ]


def test_edits_between_two_decisions_are_one_line(chief):
    story = pages.story(chief)
    editor = person("Editor", "bo")
    for n, user in enumerate((chief, editor, chief, editor)):
        save(
            signed_in(user),
            story,
            standfirst=f"Number {n}",
            **({"headline": f"H {n}"} if n else {}),
        )
    STORY.submit(story, actor=chief)
    save(signed_in(editor), story, standfirst="Once more.")
    told = lines(signed_in(chief).get(address("history", story)))
    assert len(told) == 4
    assert told[0].endswith("bo edited it: standfirst.")
    assert "ada" in told[1]
    assert told[2].endswith("ada and bo edited it 4 times: standfirst and headline.")
    assert told[3].endswith("ada made this page.")


def test_a_long_record_comes_in_pages_and_loses_nothing(chief, client):
    story = pages.story(chief)
    for _ in range(PER_PAGE):
        STORY.submit(story, actor=chief)
        write(story, chief, standfirst="x")
        STORY.return_(story, actor=chief, note="Again.")
    first, second, third = (
        lines(client.get(f"{address('history', story)}?p={n}")) for n in (1, 2, 3)
    )
    decided = [line for line in first + second + third if "edited it" not in line]
    assert len(decided) == 2 * PER_PAGE + 1
    assert sum("edited it" in line for line in first + second + third) == PER_PAGE


@pytest.mark.parametrize("number", [1, 20])
def test_the_history_costs_the_same_however_long_it_is(chief, client, number):
    story = pages.story(chief)
    for n in range(number + 1):
        write(story, chief, standfirst=f"Number {n}.")
        release.publish(story, actor=chief, **({"kind": "update"} if n else {}))
    write(story, chief, standfirst="Now.")
    costs = []
    for url in (address("history", story), f"{address('compare', story)}?from=1&to=now"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs.append(len(queries))
    assert costs == [10, 17]


def test_editions_that_wait_or_were_taken_back_are_shown_as_such(story, chief, client):
    soon = timezone.now() + timedelta(hours=2)
    release.schedule(story, actor=chief, at=soon, kind="update")
    page = client.get(address("history", story))
    assert "Version 3 Update Waiting" in text(page)
    assert "Version 2 Update What readers see" in text(page)
    STORY.unschedule(story, actor=chief, number=3, note="Not yet.")
    write(story, chief, standfirst="At once.")
    release.publish(story, actor=chief, kind="update")
    words = text(client.get(address("history", story)))
    assert "Version 3 Update Cancelled" in words
    assert "No reader has seen it." in words
    assert "Readers know it as version 3." in words


def test_a_correction_is_told_with_wrong_and_right(story, chief, client):
    release.publish(
        story, actor=chief, kind="correction", wrong="Nine degrees.", right="Six.", gravity="top"
    )
    words = text(client.get(address("history", story)))
    assert "Wrong Nine degrees. Right Six." in words


def test_any_two_editions_are_compared_and_an_edition_with_what_is_written_now(story, client):
    url = address("compare", story)
    page = client.get(f"{url}?from=1&to=2")
    assert "added: far]" in text(page)
    assert "Part 1" in text(page)
    page = client.get(f"{url}?from=2&to=now")
    assert "added: In the works.]" in text(page)
    assert "far" not in "".join(tree(page).xpath("//ins//text()"))
    assert "Not a word differs" in text(client.get(f"{url}?from=now&to=now"))


@pytest.mark.parametrize(
    "query", ["", "?from=1", "?from=9&to=1", "?from=x&to=now", "?from=%00&to=1"]
)
def test_a_text_that_there_is_not_is_not_found(story, client, query):
    assert client.get(address("compare", story) + query).status_code in (400, 404)


def test_drafts_are_named_by_their_titles_on_the_desk(story, chief, client):
    topic, asked = pages.entity(chief), pages.faq(chief)
    write(story, chief, entities=(topic.key,), faqs=(asked.key,))
    words = text(client.get(f"{address('compare', story)}?from=2&to=now"))
    assert "Harbour Trust" in words
    assert "Why do ferries lean?" in words


def test_a_restore_is_shown_before_it_happens_and_happens_as_shown(story, chief, client):
    url = address("restore", story, 1)
    page = client.get(url)
    assert "removed: far]" in text(page)
    assert "removed: In the works.]" in text(page)
    assert now(story).standfirst == "In the works."
    data = fields(page)
    answer = client.post(url, data | {"whole": "1", "note": "Better."}, follow=True)
    assert "Version 1 has been restored as a draft. Readers see no change." in text(answer)
    assert now(story).standfirst == ""
    assert now(story).analysis[0].body == "<p>It leaned.</p>"
    assert story.latest_edition().number == 2
    event = story.events.first()
    assert (event.verb, event.note, event.edition) == ("restore", "Better.", 1)


def test_one_part_is_restored_where_one_is_ticked(story, client):
    url = address("restore", story, 1)
    data = fields(client.get(url)) | {"part": ["analysis:ana00001"]}
    assert client.post(url, data).status_code == 302
    assert now(story).analysis[0].body == "<p>It leaned.</p>"
    assert now(story).standfirst == "In the works."
    newest = lines(client.get(address("history", story)))[0]
    assert newest.endswith("ada restored version 1 as a draft, 1 part of it.")


def test_nothing_ticked_a_part_made_up_or_a_text_changed_meanwhile_is_refused(story, chief, client):
    url = address("restore", story, 1)
    data = fields(client.get(url))
    data.pop("part", None)
    before = now(story)
    nothing = client.post(url, data)
    assert nothing.status_code == 409
    assert "Tick what is to be restored." in text(nothing)
    made_up = client.post(url, data | {"part": ["nowhere:1"], "note": "Kept words."})
    assert made_up.status_code == 409
    assert "Kept words." in text(made_up)
    assert now(story) == before
    write(story, chief, standfirst="By a colleague.")
    stale = client.post(url, data | {"whole": "1"})
    assert stale.status_code == 409
    assert "has been changed since" in text(stale)
    assert now(story).standfirst == "By a colleague."


def test_what_cannot_come_back_is_said_before_and_after(chief, client):
    story = pages.story(chief, bylines=(Byline(name="Bo Lund", slug="bo-lund"),), standfirst="Old.")
    release.publish(story, actor=chief)
    write(story, chief, bylines=(), standfirst="New.")
    Author.objects.all().delete()
    url = address("restore", story, 1)
    page = client.get(url)
    assert "The author “Bo Lund” is not there any more" in text(page)
    answer = client.post(url, fields(page) | {"whole": "1"}, follow=True)
    assert "The author “Bo Lund” is not there any more" in text(answer)
    assert now(story).standfirst == "Old."


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_every_kind_of_page_is_compared_and_restored(kind, chief, client):
    item = BUILDERS[kind](chief)
    release.publish(item, actor=chief)
    save(client, item, slug="another-address")
    page = client.get(f"{address('compare', item)}?from=1&to=now")
    assert "another-address" in text(page)
    url = address("restore", item, 1)
    data = fields(client.get(url)) | {"whole": "1"}
    assert client.post(url, data).status_code == 302
    assert type(item).objects.get(pk=item.pk).slug == item.slug


def test_the_button_of_the_verb_leads_to_the_history(story, client):
    answer = client.get(address("verb", story, "restore"))
    assert (answer.status_code, answer["Location"]) == (302, address("history", story))


def test_who_may_only_look_can_compare_and_not_restore(story):
    moderator, stranger = signed_in(person("Moderator")), signed_in(outsider())
    compare, restore = f"{address('compare', story)}?from=1&to=2", address("restore", story, 1)
    assert moderator.get(compare).status_code == 200
    assert "Restore" not in text(moderator.get(address("history", story)))
    for url, who in ((restore, moderator), (restore, stranger), (compare, stranger)):
        assert who.get(url).status_code == 403
        assert who.post(url, {"whole": "1"}).status_code in (403, 405)
    assert Client().get(restore).status_code == 302
    assert signed_in(person("Reporter")).get(restore).status_code == 200


def test_hostile_words_stay_words_when_they_are_compared(chief, client):
    nasty = '<img src=x onerror="alert(1)">'
    story = pages.story(chief, headline=nasty, slug="x")
    release.publish(story, actor=chief)
    write(story, chief, headline="Other", standfirst=nasty)
    for url in (f"{address('compare', story)}?from=1&to=now", address("restore", story, 1)):
        assert nasty not in client.get(url).content.decode()
