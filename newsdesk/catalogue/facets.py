"""By what search results and lists can be narrowed, and how many pages each choice would leave."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

import django_filters
from django.core.validators import validate_slug
from django.db.models import Count, F, Max, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import RowNumber, Substr
from django.urls import reverse
from django.utils import timezone

from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.kinds import listed_kinds
from newsdesk.catalogue.lists import PageList, mentioning
from newsdesk.catalogue.models import Page, PageQuerySet, Reference, ReferenceQuerySet
from newsdesk.catalogue.tags import PREFIX as TAG

TOPIC = "entity:"
SINCE = {"week": ("Past week", 7), "month": ("Past month", 31), "year": ("Past year", 366)}
CHOICES = 12
NAMES = ("kind", "topic", "tag", "since")


class Choice(NamedTuple):
    """What can be chosen, as addresses and readers call it, and how many pages it would leave."""

    value: str
    label: str
    number: int


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.name, kind.plural) for kind in listed_kinds()]


class Facets(NamedTuple):
    """How many pages were found as asked, and what each facet would leave with all else as asked."""

    total: int
    kinds: list[Choice]
    since: list[Choice]


class NamedFilter(django_filters.FilterSet):
    """Pages that name one topic, or have one tag.

    SECURITY: only these names are read; `?author__password__startswith=` means nothing here.
    """

    topic = django_filters.CharFilter(method="about", max_length=120, validators=[validate_slug])
    tag = django_filters.CharFilter(method="tagged", max_length=110, validators=[validate_slug])

    class Meta:
        model = Page
        fields: list[str] = []

    def about(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.mentioning(_topic(value))

    def tagged(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.mentioning(f"{TAG}{value}")

    def chosen(self) -> dict[str, str]:
        """Return what was asked for and makes sense, by name."""
        self.form.is_valid()
        return {name: value for name in self.filters if (value := self.form.cleaned_data.get(name))}


def _topic(slug: str) -> QuerySet:
    """Return a query for the key of a topic."""
    return Page.objects.visible().filter(path=reverse("topic", args=[slug])).values("key")[:1]


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


class SearchFilter(NamedFilter):
    """Results of one kind, about one topic, with one tag, published or changed lately."""

    kind = django_filters.ChoiceFilter(choices=kind_choices)
    since = django_filters.ChoiceFilter(
        choices=[(name, label) for name, (label, _) in SINCE.items()], method="changed"
    )

    def changed(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.filter(_since(value, timezone.now()))

    def chosen(self) -> dict[str, str]:
        chosen = super().chosen()
        return {name: chosen[name] for name in NAMES if name in chosen}


def facets(asked: Mapping[str, str], pages: PageQuerySet) -> Facets:
    """Return how many of `pages` fit what was asked, and the choices of kind and time. One query."""
    now = timezone.now()
    kind = Q(kind=asked["kind"]) if "kind" in asked else Q()
    since = _since(asked["since"], now) if "since" in asked else Q()
    counted = {"total": kind & since}
    counted |= {each: Q(kind=each) & since for each, _ in kind_choices()}
    counted |= {each: kind & _since(each, now) for each in SINCE}
    numbers = _narrowed(asked, pages, but=("kind", "since")).aggregate(
        **{name: Count("pk", filter=fitting or None) for name, fitting in counted.items()}
    )
    return Facets(
        numbers["total"],
        [Choice(kind, label, numbers[kind]) for kind, label in kind_choices()],
        [Choice(name, label, numbers[name]) for name, (label, _) in SINCE.items()],
    )


def named_facets(
    asked: Mapping[str, str], pages: PageQuerySet
) -> tuple[list[Choice], list[Choice]]:
    """Return the topics and the tags that most of `pages` name that fit all else that was asked.

    Two queries.
    """
    about, tagged = (_narrowed(asked, pages, but=(name,)) for name in ("topic", "tag"))
    alike = not {"topic", "tag"} & set(asked)
    return topics_and_tags(about, about if alike else tagged)


Named = tuple[list[Choice], list[Choice]]


def topics_and_tags(
    about: PageQuerySet, tagged: PageQuerySet, *, topics: int = CHOICES, tags: int = CHOICES
) -> tuple[list[Choice], list[Choice]]:
    """Return the topics that most of the pages `about` name, and the tags that most of `tagged` have.

    Up to so many `topics` and `tags`, under the names that they have now. Two queries, one for none.
    """
    by_topic, by_tag = _most_named(about, tagged, topics, tags)
    named = _names(by_topic, by_tag, tagged) if by_topic or by_tag else {}
    return _choices(by_topic, by_tag, named)


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


def _choices(
    by_topic: Mapping[str, int], by_tag: Mapping[str, int], named: Mapping[str, tuple[str, str]]
) -> Named:
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


def _narrowed(asked: Mapping[str, str], pages: PageQuerySet, *, but: Iterable[str]) -> PageQuerySet:
    others = {name: "" if name in but else asked.get(name, "") for name in NAMES}
    narrowed: PageQuerySet = SearchFilter(others, queryset=pages.order_by()).qs
    return narrowed


def _since(name: str, now: datetime) -> Q:
    return Q(updated_at__gte=now - timedelta(SINCE[name][1]))


def _most_named(
    about: PageQuerySet, tagged: PageQuerySet, topics: int, tags: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the keys of the topics and of the tags that most pages name, the most named first."""
    is_topic, is_tag = Q(shown__startswith=TOPIC), Q(shown__startswith=TAG)
    if about is tagged:
        wanted = Q(page__in=about.values("pk")) & (is_topic | is_tag)
    else:
        wanted = Q(page__in=about.values("pk")) & is_topic
        wanted |= Q(page__in=tagged.values("pk")) & is_tag
    return _counted(Reference.objects.filter(wanted), topics, tags)


def _counted(
    naming: ReferenceQuerySet, topics: int, tags: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the same of references, each of which counts for its page. One query."""
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


def _names(
    topics: Iterable[str], tags: Iterable[str], tagged: PageQuerySet
) -> dict[str, tuple[str, str]]:
    """Return title and path of visible topics, and the names of tags, which have no path. One query."""
    pages = Page.objects.visible().filter(key__in=topics)
    named = Reference.objects.with_shown().with_name()
    named = named.filter(shown__in=tags, page__in=tagged.values("pk"))
    named = (
        named.order_by()
        .values("shown", "name")
        .annotate(path=Value(""), at=Max("page__published_at"))
    )
    rows = pages.order_by().values_list("key", "title", "path", "published_at")
    found = rows.union(named.values_list("shown", "name", "path", "at"), all=True)
    # Of several names the latest one counts, which comes last here.
    ordered = sorted(found, key=lambda row: (row[3], row[1]))
    return {key: (title, path) for key, title, path, _ in ordered}
