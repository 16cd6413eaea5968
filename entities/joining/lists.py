"""Lists of topics: tombstones are shown where they are asked for, and nowhere else."""

import django_filters as filters

from entities.forms import EntityFilter
from newsdesk.publishing.filters import STANDINGS
from newsdesk.publishing.standing import Standing
from newsdesk.upkeep.filters import NeedsFilter


class JoinedEntityFilter(EntityFilter, NeedsFilter):
    """The filters of topics, with those that were merged away."""

    standing = filters.ChoiceFilter(
        label="Standing",
        choices=[*STANDINGS, (Standing.MERGED.value, "Merged")],
        method="by_standing",
        empty_label="Any",
    )
