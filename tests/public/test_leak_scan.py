"""What waits tells nothing before its minute, and the scan that proves it sees what it judges."""

import os
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from entities.workflow import ENTITY
from newsdesk import middleware
from newsdesk.catalogue import resolve
from newsdesk.catalogue import search as engine
from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.presentation.history.pages import History
from newsdesk.presentation.history.record import public_editions
from newsdesk.site import home, leak_scan, public_addresses, sitemaps
from newsdesk.site.feeds import views as feeds
from newsdesk.site.public_addresses import Kind
from newsdesk.site.public_answers import Answer, Reader
from newsdesk.site.response_cache import ANSWERS
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages
from tests.accounts.test_settings import manage
from tests.finding import found
from tests.people import person
from tests.public import desk
from tests.release import publish, schedule
from tests.workflow.situations import soon
from tests.worlds import world

# No face was published here; tests/publication scans a desk that has one.
HERE = set(Kind) - {Kind.STYLESHEET}
PRODUCTION = {
    "SITE_URL": "https://news.example",
    "HTTPS": True,
    "CSRF_TRUSTED_ORIGINS": ["https://news.example"],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 63_072_000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
    "BEHIND_PROXY": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "ALLOWED_HOSTS": ["news.example"],
    "SHARED_CACHE_SECONDS": 86_400,
}


@pytest.fixture
def production(settings, monkeypatch):
    """Settings as with `https://` behind a proxy; the scan asks for few words, which is quicker."""
    for name, value in PRODUCTION.items():
        setattr(settings, name, value)
    monkeypatch.setattr(public_addresses, "MOST_ASKED", 2)


@world
def lay_out():
    """Publish pages with pictures, one that moved, one withdrawn, an update that waits, two under embargo."""
    chief = person("Desk chief")
    topic = pages.entity(chief)
    known = pages.story(chief, entities=(topic.key,), tags=("Ships",), image=desk.image())
    publish(topic, actor=chief)
    publish(known, actor=chief)
    moved = pages.story(chief, "Ferries moor")
    publish(moved, actor=chief)
    STORY.revise(moved, replace(document_of(moved), slug="ferries-moored"), actor=chief)
    publish(moved, actor=chief, kind="update")
    gone = pages.story(chief, "Ferries sink")
    publish(gone, actor=chief)
    STORY.withdraw(gone, actor=chief, note="It was wrong.")
    update = replace(
        document_of(Story.objects.get(pk=known.pk)),
        headline="Quixotic hydrofoils",
        slug="quixotic",
        tags=("Ships", "Hydrofoils"),
    )
    STORY.revise(known, update, actor=chief)
    told = {"wrong": "Ferries turned.", "right": "Hydrofoils do.", "gravity": "top"}
    schedule(known, actor=chief, at=soon(2), kind="correction", **told)
    secret = pages.entity(chief, "Zephyr Syndicate", aliases=("The Zephyrs",))
    ENTITY.embargo(secret, actor=chief, until=soon(3), note="Embargoed report.")
    publish(secret, actor=chief)
    held = pages.story(
        chief, "Zephyrs overboard", entities=(secret.key,), tags=("Zephyr",), image=desk.image()
    )
    STORY.embargo(held, actor=chief, until=soon(3), note="Embargoed report.")
    publish(held, actor=chief)
    return known


@pytest.fixture
def waiting(db):
    return lay_out()


@pytest.fixture
def few(monkeypatch):
    """Let the scan ask for one address of each kind, every sitemap and redirect, and for `places`: the
    whole, which takes seconds, is for the tests above.
    """

    def keep(*places):
        def some(*args, **kwargs):
            found = public_addresses.addresses(*args, **kwargs)
            first = {address.kind: address for address in reversed(found)}
            return [
                address
                for address in found
                if address.kind in (Kind.SITEMAP, Kind.REDIRECT)
                or address is first[address.kind]
                or address.path.startswith(places)
            ]

        monkeypatch.setattr(leak_scan, "addresses", some)

    return keep


@pytest.mark.parametrize("redirect", [True, False])
def test_nothing_differs_before_the_minute(production, waiting, settings, capsys, redirect):
    settings.SECURE_SSL_REDIRECT = redirect
    call_command("leak_scan")
    told = capsys.readouterr().out
    assert "not one byte differs" in told
    assert {kind for kind in Kind if re.search(rf"[1-9][0-9]* {kind}", told)} == HERE, told
    if redirect:
        with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=58), tick=False):
            call_command("leak_scan")


@pytest.mark.parametrize("hosts", [["news.example"], [".news.example"], ["127.0.0.1"]])
@pytest.mark.parametrize("site", ["https://news.example", "http://127.0.0.1:8000"])
def test_it_asks_as_the_proxy_in_front_does(db, production, settings, hosts, site):
    settings.SITE_URL, settings.ALLOWED_HOSTS = site, hosts
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = site.startswith("https")
    assert Reader().fetch("/about/").status == 200


