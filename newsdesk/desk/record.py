"""What became of a page: its editions and events, an edition as readers saw it, a preview."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from newsdesk.catalogue.entries import Interval
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.publication import in_its_language
from newsdesk.catalogue.resolve import shown_as
from newsdesk.desk import frames
from newsdesk.desk.decisions import record
from newsdesk.desk.past_versions import NOW, PastPages, versions_of
from newsdesk.pages.models import Edition, WorkingCopy
from newsdesk.pages.notes import Correction, corrections_in
from newsdesk.pages.public_page import PublicPage, References
from newsdesk.pages.status import Standing


class RecordPages(PastPages):
    """History, edition and preview of a page. `public_page` is the one that readers get.

    `page_made` takes a document, the `key` of its page, number and dates, and returns an unsaved catalogue
    page without a path. `interval` takes a page's editions up to one of them and returns what the
    catalogue says of that one.
    """

    public_page: type[PublicPage]
    page_made: Callable[..., Page]
    interval: Callable[[Sequence[Edition]], Interval]

    def shown_page(
        self, document: object, *, item: WorkingCopy, edition: Edition | None = None
    ) -> PublicPage:
        """Return `document`, which may be no reader's yet, as the page that it makes."""
        return self.public_page(
            document=document,
            page=self.page_made(document, key=item.key, **self.dates(item, edition)),
            references=References(
                pages=self.pages_named(self.public_page.targets(document), page=item.key),
                names=shown_as(self.public_page.name_keys(document)),
            ),
            corrections=_corrections(item, edition),
        ).with_faces()

    def readers_html(self, request: HttpRequest, document: object, *, item: WorkingCopy) -> str:
        """Return `document`, which nobody need have saved, as the page that readers would get."""
        shown = replace(self.shown_page(document, item=item), indexed=False)
        with in_its_language():
            context = shown.context() | {"public_template": shown.template, "bar": ""}
            return render_to_string("admin/workflow/preview.html", context, request)

    def pages_named(self, keys: Collection[str], *, page: str = "") -> dict[str, Page]:
        """Return what the page `page` shows for `keys`: visible pages, and drafts as unsaved ones."""
        return {}

    def titles_of(self, keys: Collection[str]) -> dict[str, str]:
        return {key: page.title for key, page in self.pages_named(keys).items()}

    def dates(self, item: WorkingCopy, edition: Edition | None) -> dict[str, object]:
        """Return number and dates of an edition as readers had them, or would have had them; for the draft of
        a page that readers know, those of what they saw last.
        """
        edition = edition or item.latest_edition()
        if edition is None:
            return {}
        known = self.interval(list(item.editions.until(edition).defer("document")))
        return {
            "number": known["number"],
            "published_at": known["published_at"],
            "updated_at": known["updated_at"],
            "checked_at": known["checked_at"],
        }

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        """The working copy through the public template."""
        item = self.item_or_404(request, object_id)
        document = self.workflow.document_of(item)
        return self._as_readers_see(request, item, document, bar=preview_words(item))

    def edition_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponseBase:
        """An edition through the public template of today."""
        item = self.item_or_404(request, object_id)
        edition = item.editions.filter(number=number).first()
        if edition is None:
            raise Http404("There is no such version.")
        document = self.workflow.read(edition)
        bar = f"Version {edition.number}, {edition.get_kind_display().lower()}"
        return self._as_readers_see(request, item, document, bar=bar, edition=edition)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Editions, and every decision as a sentence. Replaces the stock history."""
        if not object_id.isdecimal():
            raise Http404("There is no such page.")
        item = self.item_or_404(request, int(object_id))
        lines, page = record(item, request.GET.get("p"))
        editions = self.editions_of(item)
        restore = self.workflow.verbs["restore"]
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {item}",
            "opts": self.opts,
            "item": item,
            "editions": editions,
            "versions": versions_of(editions),
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
        item: WorkingCopy,
        document: object,
        *,
        bar: str,
        edition: Edition | None = None,
    ) -> HttpResponseBase:
        """Show it bare with a bar above, or `?as=phone`, `desktop` or `print` in a frame."""
        desk = {"bar": bar, "item": item, "opts": self.opts, "frames": frames.FRAMES.values()}
        wanted = request.GET.get("as", "")
        if wanted in frames.FRAMES:
            response: HttpResponseBase = frames.framed(request, frames.FRAMES[wanted], desk)
        else:
            shown = self.shown_page(document, item=item, edition=edition)
            with in_its_language():
                context = shown.context() | {"public_template": shown.template, **desk}
                if wanted == frames.INSIDE:
                    response = frames.inside(request, context)
                else:
                    response = render(request, "admin/workflow/preview.html", context)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response


def preview_words(item: WorkingCopy) -> str:
    """Say of a page's draft who sees it: nobody yet, or everybody an older version of it."""
    if item.standing is not Standing.LIVE:
        return "Preview: not public"
    if item.has_unpublished_changes:
        return "Preview: these changes are not public yet"
    return "Preview: the same as on the site"


def _corrections(item: WorkingCopy, edition: Edition | None) -> list[Correction]:
    """Return the notes up to `edition`, by default up to what readers see, the newest first."""
    rows = item.editions.until(edition) if edition else item.editions.public()
    return corrections_in(rows.filter(kind__in=Edition.NOTING).defer("document"))
