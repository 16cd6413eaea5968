"""Broken values for every parameter that an address reads, found by watching what it reads.

Nobody types the names of parameters: `Watch` notes every key that code asks of the query, the form, the
headers or the cookies of a request, so that a parameter is tried from its first day.
"""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict, parse_cookie
from django.http.request import HttpHeaders
from django.test import Client
from lxml import html

from newsdesk.accounts.models import Count

# What no honest client sends: addresses, numbers, dates, identities, signed and encoded text.
VALUES = (
    "http://[evil.example", "//[", "/x/]y[?[", "https://a\u2100b/", "http://e.example:99999999/",
    "/\\evil.example", "9223372036854775808", "9" * 5000, "-1", "٣", "²", "1_0", "NaN", "1e999",
    "0000-00-00", "10000-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "2026-W60", "0001-W01", "after-99999999999999999-1", "story:99999999999999999999", "faq:x", "x:y:z",
    "\0", "a\0b", "\ud800", "{}", "[]", "null", '"\\ud800"', '{"id": [], "rawId": 1, "response": 0}',
    "[" * 60_000, '["\\u0000"]', "9999-W52", "====", "!%s%(x)s{0}", "' OR \"1\"=1 --", "None", "()", "..",
    "a" * 70_000, "",
)  # fmt: skip
# Of each kind the one that breaks most, where there are too many fields to try all values one by one.
WORST = (
    "http://[evil.example", "9" * 5000, "9223372036854775808", "0000-00-00", "9999-12-31T23:59:59-14:00",
    "a\0b", "x:²", "{}", "[" * 60_000,
)  # fmt: skip
# Servers refuse control characters in headers; the rest reaches the site as bytes of any kind.
IN_HEADERS = tuple(
    value.encode("utf-8", "surrogatepass").decode("latin-1")
    for value in (
        *(value for value in VALUES if "\0" not in value),
        "bytes=9-1", "bytes=-99999999999999999999", "Sun, 99 Nov 9999 99:99:99 GMT", 'W/"', "*",
        "Mon, 01 Jan 0000 00:00:00 GMT", "Mon, 32 Foo 2026 0:0:0 GMT", "q=x;q=y,*/*;q=NaN", "0 , ,",
        "text/plain; charset=hex", "text/plain; charset=idna", "multipart/form-data; boundary=",
        "text/plain; charset=unicode_escape", "application/x-www-form-urlencoded; charset=utf-16",
    )
)  # fmt: skip

IN_PATHS = (
    "9223372036854775808", "9" * 4000, "9" * 5000, "0", "-1", "\0", "\ud800", "²", "٣", "%", "0000-00-00",
    "9999-99-99", "x" * 300, "[", "story-99999999999-1.jpg",
)  # fmt: skip


Values = tuple[str, ...]
Data = dict[str, Any]
# Every value alone in every parameter: a matter of an hour, for a run by night.
THOROUGH = os.environ.get("NEWSDESK_TEST_THOROUGH") == "1"


def share(values: Values, turn: int, of: int) -> Values:
    """Return one of `of` shares of the values, another each turn: what many addresses read meets all."""
    return values if THOROUGH else values[turn % of :: of]


@dataclass
class Watch:
    """What the code under test has asked of its requests since `clear`."""

    query: set[str] = field(default_factory=set)
    headers: set[str] = field(default_factory=set)
    cookies: set[str] = field(default_factory=set)

    def start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _note_keys(
            monkeypatch, QueryDict, self.query, "__getitem__", "__contains__", "getlist", "pop"
        )
        _note_keys(monkeypatch, HttpHeaders, self.headers, "__getitem__")
        made = WSGIRequest.__init__

        def make(request: Any, environ: dict[str, Any]) -> None:
            made(request, environ)
            request.META = Noted(request.META, self.headers)
            cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
            vars(request)["COOKIES"] = Noted(cookies, self.cookies)

        monkeypatch.setattr(WSGIRequest, "__init__", make)


