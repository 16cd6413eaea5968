"""Merging FAQ pages: the guards, and the two verbs."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from entities.readings import entity_readings
from faqs import workflow, working_copy
from faqs.documents import FaqDocument
from faqs.entries import entry_of
from faqs.judging.guards import refuse_judged_different
from faqs.models.draft import Faq
from faqs.models.merge import FaqMerge, FaqMergeStep
from newsdesk.merging import engine
from newsdesk.merging.engine import MergeKind
from newsdesk.merging.guards import refuse_standings
from newsdesk.merging.live import live_data, republish
from newsdesk.merging.pointing import settle
from newsdesk.merging.taking import NOTHING, Taken
from newsdesk.publishing.compare import Data


def as_meant(data: Data, means: Mapping[str, str]) -> Data:
    """Return the data of a page that names its topics so that they mean the same in any other page.

    `means` are the readings of the page since topics were split: what it names "entity:3" may be "entity:9".
    """
    named = data.get("entities", [])
    return data | {"entities": list(dict.fromkeys(means.get(key, key) for key in named))}


def _public_data(faq: Faq) -> Data:
    return as_meant(live_data(workflow.PAGES, faq), entity_readings().get(faq.key, {}))


def _check(loser: Faq, survivor: Faq) -> None:
    refuse_standings(loser, survivor)
    refuse_judged_different(loser, survivor)


KIND = MergeKind(
    record=FaqMerge,
    step=FaqMergeStep,
    permission="faqs.merge_faq",
    document=FaqDocument,
    document_of=working_copy.document_of,
    write=working_copy.write,
    write_back=working_copy.write_back,
    public_data=_public_data,
    check=_check,
    show=partial(republish, workflow.PAGES),
    settle=partial(settle, FaqMerge, "faq", entry_of),
)


def merge(
    loser: Faq, survivor: Faq, *, actor: Any, reason: str = "", taken: Taken = NOTHING
) -> FaqMerge:
    """Make `loser` lead to `survivor`. Raises PermissionDenied, AlreadyMerged or MergeRefused."""
    record: FaqMerge = engine.merge(KIND, loser, survivor, actor=actor, reason=reason, taken=taken)
    return record


def undo(record: FaqMerge, *, actor: Any, reason: str = "") -> FaqMerge:
    """Bring both pages back. Raises PermissionDenied or NotMerged."""
    undone: FaqMerge = engine.undo(KIND, record, actor=actor, reason=reason)
    return undone
