"""What caches are told when readers see something else: how, what of it, and never of what waits."""

import json
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from faqs import merging
from newsdesk.catalogue import purge as purge_module
from newsdesk.catalogue.purge import CachedPages, PurgeFailed, known, purge, tag_of
from newsdesk.images.ladder import key_in
from newsdesk.images.renditions import all_rungs
from newsdesk.jobs.job import terms_of
from newsdesk.publication.current import by_settings
from newsdesk.site.publication.deeds import draft, mark, save
from newsdesk.site.publication.deeds import publish as publish_face
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages
from tests.house.rules import ROOT
from tests.public import desk
from tests.release import publish, schedule
from tests.requests.server import environment

FERRY = "/stories/the-ferry-turns/"
KEY = "the-key-of-a-cache"

pytestmark = pytest.mark.usefixtures("today")


class Told:
    """A request that a cache was sent."""

    def __init__(self, handler):
        self.method, self.path, self.headers = handler.command, handler.path, dict(handler.headers)
        self.body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))


@contextmanager
def cache():
    """Yield "host:port" of a cache on this machine, and the list of what it was told; `status` answers."""
    told, says = [], {"status": 200}

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            told.append(Told(self))
            self.send_response(says["status"])
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_PURGE = do_POST = answer

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", told, says
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def told(settings):
    """Tell a cache by address; return what takes out what it was told since."""
    with cache() as (address, told, says):
        settings.PURGE_URLS = [("PURGE", f"http://{address}/purge{{path}}")]

        def take():
            found = list(told)
            told.clear()
            return found

        take.paths = lambda: [each.path.removeprefix("/purge") for each in take()]
        take.says, take.address = says, address
        yield take


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Return what does something and commits it."""

    def commit(action, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return action(*args, **kwargs)

    return commit


def test_each_deed_that_readers_see_tells_of_its_page(chief, told, committed):
    item = committed(pages.story, chief, image=desk.image())
    assert told.paths() == []
    committed(publish, item, actor=chief)
    first = told.paths()
    # In both codings, for a cache that keeps one answer for each.
    assert first[:2] == [FERRY, FERRY]
    lists = {"/", "/stories/", "/feeds/stories.xml", "/sitemap.xml", "/archive/"}
    assert lists <= set(first)
    assert not [path for path in first if path.startswith("/media/")]
    document = replace(document_of(item), standfirst="It turned at eleven.")
    correct = partial(
        STORY.correct, document=document, wrong="It was noon.", right="It was eleven."
    )
    committed(correct, item, actor=chief)
    assert lists | {FERRY} <= set(told.paths())
    committed(STORY.withdraw, item, actor=chief, note="It was wrong.")
    last = told.paths()
    image = document_of(item).image
    files = {f"/media/{rung.name}" for _, rung, _ in all_rungs(image.name, (40, 20))}
    assert len(files) > 5
    assert files | lists | {FERRY, f"/media/{image.name}"} <= set(last)


def test_a_merge_tells_of_both_pages(chief, told, committed):
    one, two = (
        desk.question(chief, "Why do ferries lean?"),
        desk.question(chief, "Why do they lean?"),
    )
    committed(merging.merge, one, two, actor=chief, reason="The same.")
    assert {f"/questions/{faq.slug}/" for faq in (one, two)} <= set(told.paths())


def test_what_shows_the_page_is_told_of_too(chief, told, committed):
    topic = desk.topic(chief)
    item = pages.story(chief, entities=(topic.key,))
    committed(publish, item, actor=chief)
    assert "/topics/harbour-trust/" in told.paths()


def test_what_waits_is_named_to_nobody(chief, told, committed):
    item = pages.story(chief, image=desk.image())
    at = timezone.now() + timedelta(days=1)
    committed(schedule, item, actor=chief, at=at)
    assert told.paths() == []
    assert known([item.key]) == CachedPages([], {})


def test_without_caches_nothing_is_handed_in_and_no_tag_is_sent(chief, client, committed):
    calls = []
    item = pages.story(chief)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(purge_module, "_send", calls.append)
        committed(publish, item, actor=chief)
    assert calls == []
    assert "Cache-Tag" not in client.get(FERRY)


def test_a_cache_that_refuses_is_told_again_and_the_next_one_at_once(chief, told, settings, caplog):
    desk_story = desk.story(chief)
    told()
    told.says["status"] = 500
    with cache() as (other, other_told, _):
        settings.PURGE_URLS += [("POST", f"http://{other}/{KEY}")]
        with pytest.raises(PurgeFailed) as failed:
            purge.call([desk_story.key], [], {})
        assert len(told()) == 1
        assert len(other_told) == 1
        settings.PURGE_URLS.pop()
    assert "127.0.0.1: HTTPError" in str(failed.value)
    assert KEY not in caplog.text + str(failed.value)
    told.says["status"] = 410
    purge.call([desk_story.key], [], {})
    assert terms_of(purge.module_path).tries > 3


def test_a_cache_that_hangs_costs_its_time_limit(chief, settings, monkeypatch):
    monkeypatch.setattr(purge_module, "LONGEST", 0.2)
    item = desk.story(chief)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.PURGE_URLS = [("PURGE", f"http://127.0.0.1:{silent.getsockname()[1]}{{path}}")]
        with pytest.raises(PurgeFailed, match=r"TimeoutError|timed out"):
            purge.call([item.key], [], {})


def test_all_tags_at_once_and_one_by_one_with_the_header_that_opens(chief, told, settings):
    topic = desk.topic(chief)
    item = desk.story(chief, entities=(topic.key,))
    settings.PURGE_HEADER = ("Authorization", f"Bearer {KEY}")
    settings.PURGE_URLS = [("POST", f"http://{told.address}/all")]
    purge.call([item.key], [], {})
    [sent] = told()
    assert (sent.method, sent.headers["Authorization"]) == ("POST", f"Bearer {KEY}")
    tags = json.loads(sent.body)["tags"]
    assert tags == [tag_of(FERRY), tag_of("/topics/harbour-trust/"), "lists"]
    settings.PURGE_URLS = [("POST", f"http://{told.address}/one/{{tag}}")]
    purge.call([item.key], [], {})
    assert told.paths() == [f"/one/{tag}" for tag in tags]


def test_an_answer_carries_the_tags_by_which_it_is_told_of(
    chief, client, told, settings, committed
):
    topic = desk.topic(chief)
    item = desk.story(chief, entities=(topic.key,), image=desk.image())

    def tags(path):
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer)
        return set(answer["Cache-Tag"].split(","))

    both = {tag_of(FERRY), tag_of("/topics/harbour-trust/"), "pages"}
    for _ in range(2):  # Made, then kept.
        assert tags(FERRY) == both
        assert tags("/topics/harbour-trust/") == both
    for path in ("/", "/stories/", "/feeds/stories.xml", "/sitemap.xml", "/no/such/page/"):
        assert tags(path) == {"lists"}
    picture = document_of(item).image.name
    settings.PURGE_URLS = [("POST", f"http://{told.address}/all")]
    committed(STORY.withdraw, item, actor=chief, note="It was wrong.")
    [sent] = told()
    assert {*both - {"pages"}, f"picture-{key_in(picture)}"} <= set(json.loads(sent.body)["tags"])
    assert tags(FERRY) == {"lists"}
    for path in ("/admin/login/", "/static/site/icon.ico", "/healthz"):
        answer = client.get(path)
        answer.close()
        assert answer.status_code == 200
        assert "Cache-Tag" not in answer, path


def test_another_face_is_told_of_everywhere(chief, told, settings, committed):
    committed(
        save, replace(by_settings(), name="The Other Gazette"), seen=mark(draft()), actor=chief
    )
    assert not told()
    committed(publish_face, seen=mark(draft()), why="A new name.", actor=chief)
    assert {"/", "/stories/", "/sitemap.xml"} <= set(told.paths())
    settings.PURGE_URLS = [("POST", f"http://{told.address}/all")]
    committed(save, replace(by_settings(), name="The Gazette"), seen=mark(draft()), actor=chief)
    committed(publish_face, seen=mark(draft()), why="The old name.", actor=chief)
    [sent] = told()
    assert json.loads(sent.body)["tags"][-2:] == ["lists", "pages"]


def test_a_picture_goes_by_its_own_tag(chief, client, told):
    item = desk.story(chief, image=desk.image())
    name = document_of(item).image.name
    answer = client.get(f"/media/{name}")
    b"".join(answer)
    assert answer["Cache-Tag"] == f"picture-{key_in(name)}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSDESK_PURGE_URLS", "http://127.0.0.1:1{path}"),
        ("NEWSDESK_PURGE_URLS", "PURGE ftp://127.0.0.1{path}"),
        ("NEWSDESK_PURGE_URLS", "PURGE http://127.0.0.1{path}?{tag}"),
        ("NEWSDESK_PURGE_HEADER", "Bearer"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(tmp_path, name, value):
    told = subprocess.run(
        [sys.executable, "-c", "import newsdesk.settings"],
        cwd=ROOT,
        env=environment(tmp_path, **{name: value}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert name in told.stderr.splitlines()[-1]


def test_caches_are_listed_by_method_and_address(tmp_path):
    value = "PURGE http://cache:6081{path}, POST https://cdn.example/purge?tag={tag}"
    names = {"NEWSDESK_PURGE_URLS": value, "NEWSDESK_PURGE_HEADER": "Fastly-Key: a: b"}
    said = subprocess.check_output(
        [
            sys.executable,
            "-c",
            "import newsdesk.settings as s; print(s.PURGE_URLS, s.PURGE_HEADER)",
        ],
        cwd=ROOT,
        env=environment(tmp_path, **names),
        text=True,
    )
    wanted = [
        ("PURGE", "http://cache:6081{path}"),
        ("POST", "https://cdn.example/purge?tag={tag}"),
    ]
    assert said.strip() == f"{wanted} {('Fastly-Key', 'a: b')}"


def test_what_is_known_costs_the_same_for_one_page_and_for_many(
    chief, told, django_assert_num_queries
):
    items = [desk.story(chief, f"Ferry number {n}", image=desk.image()) for n in range(3)]
    for keys in ([items[0].key], [item.key for item in items]):
        with django_assert_num_queries(4):
            found = known(keys)
        assert len(found.pictures) == len(keys)
