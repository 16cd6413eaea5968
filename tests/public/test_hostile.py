"""What attackers and broken clients send: an answer below 500, and no trace of it afterwards."""

import pytest
from django.conf import settings

from tests.public import desk

LONG = "a" * 60_000
QUERIES = [
    '"', "'", "*", "AND", "a OR", "NEAR(", "a*b", "-", "^a", "col:x", "a & b | !c", "<->", "\\", "%",
    "%00", "a%00b", "%ED%A0%80", "%FF", "😀", "(((", "title:", "' OR 1=1 --", "a'b", "it's", "'",
    "ﬁ", "ß", "İ", LONG[:3000], "+".join(["word"] * 500),
]  # fmt: skip
PATHS = [
    "/stories/%00/", "/topics/%00/", "/tags/%00/", "/x/%00/", "/media/pictures/aa/%00.webp",
    "/stories/" + "a" * 4000 + "/", "/tags/" + "a" * 4000 + "/", "/topics/%ED%A0%80/",
    "/media/" + "a" * 300, "/media/pictures/aa/" + "a" * 400 + ".webp", "/media/../settings.py",
    "/media/pictures/aa/..%2f..%2fsecret.key", "/media/%2e%2e/%2e%2e/etc/passwd", "//evil.example",
    "/%5cevil.example", "/\\evil.example/", "/stories/../admin/", "/ask/%00/", "/report/%00/",
    "/ask/" + "A" * 4000 + "/", "/report/%ED%A0%80/", "/report/0000000000/", "/.well-known/", "/%",
]  # fmt: skip
PARAMETERS = [
    "author__password__startswith=a", "_connector=OR", "sort=-author__password", "kind=%00",
    "kind=story&kind=faq", "topic=%00", "topic=" + "9" * 400,
    "tag=" + "a" * 400, "since=never", "since=%00", "tag=a/b",
    "kind=organisation%00", "tag=%00", "page=0",
    "page=-1", "page=9e99", "page=9223372036854775808", "page=%D9%A3", "page=NaN", "page=%00",
    "page=" + "9" * 5000, "page=1&page=2", "next=//evil.example", "q=a&page=99999999999999999999",
    "kind[$ne]=1", "__class__=x", "=", "&&&&",
]  # fmt: skip
LISTS = [
    "/",
    "/stories/",
    "/topics/",
    "/questions/",
    "/tags/ships/",
    "/search/",
    "/search/?q=ferry",
    "/search/suggest/",
    "/archive/",
    "/corrections/",
    "/topics/harbour-trust/",
    "/ask/",
    "/ask/nearest/",
]


@pytest.fixture
def calm(chief, client):
    """A client that reports a server error as a status, on a desk with something to find."""
    topic = desk.topic(chief)
    desk.story(chief, tags=("Ships",), entities=(topic.key,))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
def test_search_takes_anything(calm, path):
    for query in QUERIES:
        words = query.replace("&", "%26").replace("#", "%23")
        assert calm.get(f"{path}?q={words}").status_code in (200, 400), query[:80]


def test_an_odd_address_is_no_server_error(calm):
    for path in PATHS:
        # Else the test client takes the host from a path that begins with two slashes.
        response = calm.get("/", PATH_INFO=path) if path.startswith("//") else calm.get(path)
        assert response.status_code in (301, 400, 404), path
        assert "evil" not in response.get("Location", "").split("/")[2:3], path


def test_odd_parameters_have_no_effect(calm):
    for path in LISTS:
        for parameters in PARAMETERS:
            response = calm.get(f"{path}{'&' if '?' in path else '?'}{parameters}")
            # A page that no list has is not there.
            expected = (200, 400, 404) if "page=" in parameters else (200, 400)
            assert response.status_code in expected, (path, parameters)


def test_a_filter_that_nobody_offers_changes_nothing(calm):
    plain = calm.get("/search/?q=ferry").content
    for extra in ("author__password__startswith=a", "title__startswith=x", "o=-edition"):
        assert calm.get(f"/search/?q=ferry&{extra}").content == plain


def test_a_foreign_host_is_refused_in_the_look_of_the_site(calm):
    response = calm.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "cannot be read" in response.content.decode()


def test_headers_that_no_cache_keys_on_leave_no_trace(calm):
    plain = calm.get("/").content
    for name in (
        "X-Forwarded-Host",
        "X-Original-URL",
        "X-HTTP-Method-Override",
        "X-Forwarded-Scheme",
    ):
        assert calm.get("/", headers={name: "evil.example"}).content == plain, name
    for name, value in (("Accept", "a/b," * 5000), ("Accept-Language", "a-" * 5000)):
        assert calm.get("/", headers={name: value}).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PROPFIND", "DELETE", "POST"])
def test_other_methods_are_refused(calm, method):
    assert calm.generic(method, "/").status_code == 405


def test_head_answers_like_get_without_a_body(calm):
    for path in (*LISTS, "/stories/the-ferry-turns/", "/feeds/stories.xml", "/sitemap.xml"):
        response = calm.head(path)
        assert (response.status_code, response.content) == (200, b""), path


def test_a_forged_session_cookie_is_passed_over(calm):
    calm.cookies[settings.SESSION_COOKIE_NAME] = "aaaaaaaaaaaa\\000b"
    assert calm.get("/").status_code == 200


def test_public_pages_know_no_cookie(calm):
    paths = [*LISTS, "/stories/the-ferry-turns/", "/feeds/stories.xml", "/sitemap.xml", "/nope/"]
    paths += ["/feeds/topics/harbour-trust.json", "/sitemaps/1.xml", "/about/", "/archive/"]
    for path in [*paths, "/robots.txt", "/.well-known/security.txt"]:
        response = calm.get(path)
        assert not response.cookies, path
        assert "Cookie" not in response.get("Vary", ""), path


def test_every_answer_carries_the_safe_headers(calm):
    for path in ("/", "/stories/the-ferry-turns/", "/nope/", "/search/?q=a", "/feeds/stories.xml"):
        headers = calm.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "nonce" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
