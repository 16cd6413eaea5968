"""What became of a page: its editions and events, an edition as readers saw it, a preview."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import shown_as
from newsdesk.desk import frames
from newsdesk.desk.decisions import record
from newsdesk.desk.past_versions import NOW, PastPages
from newsdesk.pages.models import Edition
from newsdesk.pages.notes import Correction, corrections_in
from newsdesk.pages.public_page import PublicPage, References


class RecordPages(PastPages):
    """History, edition and preview of a page. `public_page` is the one that readers get.

    `interval` takes a page's editions up to one of them and returns what the catalogue says of that one.
    """

    public_page: type[PublicPage[Any]]
    interval: Callable[[Sequence[Any]], dict[str, Any]]

    def shown_page(
        self, document: Any, *, item: Any, edition: Edition | None = None
    ) -> PublicPage[Any]:
        """Return `document`, which may be no reader's yet, as the page that it makes."""
        return self.public_page(
            document=document,
            page=self.page_made(document, key=item.key, **self.dates(item, edition)),
            references=References(
                pages=self.pages_named(self.public_page.targets(document), page=item.key),
                names=shown_as(self.public_page.name_keys(document)),
            ),
            corrections=_corrections(item, edition),
        )

    def page_made(self, document: Any, *, key: str, **dates: Any) -> Page:
        """Return an unsaved catalogue page of a document: it has no path."""
        raise NotImplementedError

    def pages_named(self, keys: Collection[str], *, page: str = "") -> dict[str, Page]:
        """Return what the page `page` shows for `keys`: visible pages, and drafts as unsaved ones."""
        return {}

    def titles_of(self, keys: Collection[str]) -> dict[str, str]:
        return {key: page.title for key, page in self.pages_named(keys).items()}

    def dates(self, item: Any, edition: Edition | None) -> dict[str, Any]:
        """Return number and dates of an edition as readers had them, or would have had them."""
        if edition is None:
            return {}
        known = self.interval(list(item.editions.until(edition).defer("document")))
        return {
            name: known[name] for name in ("number", "published_at", "updated_at", "checked_at")
        }

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The working copy through the public template."""
        item = self.item_or_404(request, object_id)
        document = self.workflow.document_of(item)
        return self._as_readers_see(request, item, document, bar="Preview: not public")

    def edition_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """An edition through the public template of today."""
        item = self.item_or_404(request, object_id)
        edition = item.editions.filter(number=number).first()
        if edition is None:
            raise Http404("There is no such version.")
        document = self.workflow.read(edition)
        bar = f"Version {edition.number}, {edition.get_kind_display().lower()}"
        return self._as_readers_see(request, item, document, bar=bar, edition=edition)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Editions, and every decision as a sentence. Replaces the stock history."""
        if not object_id.isdecimal():
            raise Http404("There is no such page.")
        item = self.item_or_404(request, int(object_id))
        lines, page = record(item, request.GET.get("p"))
        restore = self.workflow.verbs["restore"]
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {item}",
            "opts": self.opts,
            "item": item,
            "editions": self.editions_of(item),
            "may_restore": request.user.has_perm(restore.permission),
            "now": NOW,
            "lines": lines,
            "page": page,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/workflow/history.html", context)

    def _as_readers_see(
        self,
        request: HttpRequest,
        item: Any,
        document: Any,
        *,
        bar: str,
        edition: Edition | None = None,
    ) -> HttpResponse:
        """Show it bare with a bar above, or `?as=phone`, `desktop` or `print` in a frame."""
        desk = {"bar": bar, "item": item, "opts": self.opts, "frames": frames.FRAMES.values()}
        wanted = request.GET.get("as", "")
        if wanted in frames.FRAMES:
            response = frames.framed(request, frames.FRAMES[wanted], desk)
        else:
            shown = self.shown_page(document, item=item, edition=edition)
            context = shown.context() | {"public_template": shown.template, **desk}
            if wanted == frames.INSIDE:
                response = frames.inside(request, context)
            else:
                response = render(request, "admin/workflow/preview.html", context)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response


def _corrections(item: Any, edition: Edition | None) -> list[Correction]:
    """Return the notes up to `edition`, by default up to what readers see, the newest first."""
    rows = item.editions.until(edition) if edition else item.editions.public()
    return corrections_in(rows.filter(kind__in=Edition.NOTING).defer("document"))
