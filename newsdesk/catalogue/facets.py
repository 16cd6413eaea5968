"""By what search results and lists can be narrowed, and how many pages each choice would leave."""

from typing import NamedTuple

import django_filters
from django.core.validators import validate_slug
from django.urls import reverse
from django.utils.translation import gettext_noop

from newsdesk.catalogue.kinds import listed_kinds
from newsdesk.catalogue.models import Page, PageQuerySet
from newsdesk.catalogue.tags import PREFIX as TAG

TOPIC = "entity:"
SINCE = {
    "week": (gettext_noop("Past week"), 7),
    "month": (gettext_noop("Past month"), 31),
    "year": (gettext_noop("Past year"), 366),
}
CHOICES = 12
NAMES = ("kind", "section", "topic", "tag", "since")
SECTION = "section:"


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
    sections: list[Choice]


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
    """What a search may be narrowed by: one kind, section, topic or tag, published or changed lately.

    It only reads what was asked for; `search` finds what fits.
    """

    section = django_filters.CharFilter(method="within", max_length=100, validators=[validate_slug])
    kind = django_filters.ChoiceFilter(choices=kind_choices)
    since = django_filters.ChoiceFilter(
        choices=[(name, label) for name, (label, _) in SINCE.items()]
    )

    def within(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.mentioning(f"{SECTION}{value}")

    def chosen(self) -> dict[str, str]:
        chosen = super().chosen()
        return {name: chosen[name] for name in NAMES if name in chosen}
