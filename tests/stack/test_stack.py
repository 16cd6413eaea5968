"""The shipped stack: what readers get from it, and what happens when a part of it is killed or hangs."""

import gzip
import json
import os
import re
import signal
import socket
import threading
from contextlib import contextmanager
from urllib.parse import urlencode

import brotli
import pytest
from lxml import html

from tests.programs.desk import Desk
from tests.programs.process import children
from tests.stack.programs import SECONDS, unverified, wait_until

DEEDS = "tests.stack.deeds"
SAFE = (
    *("Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options"),
    *("Referrer-Policy", "Permissions-Policy", "X-Frame-Options", "Cross-Origin-Opener-Policy"),
    *("Cross-Origin-Resource-Policy", "Cross-Origin-Embedder-Policy"),
)
INSIDE = ("X-Accel-Expires", "Cache-Tag")


@pytest.fixture(scope="module")
def ferry(both):
    """A published story with a picture."""
    return both[1].do(f"{DEEDS}:publish", "The ferry turns")


def style(stack):
    """Return the address of a style sheet."""
    found = re.search(rb'href="(/static/[^"]+\.css)"', stack.get("/").body)
    return found[1].decode()


def test_the_setup_says_what_is_missing_and_can_be_repeated(stack):
    said = stack.log("setup")
    assert "grace is a desk chief" in said
    assert re.search(r"Outlets: \d{4} from the register", said)
    # No backup yet: as docs/deployment.md says, it comes after this.
    assert set(re.findall(r"\(site\.([EW]\d+)\)", said)) == {"W004"}
    # Collecting static files once more would show nothing.
    again = stack.manage("setup_desk", NEWSDESK_HASHED_STATIC="0")
    assert "Outlets" not in again


def test_headers_stand_once_on_whatever_is_answered(stack, ferry):
    paths = ("/", ferry["page"], ferry["picture"], style(stack), "/no/such/page/", "/admin/login/")
    for path in paths:
        for _ in range(2):  # From the site, then from the cache.
            answer = stack.get(path)
            names = [name.lower() for name, _ in answer.headers if name.lower() != "set-cookie"]
            assert sorted(set(names)) == sorted(names), path
            for name in SAFE:
                assert len(answer.all(name)) == 1, (path, name)
            for name in INSIDE:
                assert answer.all(name) == [], (path, name)
    assert stack.get("/no/such/page/").status == 404
    stack.wait_until_kept(ferry["page"], 200)


def test_http_2_is_spoken(stack):
    context = unverified()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", stack.ports[2])) as plain,
        context.wrap_socket(plain, server_hostname="news.example") as secure,
    ):
        assert secure.selected_alpn_protocol() == "h2"


def test_pages_and_static_files_come_in_brotli_and_in_gzip(stack, ferry):
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    for path in (style(stack), ferry["page"], "/feeds/stories.xml"):
        plain = stack.get(path, Accept_Encoding="identity")
        assert plain.all("Content-Encoding") == []
        for asked, said in (("gzip, deflate, br", "br"), ("gzip", "gzip")):
            for _ in range(2):  # From the site, then from the cache.
                answer = stack.get(path, Accept_Encoding=asked)
                assert answer.all("Content-Encoding") == [said], (path, asked)
                assert unpack[said](answer.body) == plain.body
                assert len(answer.body) < len(plain.body)
    # What holds a token is not: its length would tell.
    for asked in ("gzip, deflate, br", "gzip"):
        assert stack.get("/admin/login/", Accept_Encoding=asked).all("Content-Encoding") == []


def test_who_has_it_already_is_told_so(stack, ferry):
    for path in (ferry["page"], ferry["picture"], "/feeds/stories.xml"):
        for coding in ("br", "gzip"):
            tag = stack.get(path, Accept_Encoding=coding)["ETag"]
            again = stack.get(path, Accept_Encoding=coding, If_None_Match=tag)
            assert (again.status, again.body) == (304, b""), path


