"""What is kept and what never is, in which form it is given, and how much of it there may be."""

import gzip
import re
from dataclasses import replace
from datetime import timedelta

import brotli
import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from newsdesk.catalogue import cache, generation, statements
from newsdesk.catalogue.models import Page
from newsdesk.site import home, response_cache
from newsdesk.site.api_addresses import api_addresses
from newsdesk.site.compression import coding_for, compressed
from newsdesk.site.kept_answers import Answers
from newsdesk.site.public_addresses import Desk, Kind, addresses
from newsdesk.site.response_cache import ANSWERS, KEYED, READ
from tests.broken import Watch
from tests.public import desk
from tests.public.test_leak_scan import lay_out
from tests.public.test_leaks import ADDRESSES
from tests.responses.conftest import given, is_kept, made

pytestmark = pytest.mark.django_db

STORY_PATH = "/stories/the-ferry-turns/"
GZIP = {"Accept-Encoding": "gzip, deflate, br"}
# What moves with the clock, what readers type, what is for one alone: by the names of their addresses.
NEVER = {
    "alive",
    "ready",
    "search",
    "suggest",
    "api-search",
    "oembed",
    "ask",
    "ask-nearest",
    "asked",
    "report",
    "reported",
    "sitemap-news",
    "shared-preview",
    "shared-answer",
    "shared-picture",
    "picture",
    "icon",
    "robots",
    "security",
}


@pytest.fixture
def shop(settings):
    settings.API_PER_MINUTE = 0  # These tests ask for more of it than one client may.
    lay_out()
    chief = User.objects.get(username="desk-chief")
    desk.full_question(chief)
    return chief


def everywhere():
    """Return each public address that answers 200, and the name of what answers it."""
    found = addresses(Desk(timezone.now()), words=["ferries"], texts=[], more=[api_addresses])
    return [
        (each, resolve(each.path.partition("?")[0]).url_name)
        for each in found
        if each.status == 200
    ]


def test_all_that_readers_see_is_kept_but_for_what_never_is(shop):
    kept, not_kept = set(), set()
    for address, name in everywhere():
        if set(QueryDict(address.path.partition("?")[2])) & READ:
            continue  # Made each time; below it is held that these are all such parameters.
        ANSWERS.clear()
        for _ in range(2):
            answer = given(address.path)
            if answer.streaming:
                b"".join(answer)
        (kept if len(ANSWERS) else not_kept).add(name)
    assert not kept & NEVER
    # Feeds tell for a month what was withdrawn; a reader's search of the questions is one.
    told = ("stories-", "topic-", "tag-", "section-", "person-", "outlet-")
    feeds = {name for name in not_kept if name.startswith(told)}
    assert not_kept - NEVER <= feeds
    assert {"home", "story", "topic", "question", "tag", "archive", "story-history"} <= kept


def test_what_is_kept_is_given_as_it_was_made(shop):
    """Status, body, ETag and every header, for who asks first, who asks next, and who has it."""
    for address, _ in everywhere():
        for headers in ({}, GZIP):
            fresh = made(address.path, **headers)
            if fresh.streaming:
                b"".join(fresh)
                continue
            for _ in range(2):
                answer = given(address.path, **headers)
                assert (answer.status_code, answer.headers) == (200, fresh.headers), address
                assert _without_lots(answer.content) == _without_lots(fresh.content), address
            if tag := fresh.get("ETag"):
                fresh = made(address.path, **headers, **{"If-None-Match": tag})
                answer = given(address.path, **headers, **{"If-None-Match": tag})
                assert (answer.status_code, answer.content) == (304, b""), address
                assert (fresh.status_code, answer.headers) == (304, fresh.headers), address


def _without_lots(body):
    return re.sub(rb'(name="(?:csrfmiddlewaretoken|slip)" value=")[^"]*', rb"\1", body)


def test_what_is_kept_costs_one_statement_past_the_orm_and_no_view(shop, monkeypatch):
    given(STORY_PATH)
    monkeypatch.setattr("stories.views.render", None)
    with CaptureQueriesContext(connection) as queries:
        assert given(STORY_PATH).status_code == 200
    assert not queries.captured_queries


def test_whatever_a_kept_page_reads_draws_a_generation(shop):
    """Every table of every kept answer has the triggers, or its change would never be told."""
    seen = set(generation.seen_tables(_models()))
    read = set()
    for address, _ in everywhere():
        ANSWERS.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = given(address.path)
        if answer.streaming:
            b"".join(answer)
        if len(ANSWERS):
            for query in queries.captured_queries:
                read |= set(re.findall(r'(?:FROM|JOIN)\s+"?([a-z_]+)"?', query["sql"]))
    tables = {model._meta.db_table for model in _models()}
    assert {"catalogue_page", "catalogue_reference", "stories_storyedition"} <= read
    assert read & tables <= seen
    assert not {name for name in read - tables if name.startswith("catalogue_")}
    assert _with_triggers() == seen


