"""How long answers may be kept: the public ones all alike and whatever waits, the others not at all."""

import pytest

from newsdesk.site import front_page
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages
from tests.public import desk
from tests.public.test_leaks import ADDRESSES
from tests.release import publish, schedule
from tests.workflow.situations import soon

SECONDS = 86_400
PUBLIC = f"public, max-age=0, must-revalidate, s-maxage={SECONDS}"
STORY_PATH = "/stories/the-ferry-turns/"
# Files that are the same for everybody and never go: browsers may keep them.
FILES = {"/favicon.ico": "public, max-age=604800"}
# Forms with what was sent, and what a load balancer asks.
FOR_ONE = ("/ask/?q=", "/report/?", "/healthz", "/readyz", "/metrics", "/too-large/")
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture(autouse=True)
def a_cache_in_front(settings):
    settings.SHARED_CACHE_SECONDS = SECONDS


@pytest.fixture
def shop(chief):
    """A story with everything, one that was withdrawn, one that moved."""
    publish(
        pages.story(chief, image=desk.image(), tags=("Ships",)),
        actor=chief,
    )
    gone = pages.story(chief, "Gone ferries")
    publish(gone, actor=chief)
    STORY.withdraw(gone, actor=chief, note="It was wrong.")
    return chief


def kept(response):
    """Return what an answer says of being kept, to browsers, and to the proxy in front; close it."""
    if response.streaming:
        b"".join(response)
    return response.get("Cache-Control"), response.get("X-Accel-Expires"), response.get("Expires")


@pytest.mark.parametrize("seconds", [0, SECONDS])
def test_every_public_answer_may_be_kept_equally_long(shop, client, settings, seconds):
    settings.SHARED_CACHE_SECONDS = seconds
    seen = set()
    for path in [
        *(path for paths in ADDRESSES.values() for path in paths),
        "/stories/gone-ferries/",
    ]:
        for response in (client.get(path), client.head(path)):
            said, told, expires = kept(response)
            if path.startswith(FOR_ONE) and response.status_code in (200, 413):
                assert (said, told, expires) == ("no-store, private", "0", None), path
                continue
            public = f"public, max-age=0, must-revalidate, s-maxage={seconds}"
            assert (said, told) == (FILES.get(path, public), str(seconds)), path
            assert expires is None
            seen.add(response.status_code)
    assert seen == {200, 404, 410}


def test_what_waits_does_not_shorten_it(shop, client):
    before = kept(client.get("/about/"))
    schedule(pages.story(shop, "Ferries tomorrow"), actor=shop, at=soon(0.5))
    assert kept(client.get("/about/")) == before == (PUBLIC, str(SECONDS), None)


def test_an_answer_that_nothing_has_changed_says_the_same(shop, client):
    (item,) = pages.Story.objects.filter(slug="the-ferry-turns")
    for path in (STORY_PATH, "/feeds/stories.xml", "/sitemap.xml", f"/media/{item.image.name}"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        shared = (
            "Cache-Control",
            "X-Accel-Expires",
            "ETag",
            "Vary",
            "Cross-Origin-Resource-Policy",
        )
        assert [again.get(name) for name in shared] == [first.get(name) for name in shared], path
        kept(first)


def test_a_picture_that_was_withdrawn_is_gone_for_who_has_it(shop, client):
    (item,) = pages.Story.objects.filter(slug="the-ferry-turns")
    path = f"/media/{item.image.name}"
    first = client.get(path)
    assert (first.status_code, *kept(first)) == (200, PUBLIC, str(SECONDS), None)
    STORY.withdraw(item, actor=shop, note="It was wrong.")
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, *kept(again)) == (404, PUBLIC, str(SECONDS), None)


def test_what_moved_is_kept_no_longer(shop, client):
    (item,) = pages.Story.objects.filter(slug="the-ferry-turns")
    moved = pages.dataclasses.replace(document_of(item), slug="the-ferry-turned")
    STORY.revise(item, moved, actor=shop)
    publish(item, actor=shop, kind="update")
    response = client.get(STORY_PATH)
    assert (response.status_code, *kept(response)) == (301, PUBLIC, str(SECONDS), None)


def test_what_is_meant_for_one_alone_is_kept_by_nobody(shop, client):
    draft = pages.story(shop, "A draft", image=desk.image())
    picture = f"/media/{document_of(draft).image.name}"
    answers = {
        "form": client.get("/ask/?q=why+do+ferries+lean"),
        "number": client.get("/ask/?number=1234"),
        "letter": client.post("/ask/", {"q": "Why?"}),
        "login": client.get("/admin/login/"),
        "method": client.put("/"),
        "options": client.options("/"),
        "malformed": client.get("/stories/%00/"),
        "host": client.get("/", headers={"Host": "evil.example"}),
    }
    client.force_login(shop)
    answers["picture of a draft"] = client.get(picture)
    assert answers["picture of a draft"].status_code == 200
    assert {name: kept(each) for name, each in answers.items()} == dict.fromkeys(
        answers, ("no-store, private", "0", None)
    )


def test_a_failure_is_kept_by_nobody(shop, client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(front_page, "render", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert (response.status_code, *kept(response)) == (500, "no-store, private", "0", None)


def test_the_redirect_to_https_is_kept_by_nobody(shop, client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(STORY_PATH)
    assert (response.status_code, *kept(response)) == (301, "no-store, private", "0", None)
    assert kept(client.get(STORY_PATH, secure=True)) == (PUBLIC, str(SECONDS), None)


def test_static_files_are_kept_as_they_say(shop, client):
    said, told, _ = kept(client.get("/static/site/site.css"))
    assert told == str(SECONDS)
    assert "public" in said
