"""Where a story leads: to what came before and after, what is near, what is not answered, and to itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from faqs.models.reader_question import AskedQuestion
from faqs.reader_questions.wording import fingerprint
from faqs.workflow import FAQ
from faqs.working_copy import document_of as faq_document
from newsdesk.catalogue.read_next import read_next
from newsdesk.submissions import signed_token
from newsdesk.workflow.storable import NotStorable
from stories.documents import DeeperQuestion, StoryDocument
from stories.models.draft import Story
from stories.why_here import sentences_on
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.desk.screens import address, save, signed_in, text, tree
from tests.public import desk
from tests.public.test_reading import topic
from tests.submissions.readers import form_at, number_in

pytestmark = pytest.mark.usefixtures("today")
OLD, NEW = "/stories/the-ferry-turns/", "/stories/the-ferry-stops/"


def continued(chief, *headlines):
    """Publish a running story, each continuing the one before; return them."""
    found = []
    for headline in headlines:
        earlier = found[-1].key if found else ""
        found.append(desk.story(chief, headline, earlier=earlier))
    return found


def listed(page):
    """Return the titles of the running story as a page has them."""
    lines = page.xpath('//ol[contains(@class, "run")]/li')
    return [
        (line.xpath("string(.//a | .//strong)"), line.xpath("string(.//@href)")) for line in lines
    ]


def banner(page):
    """Return where the banner leads, None without one."""
    return next(iter(page.xpath('//p[@class="newer"]/a/@href')), None)


# Running stories


def test_a_running_story_shows_all_before_and_after_and_the_newest_on_the_older(chief, read):
    continued(chief, "The ferry turns", "The ferry stops", "The ferry sinks")
    for path in (OLD, NEW, "/stories/the-ferry-sinks/"):
        page = read(path)
        told = [("The ferry turns", OLD), ("The ferry stops", NEW)]
        told.append(("The ferry sinks", "/stories/the-ferry-sinks/"))
        assert listed(page) == [(title, "" if at == path else at) for title, at in told]
    assert banner(read(OLD)) == banner(read(NEW)) == "/stories/the-ferry-sinks/"
    assert banner(read("/stories/the-ferry-sinks/")) is None


def test_a_story_that_stands_alone_has_neither_list_nor_banner(chief, read):
    desk.story(chief)
    page = read(OLD)
    assert not page.xpath('//*[@id="next"]')
    assert banner(page) is None


def test_a_newer_story_shows_on_a_kept_page_at_the_very_next_request(chief, client, read):
    older = desk.story(chief)
    newer = pages.story(chief, "The ferry stops", earlier=older.key)
    for _ in range(3):
        assert b"The ferry stops" not in client.get(OLD).content
    release.publish(newer, actor=chief)
    assert banner(read(OLD)) == NEW
    STORY.withdraw(newer, actor=chief, note="The source took it back.")
    assert b"The ferry stops" not in client.get(OLD).content


def test_a_scheduled_newer_story_is_not_told_before_its_time_and_is_told_then(chief, client, read):
    older = desk.story(chief)
    newer = pages.story(chief, "The ferry stops", earlier=older.key)
    at = timezone.now() + timedelta(hours=1)
    release.schedule(newer, actor=chief, at=at)
    addresses = (OLD, f"{OLD.rstrip('/')}.md", "/feeds/stories.xml")
    for _ in range(3):
        for path in addresses:
            assert b"The ferry stops" not in client.get(path).content, path
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        assert banner(read(OLD)) == NEW
        for path in addresses:
            assert b"The ferry stops" in client.get(path).content, path


def test_an_edition_that_waits_does_not_lead_to_it_either(chief, read):
    """The link is part of the edition: a draft's, and one that is scheduled, are told to nobody."""
    older, newer = desk.story(chief), desk.story(chief, "The ferry stops")
    STORY.revise(newer, replace(document_of(newer), earlier=older.key), actor=chief)
    assert banner(read(OLD)) is None
    at = timezone.now() + timedelta(hours=1)
    release.schedule(newer, actor=chief, at=at, kind="update")
    assert banner(read(OLD)) is None
    assert not listed(read(NEW))
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        assert banner(read(OLD)) == NEW
        assert listed(read(NEW))


def test_a_withdrawn_story_parts_a_running_story(chief, read):
    _, middle, _ = continued(chief, "The ferry turns", "The ferry stops", "The ferry sinks")
    STORY.withdraw(middle, actor=chief, note="The source took it back.")
    assert banner(read(OLD)) is None
    assert not listed(read("/stories/the-ferry-sinks/"))


