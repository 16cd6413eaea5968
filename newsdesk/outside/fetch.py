"""A page of the web, asked for by its address: from where everybody can reach it, and no more than fits.

The name is resolved once, every address behind it is judged, and the connection goes to a judged address and
to no other, with the name in Host and in TLS. Each redirect is judged anew. Nothing is kept or sent that
tells who asks: no cookies, no proxy of the environment, no referrer.
"""

import http.client
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from newsdesk.outside.network import (
    INTERNET,
    Forbidden,
    Limit,
    Network,
    NoAnswer,
    NoPage,
    NotFetched,
    SwitchedOff,
    connected,
)
from newsdesk.outside.public_address import Forbidden as NotPublic
from newsdesk.outside.public_address import Target, onward, target
from newsdesk.release import version

MOST_BYTES = 2_000_000
MOST_REDIRECTS = 5
_PIECE = 65_536
_REDIRECTS = (301, 302, 303, 307, 308)
_PAGES = ("text/html", "application/xhtml+xml")
# Answers to HEAD that may say nothing of the page: it is asked for by GET then. 429 asks for fewer requests.
_DOUBTFUL = frozenset(range(400, 600)) - {410, 429}


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it came: where redirects led, its bytes, and the encoding that the site says it is in."""

    url: str
    data: bytes
    charset: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answers for an address: where redirects led, and the status there."""

    url: str
    status: int


def fetch(address: str, *, network: Network = INTERNET) -> FetchedPage:
    """Return the page at an address. Raises NotFetched."""
    with _asked(address, "GET", network) as (here, response):
        if response.status != 200:
            raise NoPage(f"The site answered {_said(response.status)}.", response.status)
        kind = response.headers.get_content_type()
        if kind not in _PAGES:
            raise NoPage(f"The address leads to no page but to a file ({kind[:60]}).", 200)
        return FetchedPage(here.url, _body(response), response.headers.get_content_charset() or "")


def is_there(address: str, *, network: Network = INTERNET) -> Answer:
    """Return what a site answers for an address, without reading its page. Raises NotFetched."""
    with _asked(address, "HEAD", network) as (here, response):
        answer = Answer(here.url, response.status)
    if answer.status not in _DOUBTFUL:
        return answer
    with _asked(address, "GET", network) as (here, response):
        return Answer(here.url, response.status)


@contextmanager
def _asked(
    address: str, method: str, network: Network
) -> Iterator[tuple[Target, http.client.HTTPResponse]]:
    """Give the answer to a request, and where it came from in the end. Raises NotFetched."""
    if not settings.FETCH_PAGES:
        raise SwitchedOff(
            "This desk does not ask other sites for pages: save the page and choose the file here."
        )
    limit = Limit(network.seconds)
    try:
        here = target(address)
        for _ in range(MOST_REDIRECTS + 1):
            with connected(here, network, limit) as connection:
                response = _request(connection, here, method)
                location = response.getheader("Location", "")
                if response.status not in _REDIRECTS:
                    yield here, response
                    limit.hold()
                    return
                if not location:
                    raise NoAnswer("The site leads on, and does not say where to.")
                here = onward(here, location)
        raise NoAnswer(f"The site leads on more than {MOST_REDIRECTS} times.")
    except NotPublic as refusal:
        raise Forbidden(str(refusal)) from refusal
    except NotFetched:
        limit.hold()
        raise
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        limit.hold()
        raise NoAnswer(_fault(error)) from error
    finally:
        limit.end()


def _request(
    connection: http.client.HTTPConnection, here: Target, method: str
) -> http.client.HTTPResponse:
    headers = {
        "Host": here.host_header,
        "User-Agent": f"Newsdesk/{version() or '1'} (+{settings.FETCH_CONTACT})",
        "Accept": "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connection.request(method, here.path, headers=headers)
    return connection.getresponse()


def _body(response: http.client.HTTPResponse) -> bytes:
    """Return what a page holds, unpacked where the site packed it unasked. Raises NoAnswer, NoPage."""
    packed = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packed not in ("identity", "gzip", "x-gzip"):
        raise NoAnswer("The site sent its page packed, though it was asked not to.")
    data = b""
    while piece := response.read1(_PIECE):
        data += piece
        _refuse_long(data)
    if response.length:
        raise NoAnswer("The page broke off in the middle.")
    if packed == "identity":
        return data
    unpacked = zlib.decompressobj(wbits=31).decompress(data, MOST_BYTES + 1)
    _refuse_long(unpacked)
    return unpacked


def _refuse_long(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise NoPage(f"The page is longer than {MOST_BYTES // 1_000_000} MB.", 200)


def _fault(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "The site’s certificate is not in order."
    if isinstance(error, TimeoutError):
        return "The site did not answer in time."
    return "The site did not answer, or not in order."


_WORDS = {
    401: "that one has to sign in (401)",
    402: "that one has to pay (402)",
    403: "that it does not let us read the page (403)",
    404: "that there is no such page (404)",
    410: "that the page is gone (410)",
    429: "that it gets too many requests (429)",
    451: "that the page may not be shown here (451)",
}


def _said(status: int) -> str:
    if status in _WORDS:
        return _WORDS[status]
    return f"with a fault of its own ({status})" if status >= 500 else f"{status}, and no page"
