"""Public pages of a page's history: its editions, each of them whole, what differs, what is new."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, reverse
from django.urls import path as route
from django.views.decorators.http import require_safe

from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import Moved, pages_for, resolve
from newsdesk.comparison.diff.documents import Difference, difference, keys_in
from newsdesk.comparison.diff.marked import sections_of
from newsdesk.comparison.labels import Fields
from newsdesk.pages.documents import StoredDocument, as_data, canonical
from newsdesk.pages.models import Edition
from newsdesk.pages.notes import corrections_in
from newsdesk.pages.public_page import Context, Document, PublicPage, References
from newsdesk.presentation.heads import Head
from newsdesk.presentation.history.record import (
    NOT_PUBLIC,
    PublicEdition,
    changed_parts,
    public_editions,
    reasons,
)
from newsdesk.text.spoken import gettext

_UNREAD = ("document", "schema")


@dataclass(frozen=True, kw_only=True)
class History(Generic[Document]):
    """The history of one kind of page. `name` is that of its address."""

    name: str
    section: str
    editions: type[Edition]
    fields: Fields
    read: Callable[[StoredDocument], Document]
    public_page: type[PublicPage[Document]]

    def routes(self, prefix: str) -> list[URLPattern]:
        """Return the addresses under `prefix`, "stories/<slug:slug>"."""
        return [
            route(f"{prefix}/history/{place}", require_safe(view), name=f"{self.name}-{name}")
            for place, view, name in (
                ("", self.index_view, "history"),
                ("<int:number>/", self.edition_view, "edition"),
                ("<int:number>/document.json", self.document_view, "document"),
                ("compare/", self.compare_view, "compare"),
                ("changes.json", self.changes_view, "changes"),
            )
        ]

    def index_view(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Every public edition, the newest first. Two queries."""
        page = self._page(request, slug)
        editions = self._editions(page)

        def make() -> HttpResponse:
            readable = [edition for edition in editions if edition.readable]
            context = self._frame(
                page, gettext("History of “%(title)s”") % {"title": page.title}
            ) | {
                "editions": editions[::-1],
                "choices": readable,
                "numbers": {edition.number for edition in readable},
            }
            return render(request, "history/index.html", context)

        return answer(request, make, pages=[page])

    def edition_view(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        """An edition as it was, in the page of today. Six queries, five without authors."""
        page = self._page(request, slug)
        editions = self._editions(page)
        edition = _numbered(editions, str(number))
        document = self._documents(edition)[0]
        named = pages_for(self.public_page.targets(document), page=page.key)
        then = self.public_page(
            document=document,
            page=page_then(page, editions[:number]),
            references=References(pages=named),
            corrections=corrections_in(editions[:number]),
            indexed=False,
        ).with_open_faces()

        def make() -> HttpResponse:
            return render(
                request,
                "history/edition.html",
                then.context()
                | {"public_template": then.template, "past": edition, "current": page},
            )

        return answer(
            request, make, pages=[page, *named.values()], also=(number, list(named), then.faces)
        )

    def document_view(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        """An edition as it was frozen: the bytes whose SHA-256 is its fingerprint. Three queries."""
        page = self._page(request, slug)
        edition = _numbered(self._editions(page), str(number))
        frozen = self.editions.objects.only("document").get(pk=edition.pk)

        def make() -> HttpResponse:
            return HttpResponse(canonical(frozen.document), content_type="application/json")

        return _unlisted(answer(request, make, pages=[page], also=("document", number)))

    def compare_view(self, request: HttpRequest, slug: str) -> HttpResponse:
        """What differs between two editions. Five queries."""
        page = self._page(request, slug)
        editions = self._editions(page)
        first, second = (_numbered(editions, request.GET.get(name, "")) for name in ("from", "to"))
        found, titles = self._difference(page, first, second)

        def make() -> HttpResponse:
            context = self._frame(
                page, gettext("What changed in “%(title)s”") % {"title": page.title}
            ) | {
                "first": first,
                "second": second,
                "between": [e for e in editions if first.number < e.number <= second.number],
                "sections": sections_of(found),
                "choices": [edition for edition in editions if edition.readable],
            }
            return render(request, "history/compare.html", context)

        return answer(request, make, pages=[page], also=(first.number, second.number, titles))

    def changes_view(self, request: HttpRequest, slug: str) -> HttpResponse:
        """What is new since edition `from`, for a returning reader's browser. Five queries."""
        page = self._page(request, slug)
        editions = self._editions(page)
        first = _numbered(editions, request.GET.get("from", ""))
        last = editions[-1]
        found, titles = self._difference(page, first, last)

        def make() -> HttpResponse:
            compare = reverse(f"{self.name}-compare", args=[slug])
            return JsonResponse(
                {
                    "from": first.number,
                    "to": last.number,
                    "parts": list(changed_parts(found)),
                    "reasons": reasons(editions[first.number :]),
                    "compare": f"{compare}?from={first.number}&to={last.number}",
                }
            )

        return _unlisted(
            answer(request, make, pages=[page], also=("changes", first.number, titles))
        )

    def _page(self, request: HttpRequest, slug: str) -> Page:
        """Return the page whose history is asked for. Raises Moved, Gone or Http404.

        The edition of a page that moved has moved with it; the history of one that was merged is that
        of its survivor, where no edition of that number is the same.
        """
        path = reverse(self.name, args=[slug])
        try:
            return resolve(path)
        except Moved as moved:
            rest = "history/" if moved.merged else request.get_full_path().removeprefix(path)
            raise Moved(moved.path + rest, merged=moved.merged) from moved

    def _editions(self, page: Page) -> list[PublicEdition]:
        rows = self.editions.objects.of(int(page.key.rpartition(":")[2])).public()
        return public_editions(rows.defer(*_UNREAD))

    def _documents(self, *editions: PublicEdition) -> list[Document]:
        rows = self.editions.objects.in_bulk([edition.pk for edition in editions])
        return [self.read(rows[edition.pk]) for edition in editions]

    def _difference(
        self, page: Page, first: PublicEdition, second: PublicEdition
    ) -> tuple[Difference, dict[str, str]]:
        """Return what differs, and the titles of the pages that it names: of public ones alone."""
        before, after = (as_data(document) for document in self._documents(first, second))
        keys = sorted(keys_in(self.fields, before, after))
        pages = pages_for(keys, page=page.key)
        titles = {key: pages[key].title if key in pages else gettext(NOT_PUBLIC) for key in keys}
        return difference(self.fields, before, after, titles=titles), titles

    def _frame(self, page: Page, title: str) -> Context:
        return {
            "head": Head(title=title, path=page.path, indexed=False),
            "section": self.section,
            "page": page,
        }


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Tell search engines to leave out what has no head to say so."""
    response["X-Robots-Tag"] = "noindex"
    return response


def _numbered(editions: Sequence[PublicEdition], text: str) -> PublicEdition:
    """Return the edition of this number that a reader may read. Raises Http404."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
    if not 0 < number <= len(editions) or not editions[number - 1].readable:
        raise Http404("There is no such edition.")
    return editions[number - 1]


def page_then(page: Page, editions: Sequence[PublicEdition]) -> Page:
    """Return the page with number and dates as they were when the last of `editions` was new."""
    substantive = [edition.visible_from for edition in editions if edition.substantive]
    return Page(
        kind=page.kind,
        key=page.key,
        uid=page.uid,
        path=page.path,
        title=page.title,
        summary=page.summary,
        card=page.card,
        number=editions[-1].number,
        published_at=editions[0].visible_from,
        updated_at=substantive[-1],
        visible_from=editions[-1].visible_from,
    )
