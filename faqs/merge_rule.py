"""Which FAQ pages can be merged, and what a merge does beyond the page."""

from collections.abc import Mapping

from entities.readings import entity_steps
from faqs.documents import FaqDocument
from faqs.duplicate_review.guards import refuse_judged_different
from faqs.entry import PAST
from faqs.models.draft import Faq
from faqs.models.merge import FaqMerge, FaqMergeStep
from newsdesk.comparison.three_way_merge import Data
from newsdesk.merging.page_merging import PageMerging
from newsdesk.merging.readings import moved


class FaqMerging(PageMerging[Faq, FaqDocument, FaqMerge]):
    """Two questions that turn out to be one."""

    record = FaqMerge
    step = FaqMergeStep
    permission = "faqs.merge_faq"
    past = PAST

    def check(self, loser: Faq, survivor: Faq) -> None:
        super().check(loser, survivor)
        refuse_judged_different(loser, survivor)

    def meaning(self, item: Faq, data: Data) -> Data:
        return as_meant(data, moved(entity_steps()).get(item.key, {}))


def as_meant(data: Data, means: Mapping[str, str]) -> Data:
    """Return the data of a page that names its topics so that they mean the same in any other page.

    `means` says where topics that were split lead in that page: what it names "entity:3" may be "entity:9".
    """
    named = data.get("entities", [])
    return data | {"entities": list(dict.fromkeys(means.get(key, key) for key in named))}
