"""A filter for lists of pages: those that the front page of the desk says need something."""

import django_filters as filters
from django.db.models import QuerySet

from newsdesk.live_checks.models import PageCheck

BROKEN, FORECAST, LINKS = "gate", "forecast", "links"
CHOICES = [
    (BROKEN, "Published, with failed checks"),
    (FORECAST, "Published, with a forecast that is due"),
    (LINKS, "Published, with dead links"),
]


class NeedFilter(filters.FilterSet):
    """Stands before the filters of a kind of page."""

    needs = filters.ChoiceFilter(
        label="Needs", choices=CHOICES, method="by_needs", empty_label="Any"
    )

    def by_needs(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        kind = rows.model.key_prefix
        checks = PageCheck.objects.live().of_kind(kind)
        found = {
            BROKEN: checks.broken,
            FORECAST: checks.forecast_due,
            LINKS: checks.with_dead_links,
        }[value]()
        return rows.filter(pk__in=found.values("item"))
