"""Merging FAQ pages: the guards, and the two verbs."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from entities.readings import entity_readings
from faqs.documents import FaqDocument
from faqs.duplicate_review.guards import refuse_judged_different
from faqs.entry import PAST, entry_of
from faqs.models.draft import Faq
from faqs.models.merge import FaqMerge, FaqMergeStep
from faqs.workflow import FAQ
from newsdesk.comparison.three_way_merge import Data
from newsdesk.merging import engine
from newsdesk.merging.engine import MergeKind
from newsdesk.merging.guards import refuse_standings
from newsdesk.merging.pointers import settle
from newsdesk.merging.taken import NOTHING, Taken


def as_meant(data: Data, means: Mapping[str, str]) -> Data:
    """Return the data of a page that names its topics so that they mean the same in any other page.

    `means` are the readings of the page since topics were split: what it names "entity:3" may be "entity:9".
    """
    named = data.get("entities", [])
    return data | {"entities": list(dict.fromkeys(means.get(key, key) for key in named))}


def _meaning(faq: Faq, data: Data) -> Data:
    return as_meant(data, entity_readings().get(faq.key, {}))


def _title_at(faq: Faq, at: datetime) -> str:
    return PAST.title_at(faq.pk, at)


def _check(loser: Faq, survivor: Faq) -> None:
    refuse_standings(loser, survivor)
    refuse_judged_different(loser, survivor)


KIND = MergeKind(
    record=FaqMerge,
    step=FaqMergeStep,
    permission="faqs.merge_faq",
    document=FaqDocument,
    document_of=FAQ.document_of,
    write=FAQ.write,
    write_back=FAQ.write_back,
    check=_check,
    settle=partial(settle, FaqMerge, "faq", entry_of),
    pages=FAQ,
    title_at=_title_at,
    meaning=_meaning,
)


def merge(
    loser: Faq,
    survivor: Faq,
    *,
    actor: Any,
    reason: str = "",
    taken: Taken = NOTHING,
    confirmed: Collection[str] = (),
) -> FaqMerge:
    """Make `loser` lead to `survivor`. Raises what `engine.merge` raises."""
    record: FaqMerge = engine.merge(
        KIND, loser, survivor, actor=actor, reason=reason, taken=taken, confirmed=confirmed
    )
    return record


def undo(record: FaqMerge, *, actor: Any, reason: str = "") -> FaqMerge:
    """Bring both pages back. Raises PermissionDenied or NotMerged."""
    undone: FaqMerge = engine.undo(KIND, record, actor=actor, reason=reason)
    return undone
