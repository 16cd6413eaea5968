"""What moderators agree on among themselves: second opinions, reasons, watched questions, figures of each."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone

from faqs.duplicate_review import opinions, watches
from faqs.duplicate_review.queue_screens import QueuePages
from faqs.duplicate_review.reasons import MOST, PERMISSION, keep_reasons, reasons
from faqs.duplicate_review.statistics import moderators
from faqs.duplicate_review.weeks import WEEKS
from faqs.models.draft import Faq
from faqs.models.moderation import SecondOpinion
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.requests.signed_in import signed_in
from newsdesk.workflow.transitions import Refused


class ReasonsForm(forms.Form):
    """The list of reasons, one a line."""

    reasons = forms.CharField(
        label="Reasons",
        max_length=MOST * (REASON_LENGTH + 2),
        widget=forms.Textarea({"rows": MOST}),
        help_text=f"One a line, at most {MOST}: the first is given by the key 1, and so on. What was "
        "decided before keeps its reason.",
    )


class OpinionForm(forms.Form):
    """Whom to ask for a second opinion, and what about."""

    asked = forms.ModelChoiceField(
        label="Whom", queryset=User.objects.none(), required=False, empty_label="Anybody else"
    )
    note = forms.CharField(label="What about", required=False, max_length=REASON_LENGTH)

    def __init__(self, data: QueryDict | None = None, *, actor: User) -> None:
        super().__init__(data, label_suffix="")
        keys = [user.pk for user in opinions.colleagues(actor)]
        field = self.fields["asked"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = User.objects.filter(pk__in=keys).order_by("username")


class ModerationPages(QueuePages):
    """Every page asks for the right to merge; the list of reasons can be changed by who has the right to
    that.
    """

    def opinion_view(self, request: HttpRequest, pair_id: int) -> HttpResponse:
        """GET asks whom to ask about a pair, POST does. 409 where it is refused."""
        pair = self.pair_or_404(request, pair_id)
        actor = signed_in(request)
        form = OpinionForm(request.POST if request.method == "POST" else None, actor=actor)
        refusal = ""
        if form.is_bound and form.is_valid():
            asked, note = form.cleaned_data["asked"], form.cleaned_data["note"]
            try:
                opinions.ask(pair, actor=actor, asked=asked, note=note)
            except Refused as error:
                refusal = str(error)
            else:
                who = str(asked) if asked else "Anybody else"
                messages.success(request, f"{who} decides on this pair: {pair}")
                return HttpResponseRedirect(f"{self.at('changelist')}?after={pair.pk}")
        context = {"title": "Second opinion", "pair": pair, "form": form, "refusal": refusal}
        status = 409 if refusal else 400 if form.errors else 200
        return self.merge_page(request, "faqs/duplicate_review/opinion", context, status=status)

    def hand_back_view(self, request: HttpRequest, opinion_id: int) -> HttpResponse:
        """POST ends a question for a second opinion; then everybody can decide again."""
        self.require(request)
        rows = SecondOpinion.objects.select_related("pair__left", "pair__right")
        opinion = rows.filter(pk=opinion_id).first()
        if opinion is None:
            raise Http404("Nobody asked for such an opinion.")
        self.require_faqs(request, opinion.pair.sides)
        if request.method == "POST":
            opinions.withdraw(opinion, actor=signed_in(request))
            messages.success(request, "Everybody can decide on this pair again.")
        return HttpResponseRedirect(f"{self.at('changelist')}?pair={opinion.pair_id}")

    def reasons_view(self, request: HttpRequest) -> HttpResponse:
        """GET shows the reasons for which two questions differ, POST keeps another list of them."""
        self.require(request)
        may_change = request.user.has_perm(PERMISSION)
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        data = request.POST if request.method == "POST" else None
        form = ReasonsForm(data, initial={"reasons": "\n".join(reasons())}, label_suffix="")
        if form.is_bound and form.is_valid():
            try:
                keep_reasons(form.cleaned_data["reasons"], actor=signed_in(request))
            except Refused as error:
                form.add_error("reasons", str(error))
            else:
                messages.success(request, "The list of reasons is kept.")
                return HttpResponseRedirect(self.at("reasons"))
        context = {
            "title": "Reasons why two questions differ",
            "form": form,
            "may_change": may_change,
            "reasons": list(enumerate(reasons(), start=1)),
        }
        status = 400 if form.errors else 200
        return self.merge_page(request, "faqs/duplicate_review/reasons", context, status=status)

    def moderators_view(self, request: HttpRequest) -> HttpResponse:
        """Show the figures of each moderator, of the last weeks or of all time."""
        self.require(request)
        ever = request.GET.get("since") == "ever"
        since = None if ever else timezone.now() - timedelta(weeks=WEEKS)
        context = {
            "title": "Moderators",
            "ever": ever,
            "weeks": WEEKS,
            "moderators": moderators(since),
        }
        return self.merge_page(request, "faqs/duplicate_review/moderators", context)

    def watch_view(self, request: HttpRequest, faq_id: int) -> HttpResponse:
        """POST lets this person hear of a question, or hear of it no more."""
        faq = Faq.objects.filter(pk=faq_id).first()
        if faq is None:
            raise Http404("There is no such FAQ.")
        if not self.faq_admin.has_view_permission(request, faq):
            raise PermissionDenied
        if request.method == "POST":
            actor = signed_in(request)
            if request.POST.get("deed") == "unwatch":
                watches.unwatch(faq, actor=actor)
                messages.success(request, f"You are told no more of “{faq}”.")
            else:
                watches.watch(faq, actor=actor)
                messages.success(request, f"You are told what moderators do to “{faq}”.")
        return HttpResponseRedirect(self.address_of(faq.pk))
