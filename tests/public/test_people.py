"""People who write: their pages, the list of them, their feeds, and what is never told of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stories import authors
from stories.documents import Byline
from stories.models.author import Author
from tests import pages, release
from tests.public import desk

pytestmark = pytest.mark.usefixtures("today", "made_each_time")
ADA = (Byline(name="Ada Reed", slug="ada-reed", role="Harbour editor"),)


@pytest.fixture
def ada(chief):
    desk.story(chief, bylines=ADA)
    author = Author.objects.get(slug="ada-reed")
    author.biography = "She has crossed every ferry."
    author.covers, author.languages = "Ferries, harbours", "English, German"
    author.contact, author.disclosures = "ada@example.org", "Owns a rowing boat."
    return authors.save(author, actor=chief, fields=["biography"])


def test_a_page_says_who_somebody_is(ada, read, linked_data):
    words = read("/people/ada-reed/").xpath("string(//main)")
    for told in ("Harbour editor", "every ferry", "Ferries, harbours", "German", "rowing boat"):
        assert told in words
    assert read("/people/ada-reed/").xpath('//a[@href="mailto:ada@example.org"]')
    person = linked_data("/people/ada-reed/")["ProfilePage"]["mainEntity"]
    assert person["jobTitle"] == "Harbour editor"
    assert person["knowsAbout"] == ["Ferries", "harbours"]
    assert person["email"] == "ada@example.org"
    story = read("/stories/the-ferry-turns/").xpath("string(//p[@class='byline'])")
    assert "Ada Reed, Harbour editor" in story


def test_a_change_is_read_at_once(chief, ada, client):
    before = client.get("/people/ada-reed/")["ETag"]
    ada.biography = "She rows now."
    authors.save(ada, actor=chief, fields=["biography"])
    after = client.get("/people/ada-reed/")
    assert "She rows now." in after.content.decode()
    assert after["ETag"] != before


def test_the_list_has_whoever_has_a_visible_story(chief, ada, client, read):
    waits = pages.story(chief, "Waits", bylines=(Byline(name="Cy Dent", slug="cy-dent"),))
    release.schedule(waits, actor=chief, at=timezone.now() + timedelta(hours=1))
    page = read("/people/")
    assert page.xpath("//main//h2/a/@href") == ["/people/ada-reed/"]
    assert "Cy Dent" not in page.text_content()
    for path in ("/people/cy-dent/", "/feeds/people/cy-dent.xml"):
        assert client.get(path).status_code == 404
    for form in ("xml", "atom", "json"):
        feed = client.get(f"/feeds/people/ada-reed.{form}")
        assert "The ferry turns" in feed.content.decode()


def test_a_contact_runs_no_script(chief, ada, client):
    ada.contact = "javascript:alert(1)"
    authors.save(ada, actor=chief, fields=["contact"])
    page = client.get("/people/ada-reed/").content.decode()
    assert 'href="javascript:' not in page