def test_a_running_story_is_told_in_every_output(chief, client, linked_data):
    continued(chief, "The ferry turns", "The ferry stops")
    series = linked_data(OLD)["BackgroundNewsArticle"]["isPartOf"]
    assert series["@type"] == "CreativeWorkSeries"
    assert [part["headline"] for part in series["hasPart"]] == [
        "The ferry turns",
        "The ferry stops",
    ]
    older, newer = (client.get(f"{path.rstrip('/')}.md").content.decode() for path in (OLD, NEW))
    assert "## Later in this running story\n\n- [The ferry stops]" in older
    assert "## Earlier in this running story\n\n- [The ferry turns]" in newer
    assert "This story continues: " in client.get("/feeds/stories.xml").content.decode()
    (uid,) = {
        story["id"]
        for story in client.get("/api/v1/stories/").json()["items"]
        if story["title"] == "The ferry stops"
    }
    told = client.get(f"/api/v1/stories/{uid}/").json()
    assert told["earlier"]["title"] == "The ferry turns"


def test_no_story_continues_itself_whichever_door_it_comes_through(chief):
    first, second, third = continued(chief, "The ferry turns", "The ferry stops", "The ferry sinks")
    for end in (first, second, third):
        with pytest.raises(NotStorable):
            STORY.revise(first, replace(document_of(first), earlier=end.key), actor=chief)
        answer = save(signed_in(chief), first, earlier=str(end.pk))
        assert "none." in text(answer)
        assert Story.objects.get(pk=first.pk).earlier is None


def test_the_form_of_a_story_names_those_that_continue_it(chief):
    older = desk.story(chief)
    client = signed_in(chief)
    form = address("change", older)
    assert "Continued by" not in text(client.get(form))
    (begin,) = tree(client.get(form)).xpath(
        "//a[contains(., 'Begin a story that continues')]/@href"
    )
    new = tree(client.get(begin))
    assert new.xpath("string(//select[@name='earlier']/option[@selected]/@value)") == str(older.pk)
    assert not new.xpath("//a[contains(., 'Begin a story that continues')]")
    newer = pages.story(chief, "The ferry stops", earlier=older.key)
    page = client.get(form)
    assert "Continued by “The ferry stops”." in text(page)
    assert tree(page).xpath(f"//a[@href='{address('change', newer)}']")


def test_no_whole_story_is_made_beside_a_choice_of_one(chief):
    story = desk.story(chief, deeper=(DeeperQuestion(id="deep0001", text="Why?"),))
    page = tree(signed_in(chief).get(address("change", story)))
    choices = page.xpath("//*[@class='related-widget-wrapper'][@data-model-ref='story']")
    assert len(choices) >= 2
    assert not [link for choice in choices for link in choice.xpath(".//a[contains(@id, 'add_')]")]
    assert page.xpath("//*[@data-model-ref='faq']//a[starts-with(@id, 'add_id_deeper')]")


def test_an_editor_chooses_the_earlier_story_in_the_form(chief):
    older, newer = desk.story(chief), desk.story(chief, "The ferry stops")
    client = signed_in(chief)
    save(client, newer, earlier=str(older.pk))
    newer.refresh_from_db()
    assert newer.earlier == older
    assert document_of(newer).earlier == older.key
    assert newer.events.filter(verb="edit").first().detail["fields"] == ["earlier story"]
    save(client, newer, earlier="")
    newer.refresh_from_db()
    assert newer.earlier is None


def test_an_old_version_comes_back_without_a_link_that_would_close_a_circle(chief):
    older, newer = continued(chief, "The ferry turns", "The ferry stops")
    document = document_of(newer)
    STORY.revise(newer, replace(document, earlier=""), actor=chief)
    STORY.revise(older, replace(document_of(older), earlier=newer.key), actor=chief)
    found = STORY.restorable(newer, document)
    assert found.document.earlier == ""
    assert [gone.path for gone in found.gone] == ["earlier"]


