"""By what search results can be narrowed, and how many each choice would leave."""

from datetime import timedelta
from typing import Any

import django_filters
from django.core.validators import validate_slug
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from newsdesk.catalogue.kinds import listed_kinds
from newsdesk.catalogue.models import Page, PageQuerySet, Reference
from newsdesk.catalogue.resolve import pages_for
from newsdesk.catalogue.tags import PREFIX

SINCE = {"week": ("Past week", 7), "month": ("Past month", 31), "year": ("Past year", 366)}
CHOICES = 12
NAMES = ("kind", "topic", "tag", "since")

Choice = tuple[str, str, int]  # Value, label and how many results it would leave.


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.name, kind.plural) for kind in listed_kinds()]


class SearchFilter(django_filters.FilterSet):
    """Results of one kind, about one topic, with one tag, published or changed lately.

    SECURITY: only these names are read; `?author__password__startswith=` means nothing here.
    """

    kind = django_filters.ChoiceFilter(choices=kind_choices)
    topic = django_filters.CharFilter(method="about", max_length=120, validators=[validate_slug])
    tag = django_filters.CharFilter(method="tagged", max_length=110, validators=[validate_slug])
    since = django_filters.ChoiceFilter(
        choices=[(name, label) for name, (label, _) in SINCE.items()], method="changed"
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def about(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        topics = Page.objects.visible().filter(path=reverse("topic", args=[value]))
        key = topics.values_list("key", flat=True).first()
        return pages.mentioning(key) if key else pages.none()

    def tagged(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.mentioning(f"{PREFIX}{value}")

    def changed(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.filter(updated_at__gte=timezone.now() - timedelta(SINCE[value][1]))

    def chosen(self) -> dict[str, str]:
        """Return what was asked for and makes sense, by name."""
        self.form.is_valid()
        return {name: value for name in NAMES if (value := self.form.cleaned_data.get(name))}


def facets(asked: dict[str, str], pages: PageQuerySet) -> dict[str, list[Choice]]:
    """Return the choices of each name with what they would leave of `pages`, all else as asked.

    Seven queries; a topic that was asked for costs one for each facet but its own.
    """
    found = {name: SearchFilter(asked | {name: ""}, queryset=pages.order_by()).qs for name in NAMES}
    return {
        "kind": _kinds(found["kind"]),
        "topic": _topics(found["topic"]),
        "tag": tags_of(found["tag"]),
        "since": _since(found["since"]),
    }


def _kinds(pages: PageQuerySet) -> list[Choice]:
    numbers = dict(pages.values_list("kind").annotate(number=Count("pk")))
    return [(kind, label, numbers.get(kind, 0)) for kind, label in kind_choices()]


def _topics(pages: PageQuerySet) -> list[Choice]:
    """Return the topics that most of `pages` mention. Three queries."""
    numbers = _most(Reference.objects.with_shown(), pages, "entity:", "shown")
    topics = pages_for(numbers).values()
    return [(page.path.split("/")[-2], page.title, numbers[page.key]) for page in topics]


def tags_of(pages: PageQuerySet) -> list[Choice]:
    """Return the tags that most of `pages` have, under the names that they have now. Two queries."""
    numbers = _most(Reference.objects.with_shown(), pages, PREFIX, "shown")
    named = Reference.objects.with_shown().filter(shown__in=numbers, page__in=pages.values("pk"))
    latest = named.with_name().order_by("-page__published_at", "-page__key")
    labels = dict(latest.values_list("shown", "name"))
    return [(tag.removeprefix(PREFIX), labels[tag], number) for tag, number in numbers.items()]


def _since(pages: PageQuerySet) -> list[Choice]:
    now = timezone.now()
    numbers = pages.aggregate(
        **{
            name: Count("pk", filter=Q(updated_at__gte=now - timedelta(days)))
            for name, (_, days) in SINCE.items()
        }
    )
    return [(name, label, numbers[name]) for name, (label, _) in SINCE.items()]


def _most(rows: Any, pages: PageQuerySet, prefix: str, name: str) -> dict[str, int]:
    """Return the targets that most of `pages` name, and how many do."""
    counted = (
        rows.filter(page__in=pages.values("pk"), target__startswith=prefix)
        .exclude(target=prefix)
        .order_by()
        .values_list(name)
        .annotate(number=Count("page", distinct=True))
        .order_by("-number", name)
    )
    return dict(counted[:CHOICES])
