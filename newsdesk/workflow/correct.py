"""The verbs on what readers see: correcting and clarifying it at once, checking it, withdrawing it; and
putting away what they never saw.

Each is one transaction. An app binds them to its own `Pages`. A correction is one person's deed: it does
not wait for a second reader, and the log says whose it was (docs/decisions/0009).
"""

from typing import Any

from django.db import transaction

from newsdesk.comparison.three_way_merge import Data, three_way
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.editions import Edition
from newsdesk.pages.status import State
from newsdesk.workflow import ways
from newsdesk.workflow.editions import Notice, clashes_as_data, freeze, recall
from newsdesk.workflow.guards import refuse_incomplete_notice, refuse_newly_blocked
from newsdesk.workflow.page_type import Pages
from newsdesk.workflow.transitions import begin, log


@transaction.atomic
def correct(
    pages: Pages,
    item: Any,
    *,
    actor: Any,
    document: Any,
    wrong: str,
    right: str,
    gravity: str = Edition.Gravity.FOOT,
    note: str = "",
) -> Any:
    """Show `document` instead of the live text, at once, and tell readers what was wrong.

    The change is carried into what is scheduled and into the working copy by three-way merge.
    """
    notice = Notice(
        kind=Edition.Kind.CORRECTION, note=note, wrong=wrong, right=right, gravity=gravity
    )
    return _mend(pages, "correct", item, document, notice, actor=actor)


@transaction.atomic
def clarify(pages: Pages, item: Any, *, actor: Any, document: Any, note: str) -> Any:
    """Show `document` instead of the live text, at once; `note` tells readers what was unclear."""
    notice = Notice(kind=Edition.Kind.CLARIFICATION, note=note, gravity=Edition.Gravity.FOOT)
    return _mend(pages, "clarify", item, document, notice, actor=actor)


@transaction.atomic
def check(pages: Pages, item: Any, *, actor: Any, note: str = "") -> Any:
    """Tell readers that the live text was read again and still stands; return the edition."""
    item = begin(pages.verbs["check"], item, actor=actor, note=note)
    latest = item.latest_edition()
    edition = freeze(
        item,
        pages.read(latest),
        schema=pages.schema,
        actor=actor,
        way=ways.CHECK,
        merges=pages.lineage.behind(item, latest),
        notice=Notice(kind=Edition.Kind.CHECK),
    )
    pages.show(item)
    log(item, "check", actor=actor, note=note, edition=edition)
    pages.keep(item)
    return edition


@transaction.atomic
def withdraw(
    pages: Pages, item: Any, *, actor: Any, note: str, gone_status: int = Edition.Gone.GONE
) -> Any:
    """Take the page away from readers, and back what is scheduled; return the edition.

    `note` is the reason that readers are told, `gone_status` how the address answers from now on.
    """
    item = begin(pages.verbs["withdraw"], item, actor=actor, note=note)
    for waiting in item.editions.waiting():
        recall(waiting, actor=actor, reason="The page was withdrawn.")
    latest = item.latest_edition()
    edition = freeze(
        item,
        pages.read(latest),
        schema=pages.schema,
        actor=actor,
        way=ways.WITHDRAW,
        merges=pages.lineage.behind(item, latest),
        notice=Notice(kind=Edition.Kind.WITHDRAWAL, note=note, gone_status=gone_status),
    )
    item.state = (
        State.DRAFTING
    )  # Nothing of it is public now: it can be mended and submitted again.
    item.save(update_fields=["state"])
    pages.show(item)
    log(item, "withdraw", actor=actor, note=note, edition=edition)
    return edition


@transaction.atomic
def discard(pages: Pages, item: Any, *, actor: Any, note: str = "") -> Any:
    """Put away a draft that was never published."""
    return _set_discarded(pages, "discard", item, actor=actor, note=note)


@transaction.atomic
def take_back(pages: Pages, item: Any, *, actor: Any, note: str = "") -> Any:
    """Bring a discarded draft back."""
    return _set_discarded(pages, "take_back", item, actor=actor, note=note)


def _mend(
    pages: Pages, verb: str, item: Any, document: Any, notice: Notice, *, actor: Any
) -> Edition:
    """Show `document` instead of the live one, and carry what changed into all that is to come."""
    item = begin(pages.verbs[verb], item, actor=actor, note=notice.note)
    live = item.latest_edition()
    refuse_incomplete_notice(notice, live)
    document = pages.fit(document, item)
    readers_see, found = pages.read(live), pages.findings(item, document)
    if found.blocking:
        refuse_newly_blocked(found, before=pages.findings(item, readers_see))
    change = (as_data(readers_see), as_data(document))
    edition: Edition
    edition, carried = pages.insert(
        item,
        document,
        notice,
        actor=actor,
        way=ways.WAYS[verb],
        merges=pages.lineage.behind(item, live),
    )
    detail = {
        "carried": len(carried),
        "clashes": _carry_into_working_copy(pages, item, change, live, edition, actor=actor),
    }
    log(item, verb, actor=actor, note=notice.note, edition=edition, detail=detail)
    pages.keep(item, passed={edition.pk})
    return edition


def _carry_into_working_copy(
    pages: Pages, item: Any, change: tuple[Data, Data], live: Any, edition: Any, *, actor: Any
) -> list[dict[str, Any]]:
    """Put what changed into the working copy; return the fields in which that kept its own words."""
    document, settled = pages.document_of(item), item.state == State.SETTLED
    ours = as_data(document)
    merged, clashes = three_way(change[0], ours, change[1])
    pages.lineage.carried(item, ours, merged, waiting=None, before=live, edition=edition)
    if merged != ours:
        item.changed_by = actor
        pages.write_back(from_data(type(document), merged), item, actor=actor)
    if settled and item.state != State.SETTLED and not clashes:
        item.state = State.SETTLED  # All of it is published or scheduled, as it was before.
        item.save(update_fields=["state"])
    return clashes_as_data(clashes)


def _set_discarded(pages: Pages, verb: str, item: Any, *, actor: Any, note: str) -> Any:
    item = begin(pages.verbs[verb], item, actor=actor, note=note)
    item.discarded = verb == "discard"
    item.changed_by = actor
    item.save(update_fields=["discarded", "changed_by", "changed_at"])
    log(item, verb, actor=actor, note=note)
    return item