def test_nobody_is_believed_about_address_and_number(stack):
    spoofed = {
        "X_Forwarded_For": "198.51.100.9",
        "X_Real_IP": "198.51.100.9",
        "X_Forwarded_Proto": "http",
        "X_Request_ID": "forged-number",
        "Forwarded": "for=198.51.100.9",
    }
    form = stack.get("/admin/login/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', form.body)[1].decode()
    cookie = form["Set-Cookie"].partition(";")[0]
    body = f"username=grace&password=wrong-one&csrfmiddlewaretoken={token}".encode()
    refused = stack.ask(
        "POST",
        "/admin/login/",
        body,
        Content_Type="application/x-www-form-urlencoded",
        Cookie=cookie,
        Referer="https://news.example/admin/login/",
        **spoofed,
    )
    assert refused.status == 200
    number = refused["X-Request-ID"]
    lines = [each for each in stack.lines("web") if each["request_id"] == number]
    # On a busy machine it is told of as slow, too.
    [line] = [each for each in lines if each["logger"] == "newsdesk.accounts"]
    assert {each["sender"] for each in lines} == {"127.0.0.1"}, line
    # The same number in nginx's line, and no word of what was sent in either log.
    [there] = wait_until(
        lambda: [each for each in stack.lines("access") if each["request_id"] == number], number
    )
    assert (there["path"], there["status"], there["sender"]) == ("/admin/login/", 200, "127.0.0.1")
    for log in ("web", "access"):
        for word in ("198.51.100.9", "forged-number", "wrong-one", cookie):
            assert word not in stack.log(log), (log, word)


def test_what_watches_the_machine_is_not_for_the_world(stack):
    for path in ("/readyz", "/metrics"):
        assert stack.get(path, X_Forwarded_For="127.0.0.1").status == 404
        assert stack.ask_web(path).status == 200
        assert stack.ask_web(path, X_Forwarded_For="192.0.2.7").status == 404
    assert stack.get("/healthz").status == 200
    ready = stack.ask_web("/readyz")
    assert b'"ready": true' in ready.body
    assert b'newsdesk_requests_total{kind="home",status="200"}' in stack.ask_web("/metrics").body


def test_both_web_processes_are_counted_together(stack):
    def count():
        text = stack.ask_web("/metrics").body.decode()
        found = re.search(r'newsdesk_requests_total\{kind="probe",status="200"\} (\d+)', text)
        return int(found[1]) if found else 0

    before = count()
    for _ in range(20):
        stack.ask_web("/healthz")
    assert count() == before + 21


def test_a_withdrawn_page_and_its_picture_are_gone_at_once(stack, desk):
    gone = desk.do(f"{DEEDS}:publish", "The ferry sinks")
    codings = ("br", "gzip", "identity")
    for path in (gone["page"], gone["picture"]):
        for coding in codings:
            wait_until(lambda p=path, c=coding: stack.get(p, Accept_Encoding=c).status == 200, path)
        stack.wait_until_kept(path, 200, Accept_Encoding="gzip")
    wait_until(lambda: desk.do(f"{DEEDS}:finished"), "jobs wait")
    assert b"The ferry sinks" in stack.get("/").body
    desk.do(f"{DEEDS}:withdraw", gone["key"])
    # The cache may keep them for ten minutes: whatever is gone sooner was purged.
    assert SECONDS > 300
    for path, status in ((gone["page"], 410), (gone["picture"], 404)):
        for coding in codings:
            wait_until(
                lambda p=path, c=coding, s=status: stack.get(p, Accept_Encoding=c).status == s, path
            )
        stack.wait_until_kept(path, status, Accept_Encoding="gzip")
    wait_until(lambda: desk.do(f"{DEEDS}:finished"), "jobs wait")
    assert b"The ferry sinks" not in stack.get("/").body
    assert b"The ferry sinks" not in stack.get("/feeds/stories.xml").body


def test_what_is_scheduled_changes_nothing_that_readers_get(stack, desk, ferry):
    paths = ("/", "/stories/", ferry["page"], "/sitemap.xml", "/feeds/stories.xml")

    def told():
        # Past nginx's cache, which would say the same anyway.
        found = [stack.ask_web(path, X_Forwarded_Proto="https") for path in paths]
        return [
            (a.status, [h for h in a.headers if h[0] not in ("Date", "Connection")], a.body)
            for a in found
        ]

    wait_until(lambda: desk.do(f"{DEEDS}:finished"), "jobs wait")
    before = told()
    desk.do(f"{DEEDS}:schedule", "The ferry of tomorrow")
    wait_until(lambda: desk.do(f"{DEEDS}:finished"), "jobs wait")
    assert told() == before
    assert stack.seen("/stories/the-ferry-of-tomorrow/") == []


def test_what_the_desk_sees_is_kept_for_nobody(stack, desk):
    cookie = desk.do(f"{DEEDS}:session")["cookie"]
    picture = desk.do(f"{DEEDS}:draft", "The ferry to come")["picture"]
    assert stack.get(picture).status == 404
    for _ in range(2):
        assert stack.cache_of(picture, Cookie=cookie) == (200, "BYPASS")
    assert stack.get(picture).status == 404


@pytest.mark.parametrize("length", [2_100_000, 5_000_000])
def test_a_large_form_comes_back_with_its_words_and_a_sentence(stack, desk, length):
    asked = desk.do(f"{DEEDS}:session")
    form = stack.get(asked["form"], Cookie=asked["cookie"])
    assert form.status == 200
    answer = posted(stack, asked, form, summary="<p>" + "wordy " * (length // 6) + "</p>")
    assert answer.status == 200
    assert answer.body.count(b"wordy ") > length // 6 - 10
    assert b"errorlist" in answer.body
    assert b"characters" in answer.body


@pytest.mark.parametrize("length", [7_000_000, 31_000_000])
def test_a_form_above_the_limit_is_answered_by_a_page_that_says_where_the_words_are(
    stack, desk, length
):
    asked = desk.do(f"{DEEDS}:session")
    form = stack.get(asked["form"], Cookie=asked["cookie"])
    answer = posted(stack, asked, form, summary="x" * length)
    assert answer.status == 413, (stack.folder / "nginx-errors.log").read_text()[-2000:]
    assert b"This is more than one form can hold" in answer.body
    assert b"your text is still in the form" in answer.body
    assert f'href="{asked["form"]}"'.encode() in answer.body
    assert "no-store" in answer["Cache-Control"]
    assert len(answer.all("Content-Security-Policy")) == 1


def posted(stack, asked, form, **changes):
    """Send the form as a browser does, with these fields changed."""
    tree = html.fromstring(form.body.decode())
    [main] = [each for each in tree.forms if each.get("id") == "story_form"]
    data = dict(main.form_values()) | {"_continue": "1"} | changes
    token = form["Set-Cookie"].partition(";")[0]
    return stack.ask(
        "POST",
        asked["form"],
        urlencode(data).encode(),
        Content_Type="application/x-www-form-urlencoded",
        Cookie=f"{asked['cookie']}; {token}",
        Referer=f"https://news.example{asked['form']}",
        Origin="https://news.example",
    )


@contextmanager
def readers(stack, path):
    """Let four read a page without end; yield the statuses of all that they got."""
    statuses, over = [], threading.Event()

    def read(number):
        count = 0
        while not over.is_set():
            count += 1
            # Never the same address: each goes through to the site.
            statuses.append(stack.get(f"{path}?n={number}-{count}").status)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_two_restarts_under_load_cost_no_request(stack, ferry):
    with readers(stack, ferry["page"]) as statuses:
        for _ in range(2):
            before, asked = stack.running["web"], len(statuses)
            before.terminate()
            assert before.wait(60) == 0
            stack.start_web()
            # The new one answers, with the code that lies there now.
            wait_until(lambda known=asked: len(statuses) > known + 10, "no answers")
    assert set(statuses) == {200}


def test_two_signals_to_renew_its_processes_cost_no_request_either(stack, ferry):
    web = stack.running["web"]
    with readers(stack, ferry["page"]) as statuses:
        for _ in range(2):
            before, asked = {*children(web.pid)}, len(statuses)
            web.send_signal(signal.SIGHUP)
            wait_until(lambda old=before: not old & {*children(web.pid)}, "the old ones stay")
            wait_until(lambda known=asked: len(statuses) > known + 10, "no answers")
    assert set(statuses) == {200}
    assert web.poll() is None


def test_a_web_process_that_is_killed_is_replaced(stack, ferry):
    first = children(stack.running["web"].pid)[0]
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: first not in children(stack.running["web"].pid), "it stays")
    wait_until(lambda: len(children(stack.running["web"].pid)) == 2, "nobody takes its place")
    assert stack.get(f"{ferry['page']}?after=it").status == 200


def test_one_that_hangs_leaves_the_other_to_answer(stack, ferry):
    first, _ = children(stack.running["web"].pid)
    os.kill(first, signal.SIGSTOP)
    try:
        # What the cache has is given whatever the site does.
        assert stack.get(ferry["page"]).status == 200
    finally:
        os.kill(first, signal.SIGCONT)


def test_without_a_worker_readers_and_desk_notice_nothing_and_the_jobs_wait(stack, desk):
    worker = stack.running["worker"]
    worker.kill()
    worker.wait()
    late = desk.do(f"{DEEDS}:publish", "The ferry waits")
    assert not desk.do(f"{DEEDS}:finished")
    wait_until(lambda: stack.get(late["page"]).status == 200, "the page")
    stack.start_worker()
    wait_until(lambda: desk.do(f"{DEEDS}:finished"), "jobs wait")


def test_a_backup_made_while_people_read_makes_the_same_desk(stack, desk, ferry, tmp_path):
    file = tmp_path / "night.backup"
    stack.manage("backup", str(file))
    stack.manage("verify_backup", str(file))
    # Past the pool, as docs/deployment.md says.
    url = stack.under["primary"].url("empty")
    names = ("NEWSDESK_PURGE_URLS", "NEWSDESK_REPLICA_URL", "NEWSDESK_STORAGE_URL")
    there = {"DATABASE_URL": url, "NEWSDESK_VAR": str(tmp_path / "var")} | dict.fromkeys(names, "")
    stack.manage("restore", str(file), **there)
    static = {"NEWSDESK_HASHED_STATIC": "0"}
    with (
        Desk(**stack.environment | static) as first,
        Desk(**stack.environment | there | static) as second,
    ):
        for path in ("/", ferry["page"], "/stories/", "/feeds/stories.xml", "/search/?q=ferry"):
            body = first.do(f"{DEEDS}:body_of", path)
            assert body == second.do(f"{DEEDS}:body_of", path), path
            assert "ferry" in body.lower()


@pytest.mark.parametrize("part", ["redis", "moto", "replica"])
def test_a_part_that_hangs_or_is_dead_takes_nobody_along(stack, desk, ferry, part):
    under = stack.under[part]
    for end, back in ((under.pause, under.go_on), (under.kill, under.start)):
        end()
        try:
            assert stack.get(f"{ferry['page']}?{part}={end.__name__}").status == 200
            assert stack.get(f"/?{part}={end.__name__}").status == 200
            # The desk goes on saving.
            item = desk.do(f"{DEEDS}:publish_words", f"The ferry and {part} {end.__name__}")
            desk.do(f"{DEEDS}:withdraw", item["key"])
            assert stack.ask_web("/readyz").status == 200
        finally:
            back()


@pytest.mark.parametrize(
    ("part", "end", "back"),
    [("primary", "kill", "start"), ("primary", "pause", "go_on"), ("pool", "pause", "go_on")],
)
def test_without_the_primary_readers_get_what_the_replica_shows(
    stack, desk, ferry, part, end, back
):
    under, replica = stack.under[part], stack.under["replica"]
    cookie = desk.do(f"{DEEDS}:session")["cookie"]
    replica.wait_until_equal()
    getattr(under, end)()
    try:
        path = f"{ferry['page']}?{part}={end}"
        wait_until(lambda: stack.get(path).status == 200, "no page")
        refused = stack.get("/admin/", Cookie=cookie)
        assert refused.status == 503
        assert b"Back in a moment" in refused.body
        assert stack.get(style(stack)).status == 200
    finally:
        getattr(under, back)()
    wait_until(lambda: stack.get("/admin/", Cookie=cookie).status == 200, "the desk stays away")
    replica.wait_until_equal()


def test_a_mail_goes_out_by_a_job_under_the_number_of_its_request(stack, desk):
    path, field = "/admin/login/new-password/", rb'name="csrfmiddlewaretoken" value="([^"]+)"'

    def asked():
        form = stack.get(path)
        return re.search(field, form.body) and form

    # A process that has found the primary hanging asks it again some seconds later, each for itself.
    form = wait_until(asked, "the form of a new password stays away")
    token = re.search(field, form.body)[1].decode()
    answer = stack.ask(
        "POST",
        path,
        f"email=grace%40news.example&csrfmiddlewaretoken={token}".encode(),
        Content_Type="application/x-www-form-urlencoded",
        Cookie=form["Set-Cookie"].partition(";")[0],
        Referer=f"https://news.example{path}",
    )
    assert answer.status in (200, 302)
    assert desk.do(f"{DEEDS}:jobs_of", answer["X-Request-ID"])
    wait_until(lambda: stack.mails, "no mail")
    to, mail = stack.mails[0]
    assert to == ["grace@news.example"]
    assert "https://news.example/admin/" in mail.get_body(("plain",)).get_content()


def test_every_line_of_every_log_is_one_object(stack):
    lines = [line for name in ("web", "worker", "access") for line in stack.log(name).splitlines()]
    assert len(lines) > 100
    assert [line for line in lines if not (line.startswith("{") and json.loads(line))] == []
