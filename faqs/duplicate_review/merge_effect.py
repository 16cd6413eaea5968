"""What of a merge readers see at once, and what waits until the page to keep is published. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faqs.documents import FaqDocument
from faqs.duplicate_review.merges import Plan
from faqs.duplicate_review.sides import Side
from faqs.merging import KIND
from faqs.workflow import FAQ
from newsdesk.comparison.significance.documents import changes
from newsdesk.comparison.three_way_merge import Data
from newsdesk.merging.live import live_data, shown, shown_after
from newsdesk.pages.clock import in_words
from newsdesk.pages.documents import as_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`at_once` and `waits` say what changes of the page to keep, in sentences; `public` whether readers
    see it, `gone` which pages they see no more, `scheduled` what of it appears when.
    """

    public: bool
    at_once: tuple[str, ...]
    waits: tuple[str, ...]
    gone: tuple[str, ...]
    scheduled: tuple[str, ...]


def effect_of(plan: Plan, sides: Sequence[Side], result: FaqDocument) -> Effect:
    """Return the effect of a merge that makes `result` of the working copy of the page to keep."""
    by_key = {side.faq.pk: side.faq for side in sides}
    survivor = by_key[plan.survivor]
    losers = [by_key[key] for key in plan.taken]
    after = shown_after(
        FAQ, survivor, [(KIND.brought(loser), plan.taken[loser.pk]) for loser in losers]
    )
    before = live_data(FAQ, survivor) if after is not None else {}
    return Effect(
        public=after is not None,
        at_once=_told(before, after or {}),
        waits=_told(after or {}, as_data(result)),
        gone=tuple(str(loser) for loser in losers if shown(loser) is not None),
        scheduled=tuple(
            f"Version {edition.number} of “{item}”, {in_words(edition.visible_from)}"
            for item in (survivor, *losers)
            for edition in item.editions.waiting().order_by("visible_from")
        ),
    )


def _told(before: Data, after: Data) -> tuple[str, ...]:
    return tuple(_sentences(before, after))


def _sentences(before: Data, after: Data) -> Iterable[str]:
    yield from (f"{change}." for change in changes(before, after))
    if before.get("tags", []) != after.get("tags", []):
        yield "Other tags."
