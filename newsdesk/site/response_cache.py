"""The response cache: answers to readers, kept until something changes of what readers see. Never stale.

It stands outside of all other middleware but the one that numbers requests. Each request asks the database
for the epoch (`newsdesk.catalogue.generation`); an answer of the same epoch is given again, whole, with
all headers that the others set. An answer of an earlier one is given where the statements that it was
made from find the same rows as then (`newsdesk.catalogue.statements`). All else is made as ever.

What may be kept is said by `newsdesk.catalogue.cache.answer`, and by no list of paths. A process holds one
release, so that the release is no part of what an answer is known by.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.request import split_domain_port, validate_host
from django.utils.cache import patch_vary_headers

from newsdesk.catalogue.cache import is_passed_by, is_public, may_be_kept, record
from newsdesk.catalogue.generation import Epoch, epoch
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.statements import Recorder, statements
from newsdesk.redirects.addresses import OLD_PARAMETERS
from newsdesk.requests.metrics import COUNTS
from newsdesk.site.compression import (
    PLAIN,
    coding_for,
    coding_named,
    compressed,
    recoded,
    tag_in,
    tags_of_pages,
)
from newsdesk.site.kept_answers import Answer, AnswerKey, Answers

# The parameters that kept pages are told apart by, and what they look like.
_SLUG = r"[-a-zA-Z0-9_]{1,120}"
KEYED = {
    "page": re.compile("[1-9][0-9]{0,8}", re.ASCII),
    "from": re.compile(r"[0-9]{1,7}|(?:after|before)-[ -~]{1,120}-[0-9a-f]{16}", re.ASCII),
    "to": re.compile("[0-9]{1,7}", re.ASCII),
    "kind": re.compile(_SLUG, re.ASCII),
    "tag": re.compile(_SLUG, re.ASCII),
    "topic": re.compile(_SLUG, re.ASCII),
    "section": re.compile(_SLUG, re.ASCII),
    "country": re.compile("[A-Z]{2}", re.ASCII),
    "cursor": re.compile(r"after-[ -~]{1,120}-[0-9a-f]{16}", re.ASCII),
    "limit": re.compile("[1-9][0-9]{0,2}", re.ASCII),
}
# Whatever else a public page reads: what is asked for with these is made each time. A test finds them out.
READ = frozenset(
    {"q", "number", "part", "text", "sent", "since", "until", "as_of", "outlet"}
    | {"url", "format", "maxwidth", "maxheight"}
)
_LONGEST = 2_000  # characters of a path or query
# Headers by which a request asks for another answer than the page or that it has not changed.
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")
_PARTICULAR = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
_OF_ONE_FORM = frozenset({"content-length", "content-encoding", "etag"})
_OF_A_BODY = _OF_ONE_FORM | {"content-type", "last-modified"}
_WATCH = "_newsdesk_watch"

ANSWERS = Answers()


class ResponseCache:
    """See the module. It compresses what may be compressed, whether it is kept or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked, may_fill = asked_by(request)
        now, kept = None, ANSWERS.get(asked) if asked else None
        if asked and kept:
            now = epoch(database().alias)
            if now and (still := _still(kept, asked, now)):
                COUNTS.add("kept_given_inside")
                return _given(still, request)
            # A database that does not answer is not asked again and again.
            may_fill = may_fill and now is not None
        watch = vars(request)[_WATCH] = Watch(asked, now) if asked and may_fill else None
        said = request.META.get("HTTP_IF_NONE_MATCH")
        form = _Form(request)
        try:
            response = self.get_response(request)
        finally:
            if watch:
                watch.end()
        if is_public(response):
            COUNTS.add("kept_not")
        if watch and may_be_kept(response) and (answer := watch.answer(response)):
            if said:
                request.META["HTTP_IF_NONE_MATCH"] = said
            return _given(answer, request)
        return form.of(response)

    def process_view(self, request: HttpRequest, *args: object) -> None:
        """Begin to watch: what no view answers, such as a static file, is nobody's business here."""
        if watch := vars(request).get(_WATCH):
            watch.begin(request)


def asked_by(request: HttpRequest) -> tuple[AnswerKey | None, bool]:
    """Return what is asked for, None where it is answered past the cache; and whether it may fill it."""
    if not settings.RESPONSE_CACHE_BYTES or request.method not in ("GET", "HEAD"):
        return None, False
    if is_passed_by(request):
        return None, False
    if any(request.META.get(name) for name in _PARTICULAR) or request.encoding:
        return None, False
    if in_transaction(database()):
        return None, False
    if len(request.path) + len(request.META.get("QUERY_STRING", "")) > _LONGEST:
        return None, False
    host = host_asked(request)
    told = _parameters(request)
    if host is None or told is None:
        return None, False
    parameters, nothing_else = told
    return AnswerKey(request.scheme or "", host, request.path, parameters), nothing_else


