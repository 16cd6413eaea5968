"""What a merge, or undoing one, changes for readers: in what they see, and in what is scheduled.

Readers get at once only words that readers know: those of the page that is merged away, as they saw
them. What was written anew, or comes from a draft, is in the working copy alone and reaches readers as
any other change does. Undoing only brings back what was public, so it asks no guard; what was
withdrawn stays withdrawn, and what waits goes on waiting.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.contrib.auth.models import User

from newsdesk.comparison.three_way_merge import Data
from newsdesk.kinds.kind import Document, EditionT
from newsdesk.merging.chains import Replay
from newsdesk.merging.models import MergeStep
from newsdesk.merging.taken import MergeChoice, kept_apart, known_part
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.models import Edition, WorkingCopy
from newsdesk.rules.acknowledgements import looked_at, refusal
from newsdesk.rules.findings import Findings, Problem
from newsdesk.workflow.editions import CarriedChange, Notice, freeze, freeze_instead
from newsdesk.workflow.guards import Unconfirmed, refuse_newly_blocked, refuse_unconfirmed
from newsdesk.workflow.messages import tell_of_clash
from newsdesk.workflow.page_type import Item, PageType
from newsdesk.workflow.transitions import log
from newsdesk.workflow.ways import CARRY, MERGE, UNMERGE

Page = TypeVar("Page", bound=WorkingCopy, covariant=True)


class UnconfirmedMerge(Unconfirmed):
    """The gate has `warnings` of the merged text that it has of neither of the two."""

    def __init__(self, warnings: tuple[Problem, ...]) -> None:
        self.warnings = warnings
        super().__init__(refusal(warnings))


class PairMerge(Protocol[Page]):
    """The record of a merge of two pages."""

    reason: str

    @property
    def loser(self) -> Page: ...
    @property
    def survivor(self) -> Page: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a page that is merged away brings: its data, what stands behind them, and whether they are
    what readers see of it.
    """

    data: Data
    chain: list[int]
    public: bool


def shown(item: WorkingCopy) -> Edition | None:
    """Return the edition that readers see, or None. One query."""
    latest = item.latest_edition()
    return latest if latest is not None and not latest.withdraws else None


def live_data(pages: PageType[Item, Document, EditionT], item: Item) -> Data:
    """Return what readers see of `item`, or what its working copy says where they see nothing."""
    latest = shown(item)
    data: Data = as_data(pages.read(latest) if latest else pages.document_of(item))
    return data


def shown_after(
    pages: PageType[Item, Document, EditionT],
    survivor: Item,
    merged: Iterable[tuple[Brought, MergeChoice]],
) -> Data | None:
    """Return what readers would see of `survivor` as soon as all of `merged` are merged into it, in this
    order; None where they see nothing of it. Nothing is written.
    """
    latest = shown(survivor)
    if latest is None:
        return None
    data: Data = as_data(pages.read(latest))
    brought_before: list[Data] = []
    for brought, taken in merged:
        if brought.public:
            known = [*_words_known(pages, survivor, data, brought), *brought_before]
            data = pages.lineage.tidy(known_part(taken, known).on(data, brought.data))
            brought_before.append(brought.data)
    return data


def show_merge(
    pages: PageType[Item, Document, EditionT],
    record: PairMerge[Item],
    brought: Brought,
    taken: MergeChoice,
    *,
    actor: User,
    title: str,
    confirmed: Collection[str],
) -> None:
    """Let readers see of a merge what is known to them. Raises Blocked or Unconfirmed by the gate."""
    survivor, latest = record.survivor, shown(record.survivor)
    if latest is None or not brought.public:
        return
    document, chain = pages.read(latest), pages.lineage.behind(survivor, latest)
    before = as_data(document)
    known = known_part(taken, _words_known(pages, survivor, before, brought))
    waiting = list(survivor.editions.waiting().select_related("actor"))
    after = pages.lineage.tidy(known.on(before, brought.data))
    step = _step(pages, record, before, after, known, chain, loser=brought)
    if after == before:
        step.edition = latest.number
        step.save(update_fields=["edition"])
    else:
        found = _confirmed(pages, record, document, after, confirmed)
        edition = freeze(
            survivor,
            from_data(type(document), after),
            schema=pages.kind.schema,
            actor=actor,
            way=MERGE,
            merges=[*chain, step.pk],
            notice=Notice(kind=Edition.Kind.UPDATE, note=f"Combines “{title}”."),
        )
        note = f"Combines “{title}”."
        log(survivor, "publish", actor=actor, note=note, edition=edition, detail=found)
    seen = Brought(data=before, chain=chain, public=True)
    for edition in waiting:
        _show_in_waiting(pages, record, edition, known, loser=brought, base=seen, actor=actor)
    pages.show(survivor)
    pages.keep(survivor)


