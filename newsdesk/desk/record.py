"""What became of a page: its editions and events, an edition as readers saw it, a preview."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from newsdesk.desk import frames
from newsdesk.desk.decisions import record
from newsdesk.desk.past_versions import NOW, PastPages
from newsdesk.pages.models import Edition


class RecordPages(PastPages):
    """History, edition and preview of a page. `public_template` is the one that readers get.

    `interval` takes a page's editions up to one of them and returns what the catalogue says of that one.
    """

    public_template: str
    interval: Callable[[Sequence[Any]], dict[str, Any]]

    def public_context(
        self, document: Any, *, item: Any, edition: Edition | None = None
    ) -> dict[str, Any]:
        """Return what `public_template` shows of `document`, which may be no reader's yet."""
        raise NotImplementedError

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
            context = self.public_context(document, item=item, edition=edition)
            context |= {"public_template": self.public_template, **desk}
            if wanted == frames.INSIDE:
                response = frames.inside(request, context)
            else:
                response = render(request, "admin/workflow/preview.html", context)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response
