"""The command makes what is missing of published pictures, and names what is lost or nobody's."""

import io
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from newsdesk.images import uploads
from newsdesk.site.image_inventory import illustrations
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages
from tests.people import person
from tests.public import desk


@pytest.fixture
def chief(db):
    return person("Desk chief")


def run(**options):
    out = io.StringIO()
    call_command("make_renditions", stdout=out, **options)
    return out.getvalue()


def test_what_is_missing_is_made_once(chief):
    desk.story(chief, image=desk.image())
    desk.topic(chief, image=desk.image())
    # Forty pixels wide: one file of each shape in both kinds, two shapes for a story, one for a topic.
    assert "6 files made for 2 images" in run()
    assert "0 files made for 2 images" in run()


def test_pictures_of_past_editions_are_made_and_those_of_drafts_are_not(chief):
    item = desk.story(chief, image=desk.image())
    STORY.revise(item, replace(document_of(item), image=desk.image()), actor=chief)
    pages.story(chief, "A draft", image=desk.image())
    assert "4 files made for 3 images" in run()
    assert [each.public for each in illustrations()] == [True, False, False]


def test_a_lost_picture_is_named_and_the_others_are_made(chief):
    lost, kept = desk.image(), desk.image()
    item = desk.story(chief, image=lost)
    desk.story(chief, "Another", image=kept)
    default_storage.delete(lost.name)
    with pytest.raises(CommandError, match=f"{lost.name}, named by {item.key}"):
        run()
    assert default_storage.exists(kept.name.replace(".webp", "-480.avif"))


def test_a_lost_picture_of_a_draft_is_named(chief):
    lost = desk.image()
    pages.story(chief, image=lost)
    default_storage.delete(lost.name)
    with pytest.raises(CommandError, match=lost.name):
        run()


def test_a_picture_that_no_page_names_is_reported_and_stays(chief):
    nobodys = uploads.store(pages.picture())
    assert nobodys.name in run(verbosity=2)
    assert default_storage.exists(nobodys.name)


def test_publishing_leaves_the_work_to_a_job(chief, settings, django_capture_on_commit_callbacks):
    settings.JOBS_IN_REQUESTS = False
    with django_capture_on_commit_callbacks(execute=True):
        desk.story(chief, image=desk.image())
    assert "4 files made" in run()
