"""What the API says of itself: its OpenAPI document, and the same as a page for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from newsdesk.api.interface import api
from newsdesk.catalogue.cache import answer
from newsdesk.presentation.heads import Head, absolute

# A piece of JSON Schema, as Pydantic writes it.
Piece = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field; `type` is in words, `shape` the name of the shape that it leads to, or ""."""

    name: str
    type: str
    shape: str = ""
    help: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """An address with what it takes and the shape of its answer."""

    path: str
    summary: str
    parameters: tuple[Field, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What a document or a piece of one holds."""

    name: str
    help: str
    fields: tuple[Field, ...]


@cache
def schema() -> dict[str, Any]:
    """Return the OpenAPI document, apart from where the site is.

    HEAD is answered wherever GET is, and not told.
    """
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="api/v1/"))
    for operations in found["paths"].values():
        operations.pop("head", None)
    problem = {
        "type": "object",
        "title": "Problem",
        "description": "What is wrong with a request (RFC 9457); `detail` is a sentence.",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
        "required": ["type", "title", "status", "detail"],
    }
    found["components"]["schemas"]["Problem"] = problem
    told = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in found["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = {"description": "A problem", "content": told}
    found["paths"] = dict(sorted(found["paths"].items()))
    return found


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    told = schema() | {"servers": [{"url": settings.SITE_URL}]}
    response = answer(request, lambda: JsonResponse(told), also="api-schema")
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The API for people: every address with what it takes, and every shape. It runs no script of others."""
    head = Head(
        title="The read API",
        description="What readers can see, as JSON for programs.",
        path=reverse("api-docs"),
    )

    def make() -> HttpResponse:
        context = {
            "head": head,
            "operations": list(_operations()),
            "shapes": list(_shapes()),
            "begin": absolute(reverse("api")),
            "document": reverse("api-schema"),
            "per_minute": settings.API_PER_MINUTE,
        }
        return render(request, "api/docs.html", context)

    return answer(request, make, also=("api-docs", head, settings.API_PER_MINUTE))


def _operations() -> Iterator[Operation]:
    for path, operations in schema()["paths"].items():
        operation = operations["get"]
        content = operation["responses"][200]["content"]
        answered = content["application/json"]["schema"]
        yield Operation(
            path=path,
            summary=operation["summary"],
            parameters=tuple(_parameter(each) for each in operation["parameters"]),
            shape=_type(answered)[1],
        )


def _shapes() -> Iterator[Shape]:
    for name, piece in sorted(schema()["components"]["schemas"].items()):
        required = piece.get("required", ())
        fields = (
            Field(field, *_type(each), each.get("description", ""), field in required)
            for field, each in piece["properties"].items()
        )
        yield Shape(name, piece.get("description", ""), tuple(fields))


def _parameter(told: Piece) -> Field:
    words, _ = _type(told["schema"])
    help_text = told["schema"].get("description", "")
    return Field(told["name"], words, help=help_text, required=told.get("required", False))


def _type(piece: Piece) -> tuple[str, str]:
    """Return what a value is in words, and the name of the shape that it has, or ""."""
    if "$ref" in piece:
        return "", str(piece["$ref"]).rpartition("/")[2]
    if "anyOf" in piece:
        words, shape = _type(piece["anyOf"][0])
        return f"{words} or null".strip(), shape
    if piece.get("type") == "array":
        words, shape = _type(piece["items"])
        return f"list of {words}".strip(), shape
    return str(piece.get("format") or piece.get("type", "value")), ""
