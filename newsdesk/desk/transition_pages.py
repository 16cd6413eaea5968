"""Verbs in the desk: for each a page that says what will happen, and the deed itself.

What is allowed, what is refused and why is the workflow's business; this asks, does and reports.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import NamedTuple, Unpack, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from js_asset import Media

from newsdesk.desk import release_page
from newsdesk.desk.correction_form import MENDING_FORMS, CorrectionForm
from newsdesk.desk.layout import Section, anchor_of
from newsdesk.desk.release_page import Row
from newsdesk.desk.transition_forms import (
    FORMS,
    RELEASE_FORMS,
    PublishForm,
    VerbForm,
    VerbFormArguments,
)
from newsdesk.desk.warnings_form import WarningArguments
from newsdesk.pages.clock import in_words
from newsdesk.pages.documents import digest
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.status import Standing
from newsdesk.requests.nonce import nonce_of
from newsdesk.requests.signed_in import signed_in
from newsdesk.rules.acknowledgements import all_looked_at
from newsdesk.rules.cures import Cure
from newsdesk.rules.findings import Findings, Problem
from newsdesk.workflow.register import AnyWorkflow
from newsdesk.workflow.transitions import (
    NotApproved,
    NothingChanged,
    Refused,
    Verb,
    available,
    second_reader_rule,
    why_not,
)

DONE = {
    "publish": "is published",
    "submit": "has been sent for review",
    "return": "has been returned to its author",
    "approve": "is approved",
    "mark_read": "has a correction that a second person has read",
    "unschedule": "is not scheduled any more",
    "correct": "is corrected",
    "clarify": "is clarified",
    "check": "is marked as reviewed",
    "embargo": "has another embargo now",
    "withdraw": "has been withdrawn",
    "discard": "has been discarded",
    "take_back": "is a draft again",
    "confirm": "has its name and kind confirmed",
}
BUTTONS = {
    "publish": "Publish now",
    "confirm": "Confirm",
    "submit": "Send for review",
    "return": "Return",
    "check": "Mark as reviewed",
    "embargo": "Set it",
}
# What freezes the working copy, and therefore goes through the gate.
RELEASING = ("publish", "schedule")

# Verbs that start from another page: which edition is restored is chosen in the history.
ELSEWHERE = {"restore": "history"}


class CheckedCopy(NamedTuple):
    """What a working copy says, what the gate finds in it, and which of its warnings, by identity, somebody
    has looked at before.
    """

    document: object
    findings: Findings
    looked: Collection[str]


class VerbPages(admin.ModelAdmin):
    """The verbs of a page. `workflow` is the kind of page that it is of.

    `refusals` are the errors that are shown as a sentence.
    """

    workflow: AnyWorkflow
    sections: tuple[Section, ...] = ()
    refusals: tuple[type[Exception], ...] = (Refused,)

    def verb_view(self, request: HttpRequest, object_id: int, verb: str) -> HttpResponse:
        """GET shows what will happen, POST does it. 403 without the right, 409 when it is refused."""
        item = self.item_or_404(request, object_id)
        deed = self.verb_or_404(verb)
        if not request.user.has_perm(deed.permission):
            raise PermissionDenied
        if verb in ELSEWHERE and not why_not(deed, item):
            return HttpResponseRedirect(self.address(ELSEWHERE[verb], item.pk))
        if request.method != "POST":
            return self._ask(request, deed, item, self.verb_form(request, deed, item))
        if self._was_done(request, deed, item):
            return self._done(request, deed, item)
        if verb in RELEASING and request.POST.get("cure"):
            return self._cure(request, deed, item)
        if verb in MENDING_FORMS and {"more", "look"} & request.POST.keys():
            return self._mend_on(request, deed, item)
        form = self.verb_form(request, deed, item, data=request.POST)
        if refused := self._why_not(deed, item):
            return self._ask(request, deed, item, form, refusal=str(refused))
        if not form.is_valid():
            return self._ask(request, deed, item, form)
        if (seen := form.cleaned_data["seen"]) and seen != self.mark(item):
            refusal = (
                f"“{item}” has been changed since this page was opened. Look at it again; if it is "
                f"right, say once more: {deed.label.lower()}."
            )
            return self._ask(
                request, deed, item, self._renewed(request, deed, item), refusal=refusal
            )
        try:
            self.perform(request, deed, item, form)
        except self.refusals as error:
            item = self.item_or_404(request, object_id)
            if self._was_done(request, deed, item):
                return self._done(request, deed, item)
            return self._ask(request, deed, item, form, refusal=str(error))
        return self._done(request, deed, self.item_or_404(request, object_id))

    def verb_form(
        self, request: HttpRequest, verb: Verb, item: WorkingCopy, data: QueryDict | None = None
    ) -> VerbForm:
        """Return the form that asks for what `verb` needs."""
        # Read when they are drawn: what is impossible shows no form.
        initial: dict[str, object] = {
            "after": partial(self._newest_event, item),
            "seen": partial(self.mark, item),
        }
        asked: VerbFormArguments = {"verb": verb, "item": item, "initial": initial}
        if verb.name in RELEASING:
            again = item.standing in (Standing.LIVE, Standing.WITHDRAWN)
            return self.release_form(request, verb, item, data=data, again=again, **asked)
        if verb.name in MENDING_FORMS and item.standing is Standing.LIVE:
            live = self.workflow.read(item.public_edition())
            form = MENDING_FORMS[verb.name]
            chosen, labels = request.GET.getlist("part"), self.workflow.kind.labels
            return form(data, document=live, description=labels, chosen=chosen, **asked)
        return FORMS.get(verb.name, VerbForm)(data, **asked)

    def release_form(
        self,
        request: HttpRequest,
        deed: Verb,
        page: WorkingCopy,
        *,
        data: QueryDict | None,
        again: bool,
        **asked: Unpack[VerbFormArguments],
    ) -> PublishForm:
        """Return the form of publishing, `again` where readers know the page, or of scheduling."""
        return RELEASE_FORMS[deed.name](data, again=again, **self.warnings(page), **asked)

    def warnings(self, page: WorkingCopy) -> WarningArguments:
        """Return what the gate finds in a page, and which of its warnings were confirmed before."""
        judged = self.judged(page)
        return {"findings": judged.findings, "looked": judged.looked}

    def judged(self, item: WorkingCopy) -> CheckedCopy:
        """Return a row as it was read for this request, judged. It is judged once."""
        kept = vars(item)
        if "judged" not in kept:
            (kept["judged"],) = self.judge([item])
        judged: CheckedCopy = kept["judged"]
        return judged

    def judge(self, items: Sequence[WorkingCopy]) -> list[CheckedCopy]:
        """Read and judge some pages. The same number of queries for any number of them."""
        if not items:
            return []
        documents = self.written(items)
        judged = self.workflow.findings_of_many(list(zip(items, documents, strict=True)))
        warned = [item.pk for item, each in zip(items, judged, strict=True) if each.warnings]
        looked = all_looked_at(self.model, warned) if warned else {}
        return [
            CheckedCopy(document, each, looked.get(item.pk, frozenset()))
            for item, document, each in zip(items, documents, judged, strict=True)
        ]

    def perform(
        self, request: HttpRequest, verb: Verb, item: WorkingCopy, form: VerbForm
    ) -> object:
        """Do it. Raises PermissionDenied or one of `refusals`."""
        return self.workflow.transitions()[verb.name](item, actor=request.user, **form.arguments())

    def verb_or_404(self, name: str) -> Verb:
        if name not in self.workflow.verbs:
            raise Http404("There is no such action.")
        return self.workflow.verbs[name]

    def item_or_404(self, request: HttpRequest, object_id: int) -> WorkingCopy:
        """Return the page. Raises Http404, or PermissionDenied where it may not be seen."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        item: WorkingCopy | None = self.get_object(request, str(object_id))
        if item is None:
            raise Http404("There is no such page.")
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        return item

    def mark(self, item: WorkingCopy) -> str:
        """Return the digest of what is written now, however it came to be written."""
        return digest(self.written([item])[0])

    def written(self, items: Sequence[WorkingCopy]) -> list[object]:
        """Return what rows say that were read for this request. Each is read once."""
        unread = [item for item in items if "written" not in vars(item)]
        for item, document in zip(unread, self.workflow.documents_of(unread), strict=True):
            vars(item)["written"] = document
        return [vars(item)["written"] for item in items]

    def problems_with_links(self, item: WorkingCopy) -> list[tuple[Problem, str]]:
        """Return what the gate finds, each with the address of its field."""
        return self.with_links(item, self.judged(item).findings.blocking)

    def with_links(
        self, item: WorkingCopy, problems: Iterable[Problem]
    ) -> list[tuple[Problem, str]]:
        form = self.change_address(item)
        return [(problem, f"{form}#{anchor_of(problem)}") for problem in problems]

    def change_address(self, item: WorkingCopy) -> str:
        return self.address("change", item.pk)

    def address(self, name: str, *args: int | str) -> str:
        """Return the address of one of this admin's pages, "change" or "verb"."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def _ask(
        self,
        request: HttpRequest,
        verb: Verb,
        item: WorkingCopy,
        form: VerbForm,
        *,
        refusal: str = "",
    ) -> HttpResponse:
        refused = self._why_not(verb, item)
        nothing_new = isinstance(refused, NothingChanged)
        possible = refused is None or nothing_new
        problems = []
        if verb.name in (*RELEASING, "approve") and possible:
            problems = self.problems_with_links(item)
        context: dict[str, object] = {
            **self.admin_site.each_context(request),
            "title": f"{verb.label}: {item}",
            "opts": self.opts,
            "item": item,
            "verb": verb,
            "form": form,
            "possible": possible,
            "impossible": str(refused or ""),
            "embargo": item.embargo_until and in_words(item.embargo_until),
            # On Django 5.2 the editor's import map is an inline script: see workflow_admin.
            "media": Media.from_media(self.media + form.media).with_nonce(nonce_of(request)),
            "problems": problems,
            "nothing_new": nothing_new,
            "offered": possible and not problems and not nothing_new,
            "refusal": refusal,
            "button": BUTTONS.get(verb.name, verb.label),
            "change_address": self.change_address(item),
            "preview_address": self.address("preview", item.pk),
            "others": [
                (other, self.address("verb", item.pk, other.name))
                for other in available(self.workflow.verbs, signed_in(request), item)
                if other.name == "confirm" != verb.name and problems
            ],
            "impact": self.impact(verb, item) if possible else None,
            **self.more_to_ask(request, verb, item, form),
        }
        names = [f"admin/{self.opts.app_label}/{verb.name}.html", "admin/workflow/verb.html"]
        status = 409 if refusal else 200
        if isinstance(form, CorrectionForm):
            names.insert(1, "admin/workflow/mend.html")
            number = item.public_edition().number
            context |= {"live_address": self.address("edition", item.pk, number)}
            answer = TemplateResponse(request, names, context, status=status)
            return release_page.with_frame(request, answer)
        if not isinstance(form, PublishForm):
            return TemplateResponse(request, names, context, status=status)
        names.insert(1, "admin/workflow/release.html")
        context |= self._blocks(request, item, form, context, refused)
        answer = TemplateResponse(request, names, context, status=status)
        return release_page.with_frame(request, answer)

    def _blocks(
        self,
        request: HttpRequest,
        item: WorkingCopy,
        form: PublishForm,
        context: dict[str, object],
        refused: Refused | None,
    ) -> dict[str, object]:
        """Return the blocks of the page that publishes. They are shown while an approval is missing, too."""
        possible, offered = bool(context["possible"]), bool(context["offered"])
        shown = possible or isinstance(refused, NotApproved)
        curable = shown and self.has_change_permission(request, item)
        cures_of = partial(self.cures_of, request) if curable else release_page.no_cures
        found = cast("list[tuple[Problem, str]]", context["problems"])
        blocking = [problem for problem, _ in found]
        if not possible and shown:
            blocking = list(self.judged(item).findings.blocking)
        address = self.change_address(item)
        must = list(release_page.rows_of(blocking, address, cures_of=cures_of))
        looks = list(release_page.rows_of(form.to_confirm, address, cures_of=cures_of))
        subjects = release_page.by_subject(
            [*looks, *self.rows_along(form)] if shown else [],
            form if offered else None,
        )
        waiting = cast("list[object]", context.get("waiting", []))
        otherwise = "Nothing stands in the way." if possible else "Not possible yet."
        return {
            "must": list(release_page.by_rule(must)),
            "subjects": subjects,
            "counted": release_page.counted(must, subjects, len(waiting)) or otherwise,
            "voids": curable and item.approval_holds and second_reader_rule(item),
            "next_verbs": [
                (other, self.address("verb", item.pk, other.name))
                for other in available(self.workflow.verbs, signed_in(request), item)
                if other.name in ("submit", "approve") and not possible
            ],
        }

    def rows_along(self, form: PublishForm) -> Iterable[Row]:
        """Return what somebody looks at in pages that go out with this one."""
        return ()

    def cures_of(self, request: HttpRequest, problem: Problem) -> Sequence[Cure]:
        """Return what settles a finding by one press of who asks."""
        return ()

    def cured(
        self, document: object, problem: Problem, action: str, *, item: WorkingCopy, actor: User
    ) -> object:
        """Settle a finding of `item`; return the document after it. Raises what the deeds raise."""
        return document

    def _mend_on(self, request: HttpRequest, verb: Verb, item: WorkingCopy) -> HttpResponse:
        """Show the form again with one text of the page more, or with the notice as readers will see it."""
        data = request.POST.copy()
        form = self.verb_form(request, verb, item, data=data)
        if not isinstance(form, CorrectionForm):
            return self._ask(request, verb, item, form)
        if "look" in data and request.headers.get("X-Requested-With") == "fetch":
            return render(request, "admin/workflow/_notice.html", {"notice": form.notice()})
        if (more := data.get("more", "")) in form.all_paths:
            data.setdefault(more, form.value_of(more))
            form = self.verb_form(request, verb, item, data=data)
        assert isinstance(form, CorrectionForm)  # noqa: S101
        form.quiet = True
        return self._ask(request, verb, item, form)

    def _cure(self, request: HttpRequest, verb: Verb, item: WorkingCopy) -> HttpResponse:
        """Settle a finding and show the page again, with all that was ticked and written."""
        try:
            told = release_page.cure(
                self.workflow, item, request.POST["cure"], self.cured, actor=signed_in(request)
            )
        except self.refusals as error:
            self.message_user(request, str(error), messages.WARNING)
        else:
            self.message_user(request, told, messages.SUCCESS)
        item = self.item_or_404(request, item.pk)
        if "offered" not in request.POST:  # Nothing was asked yet.
            return self._ask(request, verb, item, self.verb_form(request, verb, item))
        form = self._renewed(request, verb, item)
        assert isinstance(form, PublishForm)  # noqa: S101
        form.quiet = True
        return self._ask(request, verb, item, form)

    def more_to_ask(
        self, request: HttpRequest, verb: Verb, item: WorkingCopy, form: VerbForm
    ) -> dict[str, object]:
        """Return what else an app's own page of a verb shows."""
        return {}

    def impact(self, verb: Verb, item: WorkingCopy) -> object:
        """Return what the deed does to other pages and addresses, or None. See `newsdesk.merging.impact`."""
        return None

    def _why_not(self, verb: Verb, item: WorkingCopy) -> Refused | None:
        """Return why a verb cannot be done now, or None. What has not changed waits for nobody's approval."""
        refused = why_not(verb, item)
        if refused is None or isinstance(refused, NotApproved):
            return self._nothing_new(verb, item) or refused
        return refused

    def _nothing_new(self, verb: Verb, item: WorkingCopy) -> NothingChanged | None:
        """Return the refusal to freeze what the edition before would say too, or None."""
        follows = item.latest_digest if verb.name == "publish" else item.last_digest
        if verb.name not in RELEASING or item.standing == Standing.WITHDRAWN:
            return None
        if follows != self.mark(item):
            return None
        return NothingChanged(
            f"Nothing has changed since version {item.latest_number} of “{item}”."
        )

    def _renewed(self, request: HttpRequest, verb: Verb, item: WorkingCopy) -> VerbForm:
        """Return what was sent as a form that knows the page as it is now."""
        data = request.POST.copy()
        data["after"], data["seen"] = str(self._newest_event(item)), self.mark(item)
        return self.verb_form(request, verb, item, data=data)

    def _newest_event(self, item: WorkingCopy) -> int:
        newest = item.events.order_by("-pk").values_list("pk", flat=True).first()
        return newest or 0

    def _was_done(self, request: HttpRequest, verb: Verb, item: WorkingCopy) -> bool:
        """Tell whether this very request has been answered before: a double click, a retry."""
        after = request.POST.get("after", "")
        if not after.isdecimal() or len(after) > 18:
            return False
        same = item.events.filter(pk__gt=int(after), verb=verb.name, actor=request.user)
        return same.exists()

    def _done(self, request: HttpRequest, verb: Verb, item: WorkingCopy) -> HttpResponse:
        text = DONE.get(verb.name, f"{verb.label}: done")
        if verb.name in ("publish", "correct", "clarify") and not item.next_appearance:
            message = format_html(
                '“{}” {}: version {}. <a href="{}">See it as readers do</a>',
                item,
                text,
                item.latest_number,
                item.public_path,
            )
        elif verb.name in ("publish", "schedule", "reschedule") and item.next_appearance:
            message = format_html("“{}” appears on {}.", item, in_words(item.next_appearance))
        else:
            message = format_html("“{}” {}.", item, text)
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(self.change_address(item))
