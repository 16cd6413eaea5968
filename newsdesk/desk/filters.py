"""What lists of the desk can be narrowed down by. Columns and search are the admin's business."""

from typing import Any

import django_filters as filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from newsdesk.desk.forms import DateInput, QuietLabels
from newsdesk.pages.models import WorkingCopyQuerySet
from newsdesk.pages.status import Standing, State
from newsdesk.text.slugs import slug_of

# With an edition that waits for its time, whatever readers see now.
WAITING = "waiting"
STANDINGS = [
    (Standing.DRAFT.value, "Draft"),
    (Standing.SCHEDULED.value, "Scheduled"),
    (WAITING, "With a version scheduled"),
    (Standing.LIVE.value, "Live"),
    ("changed", "Live, with unpublished changes"),
    (Standing.WITHDRAWN.value, "Withdrawn"),
    (Standing.DISCARDED.value, "Discarded"),
]


class FilterForm(QuietLabels, forms.Form):
    pass


def people_of_the_desk() -> list[tuple[str, str]]:
    """Return the choices of a person: primary key and name. One query."""
    people = get_user_model()._default_manager.filter(is_staff=True).order_by("username")
    return [(str(person.pk), str(person)) for person in people]


class PersonFilter(filters.ChoiceFilter):
    """One of the desk's people. All such filters of a list share one query."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, choices=(), empty_label="Anybody")


class PageFilter(filters.FilterSet):
    """The filters that every kind of page has."""

    standing = filters.ChoiceFilter(
        label="Publication status", choices=STANDINGS, method="by_standing", empty_label="Any"
    )
    state = filters.ChoiceFilter(
        label="Review status",
        choices=[choice for choice in State.choices() if choice[0] != State.SETTLED],
        method="by_state",
        empty_label="Any",
    )
    changed_by = PersonFilter("Last changed by")
    since = filters.DateFilter(
        label="Changed since", field_name="changed_at", lookup_expr="date__gte", widget=DateInput
    )
    until = filters.DateFilter(
        label="Changed until", field_name="changed_at", lookup_expr="date__lte", widget=DateInput
    )

    class Meta:
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of_the_desk()
        for each in self.filters.values():
            if isinstance(each, PersonFilter):
                each.extra["choices"] = people

    def by_standing(self, rows: WorkingCopyQuerySet, name: str, value: str) -> QuerySet:
        return rows.waiting() if value == WAITING else rows.standing(value)

    def by_state(self, rows: WorkingCopyQuerySet, name: str, value: str) -> QuerySet:
        return rows.in_state(State(value))


class TaggedPageFilter(PageFilter):
    """For kinds of page that carry tags."""

    tag = filters.CharFilter(label="Tag", method="by_tag")

    def by_tag(self, rows: WorkingCopyQuerySet, name: str, value: str) -> QuerySet:
        """Keep the pages with the tag, in whatever writing and by any name that it has had."""
        tagged = rows.model._default_manager.filter(tags__addresses__slug=slug_of(value))
        # Asked apart from the rows: with a join each would have to be held against all others.
        return rows.filter(pk__in=tagged.values("pk"))
