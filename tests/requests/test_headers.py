"""Security headers in production settings: on every kind of answer, and what MDN's Observatory gives."""

import re

import pytest

from newsdesk.middleware import SAFE_HEADERS
from tests.requests import observatory
from tests.requests.server import LOST, site

HOST = "news.example"
HSTS = "Strict-Transport-Security"
STORY = "/stories/the-ferry-turns/"


class Browser:
    """One who stays: keeps cookies, as a browser of somebody at the desk."""

    def __init__(self, running):
        self.running, self.cookies = running, {}

    def get(self, path, method="GET", body="", **headers):
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookie, "Referer": f"https://{HOST}/admin/login/"} if cookie else {}
        if body:
            sent["Content_Type"] = "application/x-www-form-urlencoded"
        answer = self.running.get(path, method, body, **(sent | headers))
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer

    def post(self, path, **fields):
        token = self.cookies.get("__Host-csrftoken", "")
        body = "&".join(f"{name}={value}" for name, value in fields.items())
        return self.get(path, "POST", f"csrfmiddlewaretoken={token}&{body}")


@pytest.fixture(scope="module")
def running(filled):
    with site(filled, DATABASE_URL=f"sqlite:///{filled}/db.sqlite3") as running:
        yield running


@pytest.fixture(scope="module")
def browser(running):
    browser = Browser(running)
    browser.get("/admin/login/")
    answer = browser.post("/admin/login/", username="chief", password="of-the-chief-and-long")
    assert (answer.status, answer.headers["Location"]) == (302, "/admin/")
    return browser


def every_kind(running, browser):
    """Yield a name, the status that is meant, and an answer of every kind that the site gives."""
    page = running.get(STORY)
    picture = re.search(r"/media/[^\s\"]+", page.text)
    assert picture
    yield "page", 200, page
    yield "not modified", 304, running.get(STORY, If_None_Match=page.headers["ETag"])
    yield "head", 200, running.get(STORY, "HEAD")
    yield "picture", 200, running.get(picture[0])
    yield "card", 200, running.get("/cards/list/home.jpg")
    yield "static file", 200, running.get("/static/site/site.css")
    yield "missing static file", 404, running.get("/static/nothing.css")
    for path in (
        "/feeds/stories.xml",
        "/feeds/stories.atom",
        "/feeds/stories.json",
        "/sitemap.xml",
    ):
        yield path, 200, running.get(path)
    for path in ("/robots.txt", "/.well-known/security.txt", "/favicon.ico", "/search/?q=ferry"):
        yield path, 200, running.get(path)
    yield "to https", 301, running.get("/", X_Forwarded_Proto="http")
    yield "slash", 301, running.get("/about")
    yield "login", 302, running.get("/admin/")
    yield "foreign host", 400, running.get("/", Host="evil.example")
    yield "foreign host to https", 400, running.get("/", Host="a b", X_Forwarded_Proto="http")
    yield "nul", 400, running.get("/stories/%00/")
    yield "charset", 400, running.get("/", Content_Type="text/plain; charset=hex")
    yield "no token", 403, running.get("/admin/login/", "POST", "username=x")
    yield "missing", 404, running.get("/nope/")
    yield "missing picture", 404, running.get(f"/media/pictures/00/{'0' * 32}.webp")
    yield "method", 405, running.get("/", "PUT")
    yield "withdrawn", 410, running.get("/stories/the-ferry-sinks/")
    yield "desk", 200, browser.get("/admin/")
    yield "forbidden", 403, browser.get("/admin/auth/user/")
    guess = Browser(running)
    guess.get("/admin/login/")
    for _ in range(6):
        answer = guess.post("/admin/login/", username="nobody", password="x")
    yield "too many", 429, answer


def test_every_kind_of_answer_carries_the_headers(running, browser):
    wrong = {}
    for name, status, answer in every_kind(running, browser):
        meant = SAFE_HEADERS | {HSTS: "max-age=15768000"}
        if name.endswith("to https"):
            meant[HSTS] = None  # Browsers pass it over where it comes by http.
        if name in ("picture", "card"):
            meant["Cross-Origin-Resource-Policy"] = "cross-origin"  # Others may show these.
        found = {header: answer.headers[header] for header in meant}
        policy = answer.headers["Content-Security-Policy"] or ""
        strict = "default-src 'none'" in policy and "unsafe" not in policy
        if (answer.status, found, strict) != (status, meant, True):
            wrong[name] = (answer.status, policy, found.items() - meant.items())
    assert wrong == {}


def test_errors_of_the_server_carry_them_too(tmp_path):
    for settings, status in (({"DATABASE_URL": LOST}, 503), ({"NEWSDESK_HASHED_STATIC": "1"}, 500)):
        with site(tmp_path, **settings) as failing:
            answer = failing.get("/stories/" if status == 503 else "/about/")
        assert answer.status == status
        assert SAFE_HEADERS.items() <= dict(answer.headers).items()
        assert answer.headers[HSTS] == "max-age=15768000"


def check(answer, redirect, expected):
    assert answer.status == 200
    found = observatory.modifiers(answer, redirect, HOST)
    assert min(found.values()) >= 0, found
    assert observatory.score(found) == expected, found


@pytest.mark.parametrize("path", ["/", STORY, "/search/?q=ferry", "/ask/"])
def test_a_public_page_has_150_points_at_the_observatory(running, path):
    check(running.get(path), running.get(path, X_Forwarded_Proto="http"), 150)


def test_the_desk_has_more_for_its_cookies(running, browser):
    to_https = running.get("/admin/", X_Forwarded_Proto="http")
    check(running.get("/admin/login/"), to_https, 155)
    fresh = Browser(running)
    fresh.cookies = dict(browser.cookies)
    check(fresh.get("/admin/"), to_https, 155)


def test_the_table_of_the_observatory_takes_points_away():
    class Bare:
        """An answer without anything, to http and https alike."""

        status, text = 200, "<script src='http://elsewhere.example/x.js'></script>"

        class headers(dict):
            get_all = dict.get

    Bare.headers = Bare.headers({"Set-Cookie": ["sessionid=1"]})
    found = observatory.modifiers(Bare, Bare, HOST)
    assert observatory.score(found) < 0


@pytest.mark.parametrize(
    ("said", "header"),
    [
        ("31536000", "max-age=31536000"),
        ("max-age=300", "max-age=300"),
        ("63072000; includeSubDomains; preload", "max-age=63072000; includeSubDomains; preload"),
        ("31536000;preload;includesubdomains", "max-age=31536000; includeSubDomains; preload"),
        ("31536000; includeSubDomains", "max-age=31536000; includeSubDomains"),
        ("0", "max-age=0"),
    ],
)
def test_hsts_is_what_the_publisher_chose(tmp_path, said, header):
    with site(tmp_path, DATABASE_URL=LOST, NEWSDESK_HSTS=said) as running:
        assert running.get("/robots.txt").headers[HSTS] == header
