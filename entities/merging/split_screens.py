"""The desk's pages for splitting a topic: which other one, which page means which."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.html import format_html

from entities import splitting
from entities.merging.admin import MergeAdmin
from entities.merging.assignments import OTHER, AssigningForm, Line, lines_of, mark
from entities.merging.candidates import PickOtherForm
from entities.merging.split_records import SplitRecords
from entities.models.draft import Entity
from entities.models.split import EntitySplit
from entities.splitting import SplitRefused
from newsdesk.catalogue.write import PathTaken
from newsdesk.desk.lists import standing_badge
from newsdesk.pages.status import Standing
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused

CHANGED = "Other pages refer to the two than when you opened this. Look at the list again."


class SplitPages(MergeAdmin):
    """Adds splitting to the admin of topics. The verbs check the right again; without it, 403."""

    def get_urls(self) -> list[URLPattern]:
        records = SplitRecords(self.model, self.admin_site)
        pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "split": ("split/", self.split_view),
            "splits": ("splits/", records.decisions_view),
            "split_undo": ("splits/<int:record_id>/undo/", records.undo_view),
        }
        info, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        ours = [path(to, view(what), name=f"{info}_{name}") for name, (to, what) in pages.items()]
        return [*ours, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        shown = {"splits_address": self.at("splits")} if self.may_merge(request) else {}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def split_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks, POST splits. 403 without the right, 409 when it is refused."""
        self.require(request)
        one, other = self._topic(request, "one"), self._topic(request, "other")
        if one is None:
            raise Http404("No topic is named.")
        if other is None and not request.GET.get("new"):
            return self._ask_which_other(request, one)
        lines = lines_of(one, other)
        may_publish = request.user.has_perm("entities.publish_entity")
        form = AssigningForm(
            request.POST if request.method == "POST" else None,
            lines=lines,
            one=one,
            other=other,
            may_publish=may_publish and request.user.has_perm("entities.confirm_entity"),
        )
        if request.method != "POST" or not form.is_valid():
            return self._ask_split(request, form)
        if form.cleaned_data["seen"] != mark(lines):
            form.see_again()
            return self._ask_split(request, form, refusal=CHANGED)
        try:
            record = self._split(request, form)
        except (Refused, PathTaken) as refusal:
            return self._ask_split(request, form, refusal=str(refusal))
        self._tell_split(request, record)
        return HttpResponseRedirect(self.at("change", one.pk))

    def _topic(self, request: HttpRequest, name: str) -> Entity | None:
        """Return the topic that the address names, or None where it names none. Raises Http404."""
        item = self._named(request, name)
        assert item is None or isinstance(item, Entity)  # noqa: S101
        return item

    def _split(self, request: HttpRequest, form: AssigningForm) -> EntitySplit:
        moved, reason = form.moved(), form.cleaned_data["reason"]
        if form.other is None:
            return splitting.split_off(
                form.one,
                form.document(),
                pages=moved,
                actor=signed_in(request),
                reason=reason,
                live=form.cleaned_data.get("publish", False),
            )
        moves = {key: form.other if to == OTHER else form.one for key, to in moved.items()}
        return splitting.split(
            form.one, form.other, moves=moves, actor=signed_in(request), reason=reason
        )

    def _tell_split(self, request: HttpRequest, record: EntitySplit) -> None:
        text = 'Split “{}” and <a href="{}">“{}”</a>. <a href="{}">Undo</a>'
        other, undo = self.at("change", record.other_id), self.at("split_undo", record.pk)
        messages.success(request, format_html(text, record.one, other, record.other, undo))
        if Entity.objects.get(pk=record.other_id).standing is Standing.DRAFT:
            text = '“{}” is a draft: readers see no topic in its place until <a href="{}">published</a>.'
            messages.warning(request, format_html(text, record.other, other))

    def _ask_which_other(self, request: HttpRequest, one: Entity) -> HttpResponse:
        """A new one, or one of the desk's."""
        form = PickOtherForm(
            record=EntitySplit, rows=self._mates(request, one), site=self.admin_site, one=one
        )
        context = {
            "title": f"Split “{one}”",
            "one": one,
            "new_address": f"?{urlencode({'one': one.pk, 'new': 1})}",
        }
        name, known = "entities/splitting/split_from", {"one": one.pk}
        return self.ask_which(request, name, form, context, asked="other", known=known)

    def _ask_split(
        self, request: HttpRequest, form: AssigningForm, *, refusal: str = ""
    ) -> HttpResponse:
        one, other = form.one, form.other
        asked = {"one": one.pk, "other": other.pk} if other else {"one": one.pk, "new": 1}
        context = {
            "title": f"Split “{one}” and “{other}”" if other else f"Split “{one}”",
            "sides": [self._head(one, "Is here"), self._head(other, "The other one")],
            "lines": [self._split_line(line, form) for line in form.lines],
            "form": form,
            "here": f"?{urlencode(asked)}",
            "refusal": refusal,
            "hindrance": self._split_hindrance(one, other),
            "warning": _warning(other),
        }
        return self.merge_page(
            request, "entities/splitting/split", context, status=409 if refusal else 200
        )

    def _head(self, item: Entity | None, role: str) -> dict[str, object]:
        if item is None:
            return {"role": "The new one", "item": None}
        return {
            "role": role,
            "item": item,
            "badge": standing_badge(item),
            "edit": self.at("change", item.pk),
            "public": item.public_path if item.standing is Standing.LIVE else "",
        }

    def _split_line(self, line: Line, form: AssigningForm) -> dict[str, object]:
        return {"use": line.use, "passage": line.passage, "field": form[line.use.key]}

    def _split_hindrance(self, one: Entity, other: Entity | None) -> str:
        """Return why the two cannot be split as they stand, or nothing. Asks the guards, does nothing."""
        try:
            splitting.check(one, other) if other else splitting.check_one(one)
        except SplitRefused as refusal:
            return str(refusal)
        return ""


def _warning(other: Entity | None) -> str:
    if other is None or other.standing is Standing.LIVE:
        return ""
    return f"Readers see no topic in the place of “{other}” until it is published."
