"""Pages of the desk on a page's past: two of its texts compared, and an edition restored as a draft."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from newsdesk.comparison.diff.documents import Difference, difference, keys_in
from newsdesk.comparison.diff.marked import sections_of
from newsdesk.comparison.labels import UnknownPath
from newsdesk.comparison.three_way_merge import Data
from newsdesk.desk.transition_forms import NOTE_LENGTH
from newsdesk.pages.documents import as_data, digest
from newsdesk.pages.models import Edition, WorkingCopy
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.register import AnyWorkflow
from newsdesk.workflow.restorable import Restorable
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import Refused

# How the working copy is called where an edition has a number.
NOW = "now"


@dataclass(frozen=True, slots=True)
class Version:
    """An edition in the history: where it stands, and which number readers know it by, if they do."""

    edition: Edition
    place: str
    readers_number: int | None


class PastPages(admin.ModelAdmin):
    """Comparing and restoring. `store_digest` keeps the digest of what a working copy says now."""

    workflow: AnyWorkflow
    store_digest: Callable[..., None]
    # Answers that are shown as a sentence.
    refusals: tuple[type[Exception], ...] = (Refused,)

    def item_or_404(self, request: HttpRequest, object_id: int) -> WorkingCopy:
        raise NotImplementedError

    def titles_of(self, keys: Collection[str]) -> dict[str, str]:
        """Return what the pages behind `keys` are called, drafts too."""
        return {}

    def compare_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What differs between two editions, or between an edition and the working copy."""
        item = self.item_or_404(request, object_id)
        editions = self.editions_of(item)
        first, second = (self._chosen(editions, request.GET.get(n, "")) for n in ("from", "to"))
        before, after = (self._data(item, chosen) for chosen in (first, second))
        context = self._frame(request, item, f"What differs: {item}") | {
            "editions": editions,
            "first": first,
            "second": second,
            "sections": sections_of(self._difference(before, after)),
        }
        return TemplateResponse(request, "admin/workflow/compare.html", context)

    def restore_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """GET shows what would change, POST restores it. 403 without the right, 409 when refused."""
        item = self.item_or_404(request, object_id)
        edition = self._numbered(self.editions_of(item), str(number))
        if not request.user.has_perm(self.workflow.verbs["restore"].permission):
            raise PermissionDenied
        if request.method != "POST":
            return self._ask_what(request, item, edition)
        parts = None if "whole" in request.POST else request.POST.getlist("part")
        if parts == []:
            return self._ask_what(request, item, edition, refusal="Tick what is to be restored.")
        if request.POST.get("seen") != self._mark(item):
            changed = "The text has been changed since this page was opened. Look at it again."
            return self._ask_what(request, item, edition, refusal=changed)
        try:
            found = self.workflow.restore(
                item,
                actor=signed_in(request),
                number=number,
                parts=parts,
                note=no_longer(request.POST.get("note", ""), NOTE_LENGTH),
            )
        except UnknownPath:
            return self._ask_what(request, item, edition, refusal="There is no such part.")
        except self.refusals as error:
            return self._ask_what(request, item, edition, refusal=str(error))
        return self._restored(request, item, number, found)

    def editions_of(self, item: WorkingCopy) -> list[Edition]:
        """Return every edition, the newest first. One query."""
        rows = item.editions.select_related("actor", "recall").defer("document")
        return list(rows.order_by("-number"))

    def _ask_what(
        self, request: HttpRequest, item: WorkingCopy, edition: Edition, *, refusal: str = ""
    ) -> HttpResponse:
        now = self._data(item, NOW)
        found: Restorable = self.workflow.restorable_edition(item, now, number=edition.number)
        context = self._frame(request, item, f"Restore version {edition.number}: {item}") | {
            "edition": edition,
            "sections": sections_of(self._difference(now, as_data(found.document))),
            "gone": [str(each) for each in found.gone],
            "seen": self._mark(item),
            "note": request.POST.get("note", ""),
            "ticked": request.POST.getlist("part"),
            "refusal": refusal,
        }
        status = 409 if refusal else 200
        return TemplateResponse(request, "admin/workflow/restore.html", context, status=status)

    def _restored(
        self, request: HttpRequest, item: WorkingCopy, number: int, found: Restorable
    ) -> HttpResponse:
        row = self.model._default_manager.get(pk=item.pk)
        type(self).store_digest(row, actor=request.user)
        done = format_html(
            "Version {} has been restored as a draft. Readers see no change.", number
        )
        self.message_user(request, done, messages.SUCCESS)
        for each in found.gone:
            self.message_user(request, str(each), messages.WARNING)
        return HttpResponseRedirect(self._address("change", item))

    def _chosen(self, editions: list[Edition], text: str) -> Edition | str:
        """Return the edition of this number, or NOW. Raises Http404."""
        return NOW if text == NOW else self._numbered(editions, text)

    def _numbered(self, editions: list[Edition], text: str) -> Edition:
        """Return the edition of this number. Raises Http404."""
        for each in editions:
            if str(each.number) == text:
                return each
        raise Http404("There is no such version.")

    def _data(self, item: WorkingCopy, chosen: Edition | str) -> Data:
        if isinstance(chosen, Edition):
            document = self.workflow.read(chosen)
        else:
            fresh = self.model._default_manager.get(pk=item.pk)
            document = self.workflow.document_of(fresh)
        data: Data = as_data(document)
        return data

    def _difference(self, before: Data, after: Data) -> Difference:
        labels = self.workflow.kind.labels
        titles = self.titles_of(keys_in(labels, before, after))
        return difference(labels, before, after, titles=titles)

    def _mark(self, item: WorkingCopy) -> str:
        fresh = self.model._default_manager.get(pk=item.pk)
        return digest(self.workflow.document_of(fresh))

    def _frame(self, request: HttpRequest, item: WorkingCopy, title: str) -> dict[str, object]:
        may = request.user.has_perm(self.workflow.verbs["restore"].permission)
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "item": item,
            "now": NOW,
            "may_restore": may,
        }

    def _address(self, name: str, item: WorkingCopy) -> str:
        where = f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}"
        return reverse(where, args=[item.pk])


def versions_of(editions: Sequence[Edition]) -> list[Version]:
    """Return all editions of a page, in whatever order they are, with where each stands."""
    shown = [each for each in editions if not hasattr(each, "recall")]
    shown.sort(key=lambda each: (each.visible_from, each.number))
    public = [each for each in shown if each.is_public]
    numbers = {each.pk: number for number, each in enumerate(public, start=1)}
    live = public[-1] if public else None
    return [Version(each, _place(each, live), numbers.get(each.pk)) for each in editions]


def _place(edition: Edition, live: Edition | None) -> str:
    """Return where an edition stands, in a word that the stylesheet knows too."""
    if hasattr(edition, "recall"):
        return "recalled"
    if not edition.is_public:
        return "waiting"
    return "live" if edition is live else "past"
