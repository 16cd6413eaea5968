"""Merging two pages or a cluster: choose what stays, see what changes, merge or propose."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html
from js_asset import Media

from faqs.documents import FaqDocument
from faqs.duplicate_review import decisions, merges
from faqs.duplicate_review.choice_form import TakingForm, result_of
from faqs.duplicate_review.impact import impact_of
from faqs.duplicate_review.screens import DeskPages, address
from faqs.duplicate_review.sides import Side, best_of, rows_of, sides_of, topic_names
from faqs.models.draft import Faq
from newsdesk.catalogue.write import PathTaken
from newsdesk.merging.taken import NOTHING
from newsdesk.rules.findings import Problem
from newsdesk.workflow.transitions import Refused

WAITS = "What readers have not seen before waits in the page that stays until it is published."
CHANGED = "One of the pages has been changed since you opened this. Look at it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the address of a merge says: who stays, who is merged into it, who was left out."""

    survivor: Side
    losers: tuple[Side, ...]
    outliers: tuple[Faq, ...]
    suggested: Side

    @property
    def sides(self) -> tuple[Side, ...]:
        return (self.survivor, *self.losers)

    def address(self, *, stays: int | None = None, without: int | None = None) -> str:
        """Return the address of the same merge with another survivor, or with one page left out."""
        survivor = stays or self.survivor.faq.pk
        keys = [side.faq.pk for side in self.sides if side.faq.pk != without]
        out = [faq.pk for faq in self.outliers] + ([without] if without else [])
        named = [("faq", key) for key in keys] + [("out", key) for key in out]
        return f"?{urlencode([*named, ('stays', survivor)])}"


