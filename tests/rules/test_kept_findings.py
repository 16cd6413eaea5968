"""What a form shows of a story's checks is kept for as long as the rules are told the same, and no longer."""

import dataclasses
import datetime

import pytest

from entities.workflow import ENTITY
from faqs.workflow import FAQ
from newsdesk.rules.findings import Problem
from stories.documents import AnalysisPart
from stories.rules import rule_inputs
from stories.workflow import STORY
from tests import pages
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db):
    return person("Desk chief")


def codes(story):
    return [each.code for each in STORY.findings_to_show(story, STORY.document_of(story))]


@pytest.fixture
def read(monkeypatch):
    """The stories that the rules have read."""
    seen = []
    rules = rule_inputs.problems

    def counted(document, about):
        seen.append(document.headline)
        return rules(document, about)

    monkeypatch.setattr(rule_inputs, "problems", counted)
    return seen


def test_a_story_is_read_once_while_nothing_changes(chief, read):
    story = pages.story(chief, headline="Read once")
    assert codes(story) == codes(story)
    assert read == ["Read once"]


def test_a_story_is_read_again_when_it_says_something_else(chief, read):
    story = pages.story(chief, headline="Read twice")
    codes(story)
    document = dataclasses.replace(STORY.document_of(story), reports=())
    assert STORY.findings_to_show(story, document).blocking
    assert len(read) == 2


def test_a_topic_that_is_confirmed_meanwhile_is_known(chief):
    topic = pages.entity(chief, "A pier")
    type(topic).objects.filter(pk=topic.pk).update(confirmed=False)
    story = pages.story(chief, entities=(topic.key,))
    assert "unconfirmed-entity" in codes(story)
    type(topic).objects.filter(pk=topic.pk).update(confirmed=True)
    assert "unconfirmed-entity" not in codes(story)


def test_a_question_that_names_a_topic_meanwhile_is_read(chief):
    topic, faq = pages.entity(chief, "Quay Office"), pages.faq(chief)
    story = pages.story(chief, headline="Quays", entities=(topic.key,), faqs=(faq.key,))
    before = codes(story)
    asked = dataclasses.replace(FAQ.document_of(faq), intro="<p>The Quay Office leans.</p>")
    FAQ.revise(faq, asked, actor=chief)
    assert codes(story) != before


def test_a_topic_that_is_published_meanwhile_is_found(chief):
    body = "<p>The Harbour Trust turned it.</p>" * 5
    story = pages.story(chief, analysis=(AnalysisPart(id="aaaa0001", body=body),))
    topic = pages.entity(chief)

    def found():
        return [each.page for each in STORY.findings_to_show(story, STORY.document_of(story))]

    assert topic.key not in found()
    ENTITY.publish(topic, actor=chief)
    assert topic.key in found()


def test_another_day_is_another_reading(chief, read, monkeypatch):
    story = pages.story(chief, headline="Of the day")
    codes(story)
    tomorrow = rule_inputs.timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(rule_inputs.timezone, "localdate", lambda: tomorrow)
    codes(story)
    assert len(read) == 2


def test_a_deed_has_its_story_read(chief, monkeypatch):
    story = pages.story(chief, headline="For good")
    codes(story)
    lacks = Problem("headline", "It lacks something.", "lacks")
    monkeypatch.setattr("stories.rules.required.missing", lambda document: [lacks])
    assert "lacks" not in codes(story)
    assert lacks in STORY.findings(story, STORY.document_of(story)).blocking