def test_a_running_story_of_any_length_costs_one_query(
    chief, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("newsdesk.catalogue.read_next.MOST_STEPS", 2)
    ends = continued(chief, *(f"Ferry {n}" for n in range(4)))
    with django_assert_num_queries(1):
        after, _ = read_next(ends[0].key, ())
    before, _ = read_next(ends[3].key, ())
    assert [page.title for page in after.later] == ["Ferry 1", "Ferry 2"]
    assert [page.title for page in before.earlier] == ["Ferry 1", "Ferry 2"]


# The nearest


def test_the_nearest_share_most_topics_then_are_the_latest(chief, read):
    one, two, three = (desk.topic(chief, name) for name in ("Pier", "Tide", "Fog"))
    desk.story(chief, entities=(one.key, two.key, three.key))
    for hour, (headline, topics) in enumerate(
        {
            "One in common": (one,),
            "Two in common": (one, two),
            "Three in common": (one, two, three),
            "None in common": (),
            "Another in common": (three,),
            "Last in common": (three,),
        }.items()
    ):
        with time_machine.travel(timezone.now() + timedelta(hours=hour), tick=False):
            desk.story(chief, headline, entities=tuple(each.key for each in topics))
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        near = read(OLD).xpath('//section[@id="next"]/ul/li/a/text()')
    assert near == ["Three in common", "Two in common", "Last in common", "Another in common"]


def test_a_story_of_the_running_story_is_not_listed_twice(chief, read):
    shared = desk.topic(chief, "Pier")
    older = desk.story(chief, entities=(shared.key,))
    desk.story(chief, "The ferry stops", entities=(shared.key,), earlier=older.key)
    page = read(OLD)
    assert len(listed(page)) == 2
    assert not page.xpath('//section[@id="next"]/ul')


def test_what_waits_is_near_nothing(chief, client):
    shared = desk.topic(chief, "Pier")
    desk.story(chief, entities=(shared.key,))
    waits = pages.story(chief, "The ferry stops", entities=(shared.key,))
    release.schedule(waits, actor=chief, at=timezone.now() + timedelta(hours=1))
    for _ in range(2):
        assert b"The ferry stops" not in client.get(OLD).content


# Topics by kind, with why here


def test_topics_stand_by_kind_with_what_the_story_says_of_them(chief, read):
    trust = desk.topic(chief, description="A trust.")
    person = desk.topic(chief, "Ada Reed", kind="person", description="A captain.")
    desk.story(
        chief,
        summary="<p>It turned. The Harbour Trust had warned of it. So it was.</p>",
        entities=(trust.key, person.key),
    )
    (section,) = read(OLD).xpath('//section[@id="topics"]')
    assert section.xpath("./h3/text()") == ["Organisations", "People"]
    told = section.xpath('.//p[@class="topic-card-summary"]/text()')
    assert told == ["The Harbour Trust had warned of it.", "A captain."]


def test_no_sentence_says_why_two_topics_are_here():
    document = StoryDocument(summary="<p>Pier and Tide met.</p>", background="<p>Tide rose.</p>")
    topics = [topic("Pier", key="entity:1"), topic("Tide", key="entity:2")]
    assert sentences_on(document, topics) == {
        "entity:1": "Pier and Tide met.",
        "entity:2": "Tide rose.",
    }


# What is not answered yet


def asking(chief, **values):
    question = DeeperQuestion(id="dee00001", text="Who pays for the pier?")
    return desk.story(chief, deeper=(question,), **values)


def test_a_follow_up_question_without_an_answer_can_be_asked_of_the_desk(
    chief, client, monkeypatch
):
    monkeypatch.setattr(signed_token, "SHORTEST", 0)
    story = asking(chief)
    (form,) = tree(client.get(OLD)).xpath('//ul[@class="deeper"]//form')
    assert form.method == "GET"
    sent = dict(form.form_values())
    assert sent == {"q": "Who pays for the pier?", "page": OLD}
    assert form.xpath("string(.//button)") == "Not answered yet: tell me: Who pays for the pier?"
    for sender in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        client.defaults["REMOTE_ADDR"] = sender
        fields = form_at(client, f"{form.action}?q={sent['q']}&page={sent['page']}")
        assert number_in(client.post("/ask/", fields))
    row = AskedQuestion.objects.get()
    assert (row.times, row.page, row.text) == (2, story.key, sent["q"])


def test_the_desk_sees_beside_a_question_how_many_have_asked_it(chief, client):
    story = asking(chief)
    now = timezone.now()
    AskedQuestion.objects.create(
        text="Who pays for the pier?",
        fingerprint=fingerprint("Who pays for the pier?"),
        times=12,
        last_asked_at=now,
    )
    words = text(signed_in(chief).get(f"/admin/stories/story/{story.pk}/change/"))
    assert "12 readers have asked" in words
    assert "asked 12 times by readers" in words


# Addresses of parts


def test_headings_and_questions_have_addresses_of_their_own(chief, read):
    desk.full_story(chief, parts=2)
    ids = read(OLD).xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"happened", "behind", "papers", "background", "deeper", "questions", "topics"} <= set(
        ids
    )
    assert {"part-ana00001", "part-ana00002"} <= set(ids)
    assert len([each for each in ids if each.startswith("question-")]) == 2


def test_the_address_of_a_question_stays_when_its_words_change(chief, read):
    asked = desk.question(chief)
    desk.story(chief, faqs=(asked.key,))
    (before,) = read(OLD).xpath('//details[@class="asked"]/@id')
    changed = replace(faq_document(asked), question="Why do boats lean?")
    FAQ.revise(asked, changed, actor=chief)
    release.publish(asked, actor=chief, kind="update")
    assert read(OLD).xpath('//details[@class="asked"]/@id') == [before]
