"""What a public address answers, asked as the proxy in front does, and whether a reader should get that."""

import hashlib
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import Morsel
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.test import Client
from PIL import Image

from newsdesk.accounts.rate import UNCOUNTED
from newsdesk.catalogue.publication import publication
from newsdesk.site.public_addresses import Address, Kind
from newsdesk.text.spoken import gettext

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Invisible hyphens and breaks that a long word may be given.
_SOFT = re.compile("[\u00ad\u200b]")
# Drawn by lot for each form, so that no two are alike: the length is not the same either.
_BY_LOT = re.compile(rb'(name="(?:csrfmiddlewaretoken|slip)" value=")[^"]*')
_ATOM = "{http://www.w3.org/2005/Atom}"
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_FEEDS = {
    ".xml": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer: all headers but the date, and what cookies it sets, without their values."""

    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    body: bytes

    def differences(self, other: "Answer") -> Iterator[str]:
        """Yield what is not the same in another answer, in words."""
        for name in ("status", "headers", "cookies", "body"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                yield name if name != "headers" else f"headers ({_unlike(mine, theirs)})"


def _unlike(mine: dict[str, str], theirs: dict[str, str]) -> str:
    return ", ".join(sorted(dict(mine.items() ^ theirs.items())))


class Reader:
    """Fetches addresses as the proxy in front of a desk in production does.

    Without the right host and scheme every answer would be a refusal or a redirect to https.
    """

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False, headers=_forwarded())
        self.client.defaults[UNCOUNTED] = "yes"

    def fetch(self, path: str, *, tag: str = "") -> Answer:
        """Return the answer; with `tag`, to who has that one already."""
        self.client.cookies.clear()
        known = {"If-None-Match": tag} if tag else None
        response = self.client.get(path, secure=settings.HTTPS, headers=known)
        body = b"".join(response) if response.streaming else response.content
        headers = {name: value for name, value in response.headers.items() if name != "Date"}
        shown = _BY_LOT.sub(rb"\1", body)
        if shown != body:
            headers["Content-Length"] = str(len(shown))
        cookies = tuple(_without_value(morsel) for _, morsel in sorted(response.cookies.items()))
        return Answer(status=response.status_code, headers=headers, cookies=cookies, body=shown)


def _without_value(morsel: Morsel[str]) -> str:
    """Return a cookie's name and rules. When it ends is told by Max-Age too, which stays the same."""
    rules = sorted(f"{name}={value}" for name, value in morsel.items() if name != "expires")
    return "; ".join((morsel.key, *rules))


def _forwarded() -> dict[str, str]:
    """Return the headers in which the proxy tells of a reader's request: host and scheme of the site."""
    site = urlsplit(settings.SITE_URL)
    host = site.netloc
    name, _ = split_domain_port(host)
    allowed = settings.ALLOWED_HOSTS or ["localhost"]
    if not validate_host(name, allowed):
        # The proxy passes another name on.
        host = allowed[0].lstrip(".")
    said = {"Host": host}
    if settings.BEHIND_PROXY:
        said["X-Forwarded-Proto"] = site.scheme
    return said


def faults(address: Address, answer: Answer) -> Iterator[str]:
    """Yield why this cannot be what a reader gets there; nothing where it can."""
    if answer.status != address.status:
        where = f" to {answer.headers['Location']}" if "Location" in answer.headers else ""
        yield f"it answers {answer.status}{where} and should answer {address.status}"
        return
    yield from _kept_otherwise(address, answer)
    judge, kind = _JUDGES[address.kind]
    told = answer.headers.get("Content-Type", "")
    if kind and not told.startswith(kind):
        yield f"it is {told or 'of no type'} and should be {kind}"
        return
    try:
        yield from judge(address, answer)
    except (ValueError, OSError, SyntaxError, KeyError, TypeError) as error:
        yield f"it cannot be read as a {address.kind}: {error}"


def faults_of_unchanged(answer: Answer, again: Answer) -> Iterator[str]:
    """Yield what is wrong with the answer to somebody who has `answer` already."""
    if (again.status, again.body) != (304, b""):
        yield f"it answers {again.status} to who has it already, and should answer 304 without a body"
    for name in ("Cache-Control", "X-Accel-Expires", "ETag", "Vary"):
        if again.headers.get(name) != answer.headers.get(name):
            yield f"its {name} is another one for who has it already"


def _kept_otherwise(address: Address, answer: Answer) -> Iterator[str]:
    """Yield how long a cache might keep it where that is not what all answers say."""
    told = answer.headers.get("X-Accel-Expires")
    private = "no-store" in answer.headers.get("Cache-Control", "")
    if told != ("0" if private else str(settings.SHARED_CACHE_SECONDS)):
        yield f"caches are told to keep it for {told} seconds"
    # What goes by its content can be kept: with another one it has another address.
    by_content = address.path.startswith("/publication/")
    if "immutable" in answer.headers.get("Cache-Control", "") and not by_content:
        yield "browsers are told to keep it for good"


def _page(address: Address, answer: Answer) -> Iterator[str]:
    text = answer.body.decode()
    found = _words(_TITLE, text)
    wanted = [_plain(address.says), _plain(f"{address.says} – {publication().name}")]
    if found not in wanted:
        yield f"its title is “{found}” and should be “{address.says}”"
    heading = _words(_HEADING, text)
    if address.heading != "":
        right = _plain(address.heading or address.says)
        if heading != right:
            yield f"its heading is “{heading}” and should be “{right}”"
    elif not heading:
        yield "it has no heading"
    if "</main>" not in text:
        yield "it has no text"
    elif address.links and f'href="{address.links}' not in text.partition("<main")[2]:
        yield f"it does not link to {address.links}"


def _words(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return _plain(html.unescape(_TAG.sub("", found[1]))) if found else ""


def _plain(text: str) -> str:
    return " ".join(_SOFT.sub("", text).split())


def _gone(address: Address, answer: Answer) -> Iterator[str]:
    text = answer.body.decode()
    if not _words(_TITLE, text).startswith(gettext("Withdrawn")):
        yield "it does not say that the page was withdrawn"
    if _plain(address.says) not in _plain(html.unescape(_TAG.sub(" ", text))):
        yield "it does not say why"


def _unknown(address: Address, answer: Answer) -> Iterator[str]:
    if not _words(_TITLE, answer.body.decode()).startswith(gettext("Not found")):
        yield "it does not say that there is no such page"


def _redirect(address: Address, answer: Answer) -> Iterator[str]:
    led = answer.headers.get("Location", "")
    if led != address.says:
        yield f"it leads to {led} and should lead to {address.says}"


def _picture(address: Address, answer: Answer) -> Iterator[str]:
    with Image.open(io.BytesIO(answer.body)) as picture:
        picture.load()
        if 0 in picture.size:
            yield "it is empty"


def _data(address: Address, answer: Answer) -> Iterator[str]:
    found = json.loads(answer.body)
    if address.says and hashlib.sha256(answer.body).hexdigest() != address.says:
        yield "it is not the document with that fingerprint"
    if not found or (address.filled and not any(found.values())):
        yield "it is empty"


def _problem(address: Address, answer: Answer) -> Iterator[str]:
    said = json.loads(answer.body)
    if said["status"] != address.status or address.says not in said["detail"]:
        yield "it does not say what is wrong"


def _text(address: Address, answer: Answer) -> Iterator[str]:
    if address.says not in answer.body.decode():
        yield f"it has no line with “{address.says.strip()}”"


def _feed(address: Address, answer: Answer) -> Iterator[str]:
    end = address.path[address.path.rindex(".") :]
    if not answer.headers["Content-Type"].startswith(_FEEDS[end]):
        yield f"it is {answer.headers['Content-Type']} and should be {_FEEDS[end]}"
        return
    title, number = _FORMS[end](answer.body)
    if title != address.says:
        yield f"it calls itself “{title}” and should be called “{address.says}”"
    if address.filled and not number:
        yield "it has no entries"


def _rss(body: bytes) -> tuple[str, int]:
    channel = Xml.fromstring(body).find("channel")  # noqa: S314 - our own answer
    if channel is None:
        raise ValueError("it has no channel")
    return channel.findtext("title", ""), len(channel.findall("item"))


def _atom(body: bytes) -> tuple[str, int]:
    root = Xml.fromstring(body)  # noqa: S314 - our own answer
    if root.tag != f"{_ATOM}feed":
        raise ValueError(f"its root is {root.tag}")
    return root.findtext(f"{_ATOM}title", ""), len(root.findall(f"{_ATOM}entry"))


def _json_feed(body: bytes) -> tuple[str, int]:
    data = json.loads(body)
    if not data["version"].startswith("https://jsonfeed.org/version/"):
        raise ValueError(f"its version is {data['version']}")
    return data["title"], len(data["items"])


_FORMS: dict[str, Callable[[bytes], tuple[str, int]]] = {
    ".xml": _rss,
    ".atom": _atom,
    ".json": _json_feed,
}


def locations(body: bytes) -> list[str]:
    """Return the addresses that a sitemap lists."""
    root = Xml.fromstring(body)  # noqa: S314 - our own answer
    if root.tag not in (f"{_MAP}urlset", f"{_MAP}sitemapindex"):
        raise ValueError(f"its root is {root.tag}")
    return [each.text or "" for each in root.iter(f"{_MAP}loc")]


def _sitemap(address: Address, answer: Answer) -> Iterator[str]:
    found = locations(answer.body)
    if address.filled and not found:
        yield "it lists nothing"
    if strange := [each for each in found if not each.startswith(f"{settings.SITE_URL}/")]:
        yield f"it lists {strange[0]}, which is not of this site"


_Judge = Callable[[Address, Answer], Iterator[str]]
# What each kind is judged by, and the beginning of its content type.
_JUDGES: dict[Kind, tuple[_Judge, str]] = {
    Kind.PAGE: (_page, "text/html"),
    Kind.FEED: (_feed, ""),
    Kind.SITEMAP: (_sitemap, "application/xml"),
    Kind.PICTURE: (_picture, "image/"),
    Kind.CARD: (_picture, "image/jpeg"),
    Kind.ICON: (_picture, "image/"),
    Kind.STYLESHEET: (_text, "text/css"),
    Kind.MANIFEST: (_data, "application/manifest+json"),
    Kind.DATA: (_data, "application/json"),
    Kind.PROBLEM: (_problem, "application/problem+json"),
    Kind.TEXT: (_text, "text/plain"),
    Kind.MARKDOWN: (_text, "text/markdown"),
    Kind.REDIRECT: (_redirect, ""),
    Kind.GONE: (_gone, "text/html"),
    Kind.UNKNOWN: (_unknown, "text/html"),
}
