"""What readers can open is a query over intervals, and a rebuild changes nothing."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.forms.models import model_to_dict
from django.http import Http404
from django.utils import timezone

from newsdesk.catalogue.models import Page, PastPath, Reference
from newsdesk.catalogue.resolve import Gone, Moved, pages_for, resolve
from newsdesk.catalogue.write import PathTaken
from stories import working_copy
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return person("Desk chief")


def rename(story, slug, actor):
    story = Story.objects.get(pk=story.pk)
    story.slug = slug
    story.save()
    working_copy.store_digest(story, actor=actor)
    return release.publish(story, actor=actor, kind="update")


def test_an_interval_is_open_at_its_end(chief):
    edition = release.publish(pages.story(chief), actor=chief)
    start = edition.at
    end = start + timedelta(hours=1)
    Page.objects.update(visible_until=end)
    instant = timedelta(microseconds=1)
    seen = [
        Page.objects.visible(at).exists() for at in (start - instant, start, end - instant, end)
    ]
    assert seen == [False, True, True, False]


def test_a_scheduled_page_appears_by_itself(chief):
    release.publish(pages.story(chief), actor=chief)
    Page.objects.update(visible_from=timezone.now() + timedelta(hours=1))
    with pytest.raises(Http404):
        resolve("/stories/the-ferry-turns/")
    assert Page.objects.visible(timezone.now() + timedelta(hours=2)).exists()


def test_ten_renamings_all_lead_to_the_page_in_one_hop(chief):
    story = pages.story(chief)
    release.publish(story, actor=chief)
    for n in range(10):
        rename(story, f"name-{n}", chief)
    for old in ["the-ferry-turns", *(f"name-{n}" for n in range(9))]:
        with pytest.raises(Moved) as moved:
            resolve(f"/stories/{old}/")
        assert moved.value.path == "/stories/name-9/"


def test_renaming_back_leaves_no_loop(chief):
    story = pages.story(chief)
    release.publish(story, actor=chief)
    rename(story, "second", chief)
    rename(story, "the-ferry-turns", chief)
    assert resolve("/stories/the-ferry-turns/").number == 3
    with pytest.raises(Moved) as moved:
        resolve("/stories/second/")
    assert moved.value.path == "/stories/the-ferry-turns/"


def test_an_address_once_used_is_never_given_to_another_page(chief):
    story = pages.story(chief)
    release.publish(story, actor=chief)
    rename(story, "second", chief)
    thief = pages.story(chief, "Another")
    with pytest.raises(PathTaken, match="belongs to another page"):
        rename(thief, "the-ferry-turns", chief)
    assert Story.objects.get(pk=thief.pk).standing == "draft"


def test_a_withdrawn_page_says_why_under_all_its_addresses(chief):
    story = pages.story(chief)
    release.publish(story, actor=chief)
    rename(story, "second", chief)
    STORY.withdraw(story, actor=chief, note="The ferry never turned.")
    for path in ("/stories/second/", "/stories/the-ferry-turns/"):
        with pytest.raises(Gone, match="never turned"):
            resolve(path)


def test_a_withdrawn_page_can_be_published_again(chief):
    story = pages.story(chief)
    release.publish(story, actor=chief)
    STORY.withdraw(story, actor=chief, note="A mistake.")
    release.publish(story, actor=chief)
    assert resolve("/stories/the-ferry-turns/").number == 3


def test_pages_come_in_the_order_asked_for(chief, django_assert_num_queries):
    keys = []
    for name in ("One", "Two", "Three"):
        entity = pages.entity(chief, name)
        release.publish(entity, actor=chief)
        keys.append(entity.key)
    with django_assert_num_queries(2):
        found = pages_for((keys[2], "entity:999", keys[0]))
    assert [page.title for page in found.values()] == ["Three", "One"]


def everything():
    return [
        [model_to_dict(row) for row in model.objects.order_by("pk")]
        for model in (Page, Reference, PastPath)
    ]


def test_a_rebuild_changes_nothing(chief, capsys):
    entity = pages.entity(chief)
    faq = pages.faq(chief, entities=(entity.key,), tags=("Ferries",))
    story = pages.story(chief, entities=(entity.key,), faqs=(faq.key,), tags=("Ferries", "Sea"))
    release.publish(story, actor=chief, together=[faq, entity])
    rename(story, "second", chief)
    gone = pages.story(chief, "Another")
    release.publish(gone, actor=chief)
    STORY.withdraw(gone, actor=chief, note="Wrong.")
    before = everything()
    call_command("rebuild_catalogue")
    assert everything() == before


def test_a_rebuild_restores_a_lost_catalogue_and_removes_strangers(chief):
    story = pages.story(chief, tags=("Sea",))
    release.publish(story, actor=chief)
    Page.objects.all().delete()
    now = timezone.now()
    dates = dict.fromkeys(("published_at", "updated_at", "visible_from"), now)
    Page.objects.create(key="story:999", kind="story", path="/x/", edition=1, number=1, **dates)
    call_command("rebuild_catalogue")
    assert [page.key for page in Page.objects.all()] == [story.key]
    assert set(Reference.objects.values_list("target", flat=True)) == {
        "author:ada-morris",
        "outlet:The Pier Post",
        "tag:sea",
    }
