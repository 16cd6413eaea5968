"""Publishing is all or nothing, of the story and of what goes with it; tests/kill for what kills it."""

from dataclasses import replace

import pytest

from newsdesk.catalogue.models import Page
from newsdesk.workflow.transitions import Blocked, NothingChanged
from stories.models.draft import Story
from stories.models.edition import StoryEdition
from stories.workflow import STORY, waiting_with
from tests import pages, release
from tests.people import person


@pytest.mark.django_db
def test_drafts_of_a_story_go_live_with_it():
    chief = person("Desk chief")
    topic, asked = pages.entity(chief), pages.faq(chief)
    story = pages.story(chief, entities=(topic.key,), faqs=(asked.key,))
    assert waiting_with(story) == [asked, topic]
    release.publish(story, actor=chief, together=[asked, topic])
    assert set(Page.objects.visible().values_list("key", flat=True)) == {
        story.key,
        topic.key,
        asked.key,
    }
    assert waiting_with(story) == []


@pytest.mark.django_db(transaction=True)
def test_one_problem_keeps_everything_back():
    chief = person("Desk chief")
    topic = pages.entity(chief, description="")
    asked = pages.faq(chief)
    story = pages.story(chief, entities=(topic.key,), faqs=(asked.key,))
    with pytest.raises(Blocked, match="no description"):
        release.publish(story, actor=chief, together=[asked, topic])
    assert not Page.objects.exists()
    assert not StoryEdition.objects.exists()


@pytest.mark.django_db
def test_an_unconfirmed_entity_goes_along_only_when_confirmed(settings):
    settings.SECOND_READER = ()  # Elsewhere a topic is confirmed before its story is approved.
    chief = person("Desk chief")
    document = pages.EntityDocument(name="Tug", slug="tug", description="A small strong ship.")
    tug = pages.ENTITY.create(document, actor=chief)
    story = pages.story(chief, entities=(tug.key,))
    with pytest.raises(Blocked, match="confirmed"):
        release.publish(tug, actor=chief)
    release.publish(story, actor=chief, together=[tug], confirm=[tug])
    assert Page.objects.visible().filter(key=tug.key).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"headline": ""}, "no headline"),
        ({"slug": ""}, "no slug"),
        ({"summary": ""}, "summary is empty"),
    ],
)
def test_a_story_with_something_missing_is_saved_but_not_published(values, complaint):
    chief = person("Desk chief")
    story = pages.story(chief, **({"headline": "A headline"} | values))
    with pytest.raises(Blocked, match=complaint):
        release.publish(story, actor=chief)


@pytest.mark.django_db
def test_publishing_the_same_twice_is_refused_and_writes_nothing():
    chief = person("Desk chief")
    story = pages.story(chief)
    release.publish(story, actor=chief)
    document = STORY.document_of(Story.objects.get())
    STORY.revise(story, replace(document, headline="Other"), actor=chief)
    STORY.revise(story, document, actor=chief)
    with pytest.raises(NothingChanged):
        release.publish(story, actor=chief, kind="update")
    assert story.editions.count() == 1


@pytest.mark.django_db
def test_unpublished_changes_are_a_matter_of_what_is_written_not_of_saving():
    chief = person("Desk chief")
    story = pages.story(chief)
    release.publish(story, actor=chief)
    document = STORY.read(story.latest_edition())
    STORY.revise(story, document, actor=chief)
    assert not Story.objects.with_standing().get().has_unpublished_changes
    assert not Story.objects.standing("changed").exists()
    STORY.revise(story, type(document)(headline="Other"), actor=chief)
    assert Story.objects.with_standing().get().has_unpublished_changes
    assert Story.objects.standing("changed").get() == story
