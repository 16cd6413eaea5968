"""The desk's pages for merging two topics or two outlets: pick, compare and choose, list, undo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from js_asset import Media

from newsdesk.catalogue.write import PathTaken
from newsdesk.merging.engine import MergeKind, MergeRefused
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.merging.survivors import last_survivors
from newsdesk.publishing.admin.lists import standing_badge
from newsdesk.publishing.documents import as_data
from newsdesk.publishing.standing import Standing
from newsdesk.publishing.workflow import Refused

from .choosing import Group, TakingForm, mark
from .comparing import Side, rows_of, side_of
from .impact import redirects_of
from .picking import PickForm

PER_PAGE = 50
FOUND = 20
STATES = {"": "All", "active": "Merged", "undone": "Undone"}
CHANGED = "One of the two has been changed since you opened this. Look at it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """What these pages must know of a kind of row: the engine's kind, the two verbs, what is chosen."""

    kind: MergeKind
    merge: Callable[..., Any]
    undo: Callable[..., Any]
    groups: tuple[Group, ...] = ()


class JoiningPages(admin.ModelAdmin):
    """Adds merging to an admin. The verbs check the right again; without it every page is 403."""

    joining: Joining

    def get_urls(self) -> list[Any]:
        pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "merge": ("merge/", self.merge_view),
            "merges": ("merges/", self.merges_view),
            "undo": ("merges/<int:record_id>/undo/", self.undo_view),
        }
        info, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        ours = [path(to, view(what), name=f"{info}_{name}") for name, (to, what) in pages.items()]
        return [*ours, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find a row by the names of what was merged into it, too. Autocompletes offer no tombstones."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        if search_term:
            stones = self.model._default_manager.exclude(merged_into=None)
            named, _ = super().get_search_results(request, stones, search_term)
            keys = last_survivors(self.model, named.values_list("pk", flat=True))
            found = queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=keys))
        match = request.resolver_match
        if match and match.url_name == "autocomplete":
            found = self._narrowed(request, found.filter(merged_into=None))
        return found, repeats

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Lists leave tombstones out, unless they are what is asked for."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        listed = match is not None and (match.url_name or "").endswith("_changelist")
        if listed and request.GET.get("standing") != Standing.MERGED:
            return rows.filter(merged_into=None)
        return rows

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        ways = {"merge_address": self._at("merge"), "merges_address": self._at("merges")}
        shown = ways if self.may_merge(request) else {}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = context.get("original")
        if item is not None and item.merged_into_id is None and self.may_merge(request):
            context["merge_address"] = f"{self._at('merge')}?merged={item.pk}"
        if item is not None and item.merged_into_id and request.method == "GET":
            self.tell_where_it_leads(request, item)
        return super().render_change_form(request, context, *args, **kwargs)

    def tell_where_it_leads(self, request: HttpRequest, item: Any) -> None:
        text, into = '“{}” has been merged into <a href="{}">“{}”</a>.', item.merged_into
        messages.info(request, format_html(text, item, self._at("change", into.pk), into))

    def may_merge(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.joining.kind.permission)

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
            )
        except (Refused, PathTaken) as refusal:
            return self._ask_merge(request, *sides, form=form, refusal=str(refusal))
        text = 'Merged “{}” into “{}”. <a href="{}">Undo</a>'
        undo = self._at("undo", record.pk)
        messages.success(request, format_html(text, record.title, stays, undo))
        return HttpResponseRedirect(self._at("change", stays.pk))

    def merges_view(self, request: HttpRequest) -> HttpResponse:
        """All merges of this kind, the latest first."""
        self._require(request)
        state = request.GET.get("state", "")
        rows = self.joining.kind.record.objects.order_by("-pk")
        if state == "active":
            rows = rows.active()
        elif state == "undone":
            rows = rows.exclude(undone_at=None)
        people = rows.select_related("loser", "survivor", "actor", "undone_by")
        page = Paginator(people, PER_PAGE).get_page(request.GET.get("p"))
        merges = [
            {
                "record": record,
                "undo": self._at("undo", record.pk),
                "loser": self._at("change", record.loser_id),
                "survivor": self._at("change", record.survivor_id),
            }
            for record in page
        ]
        context = {
            "title": f"Merges of {self.opts.verbose_name_plural}",
            "page": page,
            "merges": merges,
            "states": STATES,
            "state": state if state in STATES else "",
            "merge_address": self._at("merge"),
        }
        return self._page(request, "merges", context)

    def undo_view(self, request: HttpRequest, record_id: int) -> HttpResponse:
        """GET says what comes back, POST brings it back. 409 where it was undone before."""
        self._require(request)
        rows = self.joining.kind.record.objects.select_related("loser", "survivor", "actor")
        record = rows.filter(pk=record_id).first()
        if record is None:
            raise Http404("There is no such merge.")
        if request.method != "POST":
            return self._ask_undo(request, record)
        reason = request.POST.get("reason", "")[:REASON_LENGTH]
        try:
            self.joining.undo(record, actor=request.user, reason=reason)
        except (Refused, PathTaken) as refusal:
            record.refresh_from_db()
            return self._ask_undo(request, record, refusal=str(refusal), reason=reason)
        text = "Undone: “{}” and “{}” stand for themselves again."
        messages.success(request, format_html(text, record.title, record.survivor))
        return HttpResponseRedirect(self._at("merges"))

    def _require(self, request: HttpRequest) -> None:
        if not self.may_merge(request) or not self.has_view_permission(request):
            raise PermissionDenied

    def _named(self, request: HttpRequest, name: str) -> Any:
        """Return the row that the address names, or None where it names none. Raises Http404."""
        key = request.GET.get(name, "")
        if not key:
            return None
        item = self.get_object(request, key) if key.isdecimal() and len(key) < 19 else None
        if item is None:
            raise Http404("There is no such page.")
        return item

    def _narrowed(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        if (kind := request.GET.get("kind")) and hasattr(self.model, "kind"):
            rows = rows.filter(kind=kind)
        known = request.GET.get("not", "")
        return rows.exclude(pk=int(known)) if known.isdecimal() and len(known) < 19 else rows

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

    def _ask_undo(
        self, request: HttpRequest, record: Any, *, refusal: str = "", reason: str = ""
    ) -> HttpResponse:
        context = {
            "title": "Undo a merge",
            "record": record,
            "refusal": refusal,
            "reason": reason,
            "reason_length": REASON_LENGTH,
            "merges_address": self._at("merges"),
        }
        return self._page(request, "undo", context, status=409 if refusal else 200)

    def _with_nonce(self, request: HttpRequest, form: Any) -> Any:
        # The editor's import map is an inline script: without the nonce none starts.
        return Media.from_media(form.media).with_nonce(str(request.csp_nonce))  # type: ignore[attr-defined]

    @property
    def _plural(self) -> str:
        return str(self.opts.verbose_name_plural)

    def _at(self, name: str, *args: Any) -> str:
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        return reverse(f"admin:{info}_{name}", args=args)

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Return one of our templates with what the desk's frame needs."""
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        where = f"admin/entities/joining/{name}.html"
        return TemplateResponse(request, where, {**frame, **context}, status=status)
