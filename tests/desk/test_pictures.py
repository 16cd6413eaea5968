"""Choosing a picture in the desk: it survives a refused form, a full disk, and says where its point is."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from newsdesk.images import uploads
from stories import working_copy
from stories.models.draft import Story
from tests import pages
from tests.desk.folds import is_saved, unfold
from tests.desk.screens import address, errors, fields, fresh, save, signed_in, text, tree
from tests.people import person
from tests.public import desk

WRONG = {"tags": "x" * 120}


def upload(size=(400, 200)):
    return SimpleUploadedFile("x.png", pages.picture("PNG", size).getvalue(), "image/png")


def stored():
    folders, _ = (
        default_storage.listdir("pictures") if default_storage.exists("pictures") else ((), ())
    )
    return {name for each in folders for name in default_storage.listdir(f"pictures/{each}")[1]}


@pytest.mark.django_db
def test_a_chosen_picture_survives_a_form_that_is_refused():
    chief = person("Desk chief")
    story, client = pages.story(chief), signed_in(chief)
    refused = save(client, story, image=upload(), **WRONG)
    assert errors(refused)
    assert "need not choose it again" in text(refused)
    (shown,) = tree(refused).xpath("//focal-point/img/@src")
    assert b"".join(client.get(shown))[8:12] == b"WEBP"
    before = stored()
    again = client.post(address("change", story), fields(refused) | {"tags": "", "_continue": "1"})
    assert again.status_code == 302
    story = fresh(story)
    assert f"/media/{story.image.name}" == shown
    assert (story.image_width, story.image_height) == (400, 200)
    assert stored() == before
    assert story.events.first().detail == {"fields": ["image"]}


@pytest.mark.django_db
def test_a_picture_survives_being_refused_twice_and_a_new_choice_wins():
    chief = person("Desk chief")
    story, client = pages.story(chief), signed_in(chief)
    first = save(client, story, image=upload(), **WRONG)
    second = client.post(address("change", story), fields(first))
    assert errors(second)
    assert tree(second).xpath("//focal-point/img/@src") == tree(first).xpath(
        "//focal-point/img/@src"
    )
    data = fields(second) | {"tags": "", "image": upload((60, 30)), "_continue": "1"}
    client.post(address("change", story), data)
    assert fresh(story).image_width == 60


@pytest.mark.django_db
@pytest.mark.parametrize("note", ["x", "pictures/aa/b.webp", ":" * 9, "\N{SNOWMAN}"])
def test_a_forged_note_of_a_picture_is_refused_in_a_sentence(note):
    chief = person("Desk chief")
    story = pages.story(chief)
    answer = save(signed_in(chief), story, **{"image-kept": note})
    assert "choose it again" in errors(answer)
    assert not fresh(story).image


@pytest.mark.django_db
def test_a_note_of_a_picture_that_was_tidied_away_is_refused_in_a_sentence():
    chief = person("Desk chief")
    story, kept = pages.story(chief), uploads.store(pages.picture())
    note = uploads.ticket(kept)
    default_storage.delete(kept.name)
    answer = save(signed_in(chief), story, **{"image-kept": note})
    assert "choose it again" in errors(answer)


@pytest.mark.django_db
def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(monkeypatch):
    chief = person("Desk chief")
    story, before = pages.story(chief, image=desk.image()), stored()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsdesk.images.storage.os.fsync", full)
    answer = save(signed_in(chief), story, image=upload(), headline="Typed")
    assert answer.status_code == 200
    assert "no room left" in errors(answer)
    assert fields(answer)["headline"] == ["Typed"]
    assert tree(answer).xpath("//focal-point/img/@src") == [f"/media/{story.image.name}"]
    assert stored() == before
    assert fresh(story).image == story.image


@pytest.mark.django_db
def test_a_picture_without_words_asks_for_them_beside_the_field():
    chief = person("Desk chief")
    story, client = pages.story(chief, image=desk.image(alt="")), signed_in(chief)
    form = client.get(address("change", story))
    assert "no alt text yet" in text(form)
    save(client, story, image_alt="A ferry")
    assert "no alt text yet" not in text(client.get(address("change", story)))


@pytest.mark.django_db
def test_a_picture_can_be_taken_off_the_page():
    chief = person("Desk chief")
    story = pages.story(chief, image=desk.image())
    save(signed_in(chief), story, **{"image-clear": "on"})
    assert not fresh(story).image
    assert working_copy.document_of(fresh(story)).image is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"), [("", 50), ("0", 0), ("100", 100), ("101", None), ("-1", None), ("x", None)]
)
def test_the_focal_point_is_two_numbers_that_work_without_a_script(typed, meant):
    chief = person("Desk chief")
    story = pages.story(chief, image=desk.image())
    answer = save(signed_in(chief), story, image_focus_x=typed)
    image = working_copy.document_of(fresh(story)).image
    if meant is None:
        assert errors(answer)
        assert image.focus_x == 50
    else:
        assert answer.status_code == 302
        assert image.focus_x == meant


@pytest.mark.django_db(transaction=True)
def test_the_focal_point_is_set_by_a_click_and_by_the_keyboard(open_page, shots):
    chief = person("Desk chief")
    kept = uploads.store(pages.picture(size=(800, 400)))
    image = desk.Image(name=kept.name, width=kept.width, height=kept.height, alt="A ferry")
    story = pages.story(chief, image=image)
    page = open_page(user=chief)
    page.goto(address("change", story))
    unfold(page, "picture")
    picture = page.locator("focal-point img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    expect(page.get_by_label("Focal point from the left")).to_have_value("25")
    expect(page.get_by_label("Focal point from the top")).to_have_value("75")
    marker = page.get_by_role("slider", name=re.compile("Focal point"))
    marker.press("ArrowLeft")
    marker.press("Shift+ArrowUp")
    expect(marker).to_have_attribute("aria-valuetext", "23% from the left, 65% from the top")
    shots(page, "desk-focal-point")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    is_saved(page)
    story = fresh(story)
    assert (story.image_focus_x, story.image_focus_y) == (23, 65)


@pytest.mark.django_db(transaction=True)
def test_a_picture_is_shown_as_soon_as_it_is_chosen(open_page):
    page = open_page(user=person("Desk chief"))
    page.goto(reverse("admin:stories_story_add"))
    data = pages.picture("PNG", (300, 100)).getvalue()
    file = {"name": "x.png", "mimeType": "image/png", "buffer": data}
    unfold(page, "picture")
    page.set_input_files("#id_image", [file])
    expect(page.get_by_role("img", name="The image just chosen")).to_be_visible()
    expect(page.get_by_role("slider")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("no alt text yet")).to_be_visible()
    assert Story.objects.get().image_width == 300
