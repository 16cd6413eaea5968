"""Rows of the front page's lists: a few pages of any kind, with where each stands.

Which pages they are is asked list by list, where they stand once for all lists: the front page has to be
quick among 50,000 stories.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from typing import NotRequired, TypedDict

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.db.models import OrderBy, QuerySet
from django.http import HttpRequest

from newsdesk.desk.lists import standing_badge
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.models import WorkingCopy, WorkingCopyQuerySet

ROWS = 8


class Row(TypedDict):
    """A row of a list on the front page, for its template.

    `item` is the page, where it is one of a page; `why` a sentence, `more` how many more there are; `actions`
    are labels with their addresses; by `order` rows of several kinds are sorted. `appears` and `since` are
    times of a scheduled version and of a letter.
    """

    title: str
    address: str
    kind: str
    item: NotRequired[WorkingCopy]
    owner: NotRequired[User | None]
    due: NotRequired[datetime | None]
    review_on: NotRequired[date | None]
    badge: NotRequired[str]
    why: NotRequired[str]
    more: NotRequired[int]
    actions: NotRequired[list[tuple[str, str]]]
    since: NotRequired[datetime]
    appears: NotRequired[datetime]
    order: NotRequired[datetime]


def admins_of(site: AdminSite, request: HttpRequest) -> list[WorkflowAdmin]:
    """Return the admin of every kind of page that this person may look at."""
    return [
        each
        for each in site._registry.values()
        if isinstance(each, WorkflowAdmin) and each.has_view_permission(request)
    ]


def row_of(each: WorkflowAdmin, item: WorkingCopy) -> Row:
    """Return a row without its badge, which `with_badges` adds."""
    return {
        "item": item,
        "title": str(item),
        "kind": str(each.opts.verbose_name),
        "address": each.change_address(item),
        "owner": getattr(item, "owner", None),
        "due": getattr(item, "due_at", None),
        "review_on": getattr(item, "review_on", None),
    }


def rows_of(
    each: WorkflowAdmin, found: QuerySet, *order: str | OrderBy, limit: int = ROWS
) -> list[Row]:
    """Return the first rows of a query in `order`. Two queries, one for none."""
    keys = found.order_by(*(order or ("-changed_at",))).values_list("pk", flat=True)[:limit]
    return rows_of_keys(each, list(keys))


def rows_of_keys(each: WorkflowAdmin, keys: Collection[int]) -> list[Row]:
    """Return the rows of pages by primary key, in that order. One query, none for none."""
    if not keys:
        return []
    pages = _with_people(each).in_bulk(keys)
    return [row_of(each, pages[key]) for key in keys if key in pages]


def _with_people(each: WorkflowAdmin) -> WorkingCopyQuerySet:
    people = [name for name in ("changed_by", "owner") if hasattr(each.model, name)]
    return each.model._default_manager.without_texts().select_related(*people)


def latest(rows: Iterable[Row], limit: int = ROWS) -> list[Row]:
    """Return the rows changed last among those of several kinds."""
    return sorted(rows, key=lambda row: row["item"].changed_at, reverse=True)[:limit]


def of_each(
    admins: Iterable[WorkflowAdmin],
    rule: Callable[[WorkingCopyQuerySet], QuerySet],
) -> Iterator[Row]:
    """Yield the pages changed last of every kind that `rule` keeps. One query for each: the time of the last
    change has an index.
    """
    for each in admins:
        for item in rule(_with_people(each)).order_by("-changed_at")[:ROWS]:
            yield row_of(each, item)


def with_badges(rows: Iterable[Row]) -> None:
    """Add to each row that has a page where that stands. One query for each kind of page."""
    by_model: dict[type[WorkingCopy], list[Row]] = defaultdict(list)
    for row in rows:
        if "item" in row:
            by_model[type(row["item"])].append(row)
    for model, found in by_model.items():
        model.read_standing([row["item"] for row in found])
        for row in found:
            row["badge"] = standing_badge(row["item"])
