"""An inbox of the desk: one letter at a time with what helps to answer it, the next ones at hand.

Driven by the same custom element as the queue of duplicates, which sends what is done in order and asks for
parts of the page; without JavaScript every key is a button.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Generic

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from newsdesk.desk import hand
from newsdesk.desk.front.attention_lists import Rank, WaitingList, waiting_list
from newsdesk.desk.front.rows import ROWS, Row
from newsdesk.requests.signed_in import signed_in
from newsdesk.submissions.models import Letter, LetterQuerySet
from newsdesk.submissions.workflow import L, Table, available
from newsdesk.workflow.transitions import Refused

# Letters that one page lists; what is behind them comes up as they are settled.
MOST = 40
OPEN = "open"
# Own deeds that a key takes back: of one day, as many as the custom element remembers.
LAST, SINCE = 10, timedelta(days=1)


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
        rows = self._listed(request)
        if hand.is_swap(request):
            return self._parts(request, rows)
        letter, after = self._named(request, "letter"), self._named(request, "after")
        return self._page(request, letter or next(_behind(after, rows), None), rows)

    def deed_view(self, request: HttpRequest, letter_id: int, deed: str) -> HttpResponse:
        """POST does a deed and answers with what comes next. 409 where it is refused."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if deed not in self.deeds:
            raise Http404("There is no such action.")
        letter = self._letter_or_404(letter_id)
        if request.method != "POST":
            return HttpResponseRedirect(f"{self.address()}?letter={letter.pk}")
        before = self._listed(request)
        try:
            settled = self.perform(request, deed, letter)
        except Refused as refusal:
            if hand.is_swap(request):
                return self._parts(request, before, refusal=str(refusal))
            letter = self._letter_or_404(letter_id)
            return self._page(request, letter, before, refusal=str(refusal))
        if hand.is_swap(request):
            shown = settled if "show" in request.POST else None
            return self._parts(request, before, shown=shown)
        messages.success(request, f"{self.deeds[deed].done} {settled}")
        others = (row for row in _behind(letter, before) if row.pk != letter.pk)
        coming = settled if deed == "reopen" else next(others, None)
        query = request.GET.copy()
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
        key = hand.sent(request).get(name, "")
        return self._letter_or_404(int(key)) if key.isdecimal() and len(key) < 19 else None

    def _state(self, request: HttpRequest) -> str:
        state = request.GET.get("state", "")
        return state if state in self.model.State.values else OPEN

    def _rows_shown(self, request: HttpRequest) -> LetterQuerySet:
        """Return the letters of the tab that is open, in its order."""
        state = self._state(request)
        if state == OPEN:
            return self._rows().open().by_urgency()
        rows = self._rows().in_state(state)
        return rows.by_urgency() if state in self.model.OPEN else rows.last_settled()

    def _listed(self, request: HttpRequest) -> list[L]:
        return list(self._rows_shown(request)[:MOST])

    def _page(
        self, request: HttpRequest, letter: L | None, rows: list[L], *, refusal: str = ""
    ) -> HttpResponse:
        """Return the inbox at a letter; 409 with a refusal."""
        cards = [self._card(request, letter)] if letter else []
        queue = {
            **self._round(request, letter, rows),
            "card": next(iter(cards), None),
            "refusal": refusal,
        }
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self.heading,
            "queue": queue,
            "tabs": self._tabs(self._state(request)),
            "keys": self.keys,
        }
        status = 409 if refusal else 200
        return TemplateResponse(request, "admin/submissions/inbox.html", context, status=status)

    def _parts(
        self, request: HttpRequest, before: list[L], *, shown: L | None = None, refusal: str = ""
    ) -> HttpResponse:
        """Return what has changed round the letter that a browser shows, and letters that it has not yet: as
        many as it wants behind `after` in the list `before` the deed, none that it holds. 409 with a refusal.
        """
        rows = self._listed(request)
        now, held = {row.pk: row for row in rows}, hand.held(request)
        behind = list(_behind(self._named(request, "after"), before))
        order = dict.fromkeys([*(row.pk for row in behind), *now])
        fresh = [now[key] for key in order if key in now and key not in held]
        fresh = [row for row in fresh if shown is None or row.pk != shown.pk]
        letters = [*([shown] if shown else []), *fresh[: hand.wanted(request)]]
        known = self._rows_shown(request).filter(pk__in=held).values_list("pk", flat=True)
        at = self._named(request, "at") or next(iter(letters), None)
        queue = {
            **self._round(request, at, rows),
            "cards": [self._card(request, letter) for letter in letters],
            "gone": sorted(held - set(known)),
            "is_empty": not held and not letters,
            "refusal": refusal,
        }
        status = 409 if refusal else 200
        return render(request, "admin/submissions/_parts.html", {"queue": queue}, status=status)

    def _round(self, request: HttpRequest, letter: L | None, rows: list[L]) -> dict[str, object]:
        """Return what stands round a letter: what can be taken back, and what comes next."""
        state = self._state(request)
        return {
            "letter": letter,
            "last": self._last(request),
            "coming": [row for row in rows if letter is None or row.pk != letter.pk],
            "kept": f"state={state}" if state != OPEN else "",
            "address": self.address(),
        }

    def _last(self, request: HttpRequest) -> list[dict[str, object]]:
        """Return what this person settled last and may take back, the newest first. One query."""
        reopen = self.deeds["reopen"]
        if not request.user.has_perm(reopen.permission):
            return []
        rows = self._rows().in_state(*reopen.when).filter(decided_by=signed_in(request))
        rows = rows.filter(decided_at__gte=timezone.now() - SINCE).last_settled()
        return [
            {
                "letter": letter,
                "back": self.address("deed", letter.pk, "reopen"),
                "opens": self.opens(letter),
            }
            for letter in rows[:LAST]
        ]

    def _card(self, request: HttpRequest, letter: L) -> dict[str, object]:
        """Return what a card shows, in a constant number of queries."""
        return {
            "letter": letter,
            "template": self.card,
            "deeds": self._deeds(request, letter),
            "facts": self.facts(request, letter),
            "events": self._events(letter),
            "back": self.address("deed", letter.pk, "reopen"),
        }

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


def _behind(letter: Letter | None, rows: list[L]) -> Iterator[L]:
    """Yield the letters behind one in a list, then those before it, itself last; all where it is not in."""
    keys = [row.pk for row in rows]
    place = keys.index(letter.pk) + 1 if letter and letter.pk in keys else 0
    yield from (*rows[place:], *rows[:place])
