"""The screen on which a front page is arranged: buttons for every deed, dragging with JavaScript."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime

from newsdesk.catalogue.models import Page
from newsdesk.requests.signed_in import signed_in
from newsdesk.sections import arrangement
from newsdesk.sections.arrangement import DraftSlot, places_of
from newsdesk.sections.models.front import (
    ARRANGE,
    HOLDS,
    HOME,
    ROOM,
    Arrangement,
    FrontDraft,
    Place,
)
from newsdesk.sections.models.section import Section
from newsdesk.sections.pinned import survivors_of
from newsdesk.site.front_pages.history import history, titles_of
from newsdesk.site.typed_time import time_said, time_typed
from newsdesk.workflow.transitions import Refused

FOUND = 12
LONGEST_ORDER = 5_000


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A slot as the screen shows it; `visible` says that a reader can see its page now, or the one called
    `merged_into` in its place, and `appears` from when on one can who cannot yet.
    """

    key: str
    title: str
    visible: bool
    merged_into: str
    appears: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class PlaceRows:
    """A place with its slots."""

    place: Place
    slots: list[SlotRow]
    room: int

    @property
    def free(self) -> int:
        return self.room - len(self.slots)

    @property
    def kind(self) -> str:
        return HOLDS[self.place]


def front_page(site: AdminSite, request: HttpRequest, slug: str = HOME) -> HttpResponse:
    """Show the draft of a front page; POST changes it or shows it to readers. Raises PermissionDenied."""
    if not request.user.has_perm(ARRANGE):
        raise PermissionDenied
    sections = list(Section.objects.all())
    if slug and slug not in {section.slug for section in sections}:
        raise Http404("There is no such section.")
    typed = QueryDict()
    if request.method == "POST":
        try:
            _do(slug, request.POST, signed_in(request), request)
        except Refused as error:
            messages.error(request, str(error))
            typed = request.POST
        else:
            # The words that were looked for stay.
            return redirect(request.get_full_path())
    draft = FrontDraft.objects.select_related("changed_by").filter(front=slug).first()
    slots = draft.slots if draft else arrangement.slots_in_force(slug)
    changes = history(slug)
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    context = {
        **site.each_context(request),
        "title": "Front page",
        "front": slug,
        "sections": sections,
        "draft": draft,
        "places": _rows(slug, slots),
        "words": words,
        "found": _found(slug, words, slots),
        "history": changes,
        "coming": [each.arrangement for each in reversed(changes) if each.state == "scheduled"],
        "typed_at": typed.get("at", ""),
    }
    return TemplateResponse(request, "admin/front_pages/front_page.html", context)


def _do(front: str, data: QueryDict, actor: User, request: HttpRequest) -> None:
    """Do what the button says that was pressed: "up story:5", "put lead story:5", "show"."""
    deed, _, rest = data.get("deed", "").partition(" ")
    if deed in ("up", "down"):
        arrangement.move(front, rest, -1 if deed == "up" else 1, actor=actor)
    elif deed == "off":
        arrangement.take_off(front, rest, actor=actor)
    elif deed == "put":
        place, _, key = rest.partition(" ")
        if moved := arrangement.put(front, place, key, actor=actor):
            title = titles_of([moved["key"]]).get(moved["key"], "A page that is gone")
            label = Place(moved["place"]).label
            messages.success(request, f"“{title}” made way: it is the first of “{label}” now.")
    elif deed == "pin":
        arrangement.pin(front, rest, time_typed(data.get(f"until {rest}", "")), actor=actor)
    elif deed == "order":
        arrangement.order(front, _order(data.get("order", "")), actor=actor)
    elif deed == "drop":
        arrangement.drop_draft(front, actor=actor)
        messages.success(request, "The draft is as readers see the page again.")
    elif deed == "show":
        arrangement.show(front, actor=actor)
        messages.success(request, "Readers see the page so now.")
    elif deed == "schedule":
        at = time_typed(data.get("at", ""))
        if at is None:
            raise Refused("Say from when on readers are to see it.")
        made = arrangement.show(front, actor=actor, at=at)
        messages.success(request, f"Readers see the page so from {time_said(made.starts_at)} on.")
    elif deed == "cancel" and rest.isdecimal():
        waiting = Arrangement.objects.filter(pk=int(rest), front=front).first()
        if waiting is None:
            raise Refused("There is no such change any more.")
        arrangement.cancel(waiting, actor=actor)
        messages.success(request, "The scheduled change is cancelled.")
    else:
        raise Refused("This button is not one of the page’s.")


def _order(text: str) -> list[tuple[str, str]]:
    """Return places and keys as the script sends them, "lead story:5", one a line."""
    lines = (line.partition(" ") for line in text[:LONGEST_ORDER].splitlines())
    return [(place, key) for place, _, key in lines if key]


def _rows(front: str, slots: list[DraftSlot]) -> list[PlaceRows]:
    keys = [slot["key"] for slot in slots]
    into = survivors_of(keys)
    asked = {*keys, *into.values()}
    visible = set(Page.objects.visible().filter(key__in=asked).values_list("key", flat=True))
    titles = titles_of(asked)
    coming = Page.objects.to_see().filter(key__in=asked - visible)
    appear = dict(coming.values_list("key", "visible_from"))
    rows: dict[str, list[SlotRow]] = {}
    for slot in slots:
        until = parse_datetime(slot["until"]) if slot["until"] else None
        key = slot["key"]
        shown = into.get(key, key)
        row = SlotRow(
            key,
            title=titles.get(key, "A page that is gone"),
            visible=shown in visible,
            merged_into=titles.get(shown, "") if key in into else "",
            appears=appear.get(shown),
            until=until,
        )
        rows.setdefault(slot["place"], []).append(row)
    return [PlaceRows(place, rows.get(place, []), ROOM[place]) for place in places_of(front)]


def _found(front: str, words: str, slots: list[DraftSlot]) -> list[tuple[Page, list[Place]]]:
    """Return pages that could be put somewhere, each with the places that hold its kind."""
    places = places_of(front)
    kinds = {HOLDS[place] for place in places}
    pages = Page.objects.to_see().of_kind(*kinds).defer("text")
    for word in words.split()[:6]:
        pages = pages.filter(title__icontains=word)
    if not words:
        pages = pages.of_kind("story")
        if front:
            pages = pages.mentioning(f"section:{front}")
    taken = {slot["key"] for slot in slots}
    rows = {page.key: page for page in pages.latest()[: FOUND + len(taken)]}
    free = [page for page in rows.values() if page.key not in taken][:FOUND]
    return [(page, [place for place in places if HOLDS[place] == page.kind]) for page in free]
