"""The desk's pages for merging two topics or two outlets: pick the two, compare them and choose."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from entities.merging.candidates import PickForm
from entities.merging.choice_form import Group, TakingForm, mark
from entities.merging.comparison import Side, rows_of, side_of
from entities.merging.impact import redirects_of
from entities.merging.screens import FOUND, JoiningDesk
from newsdesk.catalogue.write import PathTaken
from newsdesk.desk.lists import standing_badge
from newsdesk.merging.engine import MergeRefused
from newsdesk.pages.documents import as_data
from newsdesk.rules.findings import Problem
from newsdesk.workflow.transitions import Refused

WAITS = "What readers have not seen before waits in the one that stays until it is published."
CHANGED = "One of the two has been changed since you opened this. Look at it again."


class MergingPages(JoiningDesk):
    """Asks which two, shows both sides and what will change, and merges."""

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks, POST merges. 403 without the right, 409 when it is refused."""
        self._require(request)
        merged = self._named(request, "merged")
        stays = self._named(request, "stays")
        if merged is None or stays is None or merged == stays:
            return self._ask_which(request, merged)
        sides = self._side(stays), self._side(merged, brings=True)
        if request.method != "POST":
            return self._ask_merge(request, *sides, form=self._form(*sides))
        form = self._form(*sides, data=request.POST)
        if not form.is_valid():
            return self._ask_merge(request, *sides, form=form)
        if form.cleaned_data["seen"] != mark(sides[0].data, sides[1].data):
            return self._ask_merge(request, *sides, form=self._form(*sides), refusal=CHANGED)
        try:
            record = self.joining.merge(
                merged,
                stays,
                actor=request.user,
                reason=form.cleaned_data["reason"],
                taken=form.taken(),
                confirmed=request.POST.getlist("confirmed"),
            )
        except (Refused, PathTaken) as refusal:
            warnings = getattr(refusal, "warnings", ())
            return self._ask_merge(
                request, *sides, form=form, refusal=str(refusal), warnings=warnings
            )
        text = 'Merged “{}” into “{}”. <a href="{}">Undo</a>'
        undo = self._at("undo", record.pk)
        messages.success(request, format_html(text, record.title, stays, undo))
        if getattr(record.survivor, "has_unpublished_changes", False):
            messages.info(request, WAITS)
        return HttpResponseRedirect(self._at("change", stays.pk))

    def _mates(self, request: HttpRequest, merged: Any) -> QuerySet:
        """Return the rows that `merged` could be merged into, or all that could be merged."""
        rows = self.get_queryset(request).filter(merged_into=None)
        if hasattr(self.model, "discarded"):
            rows = rows.filter(discarded=False)
        if merged is None:
            return rows
        rows = rows.exclude(pk=merged.pk)
        return rows.filter(kind=merged.kind) if hasattr(merged, "kind") else rows

    def _ask_which(self, request: HttpRequest, merged: Any) -> HttpResponse:
        """The autocomplete, and for who has no script a search whose results are links."""
        rows = self._mates(request, merged)
        form = PickForm(
            record=self.joining.kind.record, rows=rows, site=self.admin_site, merged=merged
        )
        words = request.GET.get("q", "")
        found = rows.none()
        if words:
            found = self.get_search_results(request, rows, words)[0].distinct()
        name = "stays" if merged else "merged"
        known = {"merged": merged.pk} if merged else {}
        context = {
            "title": f"Merge “{merged}” into …" if merged else f"Merge two {self._plural}",
            "merged": merged,
            "form": form,
            "words": words,
            "found": [(item, f"?{urlencode({**known, name: item.pk})}") for item in found[:FOUND]],
            "media": self._with_nonce(request, form),
        }
        return self._page(request, "pick", context)

    def _form(self, stays: Side, merged: Side, data: Any = None) -> TakingForm:
        return TakingForm(data, stays=stays.data, merged=merged.data, groups=self.joining.groups)

    def _side(self, item: Any, *, brings: bool = False) -> Side:
        kind = self.joining.kind
        data = kind.public_data(item) if brings else as_data(kind.document_of(item))
        standing = getattr(item, "standing", "")
        return side_of(
            item,
            data,
            edit=self._at("change", item.pk),
            public=item.public_path if standing == "live" else "",
            badge=standing_badge(item) if standing and standing != "merged" else "",
        )

    def _ask_merge(
        self,
        request: HttpRequest,
        stays: Side,
        merged: Side,
        *,
        form: TakingForm,
        refusal: str = "",
        warnings: Iterable[Problem] = (),
    ) -> HttpResponse:
        asked = {"merged": merged.item.pk, "stays": stays.item.pk}
        context = {
            "title": f"Merge “{merged.item}” into “{stays.item}”",
            "stays": stays,
            "merged": merged,
            "rows": rows_of(stays.data, merged.data),
            "redirects": redirects_of(merged.item, stays.item),
            "form": form,
            "groups": [(form[group.name], self._new(form, group)) for group in form.groups],
            "lists": [form[name] for name in form.lists],
            "here": f"?{urlencode(asked)}",
            "other_way": f"?{urlencode({'merged': stays.item.pk, 'stays': merged.item.pk})}",
            "merges_address": self._at("merges"),
            "refusal": refusal,
            "warnings": warnings,
            "hindrance": self._hindrance(merged.item, stays.item),
            "media": self._with_nonce(request, form),
        }
        return self._page(request, "merge", context, status=409 if refusal else 200)

    def _new(self, form: TakingForm, group: Group) -> list[Any]:
        names = (f"{group.name}_new", f"{group.name}_source_new") if group.written else ()
        return [form[name] for name in names if name in form.fields]

    def _hindrance(self, merged: Any, stays: Any) -> str:
        """Return why the two cannot be merged as they stand, or nothing. Asks the guards, does nothing."""
        for item in (merged, stays):
            if item.merged_into_id:
                return f"“{item}” has been merged into “{item.merged_into}” already."
        try:
            self.joining.kind.check(merged, stays)
        except MergeRefused as refusal:
            return str(refusal)
        return ""
