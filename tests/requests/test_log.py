"""Lines of the log: one for each record, of the right request, without secrets."""

import json
import logging
import threading

import pytest
from django.contrib.auth.models import User
from django.test import Client

from newsdesk.accounts import throttle
from newsdesk.images import renditions
from newsdesk.requests import log
from tests.accounts.logins import PASSWORD, add_app, log_in
from tests.people import person
from tests.public import desk

HOSTILE = "a\nERROR forged\r\x1b[2J\u2028\x00\x85\ud800 b"


class Lines(logging.Handler):
    """What would stand on standard error."""

    def __init__(self, formatter):
        super().__init__()
        self.addFilter(log.AboutRequest())
        self.setFormatter(formatter)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture(params=[log.TextLine, log.JsonLine])
def apart(request):
    """A logger that pytest does not know, and its handler: what cannot be encoded would break its report."""
    logger, handler = logging.Logger("newsdesk.x"), Lines(request.param())
    logger.addHandler(handler)
    return logger, handler


@pytest.fixture
def text_lines():
    handler = Lines(log.TextLine())
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler.lines
    root.removeHandler(handler)


def test_nothing_that_is_logged_can_make_a_second_line(apart, rf):
    logger, handler = apart
    request = rf.get("/", PATH_INFO="/x\n/y")
    request._cached_user = User(username=HOSTILE)
    with log.about(request, number="n" * 8, origin=HOSTILE):
        try:
            raise ValueError(HOSTILE)
        except ValueError:
            logger.exception("said %s", HOSTILE)
    [line] = handler.lines
    assert "Traceback" in line
    assert line.isprintable()
    assert line.splitlines() == [line]
    line.encode()


def test_a_line_in_json_holds_the_whole_record(rf):
    handler = Lines(log.JsonLine())
    request = rf.get("/stories/?q=secret")
    request._cached_user = User(username="ada")
    record = logging.LogRecord("newsdesk.x", logging.WARNING, "", 0, "said %s", ("it",), None)
    with log.about(request, number="12345678", origin="192.0.2.1"):
        handler.handle(record)
    data = json.loads(handler.lines[0])
    assert data.pop("time").endswith("+00:00")
    assert data == {
        "level": "WARNING",
        "logger": "newsdesk.x",
        "request_id": "12345678",
        "user": "ada",
        "sender": "192.0.2.1",
        "method": "GET",
        "path": "/stories/",
        "message": "said it",
    }


def test_each_thread_logs_its_own_request(text_lines, rf):
    both = threading.Barrier(2)

    def answer(name):
        with log.about(rf.get(f"/{name}/"), number=name * 8, origin=name):
            both.wait()
            logging.getLogger("newsdesk.x").warning("of %s", name)
            both.wait()

    threads = [threading.Thread(target=answer, args=[name]) for name in "ab"]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(line.split(" ", 3)[3] for line in text_lines) == [
        "[aaaaaaaa - a GET /a/] of a",
        "[bbbbbbbb - b GET /b/] of b",
    ]
    assert log.number_of_request() == ""


@pytest.mark.parametrize("path", ["/preview/tok3n/", "/ask/1234567890/", "/report/1234567890/"])
def test_what_opens_something_to_whoever_knows_it_is_not_in_the_log(text_lines, rf, path):
    secret = path.split("/")[2]
    with log.about(rf.get(path), number="12345678", origin="192.0.2.1"):
        logging.getLogger("django.request").error("Internal Server Error: %s", path)
    [line] = text_lines
    assert secret not in line
    assert line.endswith(f"Internal Server Error: {path.replace(secret, '…')}")
    # Nor is it told who wrote a letter.
    assert ("192.0.2.1" in line) == path.startswith("/preview/")


@pytest.fixture
def chief(db):
    return person("Desk chief")


def test_an_error_of_somebody_at_the_desk_names_them_and_the_number_on_their_page(
    client, chief, text_lines, monkeypatch
):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    client.force_login(chief)
    monkeypatch.setattr("newsdesk.desk.front.site.week", fail)
    client.raise_request_exception = False
    answer = client.get("/admin/")
    [line] = [each for each in text_lines if " ERROR " in each]
    number = answer["X-Request-ID"]
    assert f"[{number} desk-chief 127.0.0.1 GET /admin/]" in line
    assert "RuntimeError: broken" in line
    assert number in answer.content.decode()


def test_public_answers_carry_no_number_and_those_of_the_desk_do(client, chief):
    assert "X-Request-ID" not in client.get("/about/")
    assert "X-Request-ID" not in client.get("/nope/")
    assert "X-Request-ID" in client.get("/admin/login/")


@pytest.mark.django_db
def test_slow_requests_are_told_and_others_not(client, settings, text_lines):
    for limit, told in ((60_000, 0), (0, 0), (0.001, 1)):
        text_lines.clear()
        settings.SLOW_REQUEST_MS = limit
        client.get("/about/")
        slow = [line for line in text_lines if "newsdesk.requests" in line]
        assert len(slow) == told, limit
    assert "GET /about/] Slow: " in slow[0]
    assert slow[0].endswith(", answered 200")


def told_of(text_lines, words):
    found = [line for line in text_lines if words in line]
    assert found, text_lines
    assert " WARNING newsdesk.accounts [" in found[-1]
    assert "/admin/login/" in found[-1]
    return found[-1]


@pytest.mark.django_db
def test_every_refused_login_is_told_without_what_was_typed(text_lines):
    ada = User.objects.create_user("ada", password=PASSWORD, is_staff=True)
    secret = add_app(ada)
    client = Client()
    log_in(client, password="not-hers-1")
    assert "'ada' from 192.0.2.1" in told_of(text_lines, "Wrong password")
    log_in(client, name="not-a-name-2")
    told_of(text_lines, "a name that nobody has")
    for _ in range(6):
        log_in(client, password="not-hers-1")
    told_of(text_lines, "Refused unread")
    log_in(client, origin="192.0.2.9")
    for _ in range(throttle.CODES[0][0]):
        client.post("/admin/login/code/", {"code": "000001"}, REMOTE_ADDR="192.0.2.9")
    told_of(text_lines, "Wrong code")
    assert client.post("/admin/login/code/", {"code": "000002"}).status_code == 429
    told_of(text_lines, "Code refused unread")
    client.post("/admin/login/passkey/", {"credential": '{"id": "k3y"}'})
    told_of(text_lines, "A passkey was refused")
    for _ in range(throttle.CHALLENGES[0][0] + 1):
        client.get("/admin/login/passkey/")
    told_of(text_lines, "Too many challenges")
    reader = User.objects.create_user("reader", password=PASSWORD)
    log_in(client, name=reader.username, origin="192.0.2.8")
    whole = "\n".join(text_lines)
    for word in ("not-hers-1", "not-a-name-2", "000001", "000002", "k3y", PASSWORD, secret):
        assert word not in whole


@pytest.mark.django_db(transaction=True)
def test_sizes_that_cannot_be_made_are_told_and_stop_nothing(client, text_lines, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no memory for this picture")

    monkeypatch.setattr(renditions, "complete", fail)
    desk.story(person("Desk chief"), image=desk.image())
    assert client.get("/stories/the-ferry-turns/").status_code == 200
    [line] = [each for each in text_lines if "no memory" in each]
    assert " ERROR django.db.backends.base " in line
    assert "Traceback" in line
