"""Pictures and social cards: readers get those of pages that they can see, in the file that fits."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b

import feedparser
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone
from lxml import html
from PIL import Image

from entities.workflow import ENTITY
from newsdesk.catalogue.models import Page, Reference
from newsdesk.catalogue.write import rebuild
from newsdesk.images import sizes, uploads
from newsdesk.images.ladder import key_of
from newsdesk.images.renditions import keep
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.people import outsider, person
from tests.public import desk


def large(**values):
    """Return a stored picture of a size that has all rungs, with its focal point off the middle."""
    stored = uploads.store(pages.picture(size=(1_700, 900)))
    words = {"alt": "A ferry at its pier", "focus_x": 20, "focus_y": 70}
    return desk.Image(
        name=stored.name, width=stored.width, height=stored.height, **(words | values)
    )


def media(client, name, **extra):
    """Ask for a file of the media storage; what comes is in `body`; reading it closes the file."""
    response = client.get(f"/media/{name}", **extra)
    response.body = b"".join(response) if response.streaming else response.content
    return response


# Who may see a picture


def test_the_picture_of_a_draft_is_nobodys_but_the_desks(chief, client):
    item = pages.story(chief, image=desk.image())
    name = document_of(item).image.name
    assert media(client, name).status_code == 404
    client.force_login(chief)
    response = media(client, name)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"


def test_a_login_without_the_desk_does_not_open_drafts(chief, client):
    item = pages.story(chief, image=desk.image())
    reader = outsider()
    reader.is_staff = False
    reader.save()
    client.force_login(reader)
    assert media(client, document_of(item).image.name).status_code == 404


def test_a_published_picture_is_open_and_asks_for_no_session(
    chief, client, django_assert_num_queries
):
    item = desk.story(chief, image=desk.image())
    with django_assert_num_queries(1):
        response = media(client, item.image.name)
    assert response.status_code == 200
    assert "Vary" not in response
    assert not response.cookies


def test_a_forged_session_cookie_opens_nothing(chief, client):
    item = pages.story(chief, image=desk.image())
    client.cookies["sessionid"] = "a" * 32
    assert media(client, document_of(item).image.name).status_code == 404


def test_an_unpublished_change_of_the_picture_stays_private(chief, client):
    item = desk.story(chief, image=desk.image())
    new = desk.image()
    STORY.revise(item, replace(document_of(item), image=new), actor=chief)
    assert media(client, new.name).status_code == 404


def test_the_picture_of_a_past_edition_stays_open(chief, client):
    old, new = desk.image(), desk.image()
    item = desk.story(chief, image=old)
    STORY.revise(item, replace(document_of(item), image=new), actor=chief)
    release.publish(item, actor=chief, kind="update")
    for name in (old.name, new.name):
        assert media(client, name).status_code == 200


def test_the_picture_of_a_page_that_waits_opens_with_the_page(chief, client):
    old, new = desk.image(), desk.image()
    item = desk.story(chief, image=old)
    STORY.revise(item, replace(document_of(item), image=new), actor=chief)
    soon = timezone.now() + timedelta(hours=2)
    release.schedule(item, actor=chief, at=soon, kind="update")
    card = card_of(client, item.public_path)
    waiting = Page.objects.get(key=item.key, visible_from=soon)
    ahead = f"/cards/story-{waiting.uid}-{waiting.number}.jpg"
    assert media(client, new.name).status_code == 404
    assert client.get(ahead)["Location"] == card
    with time_machine.travel(soon + timedelta(seconds=1)):
        assert media(client, new.name).status_code == 200
        assert media(client, old.name).status_code == 200
        assert client.get(ahead).status_code == 200


@pytest.mark.parametrize("build", [desk.story, desk.topic])
def test_withdrawing_a_page_takes_its_picture_away(chief, client, build):
    item = build(chief, image=desk.image())
    name = item.image.name
    assert media(client, name).status_code == 200
    verbs = STORY if build is desk.story else ENTITY
    verbs.withdraw(item, actor=chief, note="It was wrong.")
    assert media(client, name).status_code == 404


def test_what_a_page_showed_before_it_was_withdrawn_stays_closed_when_it_comes_back(chief, client):
    old, new = desk.image(), desk.image()
    item = desk.story(chief, "Thirty ferries collide", image=old)
    STORY.withdraw(item, actor=chief, note="Nothing of it holds.")
    mended = replace(document_of(item), headline="The ferry turns", image=new)
    STORY.revise(item, mended, actor=chief)
    release.publish(item, actor=chief, kind="update")
    assert [media(client, name).status_code for name in (old.name, new.name)] == [404, 200]
    found = client.get("/search/", {"q": "thirty collide"}).content.decode()
    assert item.public_path not in found


def test_a_picture_never_counts_as_a_topic_a_tag_or_a_choice(chief, client):
    topic = desk.topic(chief, image=desk.image())
    item = desk.story(chief, image=desk.image(), tags=("Ships",), entities=(topic.key,))
    key = key_of(item.image.name)
    assert Reference.objects.filter(target=f"picture:{key}").exists()
    for path in ("/", "/stories/", "/topics/", "/questions/", "/search/?q=ferry", item.public_path):
        body = client.get(path).content.decode()
        assert "picture:" not in body
    assert client.get(f"/search/?q=ferry&tag=picture:{key}").status_code == 200
    assert client.get(f"/tags/{key}/").status_code == 404
    assert client.get("/topics/harbour-trust/").content.decode().count("story-card-title") == 1


def test_rebuilding_the_catalogue_keeps_pictures_open(chief, client):
    old = desk.image()
    item = desk.story(chief, image=old)
    STORY.revise(item, replace(document_of(item), image=desk.image()), actor=chief)
    release.publish(item, actor=chief, kind="update")
    before = list(Reference.objects.values_list("page__key", "target", "position"))
    rebuild()
    assert list(Reference.objects.values_list("page__key", "target", "position")) == before
    assert media(client, old.name).status_code == 200


# Which file they get


def test_publishing_makes_every_file_that_the_page_names(
    chief, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        item = desk.story(chief, image=large())
    for path in (item.public_path, "/"):
        tree = html.fromstring(client.get(path).content)
        named = [
            part.split()[0]
            for each in tree.xpath("//picture//*/@srcset")
            for part in each.split(", ")
        ]
        assert named
        for address in [*named, *tree.xpath("//picture/img/@src")]:
            response = media(client, address.removeprefix("/media/"))
            kind = address.rpartition(".")[2]
            assert response["Content-Type"] == f"image/{kind}"


def test_a_file_not_made_yet_is_stood_in_for_until_it_is_there(chief, client):
    item = desk.story(chief, image=large())
    name = item.image.name.replace(".webp", "-800.avif")
    response = media(client, name)
    assert response["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(response.body)).format == "WEBP"
    keep(name, b"the real file")
    again = media(client, name, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again["Content-Type"]) == (200, "image/avif")
    assert again.body == b"the real file"


def test_asking_for_files_makes_none(chief, client):
    item = desk.story(chief, image=large())
    folder = item.image.name.rpartition("/")[0]
    before = default_storage.listdir(folder)
    for end in (
        "-800.avif",
        "-481.avif",
        "-card-3x3-400.webp",
        "-card-300x3-400.webp",
        "-9999.webp",
    ):
        media(client, item.image.name.replace(".webp", end))
    assert default_storage.listdir(folder) == before


def test_the_first_picture_is_hurried_and_the_others_wait(chief, client):
    desk.full_story(chief, "Older", image=large())
    topic = desk.topic(chief, "Pier", image=large())
    item = desk.story(chief, image=large(), entities=(topic.key,))
    for path in ("/", item.public_path):
        tree = html.fromstring(client.get(path).content)
        first, *others = tree.xpath("//main//img")
        assert first.get("fetchpriority") == "high"
        assert first.get("loading") is None
        assert others
        assert {(img.get("loading"), img.get("decoding")) for img in others} == {("lazy", "async")}
        assert all(img.get("width") and img.get("height") for img in (first, *others))


def test_the_focal_point_reaches_the_page(chief, client):
    item = desk.story(chief, image=large())
    assert 'class="fx-2 fy-7"' in client.get(item.public_path).content.decode()
    assert "-card-20x70-800." in client.get("/").content.decode()


def test_a_page_with_fifty_pictures_stays_small(chief, client):
    topics = [desk.topic(chief, f"Pier {n}", image=desk.image()) for n in range(50)]
    item = desk.story(chief, image=large(), entities=tuple(topic.key for topic in topics))
    assert len(client.get(item.public_path).content) < 60_000


def test_feeds_name_the_kept_picture_and_show_one_of_moderate_size(chief, client):
    item = desk.story(chief, image=large())
    kept = f"http://127.0.0.1:8000/media/{item.image.name}"
    feed = feedparser.parse(client.get("/feeds/stories.xml").content)
    (enclosure,) = feed.entries[0].enclosures
    assert (enclosure.href, enclosure.type) == (kept, "image/webp")
    (entry,) = client.get("/feeds/stories.json").json()["items"]
    assert entry["image"] == kept
    (shown,) = html.fromstring(entry["content_html"]).xpath("//img")
    assert shown.get("src") == kept.replace(".webp", "-1200.webp")
    assert (shown.get("width"), shown.get("height")) == ("1200", "635")


def test_feeds_tell_the_length_of_the_very_file_they_link(chief, client):
    item = desk.story(chief, image=large())
    plain = desk.story(chief, "No picture")
    true = str(default_storage.size(item.image.name))
    for form in ("xml", "atom"):
        feed = feedparser.parse(client.get(f"/feeds/stories.{form}").content)
        lengths = {entry.title: [e.length for e in entry.enclosures] for entry in feed.entries}
        assert lengths == {str(item): [true], str(plain): []}
    served = client.get(feed.entries[1].enclosures[0].href.removeprefix("http://127.0.0.1:8000"))
    assert len(b"".join(served)) == int(true)


def test_the_storage_is_asked_once_for_the_size_of_a_picture(chief, client, monkeypatch):
    for n in range(3):
        desk.story(chief, f"Ferry {n}", image=desk.image())
    asked, size = [], default_storage.size
    monkeypatch.setattr(default_storage, "size", lambda name: asked.append(name) or size(name))
    for form in ("xml", "atom", "json"):
        client.get(f"/feeds/stories.{form}")
    assert len(asked) == len(set(asked)) == 3


def test_a_picture_whose_file_is_gone_is_no_enclosure(chief, client):
    item = desk.story(chief, image=desk.image())
    default_storage.delete(item.image.name)
    feed = feedparser.parse(client.get("/feeds/stories.xml").content)
    assert not feed.bozo
    assert [entry.enclosures for entry in feed.entries] == [[]]


@pytest.mark.parametrize("kept", [None, "x", -1, 0, True, Exception()])
def test_feeds_do_without_a_cache_and_with_one_that_lies(chief, client, monkeypatch, kept):
    item = desk.story(chief, image=desk.image())

    def lie(keys):
        if isinstance(kept, Exception):
            raise kept
        return dict.fromkeys(keys, kept)

    def refuse(*args):
        raise ConnectionError

    monkeypatch.setattr(sizes.cache, "get_many", lie, raising=False)
    monkeypatch.setattr(sizes.cache, "set_many", refuse, raising=False)
    feed = feedparser.parse(client.get("/feeds/stories.xml").content)
    (enclosure,) = feed.entries[0].enclosures
    assert enclosure.length == str(default_storage.size(item.image.name))


def test_a_topic_tells_machines_the_size_of_its_picture(chief, client):
    item = desk.topic(chief, image=large())
    tree = html.fromstring(client.get(item.public_path).content)
    (data,) = tree.xpath('//script[@type="application/ld+json"]/text()')
    (thing, _) = json.loads(data)["@graph"]
    assert thing["image"]["@type"] == "ImageObject"
    assert thing["image"]["url"].endswith(item.image.name)
    assert (thing["image"]["width"], thing["image"]["height"]) == (1_700, 900)


MOVED = """() => new Promise((resolve) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) moved += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(moved), 300);
})"""


def test_what_moves_would_have_been_seen(transactional_db, page):
    page.goto("/")
    page.evaluate("document.querySelector('main').style.marginTop = '200px'")
    assert page.evaluate(MOVED) > 0


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_when_pictures_come(transactional_db, open_page, width):
    chief = person("Desk chief")
    topic = desk.topic(chief, "Pier", image=large())
    desk.full_story(chief, "Older", image=large())
    item = desk.story(chief, image=large(), entities=(topic.key,))
    page = open_page(width=width)
    for path in ("/", item.public_path, topic.public_path):
        page.goto(path)
        for _ in range(12):  # Down to the end: the pictures below come only when they are near.
            page.mouse.wheel(0, 700)
            page.wait_for_timeout(40)
        page.wait_for_load_state("networkidle")
        # Not nothing: when the font comes, the site's name beside the menu is some pixels wider.
        assert page.evaluate(MOVED) < 0.0001
        first = page.locator("main img").first
        assert first.evaluate("img => img.currentSrc").endswith(".avif")


# Social cards


def card_of(client, path):
    tree = html.fromstring(client.get(path).content)
    (address,) = tree.xpath('//meta[@property="og:image"]/@content')
    return address.removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize("build", [desk.story, desk.topic, desk.question])
def test_every_kind_of_page_has_a_card(chief, client, build):
    item = build(chief)
    tree = html.fromstring(client.get(item.public_path).content)
    said = {
        name: tree.xpath(f'//meta[@property="og:image:{name}"]/@content')[0]
        for name in ("width", "height", "alt", "type")
    }
    assert (said["width"], said["height"], said["type"]) == ("1200", "630", "image/jpeg")
    assert str(item) in said["alt"]
    assert tree.xpath('//meta[@name="twitter:card"]/@content') == ["summary_large_image"]
    response = client.get(card_of(client, item.public_path))
    assert response["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(response.content)).size == (1_200, 630)


LISTS = {
    "/": "Newsdesk",
    "/stories/": "All stories",
    "/topics/": "Topics from A to Z",
    "/questions/": "Questions and answers",
    "/archive/": "Archive",
    "/archive/2026/": "2026",
    "/archive/2026/3/": "March 2026",
    "/archive/2026/3/9/": "9 March 2026",
    "/corrections/": "Corrections",
    "/about/": "How we work",
    "/tags/open-sea/": "Open sea",
    "/people/ada-morris/": "Ada Morris",
}


def test_every_list_has_a_card_of_its_own(chief, client):
    with time_machine.travel("2026-03-09T12:00Z"):
        desk.story(chief, tags=("Open sea",))
    seen = set()
    for path, title in LISTS.items():
        tree = html.fromstring(client.get(path).content)
        (alt,) = tree.xpath('//meta[@property="og:image:alt"]/@content')
        assert title in alt, path
        response = client.get(card_of(client, path))
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg"), path
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert Image.open(io.BytesIO(response.content)).size == (1_200, 630)
        seen.add(response.content)
        again = {"If-None-Match": response["ETag"]}
        assert client.get(card_of(client, path), headers=again).status_code == 304
    assert len(seen) == len(LISTS)


def test_a_front_page_with_a_picture_shows_that(chief, client):
    item = desk.story(chief, image=large())
    assert card_of(client, "/") == f"/media/{item.image.name}"


@pytest.mark.parametrize(
    "name",
    "list/nothing list/HOME tag/secret person/nobody archive/2031 archive/2026-13 archive/2026-03"
    " archive/2026-3-9-1 archive/- archive/0 archive/99999999999999999999".split(),
)
def test_what_no_reader_can_see_has_no_list_card(chief, client, name):
    """Nothing is drawn or kept for an address that somebody made up."""
    with time_machine.travel("2026-03-09T12:00Z"):
        desk.story(chief)
        pages.story(chief, "A draft", tags=("Secret",))
    assert client.get(f"/cards/{name}.jpg").status_code == 404
    kind, _, slug = name.partition("/")
    assert not default_storage.exists(f"cards/{kind}-{slug}")


def test_a_corrected_headline_has_a_new_card_and_the_old_address_leads_to_it(chief, client):
    item = desk.story(chief, image=desk.image())
    old = card_of(client, item.public_path)
    before = client.get(old).content
    STORY.revise(item, replace(document_of(item), headline="The ferry stays"), actor=chief)
    words = {"note": "It stayed.", "wrong": "It turned.", "right": "It stayed."}
    release.publish(item, actor=chief, kind="correction", **words)
    new = card_of(client, item.public_path)
    assert new != old
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (302, new)
    assert client.get(new).content != before


def test_a_card_is_not_sent_twice(chief, client, django_assert_num_queries):
    path = card_of(client, desk.story(chief).public_path)
    with django_assert_num_queries(1):
        first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == first["ETag"]


def test_what_readers_cannot_see_has_no_card(chief, client):
    draft = pages.story(chief, "A draft")
    for name in (draft.pk, blake2b(draft.public_path.encode(), digest_size=8).hexdigest()):
        assert client.get(f"/cards/story-{name}-1.jpg").status_code == 404
    item = desk.story(chief)
    path = card_of(client, item.public_path)
    STORY.withdraw(item, actor=chief, note="It was wrong.")
    assert client.get(path).status_code == 404
    for odd in ("story-999999999-1", f"faq-{16 * '1'}-999999999999999999", "story-0-0"):
        assert client.get(f"/cards/{odd}.jpg").status_code == 404


def test_a_preview_has_no_card(chief, client):
    item = pages.story(chief)
    client.force_login(person("Editor"))
    body = client.get(f"/admin/stories/story/{item.pk}/preview/").content.decode()
    assert "og:image" not in body
    assert not Page.objects.exists()