def _models():
    return list(apps.get_models(include_auto_created=True))


def _with_triggers():
    asked = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_seen_%'",
        "postgresql": "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_seen'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_every_parameter_that_a_page_reads_is_known(shop, monkeypatch, settings):
    """One that is not would change nothing any more, as soon as the page without it is kept."""
    settings.RESPONSE_CACHE_BYTES = 0
    watch = Watch()
    watch.start(monkeypatch)
    for path in [path for paths in ADDRESSES.values() for path in paths]:
        answer = Client().get(path)
        if answer.streaming:
            b"".join(answer)
    assert {"page", "from", "to", "topic", "q"} <= watch.query
    assert watch.query <= {*KEYED} | READ


def test_unknown_parameters_neither_fill_it_nor_tell_pages_apart(shop):
    campaign = f"{STORY_PATH}?utm_source=letter&fbclid=1"
    first = given(campaign)
    assert not len(ANSWERS)
    given(STORY_PATH)
    assert given(campaign).content == first.content == made(campaign).content
    assert len(ANSWERS) == 1
    assert given("/questions/?topic=harbour-trust&utm_source=x").status_code == 200
    assert len(ANSWERS) == 1


@pytest.mark.parametrize(
    "query",
    [
        "page=1&page=2",
        "page=01",
        "page=",
        "page=²",
        "page=-1",
        "from=x",
        "topic=a%20b",
        "topic=a&topic=b",
        "kind=%00",
        "q=ferry",
        "page=2&q=ferry",
        "x=" + "y" * 3_000,
    ],
)
def test_what_is_not_in_order_passes_by(shop, query):
    given("/questions/")
    for _ in range(2):
        given(f"/questions/?{query}")
    assert len(ANSWERS) == 1


def test_parameters_tell_pages_apart_in_any_order(shop):
    for query in ("topic=harbour-trust&tag=ships", "tag=ships&topic=harbour-trust"):
        given(f"/questions/?{query}")
    assert len(ANSWERS) == 1
    given("/questions/?topic=harbour-trust")
    assert len(ANSWERS) == 2


SPOILT = {
    "a cookie": lambda request, response: response.set_cookie("seen", "1"),
    "a session": lambda request, response: request.session.get("x"),
    "a token": lambda request, response: get_token(request),
    "another status": lambda request, response: setattr(response, "status_code", 404),
    "a write": lambda request, response: Page.objects.filter(pk=0).update(title=""),
}


def spoil(monkeypatch, how):
    stock = home.render

    def render(request, *args):
        response = stock(request, *args)
        how(request, response)
        return response

    monkeypatch.setattr(home, "render", render)


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_for_one_alone_is_neither_kept_nor_compressed(shop, monkeypatch, what):
    spoil(monkeypatch, SPOILT[what])
    answer = given("/about/", **GZIP)
    assert not len(ANSWERS)
    if what in ("a cookie", "a session", "a token"):
        assert "Content-Encoding" not in answer


def test_who_asks_for_the_epoch_has_the_answer_made_again(shop, monkeypatch):
    """What hangs on an epoch comes from memory, of which the statements of the answer do not tell."""
    spoil(monkeypatch, lambda request, response: generation.epoch("default"))
    given("/about/")
    (asked,) = ANSWERS.addresses()
    before = ANSWERS.get(asked)
    assert before.statements is None
    given("/about/")
    assert ANSWERS.get(asked) is before
    Page.objects.filter(kind="story").update(also="x")
    given("/about/")
    assert ANSWERS.get(asked).epoch != before.epoch


def test_a_statement_with_named_parameters_is_never_kept_to_be_asked_again(db):
    recorder = statements.Recorder()
    with connection.execute_wrapper(recorder), connection.cursor() as cursor:
        cursor.execute("SELECT %(one)s", {"one": "1"})
    since = generation.epoch("default")
    assert statements.statements(recorder, "default", since=since) is None
    with statements.noting("default") as noted, connection.cursor() as cursor:
        cursor.execute("SELECT %(one)s", {"one": "1"})
    assert noted == []


