"""What lists of the desk can be narrowed down by. Columns and search are the admin's business."""

from collections.abc import Callable
from typing import Any

import django_filters as filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from newsdesk.desk.forms import DateInput, QuietLabels
from newsdesk.pages.days import Days, as_readers_see, corrected, first_published
from newsdesk.pages.models import WorkingCopyQuerySet
from newsdesk.pages.status import Standing, State
from newsdesk.text.slugs import slug_of

# With an edition that waits for its time, whatever readers see now.
WAITING = "waiting"
STANDINGS = [
    (Standing.DRAFT.value, "Draft"),
    (Standing.SCHEDULED.value, "Scheduled"),
    (WAITING, "With a version scheduled"),
    (Standing.LIVE.value, "Published"),
    ("changed", "Live, with unpublished changes"),
    (Standing.WITHDRAWN.value, "Withdrawn"),
    (Standing.DISCARDED.value, "Discarded"),
]


# What the two dates of a filter are about.
CHANGED, PUBLISHED, CORRECTED, READ = "changed", "published", "corrected", "live"
DATES = [
    (PUBLISHED, "First published"),
    (CORRECTED, "Corrected or made clearer"),
    (READ, "Live, last updated"),
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


def changed(rows: QuerySet, days: Days) -> QuerySet:
    """Keep the pages whose draft was last changed in these days."""
    return rows.filter(days.within("changed_at"))


DAYS: dict[str, Callable[[WorkingCopyQuerySet, Days], QuerySet]] = {
    CHANGED: changed,
    PUBLISHED: first_published,
    CORRECTED: corrected,
    READ: as_readers_see,
}


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
    dates = filters.ChoiceFilter(
        label="Dates are of", choices=DATES, method="with_the_days", empty_label="The last change"
    )
    since = filters.DateFilter(label="Since", method="with_the_days", widget=DateInput)
    until = filters.DateFilter(label="Until", method="with_the_days", widget=DateInput)

    class Meta:
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of_the_desk()
        for each in self.filters.values():
            if isinstance(each, PersonFilter):
                each.extra["choices"] = people

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Apply all filters, the two dates and what they are about as one."""
        rows = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        days = Days(asked.get("since"), asked.get("until"))
        about = asked.get("dates") or CHANGED
        if about == CHANGED and days == Days():
            return rows
        return DAYS[about](rows, days)

    def with_the_days(self, rows: QuerySet, name: str, value: object) -> QuerySet:
        """Leave the rows as they are: `filter_queryset` takes the three together."""
        return rows

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
