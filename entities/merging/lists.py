"""Lists of topics: tombstones are shown where they are asked for, and nowhere else."""

import django_filters as filters

from entities.forms import EntityFilter
from newsdesk.desk.filters import STANDINGS
from newsdesk.live_checks.filters import NeedFilter
from newsdesk.pages.status import Standing


class MergedEntityFilter(EntityFilter, NeedFilter):
    """The filters of topics, with those that were merged away."""

    standing = filters.ChoiceFilter(
        label="Publication status",
        choices=[*STANDINGS, (Standing.MERGED.value, "Merged")],
        method="by_standing",
        empty_label="Any",
    )
