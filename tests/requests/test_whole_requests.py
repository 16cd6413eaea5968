"""What a client sends is read to its end also where nobody wants it, and the refusal arrives."""

from io import BytesIO

import pytest

from newsdesk.requests.whole_requests import LARGEST, SMALL, WholeRequests

# Not in a transaction: a request begins by closing a connection that is in one.
pytestmark = pytest.mark.django_db(transaction=True)


def left_of(
    length, path="/admin/stories/story/1/change/", kind="application/x-www-form-urlencoded"
):
    """Post so many bytes; return the status, and how many of them nobody has read."""
    sent, told = BytesIO(b"x" * length), []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(length),
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "443",
        "wsgi.url_scheme": "https",
        "HTTP_HOST": "testserver",
        "wsgi.input": sent,
    }
    answer = WholeRequests()(environ, lambda status, headers: told.append(status))
    b"".join(answer)
    answer.close()
    return told[0].partition(" ")[0], length - sent.tell()


@pytest.mark.parametrize("path", ["/no/such/page/", "/admin/stories/story/1/change/", "/ask/"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_is_refused_is_read_to_its_end(path, kind):
    status, left = left_of(8_000_000, path, kind)
    assert status[0] in "34"
    assert left == 0


def test_what_the_proxy_would_not_let_through_is_left():
    assert left_of(LARGEST + 1)[1] > 0


def test_a_length_that_is_none_reads_nothing():
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "443",
        "wsgi.url_scheme": "https",
        "CONTENT_LENGTH": "many",
        "wsgi.input": BytesIO(b"x" * 2 * SMALL),
    }
    answer = WholeRequests()(environ, lambda status, headers: None)
    answer.close()
    assert environ["wsgi.input"].tell() == 0
