"""A store of pictures that is away or full: pages are whole but for the picture, and nothing is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from newsdesk.images import uploads
from newsdesk.images.cards import Face, drawn
from newsdesk.images.jobs import make_sizes
from newsdesk.images.renditions import Lost, opened
from newsdesk.images.storage import StoreFailed, WholeFiles
from newsdesk.workflow.restorable import picture_now
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages
from tests.desk.screens import address, fields, signed_in
from tests.people import person
from tests.public import desk

ASKED = ("_open", "_save", "delete", "exists", "size", "listdir")


@pytest.fixture
def chief(db):
    return person("Desk chief")


@pytest.fixture
def away(monkeypatch):
    """Return what takes the store away."""

    def take():
        def fail(*args, **kwargs):
            raise StoreFailed("No answer.")

        for name in ASKED:
            monkeypatch.setattr(default_storage, name, fail)

    return take


@pytest.fixture
def shown(chief):
    """A published story with a picture."""
    image = desk.image()
    return desk.story(chief, image=image), image


def test_readers_have_the_page_and_hear_that_the_picture_may_come_back(shown, client, away):
    _, image = shown
    away()
    assert client.get("/stories/the-ferry-turns/").status_code == 200
    for path in ("/feeds/stories.xml", "/feeds/stories.json", "/"):
        assert client.get(path).status_code == 200
    answer = client.get(f"/media/{image.name}")
    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Accel-Expires"] == "0"
    assert "Retry-After" in answer


def test_a_picture_of_a_draft_is_no_more_to_be_had_than_before(chief, client, away):
    image = desk.image()
    pages.story(chief, image=image)
    away()
    assert client.get(f"/media/{image.name}").status_code == 404


def test_a_card_without_its_picture_is_shown_and_not_kept(away, monkeypatch):
    image = desk.image()
    face = Face(title="The ferry turns", kicker="Explained", site="Newsdesk", picture=image.name)
    away()
    assert drawn("story-9", face)
    monkeypatch.undo()
    assert not default_storage.exists("cards/story-9")


def test_a_story_with_a_picture_can_be_saved(chief, away):
    story = pages.story(chief, image=desk.image())
    client = signed_in(chief)
    told = fields(client.get(address("change", story))) | {"headline": "Typed", "_continue": "1"}
    away()
    assert client.post(address("change", story), told).status_code == 302
    saved = Story.objects.get(pk=story.pk)
    assert (saved.headline, saved.image.name) == ("Typed", story.image.name)
    assert (saved.image_width, saved.image_height) == (story.image_width, story.image_height)


def test_a_picture_that_cannot_be_measured_has_its_size_when_it_is_loaded_again(
    chief, away, monkeypatch
):
    story, other = (
        pages.story(chief, image=desk.image()),
        uploads.store(pages.picture(size=(90, 30))),
    )
    away()
    story.image = other.name
    story.save()
    assert (story.image_width, story.image_height) == (None, None)
    monkeypatch.undo()
    again = Story.objects.get(pk=story.pk)
    assert (again.image_width, again.image_height) == (90, 30)


def test_an_upload_is_refused_in_a_sentence_and_a_note_of_before_believed(away):
    kept = uploads.store(pages.picture())
    note = uploads.ticket(kept)
    away()
    with pytest.raises(ValidationError, match="could not be kept"):
        uploads.store(pages.picture())
    assert uploads.redeem(note) == kept


def test_an_old_version_keeps_its_picture(away):
    image = desk.image()
    away()
    assert picture_now(image) == (image, ())


def test_a_job_fails_rather_than_call_the_picture_lost(shown, away):
    _, image = shown
    away()
    with pytest.raises(StoreFailed):
        opened(image.name)
    told = {"name": image.name, "width": image.width, "height": image.height}
    with pytest.raises(StoreFailed):
        make_sizes.func([(("",), told)])


def test_a_file_that_is_missing_is_lost_and_the_store_is_well():
    with pytest.raises(Lost):
        opened(uploads.new_name())


@pytest.mark.usefixtures("shown")
def test_commands_say_so(away):
    away()
    with pytest.raises(CommandError, match="store of images failed"):
        call_command("make_renditions")


@pytest.mark.django_db(transaction=True)
def test_a_backup_fails_and_leaves_no_file(away, tmp_path):
    pages.story(person("Desk chief"), image=desk.image())
    away()
    with pytest.raises(CommandError, match="No backup was made: No answer"):
        call_command("backup", str(tmp_path / "desk.backup"))
    assert list(tmp_path.iterdir()) == []


def test_what_a_disk_raises_is_that_one_error(tmp_path):
    store = WholeFiles(location=tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreFailed):
        store.open("folder")
    with pytest.raises(StoreFailed):
        store.listdir("x" * 300)
    with pytest.raises(FileNotFoundError):
        store.open("nothing")
    with pytest.raises(FileNotFoundError):
        store.size("nothing")
    with pytest.raises(FileNotFoundError):
        store.listdir("nothing")


def test_publishing_does_not_wait_for_the_store(chief, away, client, settings):
    settings.JOBS_IN_REQUESTS = False
    image = desk.image()
    item = pages.story(chief, image=image)
    away()
    desk.release.publish(item, actor=chief)
    assert STORY.items.get(pk=item.pk).editions.count() == 1
    assert client.get("/stories/the-ferry-turns/").status_code == 200
