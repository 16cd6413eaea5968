"""The only writer of checks: in the transaction that shows a page, and for many pages one after another."""

import logging
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.kinds.kind import Document, EditionT
from newsdesk.live_checks.models import PageCheck
from newsdesk.rules.acknowledgements import all_looked_at
from newsdesk.rules.findings import Problem
from newsdesk.rules.wording import Forecast
from newsdesk.workflow.page_type import Item, PageType

logger = logging.getLogger("newsdesk.live_checks")

# What is kept of a page whose check failed: it belongs on the list until somebody has looked.
FAILED = Problem(
    "", "The publishing checks failed on this page; the server's log says how.", "gate-failed"
)


def check(
    kind: PageType[Item, Document, EditionT],
    page: Page,
    document: Document,
    blocking: Iterable[Problem],
    looked: Collection[str],
) -> PageCheck:
    """Return the unsaved check of a page; `looked` are identities of warnings that were let stand."""
    problems = list(blocking)
    earliest: dict[str, Forecast] = {}
    for each in sorted(kind.forecasts(document), key=lambda forecast: forecast.last_day):
        if each.problem.identity not in looked:
            earliest.setdefault(each.problem.identity, each)
    forecasts = list(earliest.values())
    return PageCheck(
        page=page,
        kind=kind_of(page),
        item=item_of(page),
        problems=[[problem.field, str(problem)] for problem in problems],
        broken=len(problems),
        forecasts=[[f.last_day.isoformat(), f.problem.field, str(f.problem)] for f in forecasts],
        due_on=forecasts[0].last_day if forecasts else None,
        checked_at=timezone.now(),
    )


def failed(page: Page) -> PageCheck:
    """Return the unsaved check of a page on which the gate itself failed."""
    return PageCheck(
        page=page,
        kind=kind_of(page),
        item=item_of(page),
        problems=[[FAILED.field, str(FAILED)]],
        broken=1,
        checked_at=timezone.now(),
    )


def kind_of(page: Page) -> str:
    return page.key.partition(":")[0]


def item_of(page: Page) -> int:
    return int(page.key.partition(":")[2])


@transaction.atomic
def store(checks: Iterable[PageCheck]) -> int:
    """Keep `checks`, each instead of the one before; return how many. Two queries.

    Pages that have left the catalogue since they were read are left out.
    """
    by_page = {each.page_id: each for each in checks}
    there = Page.objects.select_for_update().filter(pk__in=by_page).order_by("pk")
    kept = [by_page[pk] for pk in there.values_list("pk", flat=True)]
    PageCheck.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["problems", "broken", "forecasts", "due_on", "checked_at"],
    )
    return len(kept)


def keep(
    kind: PageType[Item, Document, EditionT],
    items: Sequence[Item],
    *,
    passed: Collection[int] = (),
) -> None:
    """Check what the catalogue shows of `items` and has no check yet: editions that
    were frozen just now.

    Called in the verb's transaction, behind its events. `passed` are the primary keys of editions that
    the gate has just let through; of others, such as one that a change was carried into, it is asked.
    Four queries, none but the first where nothing is new.
    """
    by_key = {item.key: item for item in items}
    pages = {p.edition: p for p in Page.objects.filter(key__in=by_key, gate_check=None)}
    if not pages:
        return
    frozen = kind.kind.editions.in_bulk(list(pages)).values()
    fresh = [edition for edition in frozen if not edition.withdraws]
    looked = all_looked_at(kind.model, {edition.item_id for edition in fresh}) if fresh else {}
    checks = []
    for edition in fresh:
        page, document = pages[edition.pk], kind.read(edition)
        blocking = (
            () if edition.pk in passed else kind.find({page.key: document})[page.key].blocking
        )
        checks.append(check(kind, page, document, blocking, looked.get(edition.item_id, ())))
    if checks:
        store(checks)
