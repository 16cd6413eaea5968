"""The page on which a merge is chosen and done: what is kept, what it takes over, what changes elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import format_html

from newsdesk.catalogue.write import PathTaken
from newsdesk.merging.choice_form import ChoiceForm
from newsdesk.merging.impact import Impact
from newsdesk.merging.models import Merge
from newsdesk.merging.screens.comparison import Member, Row
from newsdesk.merging.screens.frame import MergeScreens
from newsdesk.rules.findings import Problem
from newsdesk.workflow.transitions import Refused

WAITS = "What readers have not seen before waits in its draft until it is published."
CHANGED = "One of the pages has been changed since you opened this. Look at it again."

Choice = TypeVar("Choice")
Form = TypeVar("Form", bound=ChoiceForm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button of the form. `window` is an address that it opens in a window of its own instead."""

    label: str
    look: str = ""
    name: str = ""
    value: str = ""
    key: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePage:
    """What the page shows round its form. `here` is its own address, `back` where it leads without a merge,
    `lead` and `note` sentences above and below what is chosen; `impact` is None as long as nothing is known.
    `remedy` is the address that takes back what stands against the merge, where something does.
    """

    title: str
    here: str
    back: tuple[str, str]
    buttons: tuple[Button, ...]
    impact: Impact | None
    heading: str = "Merge"
    lead: str = ""
    note: str = ""
    hindrance: str = ""
    remedy: str = ""
    members: Sequence[Member] = ()
    rows: Sequence[Row] = ()
    left_out: Sequence[str] = ()


class MergePages(MergeScreens, Generic[Choice, Form]):
    """Asks what is kept, shows what will change, and merges. What is asked stands in the page's address."""

    def asked_merge(self, request: HttpRequest, object_id: int | None) -> Choice | HttpResponse:
        """Return what the address asks for, or the page that asks which one. Raises Http404."""
        raise NotImplementedError

    def merge_form(self, choice: Choice, data: QueryDict | None = None) -> Form:
        raise NotImplementedError

    def seen(self, choice: Choice) -> object:
        """Return what tells whether anything has been changed since the page was opened."""
        raise NotImplementedError

    def shown_merge(self, choice: Choice, form: Form) -> MergePage:
        raise NotImplementedError

    def carry_out(self, request: HttpRequest, choice: Choice, form: Form) -> HttpResponse:
        """Merge, in one transaction. Raises PermissionDenied, Refused or PathTaken."""
        raise NotImplementedError

    def merge_view(self, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """GET compares and asks, POST merges. 403 without the right, 409 when it is refused."""
        self.require(request)
        choice = self.asked_merge(request, object_id)
        if isinstance(choice, HttpResponse):
            return choice
        form = self.merge_form(choice, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self.ask_merge(request, choice, form)
        if form.cleaned_data["seen"] != self.seen(choice):
            return self.ask_merge(request, choice, self.merge_form(choice), refusal=CHANGED)
        try:
            return self.carry_out(request, choice, form)
        except (Refused, PathTaken) as refusal:
            warnings = getattr(refusal, "warnings", ())
            return self.ask_merge(request, choice, form, refusal=str(refusal), warnings=warnings)

    def ask_merge(
        self,
        request: HttpRequest,
        choice: Choice,
        form: Form,
        *,
        refusal: str = "",
        warnings: Iterable[Problem] = (),
    ) -> HttpResponse:
        """Return the page with its form; 409 with a refusal, whose `warnings` can be accepted."""
        shown = self.shown_merge(choice, form)
        context = {
            "title": shown.title,
            "shown": shown,
            "form": form,
            "refusal": refusal,
            "warnings": warnings,
            "media": self.with_nonce(request, form),
        }
        return self.merge_page(request, "merging/merge", context, status=409 if refusal else 200)

    def tell_merged(self, request: HttpRequest, records: Sequence[Merge], survivor: Model) -> None:
        """Say what was merged, with the way to undo it."""
        told = format_html(
            'Merged {} into “{}”. <a href="{}">Undo</a>',
            ", ".join(f"“{record.title}”" for record in records),
            survivor,
            self.at("undo", records[0].pk),
        )
        messages.success(request, told)
        if getattr(survivor, "has_unpublished_changes", False):
            messages.info(request, WAITS)
