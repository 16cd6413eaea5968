"""What the queue of pairs can be narrowed down by."""

from datetime import timedelta

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from entities.models.draft import Entity
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from newsdesk.desk.filters import FilterForm
from newsdesk.tags.addresses import same_for_readers

State = DuplicatePair.State
AGES = [
    ("1", "Found today"),
    ("7", "Found this week"),
    ("-7", "Older than a week"),
    ("-30", "Older than a month"),
]
BANDS = [
    ("twins", "Contradicting answers"),
    *((b.value, b.label) for b in list(DuplicatePair.Band)[:3]),
]


def _entities(request: HttpRequest) -> QuerySet:
    """The entities of questions that are in the queue."""
    pairs = DuplicatePair.objects.suggested()
    either = Q(faq_rows__item__in=pairs.values("left")) | Q(
        faq_rows__item__in=pairs.values("right")
    )
    return Entity.objects.filter(either).distinct().order_by("name", "pk")


class PairFilter(filters.FilterSet):
    """The filters of the queue. Without a state it shows what nobody has judged."""

    state = filters.ChoiceFilter(
        label="State",
        choices=State.choices,
        method="by_state",
        empty_label=None,
        initial=State.OPEN,
    )
    band = filters.ChoiceFilter(
        label="Suggestion", choices=BANDS, method="by_band", empty_label="Any"
    )
    score = filters.NumberFilter(
        label="Score at least", field_name="score", lookup_expr="gte", min_value=0, max_value=1
    )
    entity = filters.ModelChoiceFilter(
        label="Topic", queryset=_entities, method="by_entity", empty_label="Any"
    )
    tag = filters.CharFilter(label="Tag", method="by_tag", max_length=100)
    age = filters.ChoiceFilter(label="Age", choices=AGES, method="by_age", empty_label="Any")

    class Meta:
        form = FilterForm

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(state=value)

    def by_band(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(contradicts=True) if value == "twins" else rows.filter(band=value)

    def by_entity(self, rows: QuerySet, name: str, value: Entity) -> QuerySet:
        about = value.faq_rows.values("item")
        return rows.filter(Q(left__in=about) | Q(right__in=about))

    def by_tag(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        tagged = Faq.objects.filter(tags__in=same_for_readers(value)).values("pk")
        return rows.filter(Q(left__in=tagged) | Q(right__in=tagged))

    def by_age(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        edge = timezone.now() - timedelta(days=abs(int(value)))
        return rows.filter(found_at__lt=edge) if int(value) < 0 else rows.filter(found_at__gte=edge)
