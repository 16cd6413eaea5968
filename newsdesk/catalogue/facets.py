"""By what search results and lists can be narrowed, and how many pages each choice would leave."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import django_filters
from django.core.validators import validate_slug
from django.db.models import Count, F, Max, Q, Value, Window
from django.db.models.functions import RowNumber, Substr
from django.urls import reverse
from django.utils import timezone

from newsdesk.catalogue.kinds import listed_kinds
from newsdesk.catalogue.models import Page, PageQuerySet, Reference
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
    """What each facet would leave of what was found, with all else as asked."""

    kinds: list[Choice]
    since: list[Choice]
    topics: list[Choice]
    tags: list[Choice]


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
        topics = Page.objects.visible().filter(path=reverse("topic", args=[value]))
        return pages.mentioning(topics.values("key")[:1])

    def tagged(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.mentioning(f"{TAG}{value}")

    def chosen(self) -> dict[str, str]:
        """Return what was asked for and makes sense, by name."""
        self.form.is_valid()
        return {name: value for name in self.filters if (value := self.form.cleaned_data.get(name))}


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


def topics_and_tags(
    about: PageQuerySet, tagged: PageQuerySet, *, topics: int = CHOICES, tags: int = CHOICES
) -> tuple[list[Choice], list[Choice]]:
    """Return the topics that most of the pages `about` name, and the tags that most of `tagged` have.

    Up to so many `topics` and `tags`, under the names that they have now. Two queries, one for none.
    """
    by_topic, by_tag = _most_named(about, tagged, topics, tags)
    named = _names(by_topic, by_tag, tagged) if by_topic or by_tag else {}
    return (
        [
            Choice(path.split("/")[-2], title, number)
            for key, number in by_topic.items()
            if key in named
            for title, path in (named[key],)
        ],
        [Choice(key.removeprefix(TAG), named[key][0], number) for key, number in by_tag.items()],
    )


def _since(name: str, now: datetime) -> Q:
    return Q(updated_at__gte=now - timedelta(SINCE[name][1]))


def _most_named(
    about: PageQuerySet, tagged: PageQuerySet, topics: int, tags: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the keys of the topics and of the tags that most pages name, the most named first."""
    is_topic, is_tag = Q(target__startswith=TOPIC), Q(target__startswith=TAG)
    if about is tagged:
        wanted = Q(page__in=about.values("pk")) & (is_topic | is_tag)
    else:
        wanted = Q(page__in=about.values("pk")) & is_topic
        wanted |= Q(page__in=tagged.values("pk")) & is_tag
    place = Window(
        RowNumber(),
        partition_by=Substr("target", 1, 1),
        order_by=[F("number").desc(), F("shown").asc()],
    )
    counted = (
        Reference.objects.with_shown()
        .filter(wanted)
        .exclude(target=TAG)
        .order_by()
        .values("shown")
        .annotate(number=Count("page", distinct=True))
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
    # The beginning is known without looking what each reference is shown as.
    named = named.filter(target__startswith=TAG, shown__in=tags, page__in=tagged.values("pk"))
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
