"""Every address of the read API, and what it has for a reader: told from the tables, for the leak scan."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

from django.urls import reverse

from newsdesk.catalogue.models import Merged, Page, Reference
from newsdesk.site.public_addresses import Address, Desk, Kind

NAMES = {
    "story": ("stories", "story"),
    "faq": ("questions", "question"),
    "entity": ("topics", "topic"),
}
OUTLET = "outlet:"
UID_OF_NOBODY = "0" * 16


def api_addresses(desk: Desk, words: Iterable[str]) -> dict[str, Iterable[Address]]:
    """Return the addresses of each name of the API's part of the URLconf.

    `words` are asked for in its search.
    """
    found: dict[str, Iterable[Address]] = {
        "api": [_data(reverse("api"))],
        "api-docs": [Address(path=reverse("api-docs"), kind=Kind.PAGE, says="The read API")],
        "api-schema": [_data(reverse("api-schema"))],
        "api-corrections": _lists("api-corrections", ["", "?limit=1", "?since=2020-01-01"]),
        "api-search": _lists("api-search", [f"?q={quote_plus(each[:200])}" for each in words]),
        "api-outlets": _lists("api-outlets", ["", "?limit=1"]),
        "api-outlet": list(_outlets(desk)),
    }
    for kind, (plural, singular) in NAMES.items():
        found[f"api-{plural}"] = [
            *_lists(f"api-{plural}", ["", "?limit=1", "?limit=100"]),
            *(_narrowed(desk, plural) if kind != "entity" else ()),
        ]
        rows = [row for row in desk.rows if row.kind == kind]
        found[f"api-{singular}"] = [
            *(each for row in rows for each in _of_page(desk, singular, row)),
            _problem(reverse(f"api-{singular}", args=[UID_OF_NOBODY]), 404),
        ]
    return found


def _data(path: str) -> Address:
    return Address(path=path, kind=Kind.DATA)


def _problem(path: str, status: int, says: str = "") -> Address:
    return Address(path=path, kind=Kind.PROBLEM, says=says, status=status)


def _lists(name: str, queries: Iterable[str]) -> list[Address]:
    return [_data(f"{reverse(name)}{query}") for query in queries]


def _of_page(desk: Desk, singular: str, row: Page) -> Iterator[Address]:
    """Yield what there is for the id of a page: now, and as it was when it appeared."""
    path = reverse(f"api-{singular}", args=[row.uid])
    yield _instead(desk, row, path)
    if row.key in desk.visible:
        then = desk.visible[row.key].visible_from
        yield _data(f"{path}?as_of={quote(then.isoformat())}")


def _instead(desk: Desk, row: Page, path: str) -> Address:
    if desk.into.get(row.key, row.key) in desk.visible and (
        row.key in desk.visible or any(each.key == row.key for each in desk.begun)
    ):
        return _data(path)
    ended = [each for each in desk.begun if each.key == row.key]
    if ended:
        return _problem(path, 410, ended[-1].gone_reason)
    return _problem(path, 404)


def _narrowed(desk: Desk, plural: str) -> Iterator[Address]:
    """Yield the list of what names each topic and each tag, also of those that nobody sees yet."""
    path = reverse(f"api-{plural}")
    for row in desk.rows:
        if row.kind != "entity":
            continue
        asked = f"{path}?topic={row.uid}"
        there = _instead(desk, row, asked)
        yield there
    for slug in desk.targets("tag:"):
        yield _data(f"{path}?tag={slug}")


def _outlets(desk: Desk) -> Iterator[Address]:
    """Yield each outlet that a page names, also of pages that wait, and what it is called since merges."""
    shown = {page.pk for page in desk.visible.values()}
    begun = {page.pk for page in desk.begun}
    named: dict[str, set[int]] = {}
    rows = Reference.objects.filter(target__startswith=OUTLET).order_by("pk")
    for target, page in rows.values_list("target", "page_id"):
        named.setdefault(target.removeprefix(OUTLET), set()).add(page)
    into = dict(
        Merged.objects.everywhere().filter(key__startswith=OUTLET).values_list("key", "into")
    )
    cited = {
        into.get(OUTLET + name, OUTLET + name) for name, pages in named.items() if pages & shown
    }
    for name, pages in named.items():
        path = reverse("api-outlet", args=[name])
        stands_alone = OUTLET + name not in into
        public = into.get(OUTLET + name, OUTLET + name) in cited
        known = pages & (shown if stands_alone else begun)
        yield _data(path) if public and known else _problem(path, 404)
