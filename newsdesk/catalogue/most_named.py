"""What the pages of a kind name most, and the list of those that name it: counted in references alone."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Count, F, Q, Subquery, Value, Window
from django.db.models.functions import RowNumber, Substr

from newsdesk.catalogue.facets import CHOICES, TOPIC, Choice
from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.lists import PageList, mentioning
from newsdesk.catalogue.models import Page, Reference, ReferenceQuerySet
from newsdesk.catalogue.tags import PREFIX as TAG


class MostNamed(NamedTuple):
    """The topics and the tags that most pages name, and the keys of the topics by their slugs."""

    topics: list[Choice]
    tags: list[Choice]
    keys: dict[str, str]


def most_named(kind: str, *, topics: int = CHOICES, tags: int = CHOICES) -> MostNamed:
    """Return the topics and the tags that most visible pages of a kind name, under the names of now.

    Two queries, one for none, and none where nothing has changed. No page is looked at but the topics'.
    """
    return kept(
        ("most named", kind, topics, tags), lambda: _most_named_by(kind, topics=topics, tags=tags)
    )


def _most_named_by(kind: str, *, topics: int, tags: int) -> MostNamed:
    naming = Reference.objects.visible().of_kind(kind)
    by_topic, by_tag = _counted(naming, topics, tags)
    if not by_topic and not by_tag:
        return MostNamed([], [], {})
    pages = Page.objects.visible().filter(key__in=by_topic).order_by()
    rows = pages.values_list("key", "title", "path")
    if by_tag:
        latest = [naming.shown_as(key).latest().values("pk")[:1] for key in by_tag]
        labels = Reference.objects.filter(reduce(or_, (Q(pk=Subquery(each)) for each in latest)))
        named = labels.with_name().order_by().annotate(path=Value(""))
        rows = rows.union(named.values_list("shown", "name", "path"), all=True)
    told = {key: (title, path) for key, title, path in rows}
    keys = {path.split("/")[-2]: key for key, (_, path) in told.items() if path}
    return MostNamed(*_choices(by_topic, by_tag, told), keys)


def named_list(kind: str, *, topic: str, tag: str) -> PageList:
    """Return the visible pages of a kind that lead to a topic, by its key, and have a tag, by its slug; each
    may be empty.
    """
    targets = [target for target in (topic, f"{TAG}{tag}" if tag else "") if target]
    if not targets:
        return PageList.of_kind(kind)
    first, *others = targets
    found = mentioning(first, kind)
    for target in others:
        found = found.also_mentioning(target)
    return found


def _choices(
    by_topic: Mapping[str, int], by_tag: Mapping[str, int], named: Mapping[str, tuple[str, str]]
) -> tuple[list[Choice], list[Choice]]:
    """Return what can be chosen, of the topics those that can be seen."""
    return (
        [
            Choice(path.split("/")[-2], title, number)
            for key, number in by_topic.items()
            if key in named
            for title, path in (named[key],)
        ],
        [Choice(key.removeprefix(TAG), named[key][0], number) for key, number in by_tag.items()],
    )


def _counted(
    naming: ReferenceQuerySet, topics: int, tags: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the keys of the topics and of the tags that most references lead to, the most named first,
    each with how many do. One query.
    """
    place = Window(
        RowNumber(),
        partition_by=Substr("shown", 1, 1),
        order_by=[F("number").desc(), F("shown").asc()],
    )
    counted = (
        naming.filter(Q(shown__startswith=TOPIC) | Q(shown__startswith=TAG))
        .exclude(shown=TAG)
        .order_by()
        .values("shown")
        .annotate(number=Count("pk"))
        .annotate(place=place)
        .filter(place__lte=max(topics, tags))
        .order_by("place")
    )
    rows = list(counted.values_list("shown", "number"))
    by_topic = [row for row in rows if row[0].startswith(TOPIC)]
    by_tag = [row for row in rows if row[0].startswith(TAG)]
    return dict(by_topic[:topics]), dict(by_tag[:tags])
