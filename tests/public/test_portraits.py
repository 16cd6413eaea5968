"""Portraits of authors: shown where somebody is named once readers know them, and gone when taken away."""

from datetime import timedelta

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.images import uploads
from newsdesk.presentation.api_address import api_address
from newsdesk.site.image_inventory import illustrations
from stories import authors
from stories.documents import Byline
from stories.models.author import Author
from stories.models.draft import Story
from tests import pages, release
from tests.desk.screens import address
from tests.public import desk
from tests.public.test_history import change
from tests.public.test_pictures import media

pytestmark = pytest.mark.usefixtures("today", "made_each_time")
ADA = (Byline(name="Ada Reed", slug="ada-reed", role="Harbour editor"),)


@pytest.fixture
def ada(chief):
    desk.story(chief, bylines=ADA)
    return with_portrait(Author.objects.get(slug="ada-reed"), chief)


def with_portrait(author, chief):
    desk.show_portrait(author)
    return authors.save(author, actor=chief, fields=["image"])


def shown(author):
    """Return how the address of the portrait begins, whatever its size."""
    return f"/media/{author.image.name.removesuffix('.webp')}"


def test_it_stands_on_the_authors_page_in_the_list_and_before_the_byline(ada, read):
    (face,) = read("/people/ada-reed/").xpath('//header//img[@class="portrait big"]')
    assert face.get("src").startswith(shown(ada))
    assert face.get("alt") == "Ada Reed on a quay"
    (listed,) = read("/people/").xpath("//main//li//img")
    (lined,) = read("/stories/the-ferry-turns/").xpath('//p[@class="byline"]//img')
    for beside_the_name in (listed, lined):
        assert beside_the_name.get("src").startswith(shown(ada))
        assert beside_the_name.get("alt") == ""


def test_who_took_it_is_told(ada, read):
    assert "Cy Dent" in read("/people/ada-reed/").xpath("string(//main)")


def test_without_one_initials_stand_there_and_nothing_in_the_byline(chief, read):
    desk.story(chief, bylines=ADA)
    for path in ("/people/", "/people/ada-reed/"):
        assert read(path).xpath("string(//main//span[contains(@class, 'drawn')])") == "AR"
    assert not read("/stories/the-ferry-turns/").xpath('//p[@class="byline"]//img')


def test_machines_are_told(ada, client, linked_data):
    image = linked_data("/people/ada-reed/")["ProfilePage"]["mainEntity"]["image"]
    assert image["url"].endswith(f"/media/{ada.image.name}")
    assert (image["width"], image["height"]) == (500, 600)
    (author,) = linked_data("/stories/the-ferry-turns/")["BackgroundNewsArticle"]["author"]
    assert shown(ada) in author["image"]
    (entry,) = client.get("/feeds/people/ada-reed.json").json()["items"]
    (writer,) = entry["authors"]
    assert writer["url"].endswith("/people/ada-reed/")
    assert shown(ada) in writer["avatar"]
    atom = feedparser.parse(client.get("/feeds/people/ada-reed.atom").content)
    assert atom.entries[0].author_detail["href"].endswith("/people/ada-reed/")


def test_the_portrait_follows_its_author_to_another_address(chief, ada, client, read):
    ada.slug = "ada-morris"
    authors.save(ada, actor=chief, fields=["slug"])
    (lined,) = read("/stories/the-ferry-turns/").xpath('//p[@class="byline"]//img')
    assert lined.get("src").startswith(shown(ada))
    (entry,) = client.get("/feeds/stories.json").json()["items"]
    assert shown(ada) in entry["authors"][0]["avatar"]


def test_a_past_version_shows_the_face_of_today(chief, ada, read):
    ada.slug = "ada-morris"
    authors.save(ada, actor=chief, fields=["slug"])
    (lined,) = read("/stories/the-ferry-turns/history/1/").xpath('//p[@class="byline"]//img')
    assert lined.get("src").startswith(shown(ada))


def test_a_past_version_hides_the_face_of_who_is_on_no_page_any_more(chief, ada, read):
    change(Story.objects.get(), chief, bylines=(Byline(name="Bo Dent", slug="bo-dent"),))
    assert "Ada Reed" in read("/stories/the-ferry-turns/history/1/").xpath("string(//main)")
    assert not read("/stories/the-ferry-turns/history/1/").xpath('//p[@class="byline"]//img')


