"""The operations of /api/v1/: what each address takes and answers. Django Ninja reads and describes them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError

from entities.documents import KINDS
from newsdesk.api.answers import CorrectionItem, CorrectionList, Hit, HitList, Index, Link
from newsdesk.api.documents import Card, CardList, PageLink
from newsdesk.api.lists import MOST, SIZE, chosen, moment, narrowed, next_address, part_of
from newsdesk.api.outlets import (
    OutletDocument,
    OutletList,
    outlet_key,
    outlet_named,
    part_after,
)
from newsdesk.api.page_documents import QUESTIONS, STORIES, TOPICS, Seen, Served
from newsdesk.api.pages import seen_at, seen_now
from newsdesk.api.problems import Problem, problem
from newsdesk.catalogue import search as engine
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.lists import PageList
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import Gone
from newsdesk.presentation.heads import absolute
from newsdesk.presentation.pagination import BY_TITLE, LATEST, Place
from newsdesk.site.corrections import Notice, Notices

VERSION = "1.0"
READING = ["GET", "HEAD"]

api = NinjaAPI(
    title=f"{settings.SITE_NAME}: read API",
    version=VERSION,
    description="What readers can see, as JSON. No key is needed.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
)

Id = Annotated[str, "The id of a page: sixteen hexadecimal digits."]
Limit = Query(SIZE, ge=1, le=MOST, description="How many at most.")
Cursor = Query("", max_length=400, description="Where this part begins: take it from “next”.")
Topic = Query("", max_length=120, description="The id or the slug of a topic that they name.")
Tag = Query("", max_length=110, pattern=r"^[-a-zA-Z0-9_]*$", description="The slug of a tag.")
OutletName = Query("", max_length=200, description="The name of an outlet that they cite.")
Since = Query("", max_length=40, description="Published first on or after this date or time.")
Until = Query("", max_length=40, description="Published first before this date or time.")
AsOf = Query("", max_length=40, description="A time that has been: answers what readers saw at it.")


def _json(
    request: HttpRequest,
    make: Callable[[], Schema],
    *,
    pages: Iterable[Page] = (),
    also: object = None,
    changed: datetime | None = None,
    keep: bool = True,
) -> HttpResponse:
    """Answer with a document, validated and kept as pages are. `make` asks the database nothing."""

    def made() -> HttpResponse:
        return HttpResponse(make().model_dump_json(), content_type="application/json")

    response = answer(request, made, pages=pages, also=also, changed=changed, keep=keep)
    response["X-Robots-Tag"] = "noindex"
    return response


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

    return _json(request, make, also="index")


def _one(served: Served, request: HttpRequest, uid: str, as_of: str) -> HttpResponse:
    at = moment("as_of", as_of)
    seen: Seen = seen_at(served, uid, at) if at else seen_now(served, uid)
    references = seen.references
    return _json(
        request,
        lambda: served.make(seen),
        pages=[seen.page, *references.pages.values()],
        also=(uid, as_of, references.state),
    )


def _cards(request: HttpRequest, rows: tuple[Page, ...], cursor: str) -> HttpResponse:
    following = next_address(request, cursor=cursor) if cursor else None
    return _json(
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
        outlet: str = OutletName,
        since: str = Since,
        until: str = Until,
    ) -> HttpResponse:
        pages = narrowed(
            name,
            topic=topic,
            tag=tag,
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
        summary=f"{label.capitalize()}, the latest first",
        tags=[label],
    )(listed)


def _single(served: Served, label: str) -> None:
    """Offer one page of a kind by its id."""
    singular = served.kind.address

    def one(request: HttpRequest, uid: str, as_of: str = AsOf) -> HttpResponse:
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


@api.api_operation(
    READING,
    "/outlets/",
    response=OutletList,
    url_name="api-outlets",
    summary="Outlets that visible pages cite, from A to Z",
    tags=["outlets"],
)
def outlets(request: HttpRequest, limit: int = Limit, cursor: str = Cursor) -> HttpResponse:
    found, after = part_after(cursor, limit)
    following = next_address(request, cursor=after) if after else None
    return _json(
        request,
        lambda: OutletList(items=found, next=following),
        also=("outlets", [each.model_dump() for each in found], following),
        changed=max((each.latest_at for each in found), default=None),
    )


@api.api_operation(
    READING,
    "/outlets/{path:name}/",
    response=OutletDocument,
    url_name="api-outlet",
    summary="One outlet by its name",
    tags=["outlets"],
)
def outlet(request: HttpRequest, name: str) -> HttpResponse:
    found = outlet_named(name)
    return _json(
        request, lambda: found, also=("outlet", found.model_dump()), changed=found.latest_at
    )


@api.api_operation(
    READING,
    "/corrections/",
    response=CorrectionList,
    url_name="api-corrections",
    summary="Corrections and clarifications that stand, the newest first",
    tags=["corrections"],
)
def corrections(
    request: HttpRequest,
    limit: int = Limit,
    cursor: str = Cursor,
    since: str = Query("", max_length=40, description="Told on or after this date or time."),
    until: str = Query("", max_length=40, description="Told up to this date or time."),
) -> HttpResponse:
    shown, more = _notices(cursor, limit, moment("since", since), moment("until", until))
    last = shown[-1] if shown else None
    after = LATEST.written(Place(True, last.at, last.uid)) if more and last else ""
    following = next_address(request, cursor=after) if after else None
    return _json(
        request,
        lambda: CorrectionList(items=[_correction(each) for each in shown], next=following),
        pages=[notice.page for notice in shown],
        also=([(each.uid, each.label, each.note, each.at) for each in shown], following),
        changed=last and shown[0].at,
    )


def _notices(
    cursor: str, limit: int, since: datetime | None, until: datetime | None
) -> tuple[list[Notice], bool]:
    """Return up to `limit` notes after a place, and whether there are more. Raises Problem."""
    place = LATEST.read(cursor) if cursor else None
    if cursor and (place is None or not place.after):
        raise Problem("“cursor” is not one that this list has given.")
    upto = min(filter(None, (until, place and place.value)), default=None)
    # Of one moment there are few notes: enough are read to pass those that were told before.
    found = Notices(since=since, upto=upto)[: limit + 1 + (limit if place else 0)]
    passed = [each.uid for each in found]
    start = passed.index(place.uid) + 1 if place and place.uid in passed else 0
    rest = found[start:]
    return rest[:limit], len(rest) > limit


def _correction(notice: Notice) -> CorrectionItem:
    return CorrectionItem(
        id=notice.uid,
        label=notice.label,
        note=notice.note,
        at=notice.at,
        page=PageLink.of(notice.page),
    )


@api.api_operation(
    READING,
    "/search/",
    response=HitList,
    url_name="api-search",
    summary="Pages that hold what is asked for, the best first",
    tags=["search"],
)
def search(
    request: HttpRequest,
    q: str = Query(..., min_length=1, max_length=200, description="What is searched for."),
    kind: str = Query("", max_length=20, description="One of story, question, topic."),
    tag: str = Tag,
    page: int = Query(1, ge=1, le=50, description="Which ten of them: take it from “next”."),
) -> HttpResponse:
    kinds = {each.kind.address: each.kind.name for each in (STORIES, QUESTIONS, TOPICS)}
    wanted = {"kind": chosen("kind", kind, kinds) or "", "tag": tag}
    words = " ".join(q.replace("\0", " ").split())
    found = engine.search(words, {n: v for n, v in wanted.items() if v}, page)
    more = page < 50 and found.total > page * engine.SIZE
    following = next_address(request, page=page + 1) if more else None

    def make() -> HitList:
        return HitList(
            items=[
                Hit(**dict(Card.of(hit.page)), passage="".join(each.text for each in hit.passage))
                for hit in found.hits
            ],
            total=found.total,
            meant=found.meant,
            next=following,
        )

    told = (words, wanted, page, found.total, found.meant)
    return _json(request, make, pages=[hit.page for hit in found.hits], also=told, keep=False)


@api.exception_handler(Problem)
def _refused(request: HttpRequest, error: Problem) -> HttpResponse:
    return problem(error.sentence, status=error.status)


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(str(error), status=HTTPStatus.NOT_FOUND)


@api.exception_handler(Gone)
def _withdrawn(request: HttpRequest, error: Gone) -> HttpResponse:
    return problem(error.reason, status=HTTPStatus.GONE)


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = [f"“{each['loc'][-1]}”: {each['msg']}." for each in error.errors]
    return problem(" ".join(told), status=HTTPStatus.BAD_REQUEST)
