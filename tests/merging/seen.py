"""What readers see of the pages of a program, byte by byte: catalogue, search, pages, lists, feeds.

Left out is what differs by definition (docs/decisions/0028): the places of editions that an undone merge
left behind, which were public and stay in the page's history, and keys of rows.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any

import time_machine
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from newsdesk.catalogue.models import Merged, Name, Page, PastPath
from tests.finding import found

FIELDS = (
    "uid path title summary text also card gone_reason published_at updated_at checked_at".split()
)
WORDS = ("wordinga", "wordingb", "topic", "own", "alias", "renamed1", "sea new words")
Seen = dict[str, Any]


class Depth(IntEnum):
    """How much of what readers see is looked at: all of it is made of the catalogue, which costs a tenth."""

    CATALOGUE = 0
    PAGES = 1
    WHOLE = 2


def seen(names: Mapping[str, str], times: tuple[datetime, datetime], depth: Depth) -> Seen:
    """Return what readers see at the first of two times, and at the second, when nothing waits any more.

    That is the catalogue with everything in the order of its lists, and what search finds; with PAGES, at
    the first time, every page as it is served; with WHOLE also lists, feeds and sitemaps, and all of it as
    served at the second. `names` say what is put for the keys of pages.
    """
    found: Seen = {}
    for number, time in enumerate(times):
        with time_machine.travel(time, tick=False):
            for name, what in _catalogue(names):
                found[f"{time:%d %b %H:%M} {name}"] = what
            if depth is Depth.WHOLE or (depth is Depth.PAGES and number == 0):
                for name, what in _served(names, depth):
                    found[f"{time:%d %b %H:%M} {name}"] = what
    return found


def _catalogue(names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    visible = Page.objects.visible()
    yield "latest", [names[page.key] for page in visible.latest()]
    yield "by title", [names[page.key] for page in visible.by_title()]
    for page in visible.prefetch_related("references", "names"):
        yield f"catalogue {names[page.key]}", _entry(page, names)
    yield "merged", sorted(_tombstones(names))
    past = PastPath.objects.values_list("path", "key")
    yield "past paths", sorted((path, names.get(key, key)) for path, key in past)
    yield "names", sorted(_names(visible))
    for words in WORDS:
        yield f"search {words}", [names[page.key] for page in found(words)]


def _tombstones(names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for row in Merged.objects.all():
        yield tuple(names.get(key, key) for key in (row.key, row.into, row.page))


def _names(visible: "QuerySet[Page]") -> "QuerySet[Name, tuple[str, str]]":
    rows = Name.objects.filter(page__in=visible.values("pk"))
    return rows.values_list("slug", "page__key")


def _entry(page: Page, names: Mapping[str, str]) -> dict[str, Any]:
    return {name: getattr(page, name) for name in FIELDS} | {
        "references": [
            (names.get(each.target, each.target), each.label) for each in page.references.all()
        ],
        "names": sorted((name.slug, name.text) for name in page.names.all()),
    }


def _served(names: Mapping[str, str], depth: Depth) -> Iterator[tuple[str, Any]]:
    client = Client()
    past = PastPath.objects.values_list("path", flat=True)
    paths = sorted({*Page.objects.values_list("path", flat=True), *past})
    for path in [*paths, *(_lists() if depth is Depth.WHOLE else ())]:
        answer = client.get(path)
        yield path, (answer.status_code, answer.get("Location"), _bytes(answer, names))


def _bytes(answer: Any, names: Mapping[str, str]) -> str:
    """Return what was answered, without keys and places of editions."""
    text = answer.content.decode()
    text = re.sub(r"\b(faq|entity|story):(\d+)", lambda m: names.get(m[0], m[0]), text)
    text = re.sub(r"(/cards/\w+-[0-9a-f]{16})-\d+\.", r"\1.", text)
    text = re.sub(r"Edition \d+: (what changed|history)", "Edition", text)
    return re.sub(r'(nonce|data-edition)="[^"]*"', "", text)


def _lists() -> list[str]:
    names = ("home", "stories", "topics", "questions", "archive", "corrections", "sitemap")
    queries = ("wordinga", "topic+k", "direct", "alias")
    return [
        *(reverse(name) for name in names),
        reverse("sitemap-pages", args=[1]),
        reverse("sitemap-news"),
        *(f"/feeds/stories.{form}" for form in ("xml", "atom", "json")),
        *(f"/feeds/tags/sea.{form}" for form in ("xml", "atom", "json")),
        *(f"/feeds/topics/topic-k.{form}" for form in ("xml", "atom", "json")),
        *(f"/search/?q={words}" for words in queries),
        *(f"/search/suggest/?q={words}" for words in queries),
        "/tags/sea/",
        "/topics/called/harbour/",
    ]
