"""/healthz and /readyz: what they ask, who may ask them, and what hangs or fails."""

import ipaddress
import os
import threading
import time
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError

from newsdesk.images.storage import StoreFailed, WholeFiles
from newsdesk.site.health import probes
from newsdesk.site.health.probes import Probe, ProbeFailed
from newsdesk.workflow.roles import roles_amiss, sync_roles

OUTSIDE = "192.0.2.7"


@pytest.fixture
def asked(monkeypatch):
    """Let /readyz ask what a test says, on no connection to the database."""

    def ask(*asked):
        monkeypatch.setattr("newsdesk.site.health.views.answers", lambda: probes.answers(asked))

    monkeypatch.setattr(probes, "_hanging", {})
    return ask


def nothing():
    """Work."""


def refuse():
    raise ProbeFailed("Run something.")


def break_down():
    raise OperationalError("could not connect to 10.9.8.7 as newsdesk")


def test_alive_asks_nothing(client):
    answer = client.get("/healthz", REMOTE_ADDR=OUTSIDE)
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert answer["Cache-Control"] == "no-store, private"
    assert client.post("/healthz").status_code == 405


def test_ready_where_all_works(client, asked):
    asked(Probe("one", nothing, needed=True), Probe("two", nothing, needed=False))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    told = answer.json()
    assert told["ready"] is True
    assert [(name, part["works"]) for name, part in told["parts"].items()] == [
        ("one", True),
        ("two", True),
    ]


def test_what_is_needed_and_fails_makes_it_503(client, asked):
    asked(Probe("one", refuse, needed=True), Probe("two", nothing, needed=False))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["one"]["failing"] == "Run something."


def test_what_is_not_needed_and_fails_is_told(client, asked):
    asked(Probe("one", nothing, needed=True), Probe("two", refuse, needed=False))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["parts"]["two"]["works"] is False


def test_a_replica_that_stands_in_for_the_database_keeps_the_machine_in(client, asked):
    database = Probe("database", break_down, needed=True)
    asked(database, Probe("replica", lambda: {"stands_in": True}, needed=False))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    parts = answer.json()["parts"]
    assert (parts["database"]["works"], parts["database"]["needed"]) == (False, False)
    assert parts["replica"]["stands_in"] is True
    asked(database, Probe("replica", lambda: {"seconds_behind": 0}, needed=False))
    assert client.get("/readyz").status_code == 503
    asked(
        Probe("static files", refuse, needed=True),
        Probe("replica", lambda: {"stands_in": True}, needed=False),
    )
    assert client.get("/readyz").status_code == 503


def test_what_a_driver_says_is_for_the_log(client, asked, caplog):
    asked(Probe("one", break_down, needed=True))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "10.9.8.7" not in answer.content.decode()
    assert "OperationalError" in answer.json()["parts"]["one"]["failing"]
    [record] = [each for each in caplog.records if each.name == "newsdesk.health"]
    assert "10.9.8.7" in str(record.exc_info[1])


def test_a_part_that_hangs_is_late_and_is_asked_once(client, asked, monkeypatch):
    monkeypatch.setattr(probes, "LONGEST", 0.05)
    released, begun = threading.Event(), []

    def hang():
        begun.append(1)
        released.wait(30)

    asked(Probe("hung", hang, needed=True), Probe("two", nothing, needed=False))
    try:
        for _ in range(3):
            answer = client.get("/readyz")
            assert answer.status_code == 503
            assert "No answer within" in answer.json()["parts"]["hung"]["failing"]
            assert answer.json()["parts"]["two"]["works"] is True
        assert len(begun) == 1
    finally:
        released.set()
    until = time.monotonic() + 10
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < until


@pytest.mark.parametrize(
    ("sender", "forwarded", "status"),
    [
        ("127.0.0.1", "", 200),
        ("::1", "", 200),
        ("::ffff:127.0.0.1", "", 200),
        ("", "", 200),
        (OUTSIDE, "", 404),
        ("10.1.2.3", "", 200),
        ("127.0.0.1", OUTSIDE, 404),
        ("", OUTSIDE, 404),
        ("127.0.0.1", f"127.0.0.1, {OUTSIDE}", 404),
        ("127.0.0.1", "10.1.2.3", 200),
        ("127.0.0.1", "nonsense", 404),
    ],
)
def test_only_the_machine_and_those_named_may_ask(
    client, asked, settings, sender, forwarded, status
):
    asked(Probe("one", nothing, needed=True))
    settings.BEHIND_PROXY = True
    settings.HEALTH_FROM = (ipaddress.ip_network("10.0.0.0/8"),)
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    answer = client.get("/readyz", REMOTE_ADDR=sender, **headers)
    assert answer.status_code == status


def test_both_answer_by_http_where_pages_redirect(client, asked, settings):
    asked(Probe("one", nothing, needed=True))
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert client.get("/about/").status_code == 301


def test_the_store_is_left_as_it_was():
    default_storage.save("kept/a", ContentFile(b"a picture"))
    before = default_storage.listdir("")
    probes.storage()
    assert default_storage.listdir("") == before


def test_a_store_that_takes_no_new_folder_fails(monkeypatch, tmp_path):
    """As one does whose pictures another user has copied there: older folders may still take files."""
    store = WholeFiles(location=tmp_path)
    monkeypatch.setattr(probes, "default_storage", store)
    probes.storage()

    def refused(path, *rest, **more):
        if Path(path).parent == tmp_path:
            raise PermissionError("Permission denied")
        return opened(path, *rest, **more)

    opened = os.open
    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(StoreFailed, match="Permission denied"):
        probes.storage()


def test_a_store_that_cannot_be_written_fails(monkeypatch):
    def full(name, content, max_length=None):
        raise OSError("No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(OSError, match="No space left"):
        probes.storage()


def test_a_cache_that_forgets_fails(monkeypatch):
    probes.shared_cache()
    monkeypatch.setattr(cache, "get", lambda key: None)
    with pytest.raises(ProbeFailed, match="did not keep"):
        probes.shared_cache()


@pytest.mark.django_db
def test_roles_that_nobody_made_or_somebody_changed_are_named():
    Group.objects.all().delete()
    assert "Editor" in roles_amiss()
    sync_roles()
    assert roles_amiss() == []
    group = Group.objects.get(name="Editor")
    group.permissions.remove(group.permissions.first())
    assert roles_amiss() == ["Editor"]
    with pytest.raises(ProbeFailed, match="Editor"):
        probes.roles()


@pytest.mark.django_db
def test_database_and_migrations_of_a_whole_desk_pass(monkeypatch):
    probes.database()
    monkeypatch.setattr(
        "newsdesk.site.health.probes.MigrationExecutor.migration_plan", lambda self, targets: [1]
    )
    with pytest.raises(ProbeFailed, match="run manage"):
        probes.migrations()
