"""Addresses that somebody sent: read safely, and followed on this host only."""

import pytest

from newsdesk.requests.addresses import leads_here, path_of

BROKEN = [
    "http://[evil.example",
    "//[",
    "https://a\u2100b/",
    "http://[::1",
    "\ud800",
    "http://\x00/",
    "",
]
FOREIGN = ["http://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil",
           "javascript:alert(1)", "http:///evil.example", "https://testserver@evil.example/", "\x01//evil",
           "//testserver.evil.example/"]  # fmt: skip


@pytest.mark.parametrize("text", [*BROKEN, *FOREIGN], ids=ascii)
def test_nothing_leads_away(rf, text):
    assert not leads_here(text, rf.get("/"))


@pytest.mark.parametrize(
    "text", ["http://[evil.example", "//[", "https://a\u2100b/", "x", ""], ids=ascii
)
def test_what_cannot_be_read_has_no_path(text):
    assert path_of(text) == ""


def test_our_own_addresses_lead_on(rf):
    for text in ("/admin/", "/admin/stories/story/?q=a&p=2", "http://testserver/admin/", "index/"):
        assert leads_here(text, rf.get("/"))
    assert not leads_here("http://testserver/admin/", rf.get("/", secure=True))
    assert path_of("https://news.example/stories/a/?x=1#y") == "/stories/a/"
    assert path_of("/stories/a/") == "/stories/a/"
    assert path_of("why do ferries lean?") == ""


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*BROKEN, *FOREIGN], ids=ascii)
def test_the_login_takes_no_such_address(client, text):
    client.raise_request_exception = False
    for answer in (
        client.get("/admin/login/", {"next": text.encode("utf-8", "surrogatepass")}),
        client.post(
            "/admin/login/", {"next": text.encode("utf-8", "surrogatepass"), "username": "x"}
        ),
    ):
        assert answer.status_code in (200, 400)
        assert b"evil" not in answer.content