class Noted(dict[str, Any]):
    """A dictionary that notes which keys it was asked for."""

    def __init__(self, values: dict[str, Any], asked: set[str]) -> None:
        super().__init__(values)
        self.asked = asked

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)


def _note_keys(monkeypatch: Any, kind: type, asked: set[str], *methods: str) -> None:
    for name in methods:
        stock = getattr(kind, name)

        def noting(self: Any, key: Any, *args: Any, stock: Any = stock) -> Any:
            asked.add(str(key))
            return stock(self, key, *args)

        monkeypatch.setattr(kind, name, noting)


@dataclass
class Crawl:
    """Sends broken values to addresses and keeps what was answered with a server error."""

    client: Client
    watch: Watch
    sent: int = 0
    seen: dict[str, set[str]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Fail with all that was answered by a server error."""
        found = "\n".join(f"{what} <- {sent}" for what, sent in self.failures.items())
        assert not found, f"{len(self.failures)} server errors:\n{found}"

    def query(self, path: str, *, alone: Values = (), together: Values = WORST) -> None:
        """GET and HEAD with the parameters broken, each alone and all at once, until no new one shows."""
        with self._watched():
            body = self._send("GET", path)
        names, tried = self.watch.query | _named_by(body), set[str]()
        while new := names - tried:
            tried |= new
            # What is refused at the door would hide what the others do.
            passed = tuple(each for each in together if "\0" not in each and len(each) < 6_000)
            for data in _broken(new, tried, alone=alone, together=passed):
                self._send("GET", _with(path, data))
            self._send("HEAD", _with(path, data))
            names |= self.watch.query
        self.seen[f"GET {path}"] = tried

    def post(self, path: str, *, alone: Values = (), together: Values = WORST) -> None:
        """POST nothing and each form of the page, with the fields broken, until no new one shows."""
        tried: set[str] = set()
        for fields in [{}, *_forms(self._send("GET", path))]:
            with self._watched():
                self._post(path, fields)
            names = self.watch.query | set(fields)
            while new := names - tried:
                tried |= new
                for turn, data in enumerate(_broken(new, new, alone=alone, together=together)):
                    self._post(path, fields | data)
                    # A form of which only some fields are broken gets further.
                    if len(data) > 3 and (THOROUGH or turn % 3 == 0):
                        some = list(data.items())[turn // 3 % 3 :: len(data) // 3]
                        self._post(path, fields | dict(some))
                names |= self.watch.query
        self.seen[f"POST {path}"] = tried

    def parts(self, path: str, *, places: Collection[int] | None = None) -> None:
        """GET with parts of the path broken, one at a time: all, or those at `places`; POST with a share
        of the values, as both methods are read by the same pattern.
        """
        parts, sent = path.strip("/").split("/"), share(IN_PATHS, len(self.seen), 3)
        for place in range(1, len(parts)) if places is None else places:
            for value in IN_PATHS:
                broken = "/".join([*parts[:place], _quoted(value), *parts[place + 1 :]])
                self._send("GET", f"/{broken}/")
                if value in sent:
                    self._send("POST", f"/{broken}/")
        self.seen[f"parts {path}"] = set()

    def headers(self, path: str, turn: int, *, each: int) -> None:
        """GET with every header and cookie broken that is read, `each` values of the list at a time."""
        with self._watched():
            self._send("GET", path)
        names = {name for name in self.watch.headers if _is_header(name)}
        cookies = set(self.watch.cookies)
        for step in range(each):
            value = IN_HEADERS[(turn * each + step) % len(IN_HEADERS)]
            for name in sorted(names):
                self._send("GET", path, **{_environ(name): value})
            for name in sorted(cookies):
                self._send("GET", path, HTTP_COOKIE=f"{name}={value}")
        self.seen[f"headers {path}"] = names | cookies

    @contextmanager
    def _watched(self) -> Iterator[None]:
        for asked in (self.watch.query, self.watch.headers, self.watch.cookies):
            asked.clear()
        yield

    def _post(self, path: str, data: dict[str, Any]) -> None:
        self._send(
            "POST", path, body=_encoded(data), CONTENT_TYPE="application/x-www-form-urlencoded"
        )

    def _send(self, method: str, path: str, *, body: str = "", **environ: Any) -> bytes:
        """Send one request and take back whatever it did."""
        kept, parts = dict(self.client.cookies), urlsplit(path)
        environ = {"QUERY_STRING": parts.query} | environ
        with transaction.atomic():
            if method == "POST":  # Who has sent too much would be answered unread.
                cache.clear()
                Count.objects.all().delete()
            kind = environ.pop("CONTENT_TYPE", "application/octet-stream")
            answer: Any = self.client.generic(method, parts.path, body.encode(), kind, **environ)
            content = b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
        self.client.cookies.clear()
        self.client.cookies.update(kept)
        self.sent += 1
        if answer.status_code >= 500:
            told = {name: value[:80] for name, value in environ.items()}
            error = answer.exc_info[1] if answer.exc_info else answer.status_code
            self.failures.setdefault(
                f"{path.partition('?')[0]}: {error!r:.120}", f"{told} {body[:200]}"
            )
        return content


def _broken(new: set[str], of: set[str], *, alone: Values, together: Values) -> Iterator[Data]:
    """Yield what to send: each new name alone, then all `of` them, so that each meets each value once."""
    alone, together = (VALUES, VALUES) if THOROUGH else (alone, together)
    for name in sorted(new):
        yield from ({name: value} for value in alone)
    names = sorted(of)
    for turn in range(len(together)):
        yield {name: together[(at + turn) % len(together)] for at, name in enumerate(names)}


def _is_header(name: str) -> bool:
    return not name.startswith("wsgi.") and _environ(name) not in (
        "REQUEST_METHOD", "PATH_INFO", "SCRIPT_NAME", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT",
        "SERVER_PROTOCOL", "CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE", "HTTP_COOKIE", "CONTENT_LENGTH",
    )  # fmt: skip


def _environ(name: str) -> str:
    name = name.upper().replace("-", "_")
    return name if name.startswith(("HTTP_", "CONTENT_", "REMOTE_")) else f"HTTP_{name}"


def _with(path: str, data: dict[str, Any]) -> str:
    return f"{path}{'&' if '?' in path else '?'}{_encoded(data)}" if data else path


def _encoded(data: dict[str, Any]) -> str:
    pairs = [
        (name, value)
        for name, values in data.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def _quoted(text: str) -> str:
    # Of brackets there are tens of thousands, and what is quoted takes long to read.
    return quote(text.encode("utf-8", "surrogatepass"), safe="[")


def _named_by(body: bytes) -> set[str]:
    """Return the parameters that the links and the search forms of a page send to itself."""
    if b"<html" not in body[:500].lower():
        return set()
    tree = html.fromstring(body)
    found = {
        name
        for link in tree.xpath("//a/@href")
        if str(link).startswith("?")
        for name in QueryDict(str(link)[1:])
    }
    for form in tree.forms:
        if (form.method or "GET").upper() == "GET":
            found |= {str(name) for name in form.fields if name}
    return found


def _forms(body: bytes) -> list[dict[str, Any]]:
    """Return what each form of a page that is sent by POST would send as it is."""
    if b"<html" not in body[:500].lower():
        return []
    forms = []
    for form in html.fromstring(body).forms:
        if (form.method or "GET").upper() == "POST" and form.get("id") != "logout-form":
            data: dict[str, Any] = {}
            for name, value in form.form_values():
                data.setdefault(name, []).append(value)
            data.pop("csrfmiddlewaretoken", None)
            forms.append(data)
    return forms