@pytest.mark.django_db(transaction=True)
def test_it_sees_a_desk_in_production(tmp_path):
    """The command itself, with everything that `https://`, a proxy, a cache and hashed files change."""
    lay_out()
    environment = in_production(tmp_path)
    told = manage(tmp_path, "collectstatic", "--noinput", "--verbosity=0", **environment)
    assert told.returncode == 0, told.stderr
    told = manage(tmp_path, "leak_scan", **environment)
    assert told.returncode == 0, told.stderr[-4_000:]
    assert "not one byte differs" in told.stdout
    for kind in HERE:
        assert re.search(rf"[1-9][0-9]* {kind}", told.stdout), told.stdout


def in_production(var: Path) -> dict[str, str]:
    """Return the environment of a desk behind a proxy, on the test's database, with what it needs on disk."""
    name = str(connection.settings_dict["NAME"])
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    shutil.copytree(django_settings.MEDIA_ROOT, var / "media")
    return {
        "DATABASE_URL": url,
        "NEWSDESK_BEHIND_PROXY": "1",
        "NEWSDESK_HASHED_STATIC": "1",
        "NEWSDESK_SHARED_CACHE_SECONDS": "86400",
    }


# What it notices


def waits():
    return Page.objects.filter(visible_from__gt=timezone.now()).count()


def answers(text, kind="text/html"):
    return lambda *args, **kwargs: HttpResponse(text, content_type=kind)


def with_header(name, value):
    """Return SafeHeaders with one header more, that of `value()`."""
    original = middleware.SafeHeaders.__call__

    def call(self, request):
        response = original(self, request)
        response[name] = str(value())
        return response

    return call


def count_more(field):
    original = home.latest_listing

    def listing(*args, **kwargs):
        part = original(*args, **kwargs)
        return replace(part, **{field: getattr(part, field) + waits()})

    return listing


def turned_round(self):
    return self.order_by("published_at" if waits() else "-published_at", "-pk")


def with_what_waits(history, page):
    rows = history.editions.objects.filter(item=page.key.rpartition(":")[2])
    return public_editions(rows.in_order())


def key_of(path, now):
    return Page.objects.filter(path=path).values_list("key", flat=True).first()


def error_page(request, *args, **kwargs):
    return render(request, "404.html")


def latest_of_all(rows):
    return Page.objects.order_by("-visible_from").values_list("visible_from", flat=True).first()


def find_everything(words, filters, page=1, size=10):
    rows = Page.objects.filter(title__icontains=words)[:size]
    return engine.SearchResults(hits=tuple(engine.Hit(row, ()) for row in rows), total=len(rows))


BROKEN = {
    "a page that shows too early": (
        PageQuerySet,
        "visible",
        lambda self, at=None: self,
        "“zephyr”",
    ),
    "a history that tells too early": (
        History,
        "_editions",
        with_what_waits,
        "/stories/the-ferry-turns/history/",
    ),
    "an address that leads to its page too early": (
        resolve,
        "_key_of",
        key_of,
        "/stories/quixotic/",
    ),
    "an error page with status 200": (
        home,
        "render",
        error_page,
        "/about/: its title is “Not found",
    ),
    "an empty page": (home, "render", answers(""), "/about/: its title is “”"),
    "a page without its text": (
        home,
        "render",
        answers("<title>How we work – Newsdesk</title><h1>How we work</h1>"),
        "/about/: it has no text",
    ),
    "a page with another page's name": (
        home,
        "render",
        answers("<title>All – Newsdesk</title><main><h1>All</h1></main>"),
        "/about/: its title is “All – Newsdesk”",
    ),
    "a feed that is a page": (
        feeds,
        "written",
        answers("<title>Newsdesk</title>"),
        "/feeds/stories.xml: it is text/html",
    ),
    "a feed that nobody can read": (
        feeds,
        "written",
        answers("<rss><channel>", "application/rss+xml"),
        "/feeds/stories.xml: it cannot be read as a feed",
    ),
    "a sitemap that lists nothing": (sitemaps, "_rows", list, "no sitemap lists it"),
    "a sitemap dated by what waits": (
        sitemaps,
        "_latest",
        latest_of_all,
        "/sitemap.xml: its headers",
    ),
    "a redirect to somewhere else": (
        middleware,
        "HttpResponsePermanentRedirect",
        lambda path: HttpResponsePermanentRedirect("/"),
        "it leads to / and should lead to /stories/ferries-moored/",
    ),
    "a header that counts what waits": (
        middleware.SafeHeaders,
        "__call__",
        with_header("X-Next", waits),
        "/about/: its headers (X-Next) would differ",
    ),
    "seconds that count down": (
        middleware.SafeHeaders,
        "__call__",
        with_header("Cache-Control", lambda: f"public, s-maxage={60 - waits()}"),
        "/about/: its headers (Cache-Control) would differ",
    ),
    "a list in another order": (PageQuerySet, "latest", turned_round, "/feeds/stories.xml: its"),
    "a number of pages": (home, "latest_listing", count_more("total"), "/archive/: its"),
    "a number of pages of a list": (
        home,
        "latest_listing",
        count_more("last"),
        "/archive/: its",
    ),
    "a suggestion": (
        engine,
        "suggest",
        lambda words, limit: list(Page.objects.filter(sort_title__contains=words)),
        "/search/suggest/?q=",
    ),
    "a search": (engine, "search", find_everything, "/search/?q="),
}