def test_a_preview_shows_the_face_of_whose_first_story_waits(chief, client):
    story = pages.story(chief, "Waits", bylines=ADA)
    author = with_portrait(Author.objects.get(slug="ada-reed"), chief)
    client.force_login(chief)
    preview = client.get(address("preview", story))
    assert shown(author) in preview.content.decode()


def test_the_api_tells_of_it(ada, client):
    (byline,) = client.get(api_address(Page.objects.get(kind="story"))).json()["bylines"]
    assert shown(ada) in byline["image"]["address"]
    assert byline["image"]["alt"] == "Ada Reed on a quay"


def test_a_portrait_is_nobodys_but_the_desks_before_readers_know_its_author(chief, client):
    waits = pages.story(chief, "Waits", bylines=ADA)
    release.schedule(waits, actor=chief, at=timezone.now() + timedelta(hours=1))
    author = with_portrait(Author.objects.get(slug="ada-reed"), chief)
    assert media(client, author.image.name).status_code == 404
    client.force_login(chief)
    assert media(client, author.image.name)["Cache-Control"] == "no-store, private"


def test_readers_have_the_one_of_today_and_no_other(
    chief, ada, client, django_capture_on_commit_callbacks
):
    before = ada.image.name
    assert media(client, before).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        with_portrait(ada, chief)
    assert ada.image.name != before
    assert media(client, before).status_code == 404
    assert not default_storage.exists(before)
    assert media(client, ada.image.name).status_code == 200


def test_it_is_refused_too_small_or_untold(chief, ada):
    tiny = SimpleUploadedFile("x.jpg", pages.picture(size=(300, 120)).read())
    ada.image = uploads.store(tiny).name
    with pytest.raises(ValidationError, match="300 by 120 pixels"):
        authors.save(ada, actor=chief)
    desk.show_portrait(ada)
    ada.image_alt = " "
    with pytest.raises(ValidationError, match="Say what the portrait shows"):
        authors.save(ada, actor=chief)


def test_the_form_takes_one_and_asks_for_words(chief, ada, client):
    client.force_login(chief)
    form = reverse("admin:stories_author_change", args=[ada.pk])
    typed = {"name": ada.name, "slug": ada.slug, "image_alt": ""}
    data = pages.picture(size=(500, 600)).read()
    answer = client.post(form, typed | {"image": SimpleUploadedFile("me.jpg", data)})
    assert "Say what the portrait shows" in answer.content.decode()
    note = answer.context["adminform"].form["image"]
    assert "image-kept" in str(note)
    typed |= {"image_alt": "Ada Reed at sea", "image_focus_x": 10, "image_focus_y": 20}
    client.post(form, typed | {"image": SimpleUploadedFile("me.jpg", data)})
    before = ada.image.name
    ada.refresh_from_db()
    assert ada.image.name != before
    assert (ada.image_alt, ada.image_focus_x, ada.image_width) == ("Ada Reed at sea", 10, 500)
    assert "image" in ada.events.latest("pk").detail["fields"]


def test_the_inventory_has_it_and_makes_the_sizes_that_are_shown(ada):
    (found,) = [each for each in illustrations() if each.page == "author:ada-reed"]
    assert (found.name, found.public, found.shapes) == (ada.image.name, True, ("square",))


def test_a_picture_chosen_along_with_another_name_survives_the_question(chief, ada, client):
    client.force_login(chief)
    form = reverse("admin:stories_author_change", args=[ada.pk])
    typed = {"name": "Ada Morris", "slug": ada.slug, "image_alt": "Ada Morris at sea"}
    data = pages.picture(size=(500, 600)).read()
    asked = client.post(form, typed | {"image": SimpleUploadedFile("me.jpg", data)})
    before = ada.image.name
    client.post(form, dict(asked.context["sent"]) | {asked.context["confirmed"]: "1"})
    ada.refresh_from_db()
    assert ada.name == "Ada Morris"
    assert ada.image.name != before
