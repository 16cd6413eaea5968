"""A filter for lists of pages: those that the front page of the desk says need something."""

import django_filters as filters
from django.db.models import QuerySet

from newsdesk.live_checks.models import PageCheck

BROKEN, FORECAST = "gate", "forecast"
CHOICES = [(BROKEN, "Published, with failed checks"), (FORECAST, "Forecast due, live")]


class NeedsFilter(filters.FilterSet):
    """Stands before the filters of a kind of page."""

    needs = filters.ChoiceFilter(
        label="Needs", choices=CHOICES, method="by_needs", empty_label="Any"
    )

    def by_needs(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        kind = rows.model.key_prefix
        checks = PageCheck.objects.live().of_kind(kind)
        found = checks.broken() if value == BROKEN else checks.forecast_due()
        return rows.filter(pk__in=found.values("item"))
