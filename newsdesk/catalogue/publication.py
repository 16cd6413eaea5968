"""Whose pages these are: the publication as readers see it, kept until that changes.

A view or a template asks as often as it likes: within one request it is found once. It costs readers' pages
no query but the first in an epoch, and the answers that show it are found changed when it changes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponse

from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.statements import NOW, repeat
from newsdesk.publication import kept_copy
from newsdesk.publication.current import NEWEST, by_settings, newest, newest_plainly
from newsdesk.publication.document import Publication
from newsdesk.publication.language import code_of, speaking
from newsdesk.requests.addresses import API
from newsdesk.text import spoken

# What a desk chief previews in this request; and what was found for this request.
_shown: ContextVar[Publication | None] = ContextVar("newsdesk_publication_shown", default=None)
_found: ContextVar[list[Publication] | None] = ContextVar("newsdesk_publication", default=None)
# What is written for the desk and whom it asks, for programs or in no words.
_OF_NO_READER = (
    "/admin/",
    "/preview/",
    API,
    "/healthz",
    "/readyz",
    "/metrics",
    settings.MEDIA_URL,
    settings.STATIC_URL,
)


def publication() -> Publication:
    """Return the publication as this request shows it. Where the database is away it is as it was last."""
    if shown := _shown.get():
        return shown
    found = _found.get()
    if found:
        return found[0]
    now = _now()
    if found is not None:
        found.append(now)
    return now


@contextmanager
def showing(draft: Publication) -> Iterator[None]:
    """Show another one within the block, to whoever may see it, in its language.

    SECURITY: nothing made in it may be kept.
    """
    token = _shown.set(draft)
    try:
        with speaking(draft):
            yield
    finally:
        _shown.reset(token)


@contextmanager
def in_its_language(request: HttpRequest | None = None) -> Iterator[None]:
    """Write as readers are written to within the block; not where `request` is one of the desk."""
    if request and request.path.startswith(_OF_NO_READER):
        yield
        return
    with speaking(publication()):
        yield


class OnePublication:
    """Middleware: what is found of the publication holds for the request, from its view to its answer.

    So does its language, for what readers ask for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _found.set(None)
        try:
            with spoken.as_before():
                return self.get_response(request)
        finally:
            _found.reset(token)

    def process_view(self, request: HttpRequest, *args: object) -> None:
        # Not before: what is read before the answer is watched would not be told of.
        _found.set([])
        if not request.path.startswith(_OF_NO_READER):
            spoken.speak(code_of(publication()))


def _now() -> Publication:
    using = Page.objects.db
    try:
        if connections[using].in_atomic_block:
            # Past the cursor that notes what an answer was made from.
            repeat(using, [(NEWEST.format(now="%s"), [NOW])])
            return newest_plainly(using)
        return kept("publication", lambda: _read(using), away=_last)
    except (DatabaseError, InterfaceError):
        return _last()


def _read(using: str) -> Publication:
    found = newest(using)
    kept_copy.keep(found)
    return found


def _last() -> Publication:
    return kept_copy.last() or by_settings()