@pytest.mark.parametrize("what", BROKEN)
def test_the_scan_notices(production, waiting, few, monkeypatch, capsys, what):
    place, name, broken, told = BROKEN[what]
    few(told.partition(":")[0] if told.startswith("/") else "/stories/")
    monkeypatch.setattr(place, name, broken)
    with pytest.raises(CommandError):
        call_command("leak_scan")
    assert told in capsys.readouterr().err


def test_what_is_asked_of_few_addresses_is_in_order_where_nothing_is_broken(
    production, waiting, few
):
    few("/stories/")
    call_command("leak_scan")


def test_a_scan_that_is_led_elsewhere_by_every_address_fails(
    production, waiting, few, settings, capsys
):
    few("/about/")
    settings.HTTPS, settings.SITE_URL = False, "http://news.example"
    with pytest.raises(CommandError, match=r"no page and no feed .* was seen"):
        call_command("leak_scan")
    assert "/about/: it answers 301 to https://news.example/about/ and should answer 200" in (
        capsys.readouterr().err
    )


def test_a_scan_that_sees_none_of_a_kind_fails(production, waiting, few, monkeypatch):
    few("/about/")
    some = leak_scan.addresses

    def without_redirects(*args, **kwargs):
        return [address for address in some(*args, **kwargs) if address.kind != Kind.REDIRECT]

    monkeypatch.setattr(leak_scan, "addresses", without_redirects)
    with pytest.raises(CommandError, match="no redirect was seen"):
        call_command("leak_scan")


def test_an_address_that_the_scan_does_not_know_fails(production, waiting, monkeypatch):
    names = public_addresses.public_names() | {"newsletter"}
    monkeypatch.setattr(public_addresses, "public_names", lambda: names)
    with pytest.raises(CommandError, match="newsletter"):
        call_command("leak_scan")


def test_a_scan_beside_which_something_was_published_proves_nothing(
    production, waiting, few, monkeypatch
):
    few("/about/")
    original, rows = Reader.fetch, list(Page.objects.visible())

    def fetch(self, path, *, tag=""):
        Page.objects.filter(pk=rows[0].pk).update(path="/stories/meanwhile/")
        return original(self, path, tag=tag)

    monkeypatch.setattr(Reader, "fetch", fetch)
    with pytest.raises(CommandError, match="Run it again"):
        call_command("leak_scan")


def test_a_scan_of_answers_that_are_kept_finds_nothing_either(production, waiting, few, capsys):
    """With what waits they are given from memory, without it they are made: not one byte may differ."""
    few("/stories/", "/archive/", "/topics/", "/feeds/stories.xml", "/people/ada-morris/")
    ANSWERS.clear()
    for _ in range(2):
        call_command("leak_scan")
        assert "not one byte differs" in capsys.readouterr().out
        assert len(ANSWERS) > 5


def test_where_nothing_waits_the_scan_says_so(production, db, capsys):
    chief = person("Desk chief")
    publish(pages.story(chief), actor=chief)
    call_command("leak_scan")
    assert "nothing waits" in capsys.readouterr().out


def test_a_longer_word_does_not_give_a_shorter_one_away():
    answer = Answer(status=200, headers={}, cookies=(), body=b"<p>As defined, it is striped.</p>")
    told = {"/": (answer, None)}
    assert list(leak_scan._leaks(told, told, ["fined", "strip"])) == []
    assert [leak.what for leak in leak_scan._leaks(told, told, ["defined"])]


def test_the_number_of_pages_in_a_sitemap_is_known():
    assert public_addresses.SITEMAP_SIZE == sitemaps.SIZE


def test_a_scan_leaves_everything_as_it_was(production, waiting, few):
    few("/stories/")
    before = list(Page.objects.order_by("pk").values_list("pk", "visible_until"))
    call_command("leak_scan")
    assert list(Page.objects.order_by("pk").values_list("pk", "visible_until")) == before
    with time_machine.travel(soon(4)):
        assert found("Zephyrs overboard")
