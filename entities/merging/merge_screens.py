"""The desk's pages for merging two topics or two outlets: pick the two, compare them and choose."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from entities.merging.candidates import PickForm
from entities.merging.choice_form import TopicChoiceForm, mark
from entities.merging.comparison import Side, rows_of, side_of
from entities.merging.impact import impact_of
from entities.merging.screens import MergeDesk
from newsdesk.desk.lists import standing_badge
from newsdesk.merging.engine import MergeRefused
from newsdesk.merging.models import Mergeable
from newsdesk.merging.screens.comparison import Member
from newsdesk.merging.screens.merge import Button, MergePage, MergePages
from newsdesk.pages.documents import as_data
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.status import Standing
from newsdesk.requests.signed_in import signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Two:
    """What the address of a merge names: which one is kept, which one is merged into it."""

    kept: Side
    merged: Side

    def address(self, *, turned: bool = False) -> str:
        """Return the address of this merge, or of the same one the other way round."""
        merged, kept = self.merged.item.pk, self.kept.item.pk
        if turned:
            merged, kept = kept, merged
        return f"?{urlencode({'merged': merged, 'stays': kept})}"


class PairMergePages(MergePages[Two, TopicChoiceForm], MergeDesk):
    """Asks which two, shows both sides and what will change, and merges."""

    def asked_merge(self, request: HttpRequest, object_id: int | None) -> Two | HttpResponse:
        merged, kept = self._named(request, "merged"), self._named(request, "stays")
        if merged is None or kept is None or merged == kept:
            return self._ask_which(request, merged)
        return Two(kept=self._side(kept), merged=self._side(merged, brings=True))

    def merge_form(self, choice: Two, data: QueryDict | None = None) -> TopicChoiceForm:
        stays, merged = choice.kept.data, choice.merged.data
        return TopicChoiceForm(data, stays=stays, merged=merged, groups=self.merging.groups)

    def seen(self, choice: Two) -> str:
        return mark(choice.kept.data, choice.merged.data)

    def carry_out(self, request: HttpRequest, choice: Two, form: TopicChoiceForm) -> HttpResponse:
        kept = choice.kept.item
        record = self.merging.kind.merge(
            choice.merged.item,
            kept,
            actor=signed_in(request),
            reason=form.cleaned_data["reason"],
            taken=form.taken(),
            confirmed=request.POST.getlist("confirmed"),
        )
        self.tell_merged(request, [record], record.survivor)
        return HttpResponseRedirect(self.at("change", kept.pk))

    def shown_merge(self, choice: Two, form: TopicChoiceForm) -> MergePage:
        kept, merged = choice.kept.item, choice.merged.item
        hindrance = self._hindrance(merged, kept)
        button = Button(label=f"Merge into “{kept}”", look="is-public")
        return MergePage(
            title=f"Merge “{merged}” into “{kept}”",
            here=choice.address(),
            back=(self.at("change", merged.pk), f"Back to “{merged}”"),
            buttons=() if hindrance else (button,),
            impact=impact_of(merged, kept, uses=choice.merged.uses),
            note=f"“{merged}” stays findable as another name of “{kept}”.",
            hindrance=hindrance,
            members=(
                self._member(choice.kept, kept=True),
                self._member(choice.merged, keep=choice.address(turned=True)),
            ),
            rows=rows_of(choice.kept, choice.merged),
        )

    def _member(self, side: Side, *, kept: bool = False, keep: str = "") -> Member:
        item, badge, public = side.item, "", ""
        if isinstance(item, WorkingCopy) and item.standing is not Standing.MERGED:
            badge = standing_badge(item)
            public = item.public_path if item.standing is Standing.LIVE else ""
        return Member(
            item=item,
            edit=self.at("change", item.pk),
            badge=badge,
            public=public,
            kept=kept,
            keep=keep,
        )

    def _mates(self, request: HttpRequest, merged: Mergeable | None) -> QuerySet:
        """Return the rows that `merged` could be merged into, or all that could be merged."""
        rows = self.get_queryset(request).filter(merged_into=None)
        if hasattr(self.model, "discarded"):
            rows = rows.filter(discarded=False)
        if merged is None:
            return rows
        rows = rows.exclude(pk=merged.pk)
        return rows.filter(kind=merged.kind) if hasattr(merged, "kind") else rows

    def _ask_which(self, request: HttpRequest, merged: Mergeable | None) -> HttpResponse:
        form = PickForm(
            record=self.merging.kind.record,
            rows=self._mates(request, merged),
            site=self.admin_site,
            merged=merged,
        )
        context = {
            "title": f"Merge “{merged}” into …" if merged else f"Merge two {self.labels.many}",
            "merged": merged,
            "look_for": f"Look for the {self.labels.one} to {'keep' if merged else 'merge'}",
        }
        asked, known = ("stays", {"merged": merged.pk}) if merged else ("merged", {})
        return self.ask_which(request, "merging/pick", form, context, asked=asked, known=known)

    def _side(self, item: Mergeable, *, brings: bool = False) -> Side:
        kind = self.merging.kind
        return side_of(item, kind.public_data(item) if brings else as_data(kind.document_of(item)))

    def _hindrance(self, merged: Mergeable, kept: Mergeable) -> str:
        """Return why the two cannot be merged as they stand, or nothing. Asks the guards, does nothing."""
        for item in (merged, kept):
            if item.merged_into_id:
                return f"“{item}” has been merged into “{item.merged_into}” already."
        try:
            self.merging.kind.check(merged, kept)
        except MergeRefused as refusal:
            return str(refusal)
        return ""
