"""Publishing and scheduling: of one page, or of a page and the drafts that go with it.

All of it is one transaction: the pages are locked in one order, read in a number of queries that does not
grow with them, judged once, and each goes through every guard before anything is written. Then each
table is written once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsdesk.catalogue import write as catalogue
from newsdesk.catalogue.entries import Entry
from newsdesk.pages.documents import as_data, digest
from newsdesk.pages.editions import Edition
from newsdesk.pages.histories import History, histories
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.status import State
from newsdesk.rules.acknowledgements import Confirmation, Reason, all_looked_at
from newsdesk.rules.findings import Findings
from newsdesk.workflow import ways
from newsdesk.workflow.editions import Notice, freeze_many, next_edition
from newsdesk.workflow.guards import (
    refuse_approval_void,
    refuse_before_embargo,
    refuse_blocked,
    refuse_incomplete_notice,
    refuse_past,
    refuse_substance_as_minor,
    refuse_unconfirmed,
)
from newsdesk.workflow.review import ReviewTransitions
from newsdesk.workflow.transitions import (
    Line,
    Refused,
    Verb,
    lock,
    log_many,
    refuse_out_of_turn,
    second_reader_rule,
)

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A page to be published, and what readers are told of it. `confirmed` are the identities of warnings
    that somebody has looked at, for `reason`.
    """

    kind: ReviewTransitions[Any, Any, Any]
    item: WorkingCopy
    told: Notice
    confirmed: Collection[str] = ()
    reason: Reason = ""


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A page on its way: what was read of it and, once it is through the guards, its `edition`."""

    release: Release
    item: WorkingCopy
    document: object
    history: History[Edition]
    found: Findings
    looked: Collection[str]
    merges: Sequence[int]
    verb: Verb = field(init=False)
    edition: Edition = field(init=False)
    confirmation: Confirmation = field(default_factory=Confirmation)
    carried: int = 0


@transaction.atomic
def publish_many(
    leading: Release, along: Sequence[Release] = (), *, actor: User, at: datetime | None = None
) -> list[Edition]:
    """Freeze the working copy of `leading` and show it to readers, at `at` or at once, and with it those of
    `along`, which appear when it does, not before: all of them or nothing. Return the editions.

    Raises PermissionDenied, a Refused or the catalogue's PathTaken, for whichever page is in the way first.
    """
    releases = [leading, *along]
    locked = lock(release.item for release in releases)
    if len(locked) < len(releases):
        raise Refused("The same page was chosen twice.")
    now = timezone.now()
    drafts = _read(releases, locked)
    _let_through(drafts[0], at, now, actor=actor)
    start = drafts[0].edition.visible_from
    for number, draft in enumerate(drafts[1:], start=1):
        # Lists show the newest first: the leading page, then the others as they stand in it. Nobody can
        # see between these moments, which are past when the transaction ends.
        _let_through(draft, start if start > now else None, now - number * _MOMENT, actor=actor)
    kinds = _by_kind(drafts)
    for some in kinds:
        freeze_many([draft.edition for draft in some])
        for draft in some:
            _carry(draft, actor=actor)
    _show(kinds)
    for some in kinds:
        _settle(some, actor=actor)
    return [draft.edition for draft in drafts]


def _by_kind(drafts: Sequence[_Draft]) -> list[list[_Draft]]:
    kinds: dict[type[WorkingCopy], list[_Draft]] = {}
    for draft in drafts:
        kinds.setdefault(type(draft.item), []).append(draft)
    return list(kinds.values())


def _read(releases: Sequence[Release], locked: Mapping[str, WorkingCopy]) -> list[_Draft]:
    """Read all that is asked of pages before they are published, in their order."""
    kinds: dict[type[WorkingCopy], list[Release]] = {}
    for release in releases:
        kinds.setdefault(type(release.item), []).append(release)
    found: dict[str, _Draft] = {}
    for model, some in kinds.items():
        kind, items = some[0].kind, [locked[release.item.key] for release in some]
        model.read_standing(items)
        documents = kind.documents_of(items)
        judged = kind.findings_of_many(list(zip(items, documents, strict=True)))
        warned = [item.pk for item, each in zip(items, judged, strict=True) if each.warnings]
        looked = all_looked_at(model, warned) if warned else {}
        known, merges = (
            histories(model, [item.pk for item in items]),
            kind.lineage.behind_many(items),
        )
        for release, item, document, each in zip(some, items, documents, judged, strict=True):
            found[item.key] = _Draft(
                release=release,
                item=item,
                document=document,
                history=known[item.pk],
                found=each,
                looked=looked.get(item.pk, ()),
                merges=merges[item.pk],
            )
    return [found[release.item.key] for release in releases]


def _let_through(draft: _Draft, at: datetime | None, now: datetime, *, actor: User) -> None:
    """Ask every guard about a page that is to appear at `at`, for None at once; make its edition."""
    release, item, kind = draft.release, draft.item, draft.release.kind
    verb = draft.verb = kind.verbs["publish" if at is None else "schedule"]
    refuse_out_of_turn(verb, item, actor=actor, note=release.told.note)
    if at is not None:
        refuse_past(at)
        refuse_before_embargo(item, at)
    live = next(reversed(draft.history.public(now)), None)
    # What is written to a first edition is for the log: readers have nothing to compare it with.
    notice = release.told if live else Notice()
    refuse_approval_void(verb, item, digest(draft.document))
    refuse_incomplete_notice(notice, live)
    refuse_blocked(draft.found)
    draft.confirmation = refuse_unconfirmed(
        draft.found, draft.looked, release.confirmed, release.reason
    )
    if live is not None:
        refuse_substance_as_minor(notice, as_data(kind.read(live)), as_data(draft.document))
    start = max(filter(None, (at, item.embargo_until, now)))
    draft.edition = next_edition(
        item,
        draft.document,
        schema=kind.kind.schema,
        actor=actor,
        way=ways.WAYS[verb.name],
        merges=draft.merges,
        notice=notice,
        now=now,
        start=start,
        before=next(reversed(draft.history.public(start)), None),
        last=draft.history.last_frozen,
    )


def _carry(draft: _Draft, *, actor: User) -> None:
    """Carry what a page changes into what of it waits longer than its new edition does."""
    history, edition, item = draft.history, draft.edition, draft.item
    seen, later = history.public(edition.visible_from), history.waiting(edition.visible_from)
    history.add(edition)
    if later:
        # What nobody has seen yet is measured against the edition that it overtakes.
        before = seen[-1] if seen else later[0]
        kind = draft.release.kind
        carried = kind.carry(item, draft.document, before=before, edition=edition, actor=actor)
        draft.carried = len(carried)
        draft.history = histories(type(item), [item.pk])[item.pk]


def _show(kinds: Sequence[Sequence[_Draft]]) -> None:
    """Write the catalogue of all pages."""
    entries: dict[str, list[Entry]] = {}
    for some in kinds:
        known = {draft.item.pk: draft.history.in_order() for draft in some}
        entries |= some[0].release.kind.kind.entries_of_pages(known)
    catalogue.put_many(entries)


def _settle(drafts: Sequence[_Draft], *, actor: User) -> None:
    """Keep of pages of one kind what they say now and that nothing is in hand, and tell the log."""
    kind, items = drafts[0].release.kind, [draft.item for draft in drafts]
    model = type(items[0])
    for draft in drafts:
        draft.item.state, draft.item.digest = State.SETTLED, draft.edition.digest
    model._default_manager.bulk_update(items, ["state", "digest"])
    # A name that was changed elsewhere changes the text too, and nobody saved the page.
    model.add_revisions(items, actor=actor)
    model.forget_standing(items)
    read = kind.corrections_read([(draft.item, draft.edition) for draft in drafts])
    log_many([*read, *(_line(draft, actor=actor) for draft in drafts)])
    kind.keep_many(items, passed={draft.edition.pk for draft in drafts})


def _line(draft: _Draft, *, actor: User) -> Line:
    item, edition, detail = draft.item, draft.edition, dict(draft.confirmation.detail)
    if edition.visible_from > edition.at:
        detail["visible_from"] = edition.visible_from.isoformat()
    if draft.verb.needs_approval and not second_reader_rule(item):
        detail["second_reader"] = False
    if draft.carried:
        detail["carried"] = draft.carried
    return Line(
        item=item,
        verb=draft.verb.name,
        actor=actor,
        note=draft.release.told.note,
        edition=edition,
        detail=detail,
    )
