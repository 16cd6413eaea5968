"""An inbox of the desk: one letter at a time with what helps to answer it, the next one after each deed.

Driven by the same custom element as the queue of duplicates; without JavaScript every key is a button.
"""

from collections.abc import Iterator, Mapping
from typing import Generic

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from newsdesk.desk.front.attention_lists import Rank, WaitingList, waiting_list
from newsdesk.desk.front.rows import ROWS, Row
from newsdesk.requests.signed_in import signed_in
from newsdesk.submissions.models import LetterQuerySet
from newsdesk.submissions.workflow import L, Table, available
from newsdesk.workflow.transitions import Refused

# Letters that one page lists; what is behind them comes up as they are settled.
MOST = 40
OPEN = "open"
# What the custom element sends along: it wants the next letter, not a page.
SWAP = "queue"


@waiting_list
def letters(site: admin.AdminSite, request: HttpRequest) -> Iterator[WaitingList]:
    """Yield what waits in each inbox that this person may answer. Two queries for each."""
    for each in site._registry.values():
        if isinstance(each, Inbox) and each.has_view_permission(request):
            yield each.waiting()


class Inbox(admin.ModelAdmin, Generic[L]):
    """A subclass names `deeds`, the `permission` to look in, its `card` template and the `keys` it takes.

    `perform` does a deed by the kind's own workflow, which checks every right again.
    """

    model: type[L]
    actions = None
    permission: str
    deeds: Table
    heading: str
    card: str
    keys: tuple[tuple[str, str], ...]

    def facts(self, request: HttpRequest, letter: L) -> dict[str, object]:
        """Return what the card shows beside the letter, in a constant number of queries."""
        raise NotImplementedError

    def perform(self, request: HttpRequest, deed: str, letter: L) -> L:
        """Do a deed with what was sent. Raises PermissionDenied or Refused."""
        raise NotImplementedError

    def opens(self, letter: L) -> str:
        """Return the address in the desk of what a letter has led to, or ""."""
        return ""

    def get_urls(self) -> list[URLPattern]:
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name=f"{info}_changelist"),
            path("<int:letter_id>/<slug:deed>/", view(self.deed_view), name=f"{info}_deed"),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: L | None = None) -> bool:
        return request.user.has_perm(self.permission)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: L | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: L | None = None) -> bool:
        return False

    def waiting(self) -> WaitingList:
        """Return the list of what waits here, who has waited longest first. Two queries, one for none."""
        rows = self._rows().open().order_by("received_at", "pk")
        number = rows.count()
        return WaitingList(
            title="Reader messages waiting",
            rank=Rank.LETTERS,
            rows=[self._front_row(letter) for letter in rows[: ROWS if number else 0]],
            number=number,
            links=((f"{self.heading} ({number})", self.address()),),
        )

    def _front_row(self, letter: L) -> Row:
        return {
            "title": letter.summary,
            "address": f"{self.address()}?letter={letter.pk}",
            "kind": str(self.opts.verbose_name),
            "since": letter.received_at,
            "order": letter.received_at,
        }

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return HttpResponse(status=405)
        letter = self._named(request, "letter")
        return self._answer(request, letter=letter, after=self._named(request, "after"))

    def deed_view(self, request: HttpRequest, letter_id: int, deed: str) -> HttpResponse:
        """POST does a deed and answers with the next letter. 409 where it is refused."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if deed not in self.deeds:
            raise Http404("There is no such action.")
        letter = self._letter_or_404(letter_id)
        if request.method != "POST":
            return HttpResponseRedirect(f"{self.address()}?letter={letter.pk}")
        coming = self._behind(letter, self._listed(request))
        try:
            settled = self.perform(request, deed, letter)
        except Refused as refusal:
            letter = self._letter_or_404(letter_id)
            return self._answer(request, letter=letter, refusal=str(refusal))
        done = f"{self.deeds[deed].done} {settled}"
        if deed == "reopen":
            coming = settled
        if request.headers.get("X-Wants") == SWAP:
            return self._answer(request, letter=coming, settled=settled, done=done)
        messages.success(request, done)
        query = request.GET.copy()
        query["settled"] = str(settled.pk)
        if coming:
            query["letter"] = str(coming.pk)
        return HttpResponseRedirect(f"{self.address()}?{query.urlencode()}")

    def address(self, name: str = "changelist", *args: object) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def _rows(self) -> LetterQuerySet:
        return self.model._default_manager.select_related("decided_by")

    def _letter_or_404(self, key: int) -> L:
        letter = self._rows().filter(pk=key).first()
        if letter is None:
            raise Http404("There is no such message.")
        return letter

    def _named(self, request: HttpRequest, name: str) -> L | None:
        key = request.GET.get(name, "")
        return self._letter_or_404(int(key)) if key.isdecimal() and len(key) < 19 else None

    def _state(self, request: HttpRequest) -> str:
        state = request.GET.get("state", "")
        return state if state in self.model.State.values else OPEN

    def _listed(self, request: HttpRequest) -> list[L]:
        state = self._state(request)
        if state == OPEN or state in self.model.OPEN:
            rows = self._rows().open() if state == OPEN else self._rows().in_state(state)
            return list(rows.by_urgency()[:MOST])
        return list(self._rows().in_state(state).last_settled()[:MOST])

    def _behind(self, letter: L, rows: list[L]) -> L | None:
        """Return the letter behind this one in the list; from the last one on, the first."""
        keys = [row.pk for row in rows]
        place = keys.index(letter.pk) if letter.pk in keys else -1
        others = [*rows[place + 1 :], *rows[: max(place, 0)]]
        return next((row for row in others if row.pk != letter.pk), None)

    def _answer(
        self,
        request: HttpRequest,
        *,
        letter: L | None = None,
        after: L | None = None,
        settled: L | None = None,
        **said: str,
    ) -> HttpResponse:
        rows = self._listed(request)
        if letter is None:
            letter = self._behind(after, rows) if after else next(iter(rows), None)
        state = self._state(request)
        settled = settled or self._named(request, "settled")
        queue = {
            "letter": letter,
            "settled": settled if settled and not settled.is_open else None,
            "card": self.card,
            "deeds": self._deeds(request, letter) if letter else {},
            "facts": self.facts(request, letter) if letter else {},
            "events": self._events(letter) if letter else [],
            "coming": [row for row in rows if letter is None or row.pk != letter.pk],
            "kept": f"state={state}" if state != OPEN else "",
            "address": self.address(),
            "back": self.address("deed", settled.pk, "reopen") if settled else "",
            "opens": self.opens(settled) if settled else "",
            **said,
        }
        status = 409 if said.get("refusal") else 200
        if request.headers.get("X-Wants") == SWAP:
            return render(request, "admin/submissions/_inbox.html", {"queue": queue}, status=status)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self.heading,
            "queue": queue,
            "tabs": self._tabs(state),
            "keys": self.keys,
        }
        return TemplateResponse(request, "admin/submissions/inbox.html", context, status=status)

    def _deeds(self, request: HttpRequest, letter: L) -> Mapping[str, str]:
        """Return what this person may do with it: the address of each deed by its name."""
        return {
            deed.name: self.address("deed", letter.pk, deed.name)
            for deed in available(self.deeds, signed_in(request), letter)
        }

    def _events(self, letter: L) -> list[dict[str, object]]:
        return [
            {"event": event, "told": self.deeds[event.verb].told}
            for event in letter.events.select_related("actor")[:10]
            if event.verb in self.deeds
        ]

    def _tabs(self, now: str) -> list[dict[str, object]]:
        """Return the states with how many letters are in each. One query."""
        rows: QuerySet[Model] = self.model._default_manager.all()
        counted = rows.order_by().values_list("state")
        numbers = dict(counted.annotate(number=Count("pk")))
        opened = sum(numbers.get(state, 0) for state in self.model.OPEN)
        shown = [(OPEN, "To answer", opened)]
        shown += [
            (value, label, numbers.get(value, 0))
            for value, label in self.model.State.choices
            if value not in self.model.OPEN or len(self.model.OPEN) > 1
        ]
        return [
            {"state": value, "label": label, "number": number, "current": value == now}
            for value, label, number in shown
        ]
