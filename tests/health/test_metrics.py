"""/metrics: what is counted, by all processes together, and who may ask."""

import multiprocessing
import re
import time
from io import BytesIO

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection

from newsdesk.requests import metrics as counts
from newsdesk.requests import queries
from newsdesk.requests.metrics import KINDS, Counts, kind_of
from newsdesk.site.door import Door
from newsdesk.site.health import metrics as page
from newsdesk.site.health import probes
from tests.jobs.sample import note
from tests.people import person
from tests.public import desk

OUTSIDE = "192.0.2.7"
LINE = re.compile(
    r'newsdesk_[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? [0-9.e+-]+|# (?:HELP|TYPE) .+'
)


@pytest.fixture(autouse=True)
def own_counts(monkeypatch):
    """Count from nothing."""
    fresh = Counts()
    for module in ("newsdesk.site.door", "newsdesk.site.response_cache"):
        monkeypatch.setattr(f"{module}.COUNTS", fresh)
    monkeypatch.setattr(queries, "COUNTS", fresh)
    monkeypatch.setattr(page, "COUNTS", fresh)
    monkeypatch.setattr(probes, "_hanging", {})
    return fresh


def told(client):
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "no-store" in answer["Cache-Control"]
    lines = answer.content.decode().splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


def asked(path):
    """Ask the application as a server does; return the status."""
    application = Door(get_wsgi_application())
    said = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    answer = application(environ, lambda status, headers: said.append(status))
    list(answer)
    getattr(answer, "close", lambda: None)()
    return int(said[0][:3])


@pytest.mark.django_db(transaction=True)
def test_answers_are_counted_by_kind_and_status_and_kept_ones_apart(client):
    desk.story(person("Desk chief"))
    path = "/stories/the-ferry-turns/"
    assert [asked(path) for _ in range(3)] == [200] * 3
    assert asked("/stories/none/") == 404
    found = told(client)
    assert found['newsdesk_requests_total{kind="story",status="200"}'] == "3"
    assert found['newsdesk_requests_total{kind="story",status="404"}'] == "1"
    assert found['newsdesk_request_seconds_count{kind="story"}'] == "4"
    assert found['newsdesk_request_seconds_bucket{kind="story",le="+Inf"}'] == "4"
    assert float(found['newsdesk_request_seconds_sum{kind="story"}']) > 0
    assert found['newsdesk_kept_answers_total{given="door"}'] == "2"
    assert found['newsdesk_kept_answers_total{given="no"}'] == "1"
    assert int(found["newsdesk_queries_total"]) > 5
    assert found['newsdesk_publishes_total{kind="story",edition="first"}'] == "1"
    assert found["newsdesk_database_up"] == "1"


def test_buckets_hold_what_is_faster(own_counts):
    for seconds in (0.001, 0.02, 0.02, 99):
        own_counts.request("/", 200, seconds)
    found = {labels.get("le"): number for _, labels, number in own_counts.sums().durations()}
    assert [found[each] for each in ("0.005", "0.025", "10.0", "+Inf")] == [1, 3, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_what_waits_and_is_open_is_told(client):
    note.enqueue("ferry")
    found = told(client)
    assert found['newsdesk_jobs{state="waiting"}'] == "1"
    assert float(found["newsdesk_oldest_job_seconds"]) >= 0
    assert found["newsdesk_workers"] == "0"
    assert found["newsdesk_open_duplicates"] == "0"


@pytest.mark.django_db
def test_without_a_database_the_counts_of_the_processes_are_told(client, monkeypatch, own_counts):
    def lost():
        raise OperationalError("no")

    monkeypatch.setattr(page, "overview", lost)
    own_counts.request("/", 200, 0.1)
    found = told(client)
    assert found["newsdesk_database_up"] == "0"
    assert found['newsdesk_requests_total{kind="home",status="200"}'] == "1"
    assert "newsdesk_workers" not in found


def test_it_is_for_who_may_watch(client):
    assert client.get("/metrics", REMOTE_ADDR=OUTSIDE).status_code == 404
    assert client.post("/metrics").status_code == 405


def test_processes_count_together_and_keep_what_one_of_them_counted(monkeypatch):
    """More processes than slots, one after the other: each goes on where one has ended."""
    monkeypatch.setattr(counts, "SLOTS", 2)
    shared = Counts()
    shared.request("/", 200, 0.0)
    fork = multiprocessing.get_context("fork")
    for _ in range(5):
        process = fork.Process(target=_count, args=(shared,))
        process.start()
        process.join()
        assert process.exitcode == 0
    [(labels, number)] = shared.sums().requests()
    assert (labels, number) == ({"kind": "home", "status": "200"}, 51)


def _count(shared):
    for _ in range(10):
        shared.request("/", 200, 0.0)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "home"),
        ("/stories/", "list"),
        ("/stories/x/", "story"),
        ("/stories/x/history/", "list"),
        ("/questions/x/", "question"),
        ("/topics/x/", "topic"),
        ("/feeds/stories.xml", "feed"),
        ("/media/pictures/aa/a.webp", "picture"),
        ("/static/site/x.css", "static"),
        ("/admin/stories/story/", "desk"),
        ("/metrics", "probe"),
        ("/ask/", "form"),
        ("/wp-login.php", "other"),
        ("", "home"),
    ],
)
def test_the_kind_of_a_page_is_told_by_its_address(path, kind):
    assert kind_of(path) == kind
    assert kind in KINDS


@pytest.mark.django_db
def test_a_slow_query_is_logged_without_its_values(caplog, settings, own_counts):
    assert queries.measured in connection.execute_wrappers
    settings.SLOW_QUERY_MS = 20

    def slowly(execute, sql, params, many, context):
        time.sleep(0.05)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(slowly), connection.cursor() as cursor:
        cursor.execute("SELECT %s AS word", ["hunter2"])
        # A migration is as slow as it is.
        cursor.execute("CREATE TEMPORARY TABLE gulls (name text)")
    [record] = [each for each in caplog.records if each.name == "newsdesk.queries"]
    assert re.match(r"Slow query: \d+ ms: SELECT .+ AS word", record.getMessage())
    assert "hunter2" not in record.getMessage()
    assert own_counts.sums().counted("slow_queries") == 1
    settings.SLOW_QUERY_MS = 0
    with connection.execute_wrapper(slowly), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert own_counts.sums().counted("slow_queries") == 1


@pytest.mark.django_db
def test_each_connection_is_measured_once():
    queries.watch(None, connection)
    queries.watch(None, connection)
    assert connection.execute_wrappers.count(queries.measured) == 1
