"""Where the API begins, its lists of pages and single pages: what each address takes and answers."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from ninja import Query

from entities.documents import KINDS
from newsdesk.api.answers import Index, Link
from newsdesk.api.documents import Card, CardList
from newsdesk.api.interface import (
    READING,
    VERSION,
    AsOf,
    Cursor,
    Limit,
    OutletName,
    PageId,
    SectionSlug,
    Since,
    Tag,
    Topic,
    Until,
    api,
    json_answer,
)
from newsdesk.api.lists import chosen, moment, narrowed, next_address, part_of
from newsdesk.api.outlets import outlet_key
from newsdesk.api.page_documents import QUESTIONS, STORIES, TOPICS, PageAtTime, ServedKind
from newsdesk.api.pages import seen_at, seen_now
from newsdesk.catalogue.lists import PageList
from newsdesk.catalogue.models import Page
from newsdesk.presentation.heads import absolute
from newsdesk.presentation.pagination import BY_TITLE, LATEST
from newsdesk.sections.current import current_sections
from stories.documents import StoryDocument
from stories.portraits import open_portraits


@api.api_operation(READING, "/", response=Index, url_name="api", summary="The lists of this API")
def index(request: HttpRequest) -> HttpResponse:
    names = ("stories", "questions", "topics", "outlets", "corrections", "search")

    def make() -> Index:
        return Index(
            version=VERSION,
            lists=[Link(name=each, address=absolute(reverse(f"api-{each}"))) for each in names],
            documentation=absolute(reverse("api-docs")),
            description=absolute(reverse("api-schema")),
        )

    return json_answer(request, make, also="index")


def _one(served: ServedKind, request: HttpRequest, uid: str, as_of: str) -> HttpResponse:
    at = moment("as_of", as_of)
    seen: PageAtTime = seen_at(served, uid, at) if at else seen_now(served, uid)
    references = seen.references
    if isinstance(seen.document, StoryDocument):
        seen = replace(
            seen,
            sections=current_sections() if seen.document.section else seen.sections,
            portraits=open_portraits(byline.slug for byline in seen.document.bylines),
        )
    return json_answer(
        request,
        lambda: served.make(seen),
        pages=[seen.page, *references.pages.values()],
        also=(uid, as_of, references.state, seen.sections.all, seen.portraits),
    )


def _cards(request: HttpRequest, rows: tuple[Page, ...], cursor: str) -> HttpResponse:
    following = next_address(request, cursor=cursor) if cursor else None
    return json_answer(
        request,
        lambda: CardList(items=[Card.of(page) for page in rows], next=following),
        pages=rows,
        also=("cards", following),
    )


def _dated(name: str, label: str) -> None:
    """Offer the list of a kind of page, the latest first."""

    def listed(
        request: HttpRequest,
        limit: int = Limit,
        cursor: str = Cursor,
        topic: str = Topic,
        tag: str = Tag,
        section: str = SectionSlug,
        outlet: str = OutletName,
        since: str = Since,
        until: str = Until,
    ) -> HttpResponse:
        pages = narrowed(
            name,
            topic=topic,
            tag=tag,
            section=section,
            outlet=outlet and outlet_key(outlet),
            since=since,
            until=until,
        )
        part = part_of(pages, LATEST, cursor, limit)
        return _cards(request, part.rows, part.cursor)

    api.api_operation(
        READING,
        f"/{label}/",
        response=CardList,
        url_name=f"api-{label}",
        operation_id=f"list_{label}",
        summary=f"{capfirst(label)}, the latest first",
        tags=[label],
    )(listed)


def _single(served: ServedKind, label: str) -> None:
    """Offer one page of a kind by its id."""
    singular = served.kind.address

    def one(request: HttpRequest, uid: str = PageId, as_of: str = AsOf) -> HttpResponse:
        return _one(served, request, uid, as_of)

    api.api_operation(
        READING,
        f"/{label}/{{uid}}/",
        response=served.schema,
        url_name=f"api-{singular}",
        operation_id=f"get_{singular}",
        summary=f"One {singular}, now or as readers saw it at a time",
        tags=[label],
    )(one)


_dated("story", "stories")
_single(STORIES, "stories")
_dated("faq", "questions")
_single(QUESTIONS, "questions")


@api.api_operation(
    READING,
    "/topics/",
    response=CardList,
    url_name="api-topics",
    summary="Topics from A to Z",
    tags=["topics"],
)
def topics(
    request: HttpRequest,
    limit: int = Limit,
    cursor: str = Cursor,
    kind: str = Query("", max_length=40, description=f"One of {', '.join(KINDS)}."),
) -> HttpResponse:
    listed = PageList.of_kind("entity").defer("text")
    if label := chosen("kind", kind, KINDS):
        listed = PageList(listed.pages.filter(card__kind=label), listed.rows)
    part = part_of(listed, BY_TITLE, cursor, limit)
    return _cards(request, part.rows, part.cursor)


_single(TOPICS, "topics")
