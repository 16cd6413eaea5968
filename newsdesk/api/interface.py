"""The API as Django Ninja reads and describes it: its parameters, its answers, and what is wrong."""

from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError

from newsdesk.api.lists import MOST, SIZE
from newsdesk.api.problems import Problem, problem
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import Gone

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

PageId = Path(..., description="The id of a page: sixteen hexadecimal digits.")
Name = Path(..., description="The name of an outlet, as lists have it or as it was before a merge.")
Limit = Query(SIZE, ge=1, le=MOST, description="How many at most.")
Cursor = Query("", max_length=400, description="Where this part begins: take it from “next”.")
Topic = Query("", max_length=120, description="The id or the slug of a topic that they name.")
Tag = Query("", max_length=110, pattern=r"^[-a-zA-Z0-9_]*$", description="The slug of a tag.")
SectionSlug = Query(
    "",
    max_length=60,
    pattern=r"^[-a-zA-Z0-9_]*$",
    description="The slug of a section. Questions are in none.",
)
OutletName = Query("", max_length=200, description="The name of an outlet that they cite.")
Since = Query("", max_length=40, description="Published first on or after this date or time.")
Until = Query("", max_length=40, description="Published first before this date or time.")
AsOf = Query("", max_length=40, description="A time that has been: answers what readers saw at it.")


def json_answer(
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