def _parameters(request: HttpRequest) -> tuple[tuple[tuple[str, str], ...], bool] | None:
    """Return the parameters of KEYED, and whether there are no others; None where one is not in order.

    What no page reads changes nothing: campaigns add it to addresses, and strangers without end.
    """
    if not request.META.get("QUERY_STRING"):
        return (), True
    try:
        told = list(request.GET.lists())
    except SuspiciousOperation:
        return None
    found = []
    for name, values in told:
        if name in READ or (request.path == "/" and name in OLD_PARAMETERS):
            return None
        if pattern := KEYED.get(name):
            if len(values) != 1 or not pattern.fullmatch(values[0]):
                return None
            found.append((name, values[0]))
    return tuple(sorted(found)), len(found) == len(told)


def host_asked(request: HttpRequest) -> str | None:
    """Return which of the configured hosts is asked; None for a wrong one, which is refused further in."""
    try:
        name, _ = split_domain_port(request.get_host())
    except DisallowedHost:
        return None
    return _configured(name, tuple(settings.ALLOWED_HOSTS))


@lru_cache(64)
def _configured(name: str, allowed: tuple[str, ...]) -> str:
    return next((each for each in allowed if validate_host(name, [each])), name)


def database() -> BaseDatabaseWrapper:
    """Return the connection that public pages read, where the generation is read too."""
    return connections[Page.objects.db]


def in_transaction(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether a transaction is open: what it wrote has not drawn a generation yet, and may be undone."""
    return connection.in_atomic_block


def _still(answer: Answer, asked: AnswerKey, now: Epoch) -> Answer | None:
    """Return a kept answer where it is that of now: of this very epoch, or made from the same rows."""
    if now == answer.epoch:
        return answer
    if now.day != answer.epoch.day or answer.statements is None:
        return None
    found = answer.statements.find(database().alias)
    if found is None or (found.digest, found.epoch.day) != (answer.digest, answer.epoch.day):
        return None
    renewed = replace(answer, epoch=found.epoch)
    ANSWERS.put(asked, renewed, room=settings.RESPONSE_CACHE_BYTES)
    return renewed


class Watch:
    """Follows one request from its view to its answer, to know what that was made from."""

    def __init__(self, asked: AnswerKey, now: Epoch | None) -> None:
        self.asked, self.epoch = asked, now
        self.recorder = Recorder()

    def begin(self, request: HttpRequest) -> None:
        """Read the epoch, unless that is done, before anything is read that a page is made from."""
        self.epoch = self.epoch or epoch(database().alias)
        if self.epoch:
            self.recorder = Recorder()
            record(request, self.recorder)
            database().execute_wrappers.append(self.recorder)

    def end(self) -> None:
        wrappers = database().execute_wrappers
        if self.recorder in wrappers:
            wrappers.remove(self.recorder)

    def answer(self, response: HttpResponse) -> Answer | None:
        """Keep the answer and return it; None where something changed while it was made."""
        if self.epoch is None or not self.recorder.only_reads or response.streaming:
            return None
        alias = database().alias
        asked = statements(self.recorder, alias, since=self.epoch)
        found = asked.find(alias) if asked else None
        now = found.epoch if found else epoch(alias)
        if now != self.epoch:
            return None
        body = response.content
        packed = compressed(body, response["Content-Type"])
        answer = Answer(
            epoch=self.epoch,
            headers=_headers(response, _OF_ONE_FORM),
            unchanged=_headers(response, _OF_A_BODY),
            tag=response["ETag"],
            body=body if packed is None else packed,
            length=len(body),
            is_compressed=packed is not None,
            statements=asked if found else None,
            digest=found.digest if found else "",
        )
        ANSWERS.put(self.asked, answer, room=settings.RESPONSE_CACHE_BYTES)
        return answer


def _headers(response: HttpResponse, without: frozenset[str]) -> tuple[tuple[str, str], ...]:
    patch_vary_headers(response, ["Accept-Encoding"])
    return tuple((name, value) for name, value in response.items() if name.lower() not in without)


def _given(answer: Answer, request: HttpRequest) -> HttpResponse:
    given = answer.given(request.META, head=request.method == "HEAD")
    if given.status == HTTPStatus.NOT_MODIFIED:
        return HttpResponseNotModified(headers=dict(given.headers))
    return HttpResponse(given.body, headers=dict(given.headers))


class _Form:
    """In which form a client takes an answer that is not kept, and which one it has."""

    def __init__(self, request: HttpRequest) -> None:
        self.coding = coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        self.named = PLAIN
        for name in _CONDITIONS:
            if named := coding_named(tags := request.META.get(name, "")):
                # The view knows the page as it is.
                request.META[name], self.named = tags_of_pages(tags), named

    def of(self, response: HttpResponse) -> HttpResponse:
        """Compress the answer, where the client takes that and everybody gets the same."""
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            # Django says 0, but the length meant is that of the page (RFC 9110, 8.6).
            del response["Content-Length"]
        if not is_public(response) or response.streaming:
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if not self.coding or "ETag" not in response:
            return response
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            response["ETag"] = tag_in(self.named, response["ETag"])
        elif packed := compressed(response.content, response.get("Content-Type", "")):
            response.content = recoded(packed, self.coding)
            response["Content-Encoding"] = self.coding
            response["Content-Length"] = str(len(response.content))
            response["ETag"] = tag_in(self.coding, response["ETag"])
        return response
