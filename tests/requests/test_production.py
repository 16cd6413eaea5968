"""With debugging off: whoever runs the desk is told of everything that fails, once, on standard error."""

import json
import re
import subprocess
import sys

import pytest

from newsdesk.middleware import SAFE_HEADERS
from tests.house.rules import ROOT
from tests.requests.server import LOST, environment, site

NO_MANIFEST = {"NEWSDESK_HASHED_STATIC": "1"}


def check_error_page(answer, status, words):
    assert answer.status == status
    assert answer.text.startswith("<!DOCTYPE html>")
    assert words in answer.text
    assert answer.text.rstrip().endswith("</html>")
    assert "<style>" in answer.text
    assert "static" not in answer.text
    # The number that is to be quoted is that of the header.
    assert f"<b>{answer.headers['X-Request-ID']}</b>" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"style-src [^;]*'sha256-", policy)
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"].startswith("no-store")
    assert answer.headers["Strict-Transport-Security"] == "max-age=15768000"
    for name, value in SAFE_HEADERS.items():
        assert answer.headers[name] == value


def test_an_error_without_manifest_is_one_line_with_its_traceback_and_a_whole_page(tmp_path):
    with site(tmp_path, **NO_MANIFEST) as running:
        answer = running.get("/about/?password=hunter2", Cookie="__Host-sessionid=" + "a" * 32)
    check_error_page(answer, 500, "Something went wrong here")
    [line] = running.lines
    assert " ERROR django.request " in line
    number = answer.headers["X-Request-ID"]
    assert f"[{number} - 192.0.2.7 GET /about/]" in line
    assert "Traceback (most recent call last)" in line
    assert "Missing staticfiles manifest entry" in line
    for secret in ("hunter2", "a" * 32):
        assert secret not in line


@pytest.mark.parametrize("path", ["/", "/search/?q=ferry", "/feeds/stories.xml", "/admin/login/"])
def test_a_lost_database_is_one_line_and_a_whole_page(tmp_path, path):
    with site(tmp_path, DATABASE_URL=LOST, NEWSDESK_LOG_FORMAT="json", **NO_MANIFEST) as running:
        body = "username=ada&password=hunter2" if "login" in path else ""
        method = "POST" if body else "GET"
        kind = {
            "Content_Type": "application/x-www-form-urlencoded",
            "Cookie": "__Host-csrftoken=" + "b" * 32,
        }
        kind |= (
            {"Referer": "https://news.example/admin/login/", "X_CSRFToken": "b" * 32}
            if body
            else {}
        )
        answer = running.get(path, method, body, **(kind if body else {}))
    check_error_page(answer, 503, "Back in a moment")
    assert answer.headers["Retry-After"] == "30"
    [line] = running.lines
    record = json.loads(line)
    assert record["level"] == "ERROR"
    assert record["request_id"] == answer.headers["X-Request-ID"]
    assert (record["method"], record["path"]) == (method, path.partition("?")[0])
    assert "OperationalError" in record["traceback"]
    assert "hunter2" not in line


def test_a_sqlite_file_that_is_gone_is_told_too(tmp_path):
    database = f"sqlite:///{tmp_path / 'gone' / 'db.sqlite3'}"
    with site(tmp_path, DATABASE_URL=database) as running:
        answer = running.get("/stories/")
    check_error_page(answer, 503, "Back in a moment")
    [line] = running.lines
    assert "OperationalError" in line


def test_a_request_keeps_the_number_that_the_proxy_gave_it(tmp_path):
    with site(tmp_path, DATABASE_URL=LOST) as running:
        answers = [
            running.get("/", X_Request_ID=each)
            for each in (
                "proxy-1234567890.ab",
                "short",
                "x" * 65,
                "with space 123456",
                "<b>12345678",
            )
        ]
    numbers = [answer.headers["X-Request-ID"] for answer in answers]
    assert numbers[0] == "proxy-1234567890.ab"
    assert all(re.fullmatch("[0-9a-f]{16}", number) for number in numbers[1:])
    assert [number for number in numbers if f"[{number} " in " ".join(running.lines)] == numbers


def test_without_a_proxy_no_stranger_numbers_our_requests(tmp_path):
    settings = {"NEWSDESK_BEHIND_PROXY": "0", "NEWSDESK_SSL_REDIRECT": "0", "DATABASE_URL": LOST}
    with site(tmp_path, **settings) as running:
        answer = running.get("/", X_Request_ID="stranger-1234567")
    assert answer.headers["X-Request-ID"] != "stranger-1234567"
    assert "stranger" not in " ".join(running.lines)


def test_a_content_type_that_makes_no_sense_breaks_nothing(tmp_path):
    """Django makes the request before any middleware could answer for it."""
    with site(tmp_path, DATABASE_URL=LOST) as running:
        for kind in ("text/plain; a*=nonsense''b", "text/plain; charset=hex", ";;;=", "a" * 9000):
            assert running.get("/robots.txt", Content_Type=kind).status in (200, 400), kind
    assert running.lines == []


def manage(folder, *command, **settings):
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(folder, NEWSDESK_LOG_FORMAT="json", **settings),
        capture_output=True,
        text=True,
    )


def test_a_command_that_breaks_is_a_line_with_its_traceback(tmp_path):
    done = manage(tmp_path, "clearsessions", DATABASE_URL=LOST)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    record = json.loads(line)
    assert record["message"] == "clearsessions failed"
    assert "OperationalError" in record["traceback"]


def test_a_command_that_says_why_it_failed_is_a_line_too(tmp_path):
    done = manage(tmp_path, "reset_second_factor", "nobody", DATABASE_URL=f"sqlite:///{tmp_path}/x")
    assert done.returncode != 0
    assert any(
        json.loads(line)["message"].startswith("reset_second_factor failed")
        for line in done.stderr.splitlines()
        if line.startswith("{")
    )
