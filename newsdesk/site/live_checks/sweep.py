"""Asking the gate of all live pages in turn, and keeping what it finds for the front page of the desk.

What changes the answer although nobody has published: the day, a topic or a FAQ that the page names,
the gate's own rules. So a page is asked about when it has no answer yet, when its answer is old, or
when something that it names was changed since the last time.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.live_checks import results
from newsdesk.live_checks.models import CheckRun, PageCheck
from newsdesk.rules.acknowledgements import all_looked_at
from newsdesk.site.live_checks.rules import documents_of
from newsdesk.workflow.register import AnyWorkflow, workflows

logger = logging.getLogger("newsdesk.live_checks")

PAGES_AT_ONCE = 200
DAY = timedelta(days=1)
KEYS_AT_ONCE = 500


class Swept(NamedTuple):
    """What one run did: how many pages it checked, and in how many the gate itself failed."""

    pages: int
    failed: tuple[str, ...]


def sweep(before: datetime) -> Swept:
    """Check the live pages that have no check, one from `before` that time, or whose topics or FAQs have
    changed since the last run.

    Batch by batch, a transaction each: a run that is stopped has done its part, and the next one does
    the rest. A page on which the gate fails is kept as broken, logged, and stops nothing.
    """
    run, last = CheckRun.objects.create(started_at=timezone.now()), CheckRun.last()
    touched = _touched(last.started_at) if last else set()
    failed: list[str] = []
    for kind in workflows():
        pks = _waiting(kind, before, touched)
        for begin in range(0, len(pks), PAGES_AT_ONCE):
            checks, in_vain = _checks(kind, pks[begin : begin + PAGES_AT_ONCE])
            run.pages += results.store(checks)
            failed += in_vain
    run.finished_at, run.failed = timezone.now(), len(failed)
    run.save(update_fields=["finished_at", "pages", "failed"])
    _forget_runs(run)
    logger.info("%d published pages checked, the checks failed on %d", run.pages, run.failed)
    return Swept(run.pages, tuple(failed))


def _waiting(kind: AnyWorkflow, before: datetime, touched: set[int]) -> list[int]:
    """Return the catalogue's rows of a kind that are to be checked, those without a check first."""
    live = Page.objects.visible().of_kind(kind.kind.name)
    rows = live.values_list("pk", "gate_check__checked_at").order_by("gate_check__checked_at", "pk")
    found = [(pk, at) for pk, at in rows if at is None or at < before or pk in touched]
    # The two databases do not agree on where what is empty stands in an order.
    return [pk for pk, at in sorted(found, key=lambda each: each[1] is not None)]


def _touched(since: datetime) -> set[int]:
    """Return the catalogue's rows of pages that name something which was changed since then."""
    keys = [
        f"{kind.kind.name}:{pk}"
        for kind in workflows()
        if kind.checked_by_others
        for pk in kind.items.filter(changed_at__gte=since).values_list("pk", flat=True)
    ]
    found: set[int] = set()
    for begin in range(0, len(keys), KEYS_AT_ONCE):
        part = keys[begin : begin + KEYS_AT_ONCE]
        rows = Page.objects.filter(Q(references__target__in=part) | Q(key__in=part))
        found.update(rows.values_list("pk", flat=True))
    return found


def _checks(kind: AnyWorkflow, pks: list[int]) -> tuple[list[PageCheck], list[str]]:
    """Return the checks of some pages of a kind, and the keys of those on which the gate failed."""
    pages = list(Page.objects.filter(pk__in=pks).only("key", "edition"))
    looked = all_looked_at(kind.model, [results.item_of(page) for page in pages])
    try:
        return list(_asked(kind, pages, looked)), []
    except Exception:
        logger.warning(
            "The publishing checks failed on one of %d pages: each is checked alone.",
            len(pages),
        )
    checks: list[PageCheck] = []
    failed = []
    for page in pages:
        try:
            checks += _asked(kind, [page], looked)
        except Exception:
            logger.exception("The publishing checks failed on %s", page.key)
            checks.append(results.failed(page))
            failed.append(page.key)
    return checks, failed


def _asked(
    kind: AnyWorkflow, pages: list[Page], looked: dict[int, set[str]]
) -> Iterator[PageCheck]:
    documents = documents_of(kind, pages)
    found = kind.find(documents)
    for page in pages:
        if page.key in found:
            passed = looked.get(results.item_of(page), set())
            blocking = found[page.key].blocking
            yield results.check(kind, page, documents[page.key], blocking, passed)


def _forget_runs(run: CheckRun) -> None:
    """Keep the last run of all, and those that may still be at work; nobody reads the ones before."""
    before = CheckRun.objects.filter(started_at__lt=run.started_at)
    before.filter(Q(finished_at__isnull=False) | Q(started_at__lt=run.started_at - DAY)).delete()
