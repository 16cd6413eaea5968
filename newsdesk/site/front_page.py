"""The home page: what an editor has put into its slots, and the newest in those left empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.lists import MOST, PageList
from newsdesk.catalogue.models import Page, Reference
from newsdesk.catalogue.publication import publication
from newsdesk.presentation.heads import Head, absolute, cards_of, json_ld, list_card, list_title
from newsdesk.presentation.structured_data import Thing, collection, website
from newsdesk.sections.current import Sections, current_sections
from newsdesk.sections.models.front import HOME, ROOM, Place
from newsdesk.sections.pinned import PinnedPages, pinned_now

HOME_STORIES = 10
HOME_QUESTIONS = 6
HOME_TOPICS = 8
SECOND_ROW = ROOM[Place.SECOND]
# Enough of the newest to fill the page when everything pinned is among them.
NEWEST = HOME_STORIES + sum(ROOM[each] for each in (Place.LEAD, Place.SECOND, Place.LIST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The pages of the home page as they stand there."""

    lead: Page | None
    second: Sequence[Page]
    listed: Sequence[Page]
    questions: Sequence[Page]
    topics: Sequence[Page]

    @property
    def stories(self) -> list[Page]:
        return [*([self.lead] if self.lead else []), *self.second, *self.listed]

    @property
    def shown(self) -> list[Page]:
        return [*self.stories, *self.questions, *self.topics]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page. Five queries."""
    sections, front = current_sections(), front_of(pinned_now(HOME))
    counted = [len(front.second), len(front.listed), len(front.questions), len(front.topics)]
    return answer(
        request,
        lambda: render(request, "home.html", home_context(front, sections)),
        pages=front.shown,
        also=(sections.menu, front.lead is None, counted),
    )


def home_context(front: Front, sections: Sections) -> dict[str, object]:
    """Return what the template shows. No queries."""
    lead = next(iter(cards_of([front.lead] if front.lead else [], words=44)), None)
    head = Head(
        title=publication().name,
        description=publication().strapline or list_title("home"),
        path=reverse("home"),
        picture=lead.picture if lead else None,
        card=None if lead and lead.picture else list_card("list", "home", title=list_title("home")),
    )
    return {
        "head": head,
        "section": "home",
        "sections": sections,
        "lead": lead,
        "second": cards_of(front.second),
        "latest": cards_of(front.listed),
        "questions": cards_of(front.questions),
        "topics": cards_of(front.topics, words=22),
        "json_ld": json_ld(website(), _front_page(head, front.stories)),
    }


def front_of(pinned: PinnedPages) -> Front:
    """Return the home page with these pages pinned, and the newest in the other slots. Four queries."""
    newest, asked = _unpinned()
    lead, second, listed = filled(pinned, newest, stories=HOME_STORIES)
    stories = [*([lead] if lead else []), *second, *listed]
    focus = pinned.of(Place.TOPICS)
    return Front(
        lead=lead,
        second=second,
        listed=listed,
        questions=_together(pinned.of(Place.QUESTIONS), asked, HOME_QUESTIONS),
        topics=_together(focus, _topics_of(stories), HOME_TOPICS),
    )


def filled(
    pinned: PinnedPages, newest: Sequence[Page], *, stories: int
) -> tuple[Page | None, list[Page], list[Page]]:
    """Return lead, second row and list: pinned first, each filled from `newest`; so many stories in all."""
    own = pinned.of(Place.LEAD, Place.SECOND, Place.LIST)
    taken = {page.key for page in own}
    rest = [page for page in newest if page.key not in taken]
    lead = next(iter(pinned.of(Place.LEAD)), None) or (rest.pop(0) if rest else None)
    second = pinned.of(Place.SECOND)
    free = SECOND_ROW - len(second)
    second, rest = [*second, *rest[:free]], rest[free:]
    listed = pinned.of(Place.LIST)
    free = max(0, stories - bool(lead) - len(second) - len(listed))
    return lead, second, [*listed, *rest[:free]]


def _together(pinned: Sequence[Page], others: Sequence[Page], number: int) -> list[Page]:
    return list({page.key: page for page in [*pinned, *others]}.values())[:number]


def _unpinned() -> tuple[list[Page], list[Page]]:
    """Return the newest stories, as many as fill every slot whatever is pinned, and the questions of the
    day: others each day, until all have had their turn. Two queries.
    """
    stories, questions = PageList.of_kind("story"), PageList.of_kind("faq")
    number = min(questions.number(), MOST)
    first, shown = _of_day(timezone.localdate(), number), min(HOME_QUESTIONS, number)
    again = max(0, first + shown - number)
    # Where more wait for their turn than are counted, the latest of them have it.
    latest_first = number == MOST
    oldest = questions.pages.order_by("published_at", "uid")
    keys = (questions.latest() if latest_first else oldest).values("pk")
    parts = [stories.keys(NEWEST), keys[first : first + shown], keys[:again]]
    # One statement: each part is found in an index, and none holds a row of another.
    newest, *turns = (Page.objects.filter(pk__in=part).defer("text") for part in parts)
    found = sorted(newest.union(*turns, all=True) if number else newest, key=_age)
    asked = [page for page in found if page.kind == "faq"]
    if latest_first:
        asked.reverse()
    return [page for page in reversed(found) if page.kind == "story"], asked[again:] + asked[:again]


def _age(page: Page) -> tuple[datetime, str]:
    return page.published_at, page.uid


def _of_day(day: date, number: int) -> int:
    """Return which of so many questions is the first of a day."""
    return day.toordinal() * HOME_QUESTIONS % number if number else 0


def _front_page(head: Head, stories: list[Page]) -> Thing:
    items = [(page.title, absolute(page.path)) for page in stories]
    return collection(
        name=head.title, description=head.description, url=head.canonical, items=items
    )


def _topics_of(stories: list[Page]) -> list[Page]:
    """Return the topics that these stories name, the most named first, then as the latest names them.

    One query, none for no story.
    """
    if not stories:
        return []
    place = Window(
        RowNumber(), order_by=[F("published_at").desc(), F("uid").desc(), F("position").asc()]
    )
    named = Reference.objects.filter(page__in=stories, shown__startswith="entity:").order_by()
    numbered, given = named.annotate(place=place).values("shown", "place").query.sql_with_params()
    visible = Page.objects.visible().of_kind("entity").defer("text")
    rows, asked = visible.order_by().query.sql_with_params()
    statement = (
        f"SELECT topic.* FROM ({rows}) topic JOIN (SELECT shown, COUNT(*) AS number, MIN(place) AS place"  # noqa: S608
        f" FROM ({numbered}) named GROUP BY shown) named ON named.shown = topic.key"
        " ORDER BY named.number DESC, named.place LIMIT %s"
    )
    return list(Page.objects.raw(statement, [*asked, *given, HOME_TOPICS]))
