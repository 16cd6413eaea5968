"""Merging two FAQs or a cluster: choose which to keep, see what changes, merge or propose."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.html import format_html

from faqs.duplicate_review import decisions, merges
from faqs.duplicate_review.choice_form import FaqChoiceForm, result_of
from faqs.duplicate_review.impact import impact_of
from faqs.duplicate_review.merge_effect import effect_of
from faqs.duplicate_review.screens import DeskPages
from faqs.duplicate_review.sides import Side, best_of, rows_of, sides_of, topic_names
from faqs.models.draft import Faq
from faqs.models.duplicate_review import MergeBatch
from newsdesk.desk.lists import standing_badge
from newsdesk.merging.screens.comparison import Member
from newsdesk.merging.screens.merge import Button, MergePage, MergePages
from newsdesk.merging.taken import NOTHING
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused

NOTE = (
    "The address stays that of the FAQ to keep. The other wordings that readers know stay findable as “also "
    "asked as”. What readers have not seen before waits until the FAQ is published."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the address of a merge says: which is kept, which are merged into it, which were left out."""

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


class FaqMergePages(MergePages[Choice, FaqChoiceForm], DeskPages):
    """One page for a pair and for a cluster; what is asked stands in its address."""

    def merge_preview_view(self, request: HttpRequest) -> HttpResponse:
        """What readers would see, through the public template; nothing is written."""
        choice = self._choice(request)
        form = self.merge_form(choice, request.POST if request.method == "POST" else None)
        if form.is_bound and not form.is_valid():
            said = {"problems": form.errors.values(), "title": "Preview"}
            return self.merge_page(request, "faqs/duplicate_review/no_preview", said, status=400)
        if not form.is_bound:
            return HttpResponseRedirect(f"{self.at('merge')}{choice.address()}")
        return self.as_readers_see(request, form.plan(), choice.sides)

    def as_readers_see(
        self, request: HttpRequest, plan: merges.Plan, sides: Sequence[Side]
    ) -> HttpResponse:
        """Show what a merge would make through the public template, and say what of it is live at once."""
        survivor = next(side.faq for side in sides if side.faq.pk == plan.survivor)
        document = result_of(plan, sides)
        shown = self.faq_admin.shown_page(document, item=survivor)
        context = {**shown.context(), "effect": effect_of(plan, sides, document)}
        response = render(request, "admin/faqs/duplicate_review/preview.html", context)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def asked_merge(self, request: HttpRequest, object_id: int | None) -> Choice:
        return self._choice(request)

    def merge_form(self, choice: Choice, data: QueryDict | None = None) -> FaqChoiceForm:
        names = topic_names(choice.sides)
        return FaqChoiceForm(
            data,
            survivor=choice.survivor,
            losers=choice.losers,
            names=names,
            outliers=bool(choice.outliers),
        )

    def seen(self, choice: Choice) -> dict[str, str]:
        return merges.marks(side.faq.pk for side in choice.sides)

    def carry_out(self, request: HttpRequest, choice: Choice, form: FaqChoiceForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        if request.POST.get("deed") == "propose":
            proposal = merges.propose(form.plan(), actor=signed_in(request), reason=reason)
            text = (
                'Proposed. Another moderator has to confirm it: <a href="{}">see the proposal</a>.'
            )
            messages.success(request, format_html(text, self.at("proposal", proposal.pk)))
            return HttpResponseRedirect(self.at("changelist"))
        with transaction.atomic():
            confirmed = request.POST.getlist("confirmed")
            batch = merges.merge(
                form.plan(), actor=signed_in(request), reason=reason, confirmed=confirmed
            )
            self._part_outliers(request, choice, form)
        self.tell_batch(request, batch)
        return HttpResponseRedirect(self.at("changelist"))

    def tell_batch(self, request: HttpRequest, batch: MergeBatch) -> None:
        """Say what was merged in one go."""
        records = list(batch.records.select_related("survivor").order_by("pk"))
        self.tell_merged(request, records, records[0].survivor)

    def shown_merge(self, choice: Choice, form: FaqChoiceForm) -> MergePage:
        survivor, losers = choice.survivor, choice.losers
        impact = impact_of([side.faq for side in losers], survivor.faq)
        two = losers[0] if len(losers) == 1 else None
        hindrance = _hindrance(choice)
        against = getattr(hindrance, "pair", None)
        merging = () if hindrance else (_button(choice, propose=impact.needs_second),)
        preview = Button(
            label="Preview as readers will see it",
            window=f"{self.at('merge_preview')}{choice.address()}",
            key="p",
        )
        return MergePage(
            title="Merge two FAQs" if two else f"Merge {len(choice.sides)} FAQs",
            here=f"{self.at('merge')}{choice.address()}",
            back=(self.at("changelist"), "Back to the queue"),
            buttons=(*merging, preview),
            impact=impact,
            heading="Propose the merge" if impact.needs_second else "Merge",
            note=NOTE,
            hindrance=str(hindrance or ""),
            remedy=self.at("take_back", against.pk) if against else "",
            members=[
                _member(side, choice) for side in sorted(choice.sides, key=lambda side: side.faq.pk)
            ],
            rows=rows_of(survivor, two) if two else (),
            left_out=[str(faq) for faq in choice.outliers],
        )

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

    def _part_outliers(self, request: HttpRequest, choice: Choice, form: FaqChoiceForm) -> None:
        if choice.outliers and form.cleaned_data["left_out"]:
            decisions.part(
                {side.faq.pk for side in choice.sides},
                {faq.pk for faq in choice.outliers},
                actor=signed_in(request),
                reason=form.cleaned_data["left_out"],
            )


def _button(choice: Choice, *, propose: bool) -> Button:
    if propose:
        label = "Propose to a second moderator"
        return Button(label=label, look="is-main", name="deed", value="propose", key="g")
    number = f"{len(choice.losers)} " if len(choice.losers) > 1 else ""
    label = f"Merge {number}into “{choice.survivor.faq}”"
    return Button(label=label, look="is-public", name="deed", value="merge", key="g")


def _member(side: Side, choice: Choice) -> Member:
    kept, key = side is choice.survivor, side.faq.pk
    return Member(
        item=side.faq,
        edit=side.edit,
        badge=standing_badge(side.faq),
        path=f"/{side.faq.slug}/" if side.faq.slug else "",
        public=side.public,
        preview=side.preview,
        kept=kept,
        suggested=side is choice.suggested,
        merits=side.standing.merits,
        points=side.standing.points,
        keep="" if kept else choice.address(stays=key),
        leave_out=choice.address(without=key) if len(choice.sides) > 2 and not kept else "",
    )


def _hindrance(choice: Choice) -> Refused | None:
    """Return why these cannot be merged as they stand. Asks the guards and does nothing."""
    plan = merges.Plan(
        survivor=choice.survivor.faq.pk,
        taken={side.faq.pk: NOTHING for side in choice.losers},
    )
    try:
        merges.check(plan)
    except Refused as refusal:
        return refusal
    return None
