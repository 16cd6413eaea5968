"""What lists of the desk can be narrowed down by. Columns and search are the admin's business."""

import django_filters as filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest

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


def people_of_the_desk(request: HttpRequest) -> QuerySet:
    return get_user_model()._default_manager.filter(is_staff=True).order_by("username")


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
    changed_by = filters.ModelChoiceFilter(
        label="Last changed by", queryset=people_of_the_desk, empty_label="Anybody"
    )
    since = filters.DateFilter(
        label="Changed since", field_name="changed_at", lookup_expr="date__gte", widget=DateInput
    )
    until = filters.DateFilter(
        label="Changed until", field_name="changed_at", lookup_expr="date__lte", widget=DateInput
    )

    class Meta:
        form = FilterForm

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
