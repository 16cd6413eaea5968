"""Outlets, corrections and search: what each address takes and answers."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Query

from newsdesk.api.answers import CorrectionItem, CorrectionList, Hit, HitList
from newsdesk.api.documents import Card, PageLink
from newsdesk.api.interface import READING, Cursor, Limit, Name, Tag, api, json_answer
from newsdesk.api.lists import chosen, moment, next_address
from newsdesk.api.outlets import OutletDocument, OutletList, outlet_named, part_after
from newsdesk.api.page_documents import QUESTIONS, STORIES, TOPICS
from newsdesk.api.problems import Problem
from newsdesk.catalogue import search as engine
from newsdesk.presentation.pagination import LATEST, Place
from newsdesk.site.corrections import Notice, Notices

# More notes are not told at one moment.
OF_ONE_MOMENT = 100


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
    return json_answer(
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
def outlet(request: HttpRequest, name: str = Name) -> HttpResponse:
    found = outlet_named(name)
    return json_answer(
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
    return json_answer(
        request,
        lambda: CorrectionList(items=[_correction(each) for each in shown], next=following),
        pages=[notice.page for notice in shown],
        also=([(each.uid, each.label, each.note, each.at) for each in shown], following),
        changed=shown[0].at if shown else None,
    )


def _notices(
    cursor: str, limit: int, since: datetime | None, until: datetime | None
) -> tuple[list[Notice], bool]:
    """Return up to `limit` notes after a place, and whether there are more. Raises Problem."""
    place = LATEST.read(cursor) if cursor else None
    if cursor and (place is None or not place.after):
        raise Problem("“cursor” is not one that this list has given.")
    bounds = (until, place.value if place else None)
    upto = min((bound for bound in bounds if bound), default=None)
    # Where a part begins among notes of one moment, those of it that were told before are passed.
    found = Notices(since=since, upto=upto)[: limit + 1 + (OF_ONE_MOMENT if place else 0)]
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
    return json_answer(request, make, pages=[hit.page for hit in found.hits], also=told, keep=False)