def show_undo(
    pages: PageType[Item, Document, EditionT],
    item: Item,
    record: PairMerge[Item],
    *,
    actor: User,
    title: str,
) -> None:
    """Let readers see what they would see without the merges of `item` that have been undone."""
    latest, waiting = shown(item), list(item.editions.waiting().select_related("actor"))
    replay, changed = Replay(pages.lineage), False
    note = f"No longer combines “{title}”." if title else "No longer combines another page."
    for edition in (*filter(None, (latest,)), *waiting):
        document, chain = pages.read(edition), pages.lineage.behind(item, edition)
        before = as_data(document)
        after = replay.text(before, chain)
        if after == before:
            continue
        step = pages.lineage.step.objects.create(
            item=item,
            record=record,
            undo=True,
            public=True,
            before=before,
            after=after,
            chain=chain,
        )
        without, merges = from_data(type(document), after), [*chain, step.pk]
        if edition is latest:
            frozen = freeze(
                item,
                without,
                schema=pages.kind.schema,
                actor=actor,
                way=UNMERGE,
                merges=merges,
                notice=Notice(kind=Edition.Kind.UPDATE, note=note),
            )
            log(item, "publish", actor=actor, note=note, edition=frozen)
        else:
            freeze_instead(
                item,
                edition,
                without,
                schema=pages.kind.schema,
                way=CARRY,
                lineage=pages.lineage,
                merges=merges,
                actor=actor,
            )
        changed = True
    if changed:
        pages.show(item)
        pages.keep(item)


def _show_in_waiting(
    pages: PageType[Item, Document, EditionT],
    record: PairMerge[Item],
    edition: EditionT,
    known: MergeChoice,
    *,
    loser: Brought,
    base: Brought,
    actor: User,
) -> None:
    """Let what waits take the same; where it says something else than readers saw it keeps its words."""
    item, chain = record.survivor, pages.lineage.behind(record.survivor, edition)
    own = as_data(pages.read(edition))
    taken, clashes = kept_apart(known, base.data, own)
    after = pages.lineage.tidy(taken.on(own, loser.data))
    step = _step(pages, record, own, after, known, chain, loser=loser, base=base)
    into: int | None = edition.number
    if after == own:
        step.edition = edition.number
        step.save(update_fields=["edition"])
    else:
        into = freeze_instead(
            item,
            edition,
            from_data(type(pages.read(edition)), after),
            schema=pages.kind.schema,
            way=MERGE,
            lineage=pages.lineage,
            merges=[*chain, step.pk],
            actor=actor,
        )
    if clashes:
        carried = CarriedChange(
            into=into,
            instead_of=edition.number,
            visible_from=edition.visible_from,
            owner=edition.actor,
            clashes=clashes,
        )
        log(item, "carry", actor=actor, detail=carried.as_detail())
        tell_of_clash(item, carried, actor=actor)


def _step(
    pages: PageType[Item, Document, EditionT],
    record: PairMerge[Item],
    before: Data,
    after: Data,
    taken: MergeChoice,
    chain: list[int],
    **sides: Brought,
) -> MergeStep:
    step: MergeStep = pages.lineage.step.objects.create(
        item=record.survivor,
        record=record,
        public=True,
        before=before,
        after=after,
        loser={name: side.data for name, side in sides.items()},
        loser_chain={name: side.chain for name, side in sides.items()},
        taken=taken.as_data(),
        chain=chain,
    )
    return step


def _words_known(
    pages: PageType[Item, Document, EditionT], survivor: Item, before: Data, brought: Brought
) -> list[Data]:
    """Return the data of all that readers have seen of the two, and of what was merged in before."""
    steps = pages.lineage.step.objects.filter(item=survivor, public=True, undo=False)
    earlier = steps.exclude(record=None).values_list("loser", flat=True)
    return [before, brought.data, *(sides["loser"] for sides in earlier)]


def _confirmed(
    pages: PageType[Item, Document, EditionT],
    record: PairMerge[Item],
    document: Document,
    after: Data,
    confirmed: Collection[str],
) -> dict[str, object]:
    """Ask the gate about the merged text; return for the log what was confirmed of its warnings.

    What it finds in either of the two as readers see them is no news.
    """
    survivor, loser = record.survivor, record.loser
    found = pages.findings(survivor, from_data(type(document), after))
    if not found:
        return {}
    before = pages.findings(survivor, document)
    theirs = pages.findings(loser, pages.read(loser.public_edition()))
    refuse_newly_blocked(found, before)
    known = {each.identity for each in (*before, *theirs)}
    known |= looked_at(survivor).keys() | looked_at(loser).keys()
    fresh = Findings((), tuple(each for each in found.warnings if each.identity not in known))
    if left := fresh.unconfirmed(confirmed):
        raise UnconfirmedMerge(left)
    return refuse_unconfirmed(fresh, (), confirmed, record.reason).detail
