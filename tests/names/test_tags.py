"""Tags: how they are typed, their addresses, renaming, merging and the way back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from taggit.models import Tag

from newsdesk.catalogue.models import Merged
from newsdesk.catalogue.tags import join_tags, split_tags, tag_slug
from newsdesk.tags import workflow
from newsdesk.tags.models import TagAddress, TagEvent, TagMerge
from newsdesk.tags.workflow import TagMergeRefused, TagTaken
from newsdesk.workflow.transitions import ApprovalVoid
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages
from tests.people import outsider, person
from tests.release import accepted, approve, publish, schedule

pytestmark = pytest.mark.django_db

FEEDS = ("xml", "atom", "json")

TYPED = {
    "New York": ["New York"],
    "New York, Paris": ["New York", "Paris"],
    '"Paris, Texas", Berlin': ["Berlin", "Paris, Texas"],
    "“Paris, Texas”": ["Paris, Texas"],
    '"Paris, Texas': ["Paris", "Texas"],
    '12" vinyl': ['12" vinyl'],
    "a,,b , ": ["a", "b"],
    "Climate\nChange": ["Change", "Climate"],
    "Élysée, elysee, ÉLYSÉE": ["Élysée"],
    "C, C#, C++": ["C", "C#", "C++"],
    "  two   words ": ["two words"],
    "": [],
}


def test_commas_part_tags_and_spaces_never_do():
    assert {text: split_tags(text) for text in TYPED} == TYPED


def test_what_was_typed_is_shown_again_as_it_means():
    for names in TYPED.values():
        shown = join_tags([Tag(name=name) for name in names])
        assert split_tags(shown) == names


def test_the_form_takes_new_york_as_one_tag(desk, chief):
    item = pages.story(chief)
    where = f"/admin/stories/story/{item.pk}/change/"
    form = desk.get(where).context["adminform"].form
    assert form.fields["tags"].clean("New York") == ["New York"]


def test_all_writings_of_a_tag_are_one_tag(chief):
    item = pages.story(chief, tags=("Élysée",))
    other = pages.story(chief, "Other", tags=("elysee", "ÉLYSÉE"))
    pages.faq(chief, tags=("E\u0301lyse\u0301e",))
    other.tags.add("ELYSEE")
    assert list(Tag.objects.values_list("name", flat=True)) == ["Élysée"]
    assert document_of(Story.objects.get(pk=item.pk)).tags == ("Élysée",)
    assert document_of(Story.objects.get(pk=other.pk)).tags == ("Élysée",)


def test_every_tag_has_a_page_feeds_and_a_link_of_its_own(client, chief):
    names = ("C", "C#", "C++", "Политика", "日本", "日本語", "Ελλάδα", "مصر", "日" * 60, "日" * 61)
    for n, name in enumerate(names):
        publish(pages.story(chief, f"Story {n}", tags=(name,)), actor=chief)
    assert len({tag_slug(name) for name in names}) == len(names)
    for n, name in enumerate(names):
        text = client.get(f"/stories/story-{n}/").content.decode()
        path = f"/tags/{tag_slug(name)}/"
        assert f'href="{path}"' in text
        page = client.get(path).content.decode()
        assert f"<h1>{name}</h1>" in page or f">{name}</h1>" in page
        assert page.count(f'href="/stories/story-{n}/"') >= 1
        assert not any(f'"/stories/story-{m}/"' in page for m in range(len(names)) if m != n)
        for form in FEEDS:
            assert client.get(f"/feeds/tags/{tag_slug(name)}.{form}").status_code == 200


@pytest.fixture
def zebra(chief):
    """A live story with a tag, a draft, and one that waits."""
    live = pages.story(chief, "Live", tags=("Zebra crossing",))
    publish(live, actor=chief)
    pages.story(chief, "Draft", tags=("Zebra crossing",))
    return Story.objects.get(pk=live.pk)


def tag(name="Zebra crossing"):
    return Tag.objects.get(name=name)


def leads(client, path):
    answer = client.get(path)
    return answer["Location"] if answer.status_code == 301 else answer.status_code


def test_renaming_leaves_no_dead_address_at_any_time(client, chief, zebra):
    workflow.rename(tag(), name="Pedestrian crossing", slug="crossings", actor=chief)
    for again in (False, True):
        if again:
            STORY.revise(zebra, document_of(Story.objects.get(pk=zebra.pk)), actor=chief)
            publish(zebra, actor=chief, kind="minor") if changed(zebra) else None
        assert leads(client, "/tags/crossings/") == 200
        assert leads(client, "/tags/zebra-crossing/") == "/tags/crossings/"
        assert leads(client, "/tags/pedestrian-crossing/") == "/tags/crossings/"
        for form in FEEDS:
            assert leads(client, f"/feeds/tags/crossings.{form}") == 200
            assert (
                leads(client, f"/feeds/tags/zebra-crossing.{form}")
                == f"/feeds/tags/crossings.{form}"
            )
        text = client.get("/stories/live/").content.decode()
        assert 'href="/tags/crossings/"' in text
        assert "Pedestrian crossing" in client.get("/tags/crossings/").content.decode()
    assert "Pedestrian crossing" in client.get("/stories/live/").content.decode()
    assert TagEvent.objects.get(verb="rename").actor == chief


def changed(item):
    item.refresh_from_db()
    return item.digest != item.latest_edition().digest


def test_what_was_approved_with_the_old_name_is_approved_again(settings, chief):
    settings.SECOND_READER = ("stories",)
    item = approve(pages.story(chief, "Held", tags=("Zebra crossing",)), actor=chief)
    workflow.rename(tag(), name="Crossing", actor=chief)
    with pytest.raises(ApprovalVoid):
        STORY.publish(item, actor=chief, **accepted(item))


def test_renaming_to_and_fro_and_twice_goes_round_in_no_circle(client, chief, zebra):
    for name in ("A", "B", "Zebra crossing", "B", "Zebra crossing"):
        workflow.rename(Tag.objects.get(), name=name, actor=chief)
    assert leads(client, "/tags/zebra-crossing/") == 200
    workflow.rename(tag(), name="Zebra Crossing", slug="zebras", actor=chief)
    workflow.rename(Tag.objects.get(), name="Zebra Crossing", slug="", actor=chief)
    assert leads(client, "/tags/zebra-crossing/") == 200
    assert leads(client, "/tags/zebras/") == "/tags/zebra-crossing/"


def test_a_rename_survives_a_rebuild_of_the_catalogue(client, chief, zebra):
    workflow.rename(tag(), name="Crossing", actor=chief)
    before = list(Merged.objects.order_by("key").values("key", "into", "title", "known"))
    call_command("rebuild_catalogue")
    assert list(Merged.objects.order_by("key").values("key", "into", "title", "known")) == before
    assert leads(client, "/tags/zebra-crossing/") == "/tags/crossing/"


def test_what_only_drafts_called_a_tag_is_told_to_nobody(client, chief, zebra):
    secret = workflow.create("Secret plan", actor=chief)
    pages.story(chief, "Plan", tags=("Secret plan",))
    workflow.rename(secret, name="Open plan", actor=chief)
    publish(Story.objects.get(headline="Plan"), actor=chief)
    assert leads(client, "/tags/open-plan/") == 200
    assert leads(client, "/tags/secret-plan/") == 404
    assert not TagAddress.objects.filter(slug="secret-plan").exists()


def test_a_tag_that_waits_is_not_told_of_by_a_redirect(
    client, chief, zebra, django_capture_on_commit_callbacks
):

    waiting = pages.story(chief, "Waiting", tags=("Secret plan",))
    schedule(waiting, actor=chief, at=timezone.now() + timedelta(hours=1))
    workflow.merge(tag("Secret plan"), tag(), actor=chief)
    assert leads(client, "/tags/secret-plan/") == 404
    assert leads(client, "/cards/tag/secret-plan.jpg") == 404


def test_a_name_or_address_of_another_tag_is_refused_with_the_way_there(desk, chief, zebra):
    other = workflow.create("Bridges", actor=chief)
    workflow.rename(tag(), name="Crossing", actor=chief)
    for name, slug in (("crossing", ""), ("ZEBRA crossing", ""), ("Spans", "zebra-crossing")):
        with pytest.raises(TagTaken, match="Crossing"):
            workflow.rename(other, name=name, slug=slug, actor=chief)
        answer = desk.post(f"/admin/taggit/tag/{other.pk}/change/", {"name": name, "slug": slug})
        assert f'href="/admin/taggit/tag/{tag("Crossing").pk}/change/"' in answer.content.decode()
    other.refresh_from_db()
    assert other.name == "Bridges"


def test_the_form_says_what_renaming_does_before_it_does_it(desk, client, chief, zebra):
    item = tag()
    sent = {"name": "Pedestrian crossing", "slug": "crossings"}
    answer = desk.post(f"/admin/taggit/tag/{item.pk}/change/", sent)
    text = answer.content.decode()
    assert tag() == item
    for told in ("Nothing is saved yet", "/stories/live/", "Published version, draft"):
        assert told in text
    for path in ("/tags/zebra-crossing/", "/tags/crossings/", "/feeds/tags/zebra-crossing.xml"):
        assert f'href="{path}"' in text
    answer = desk.post(f"/admin/taggit/tag/{item.pk}/change/", sent | {"_confirmed": "1"})
    assert answer.status_code == 302
    assert leads(client, "/tags/zebra-crossing/") == "/tags/crossings/"


def seen(client, *paths):
    return {path: (leads(client, path), names_in(client, path)) for path in paths}


def names_in(client, path):
    answer = client.get(path)
    return sorted({part for part in answer.content.decode().split('"') if "/stories/" in part})


def test_two_tags_are_merged_and_parted_again(desk, client, chief, zebra):
    publish(pages.story(chief, "Other", tags=("Crossings",)), actor=chief)
    paths = [
        *("/tags/zebra-crossing/", "/tags/crossings/", "/stories/live/", "/stories/other/"),
        *(
            f"/feeds/tags/{slug}.{form}"
            for slug in ("zebra-crossing", "crossings")
            for form in FEEDS
        ),
    ]
    before = seen(client, *paths)
    where = f"/admin/taggit/tag/{tag().pk}/merge/"
    asked = desk.post(where, {"stays": "CROSSINGS", "reason": "One thing."})
    assert not TagMerge.objects.exists()
    for told in ("/stories/live/", "Published version", "/feeds/tags/zebra-crossing.atom"):
        assert told in asked.content.decode()
    assert desk.post(where, {"stays": "crossings", "_do": "1"}).status_code == 302
    assert leads(client, "/tags/zebra-crossing/") == "/tags/crossings/"
    listed = client.get("/tags/crossings/").content.decode()
    assert "/stories/live/" in listed
    assert "/stories/other/" in listed
    for form in FEEDS:
        assert (
            leads(client, f"/feeds/tags/zebra-crossing.{form}") == f"/feeds/tags/crossings.{form}"
        )
    record = TagMerge.objects.get()
    assert desk.get("/admin/taggit/tag/merges/").status_code == 200
    assert desk.post(f"/admin/taggit/tag/merges/{record.pk}/undo/").status_code == 302
    assert seen(client, *paths) == before
    assert desk.post(f"/admin/taggit/tag/merges/{record.pk}/undo/").status_code == 409
    assert sorted(TagEvent.objects.values_list("verb", flat=True)) == [
        *("absorb", "merge", "unmerge", "unmerge")
    ]


def test_merges_in_a_chain_come_apart_in_any_order(client, chief, zebra):
    for name in ("One", "Two"):
        publish(pages.story(chief, f"About {name}", tags=(name,)), actor=chief)
    first = workflow.merge(tag(), tag("One"), actor=chief)
    second = workflow.merge(tag("One"), tag("Two"), actor=chief)
    assert leads(client, "/tags/zebra-crossing/") == leads(client, "/tags/one/") == "/tags/two/"
    with pytest.raises(TagMergeRefused):
        workflow.merge(tag("Two"), tag("One"), actor=chief)
    workflow.undo(first, actor=chief)
    assert leads(client, "/tags/zebra-crossing/") == 200
    assert leads(client, "/tags/one/") == "/tags/two/"
    workflow.undo(second, actor=chief)
    assert leads(client, "/tags/one/") == 200
    assert not Merged.objects.exists()


MAY_MERGE = {"Moderator", "Desk chief"}


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator", "Desk chief", ""])
def test_merging_is_open_to_those_who_may_merge_and_to_nobody_else(client, chief, zebra, role):
    record = workflow.merge(tag(), workflow.create("Other", actor=chief), actor=chief)
    third = workflow.create("Third", actor=chief)
    client.force_login(person(role, "somebody") if role else outsider())
    for where in ("merges/", f"merges/{record.pk}/undo/", f"{third.pk}/merge/"):
        expected = 200 if role in MAY_MERGE else 403
        assert client.get(f"/admin/taggit/tag/{where}").status_code == expected, where
        if role not in MAY_MERGE:
            assert client.post(f"/admin/taggit/tag/{where}", {"stays": "Other"}).status_code == 403


def test_who_may_not_merge_does_not(client, chief, zebra):
    reporter = person("Reporter")
    other = workflow.create("Other", actor=chief)
    with pytest.raises(PermissionDenied):
        workflow.merge(tag(), other, actor=reporter)
    client.force_login(reporter)
    assert client.get(f"/admin/taggit/tag/{other.pk}/merge/").status_code == 403
    with pytest.raises(PermissionDenied):
        workflow.rename(tag(), name="X", actor=outsider())