def test_what_was_found_by_an_earlier_request_is_asked_with_the_rest(shop, monkeypatch):
    """A number that is kept for an epoch: who shows it is found unchanged only while the number is."""
    memory = {}

    def number():
        assert generation.epoch("default", told=True)
        if "number" in memory:
            value, noted = memory["number"]
            statements.repeat("default", noted)
            return value
        with statements.noting("default") as noted:
            value = Page.objects.visible().of_kind("story").count()
        memory["number"] = value, noted
        return value

    number()
    stock, calls = home.render, []

    def render(request, template, context):
        calls.append(number())
        return stock(request, template, context | {"head": replace(context["head"], title="x")})

    monkeypatch.setattr(home, "render", render)
    given("/about/")
    Page.objects.filter(kind="entity").update(also="x")
    given("/about/")
    assert len(calls) == 1
    (asked,) = ANSWERS.addresses()
    assert ANSWERS.get(asked).statements
    first = Page.objects.visible().of_kind("story").first()
    later = timezone.now() + timedelta(hours=1)
    Page.objects.filter(pk=first.pk).update(visible_until=later)
    given("/about/")
    assert len(calls) == 1
    memory.clear()
    with time_machine.travel(later):
        given("/about/")
    assert calls == [calls[0], calls[0] - 1]


def test_a_page_with_a_token_is_never_compressed(shop):
    """BREACH: beside a secret, the length of what is compressed tells it."""
    for path in ("/ask/?q=why+do+ferries+lean", f"/report/?page={STORY_PATH}", "/admin/login/"):
        answer = given(path, **GZIP)
        assert (answer.status_code, "csrfmiddlewaretoken" in answer.content.decode()) == (200, True)
        assert "Content-Encoding" not in answer
        assert not len(ANSWERS)


def test_gzip_and_plain_go_by_different_tags(shop):
    for path in (STORY_PATH, "/search/?q=ferry", "/sitemaps/news.xml"):
        for _ in range(2):
            plain, packed = given(path), given(path, **GZIP)
            assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
            assert "Content-Encoding" not in plain
            assert plain["ETag"] != packed["ETag"]
            if "Content-Encoding" in packed:
                assert gzip.decompress(packed.content) == plain.content
            assert int(packed["Content-Length"]) == len(packed.content)
            for form, headers in ((plain, {}), (packed, GZIP)):
                again = given(path, **headers, **{"If-None-Match": form["ETag"]})
                assert (again.status_code, again["ETag"]) == (304, form["ETag"])
                assert again["Vary"] == "Accept-Encoding"
                assert "Content-Length" not in again
            other = given(path, **{"If-None-Match": packed["ETag"], "Accept-Encoding": "identity"})
            assert (other.status_code, other["ETag"]) == (304, plain["ETag"])


def test_brotli_goes_to_who_prefers_it_by_its_own_tag(shop):
    said = {"Accept-Encoding": "br, gzip;q=0.5"}
    for path in (STORY_PATH, "/search/?q=ferry"):
        for _ in range(2):
            plain, packed = given(path), given(path, **said)
            assert packed["Content-Encoding"] == "br"
            assert brotli.decompress(packed.content) == plain.content
            assert int(packed["Content-Length"]) == len(packed.content)
            tags = {plain["ETag"], packed["ETag"], given(path, **GZIP)["ETag"]}
            assert len(tags) == 3
            for tag in tags - {plain["ETag"]}:
                again = given(path, **said, **{"If-None-Match": tag})
                assert (again.status_code, again["ETag"]) == (304, tag)
        assert given(path, **said).content == packed.content


