"""Errors told to a Sentry, here a catcher on this machine: once, of which request, and no person."""

import gzip
import importlib.util
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import brotli
import pytest

from tests.conftest import required
from tests.requests.server import LOST, site

UNPACK = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}
SECRETS = ("hunter2", "192.0.2.7", "a" * 32, "ada@news.example", "tok3n")


@contextmanager
def catcher():
    """Yield a DSN on this machine and the bodies that were sent there."""
    sent = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append(UNPACK[self.headers.get("Content-Encoding")](body))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://key@127.0.0.1:{server.server_port}/1", sent
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def events(sent):
    """Return the events of the envelopes, which are lines of JSON."""
    found = []
    for body in sent:
        lines = [json.loads(line) for line in body.splitlines() if line]
        found += [each for kind, each in pairwise(lines) if kind.get("type") == "event"]
    return found


def wait_for(words, sent):
    """Wait until these were sent: it goes out beside the request."""
    deadline = time.monotonic() + 20
    while not any(words.encode() in body for body in list(sent)):
        assert time.monotonic() < deadline, words
        time.sleep(0.05)


@pytest.fixture
def _library():
    if importlib.util.find_spec("sentry_sdk"):
        return
    if "sentry" in required():
        pytest.fail("sentry-sdk is not installed, and NEWSDESK_TEST_REQUIRE asks for it.")
    pytest.skip("sentry-sdk is not installed")


@pytest.mark.usefixtures("_library")
def test_an_error_is_told_once_without_any_person(tmp_path):
    cookie = "__Host-sessionid=" + "a" * 32
    told = "?password=hunter2&mail=ada@news.example"
    # Without a manifest each page fails.
    settings = {"NEWSDESK_HASHED_STATIC": "1"}
    with catcher() as (dsn, sent), site(tmp_path, NEWSDESK_SENTRY_DSN=dsn, **settings) as running:
        running.get(f"/preview/tok3n/{told}", Cookie=cookie, User_Agent="hunter2")
        failed = running.get(f"/about/{told}", Cookie=cookie)
        assert failed.status == 500
        number = failed.headers["X-Request-ID"]
        wait_for(number, sent)
    whole = b"".join(sent).decode()
    assert [secret for secret in SECRETS if secret in whole] == []
    [event] = [each for each in events(sent) if each["tags"]["request_id"] == number]
    assert event["transaction"] == "GET /about/"
    assert event["release"].startswith("newsdesk@")
    [error] = event["exception"]["values"][-1:]
    assert error["type"] == "ValueError"
    assert error["stacktrace"]["frames"][-1]["function"]
    assert set(event) <= {
        *("event_id", "timestamp", "level", "platform", "release", "logger", "sdk"),
        *("tags", "transaction", "exception", "logentry", "environment", "server_name"),
    }


@pytest.mark.usefixtures("_library")
def test_a_lost_database_is_told_and_where_it_lies_is_not(tmp_path):
    with (
        catcher() as (dsn, sent),
        site(tmp_path, NEWSDESK_SENTRY_DSN=dsn, DATABASE_URL=LOST) as running,
    ):
        assert running.get("/stories/").status == 503
        wait_for("GET /stories/", sent)
    assert events(sent)
    assert "nobody@127" not in b"".join(sent).decode()


def test_what_is_told_is_made_anew_of_a_few_fields(rf):
    from newsdesk.requests import log
    from newsdesk.requests.error_reports import stripped

    event = {
        "event_id": "1",
        "level": "error",
        "logger": "newsdesk.jobs",
        "server_name": "host",
        "user": {"username": "ada"},
        "request": {"headers": {"Cookie": "hunter2"}},
        "extra": {"sys.argv": ["hunter2"]},
        "breadcrumbs": {"values": ["hunter2"]},
        "logentry": {"message": "The job %s failed", "params": ["hunter2"], "formatted": "hunter2"},
        "exception": {
            "values": [
                {
                    "type": "ValueError",
                    "value": "hunter2",
                    "stacktrace": {
                        "frames": [{"function": "f", "lineno": 7, "vars": {"x": "hunter2"}}]
                    },
                }
            ]
        },
    }
    with log.about(rf.get("/ask/12345/"), number="12345678", origin="192.0.2.7"):
        told = stripped(event, {})
    assert "hunter2" not in json.dumps(told)
    assert told["tags"] == {"request_id": "12345678"}
    assert told["transaction"] == "GET /ask/…/"
    assert told["logentry"] == {"message": "The job %s failed"}
    assert told["exception"]["values"][0]["stacktrace"]["frames"] == [
        {"function": "f", "lineno": 7}
    ]
    assert set(told) == {
        "event_id",
        "level",
        "logger",
        "tags",
        "transaction",
        "logentry",
        "exception",
    }


def test_without_the_library_a_desk_with_a_dsn_does_not_start(monkeypatch):
    from django.core.exceptions import ImproperlyConfigured

    from newsdesk.requests import error_reports

    monkeypatch.setitem(__import__("sys").modules, "sentry_sdk", None)
    with pytest.raises(ImproperlyConfigured, match="extra `sentry`"):
        error_reports.start("http://key@127.0.0.1:9/1")