class MergingPages(DeskPages):
    """One page for a pair and for a cluster; what is asked stands in its address."""

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """GET compares and asks, POST merges or proposes. 403 without the right, 409 when refused."""
        choice = self._choice(request)
        if request.method != "POST":
            return self._ask_merge(request, choice, self._form(choice))
        form = self._form(choice, request.POST)
        if not form.is_valid():
            return self._ask_merge(request, choice, form)
        if form.cleaned_data["seen"] != merges.marks(side.faq.pk for side in choice.sides):
            return self._ask_merge(request, choice, self._form(choice), refusal=CHANGED)
        try:
            return self._carry_out(request, choice, form)
        except (Refused, PathTaken) as refusal:
            warnings = getattr(refusal, "warnings", ())
            return self._ask_merge(request, choice, form, refusal=str(refusal), warnings=warnings)

    def merge_preview_view(self, request: HttpRequest) -> HttpResponse:
        """What readers would see, through the public template; nothing is written."""
        choice = self._choice(request)
        form = self._form(choice, request.POST if request.method == "POST" else None)
        if form.is_bound and not form.is_valid():
            said = {"problems": form.errors.values(), "title": "Preview"}
            return self.page(request, "no_preview", said, status=400)
        if not form.is_bound:
            return HttpResponseRedirect(f"{address('merge')}{choice.address()}")
        document = result_of(form.plan(), choice.sides)
        return self.as_readers_see(request, document, choice.survivor.faq)

    def as_readers_see(
        self, request: HttpRequest, document: FaqDocument, survivor: Faq
    ) -> HttpResponse:
        context = self.faq_admin.public_context(document, item=survivor)
        response = render(request, "admin/faqs/judging/preview.html", context)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def _choice(self, request: HttpRequest) -> Choice:
        """Return what the address asks for. Raises Http404 or PermissionDenied."""
        faqs = self.faqs_or_404(request, request.GET.getlist("faq"))
        outliers = self.faqs_or_404(request, request.GET.getlist("out"))
        if len(faqs) < 2:
            raise Http404("Merging takes two pages or more.")
        sides = sides_of(faq.pk for faq in faqs)
        suggested = best_of(sides)
        stays = request.GET.get("stays", "")
        survivor = next((side for side in sides if str(side.faq.pk) == stays), suggested)
        losers = tuple(side for side in sides if side is not survivor)
        return Choice(
            survivor=survivor, losers=losers, outliers=tuple(outliers), suggested=suggested
        )

    def _form(self, choice: Choice, data: Any = None) -> TakingForm:
        names = topic_names(choice.sides)
        return TakingForm(data, survivor=choice.survivor, losers=choice.losers, names=names)

    def _carry_out(self, request: HttpRequest, choice: Choice, form: TakingForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        if request.POST.get("deed") == "propose":
            proposal = merges.propose(form.plan(), actor=request.user, reason=reason)
            text = "Proposed. Another moderator has to confirm it: {}"
            where = address("proposal", proposal.pk)
            link = format_html('<a href="{}">see the proposal</a>.', where)
            messages.success(request, format_html(text, link))
            return HttpResponseRedirect(address("changelist"))
        with transaction.atomic():
            confirmed = request.POST.getlist("confirmed")
            batch = merges.merge(
                form.plan(), actor=request.user, reason=reason, confirmed=confirmed
            )
            self._part_outliers(request, choice, form)
        self.tell_merged(request, batch)
        return HttpResponseRedirect(address("changelist"))

    def _part_outliers(self, request: HttpRequest, choice: Choice, form: TakingForm) -> None:
        if choice.outliers and form.cleaned_data["left_out"]:
            decisions.part(
                {side.faq.pk for side in choice.sides},
                {faq.pk for faq in choice.outliers},
                actor=request.user,
                reason=form.cleaned_data["left_out"],
            )

    def tell_merged(self, request: HttpRequest, batch: Any) -> None:
        """Say what was merged, with the way to undo it."""
        records = list(batch.records.select_related("survivor").order_by("pk"))
        titles = ", ".join(f"“{record.title}”" for record in records)
        messages.success(
            request,
            format_html(
                'Merged {} into “{}”. <a href="{}">Undo</a>',
                titles,
                records[0].survivor,
                address("undo", records[0].pk),
            ),
        )
        if records[0].survivor.has_unpublished_changes:
            messages.info(request, WAITS)

    def _ask_merge(
        self,
        request: HttpRequest,
        choice: Choice,
        form: TakingForm,
        *,
        refusal: str = "",
        warnings: Iterable[Problem] = (),
    ) -> HttpResponse:
        survivor, losers = choice.survivor, choice.losers
        impact = impact_of([side.faq for side in losers], survivor.faq)
        two = losers[0] if len(losers) == 1 else None
        context = {
            "title": "Merge two questions" if two else f"Merge {len(choice.sides)} questions",
            "choice": choice,
            "members": [
                {
                    "side": side,
                    "stays": choice.address(stays=side.faq.pk),
                    "leave_out": choice.address(without=side.faq.pk)
                    if len(choice.sides) > 2 and side is not survivor
                    else "",
                }
                for side in sorted(choice.sides, key=lambda side: side.faq.pk)
            ],
            "rows": rows_of(survivor, two) if two else [],
            "left": survivor,
            "right": two,
            "impact": impact,
            "form": form,
            "lists": [form[name] for name in ("answers", "sources", "entities", "tags")],
            "query": choice.address(),
            "hindrance": _hindrance(choice),
            "refusal": refusal,
            "warnings": warnings,
            # The editor's import map is an inline script: without the nonce none starts.
            "media": Media.from_media(form.media).with_nonce(str(request.csp_nonce)),  # type: ignore[attr-defined]
        }
        status = 409 if refusal else 200
        return self.page(request, "merge", context, status=status)


def _hindrance(choice: Choice) -> str:
    """Return why these cannot be merged as they stand, or nothing. Asks the guards and does nothing."""
    plan = merges.Plan(
        survivor=choice.survivor.faq.pk,
        taken={side.faq.pk: NOTHING for side in choice.losers},
    )
    try:
        merges.check(plan)
    except Refused as refusal:
        return str(refusal)
    return ""