def test_without_the_library_they_get_gzip(shop, monkeypatch):
    monkeypatch.setattr("newsdesk.site.compression._has_brotli", lambda: False)
    answer = given(STORY_PATH, **{"Accept-Encoding": "br, gzip;q=0.5"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in given(STORY_PATH, **{"Accept-Encoding": "br"})


@pytest.mark.parametrize(
    ("said", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "gzip"),
        ("br, gzip;q=0.5", "br"),
        ("GZIP;q=0.5, br", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("x-gzip", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0", ""),
        ("gzip; q=0.000", ""),
        ("*;q=0", ""),
        ("br, deflate", "br"),
        ("gzip;q=0, *", ""),
        ("notgzip", ""),
        ("gzip;q=x, br;q=", ""),
    ],
)
def test_who_gets_which_coding(said, coding):
    assert coding_for(said) == coding


def test_what_does_not_shrink_is_not_compressed():
    assert compressed(b"x" * 100, "text/html") is None
    assert compressed(b"x" * 1_000, "image/jpeg") is None
    for kind in ("text/html; charset=utf-8", "application/rss+xml", "application/feed+json"):
        assert compressed(b"x" * 1_000, kind)
    assert compressed(b"x" * 1_000, "text/html") == compressed(b"x" * 1_000, "text/html")


def test_head_range_and_conditions(shop):
    whole = given(STORY_PATH)
    for _ in range(2):
        head = Client().head(STORY_PATH)
        assert (head.status_code, head.content, head.headers) == (200, b"", whole.headers)
        part = given(STORY_PATH, Range="bytes=0-9")
        assert (part.status_code, part.content) == (200, whole.content)
        for condition in ({"If-Match": '"other"'}, {"If-Unmodified-Since": whole["Last-Modified"]}):
            assert given(STORY_PATH, **condition).status_code == 412
        for tag in (whole["ETag"], f"W/{whole['ETag']}", f'"x", {whole["ETag"]}', "*"):
            assert given(STORY_PATH, **{"If-None-Match": tag}).status_code == 304
        old = given(STORY_PATH, **{"If-Modified-Since": whole["Last-Modified"]})
        assert old.status_code == 200
    assert Client().post(STORY_PATH).status_code == 405


def test_a_wrong_host_is_refused_and_the_right_ones_share_nothing_by_their_ports(shop, settings):
    settings.ALLOWED_HOSTS = ["testserver", ".news.example"]
    for host in ("testserver", "testserver:81", "a.news.example", "b.news.example"):
        assert given(STORY_PATH, Host=host).status_code == 200
    assert len(ANSWERS) == 2
    assert given(STORY_PATH, Host="evil.example").status_code == 400


def test_http_still_leads_to_https(shop, settings):
    settings.SECURE_SSL_REDIRECT = True
    for _ in range(2):
        assert Client().get(STORY_PATH, secure=True).status_code == 200
        assert Client().get(STORY_PATH).status_code == 301
    assert len(ANSWERS) == 1


def test_nothing_is_kept_where_it_is_switched_off(shop, settings):
    settings.RESPONSE_CACHE_BYTES = 0
    assert made(STORY_PATH).status_code == 200
    assert not len(ANSWERS)


def test_a_number_is_on_no_page_and_each_answer_stays_its_own(shop, settings):
    settings.BEHIND_PROXY = True
    for number in ("12345678", "87654321"):
        answer = given(STORY_PATH, **{"X-Request-ID": number})
        assert number not in str(answer.headers)


def test_what_changed_while_a_page_was_made_keeps_it_from_being_kept(shop, monkeypatch):
    stock = home.render

    def render(*args):
        response = stock(*args)
        connection.connection.execute(  # Past the recorder, as another process does.
            "UPDATE catalogue_page SET also = 'x' WHERE kind = 'story'"
        )
        return response

    monkeypatch.setattr(home, "render", render)
    assert given("/about/").status_code == 200
    assert not is_kept("/about/")


def test_a_database_that_does_not_answer_is_asked_no_more_than_it_was(shop, monkeypatch):
    given("/about/")
    monkeypatch.setattr(response_cache, "epoch", lambda using: None)
    assert given("/about/").status_code == 200
    monkeypatch.setattr(response_cache.Watch, "begin", None)
    assert given("/about/").status_code == 200


def asked(name):
    return response_cache.AnswerKey("http", "testserver", f"/{name}/", ())


class TestRoom:
    """The store is bounded in bytes; what was not asked for longest goes first."""

    def answer(self, length):
        return response_cache.Answer(
            epoch=generation.Epoch("x", None, None, None),
            headers=(),
            unchanged=(),
            tag='"x"',
            body=b"x" * length,
            length=length,
            is_compressed=False,
            statements=None,
            digest="",
        )

    def test_what_was_not_asked_for_longest_goes(self):
        answers, room = Answers(), 3 * self.answer(10_000).size
        for name in "abc":
            answers.put(asked(name), self.answer(10_000), room=room)
        assert answers.size == room
        assert answers.get(asked("a"))
        answers.put(asked("d"), self.answer(10_000), room=room)
        assert [bool(answers.get(asked(name))) for name in "abcd"] == [True, False, True, True]
        assert answers.size == room

    def test_what_is_larger_than_the_room_takes_the_old_one_along(self):
        answers = Answers()
        answers.put(asked("a"), self.answer(10), room=10_000)
        answers.put(asked("a"), self.answer(20_000), room=10_000)
        assert (len(answers), answers.size) == (0, 0)

    def test_a_site_larger_than_the_room_stays_within_it(self, shop, settings):
        settings.RESPONSE_CACHE_BYTES = 40_000
        for _ in range(2):
            for address, _name in everywhere():
                if address.kind in (Kind.PAGE, Kind.SITEMAP):
                    given(address.path)
                    assert ANSWERS.size <= 40_000
        assert len(ANSWERS)


def test_streams_and_answers_of_no_view_are_left_alone():
    request = RequestFactory().get("/")
    for response in (StreamingHttpResponse([b"x"]), HttpResponse("x")):
        assert not cache.is_public(response)
        found = response_cache.ResponseCache(lambda asked, answer=response: answer)(request)
        assert found is response
        assert "Vary" not in found
