"""What of a merge readers see at once, and what waits until the page to keep is published. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faqs.documents import FaqDocument
from faqs.duplicate_review.merges import Plan
from faqs.duplicate_review.sides import Side
from faqs.merging import KIND
from faqs.workflow import FAQ
from newsdesk.comparison.three_way_merge import Data, identity
from newsdesk.merging.live import live_data, shown, shown_after
from newsdesk.pages.clock import in_words
from newsdesk.pages.documents import as_data
from newsdesk.pages.rich_text import plain
from newsdesk.text.quote import quoted

_LISTS = {
    "answers": ("answer", "answers"),
    "sources": ("source", "sources"),
    "entities": ("topic", "topics"),
    "tags": ("tag", "tags"),
}


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
    return tuple(_changes(before, after))


def _changes(before: Data, after: Data) -> Iterator[str]:
    """Yield in a sentence each what of a document becomes something else."""
    for name, label in (("question", "The question"), ("intro", "The direct answer")):
        if before.get(name, "") != after.get(name, ""):
            yield f"{label}: {quoted(plain(after.get(name, '')))}."
    for name, (one, many) in _LISTS.items():
        was, becomes = (
            {identity(item): item for item in data.get(name, [])} for data in (before, after)
        )
        new = [becomes[key] for key in becomes if key not in was]
        gone = [was[key] for key in was if key not in becomes]
        other = [becomes[key] for key in becomes if key in was and becomes[key] != was[key]]
        for how, items in (("New", new), ("No longer", gone), ("In other words", other)):
            if items:
                yield f"{how}: {_listed(one if len(items) == 1 else many, items)}."


def _listed(noun: str, items: Sequence[object]) -> str:
    """Return what items are called, as far as they have words of their own."""
    named = [_words(item) for item in items]
    called = ", ".join(quoted(name) for name in named if name)
    return f"{noun} {called}" if called else f"{len(items)} {noun}"


def _words(item: object) -> str:
    if isinstance(item, dict):
        return str(item.get("question") or item.get("title") or plain(item.get("text", "")))
    return "" if ":" in str(item) else str(item)
