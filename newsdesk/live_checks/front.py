"""On the front page of the desk: live pages that the gate would block today, forecasts that are over, and
links that lead nowhere.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TypedDict

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils import timezone

from newsdesk.desk.front.attention_lists import Rank, WaitingList, waiting_list
from newsdesk.desk.front.rows import ROWS, Row, admins_of
from newsdesk.desk.layout import anchor_of
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.live_checks.filters import BROKEN, FORECAST, LINKS
from newsdesk.live_checks.models import CheckRun, LinkUse, PageCheck, PageCheckQuerySet
from newsdesk.pages.clock import day_in_words, zone
from newsdesk.rules.findings import Problem

# Longer ago than this the command that should run every hour does not.
LATE = timedelta(hours=26)
# A list of more pages is one that nobody counts down: it is shown without its number.
COUNTED = 1_000
NEVER = "Published pages have never been looked through: manage.py check_live_pages does it."

Admins = Mapping[str, WorkflowAdmin]
# Field and message.
Found = tuple[str, str]


class WaitingListFields(TypedDict):
    """The fields of a `WaitingList` that say what is in it."""

    rows: list[Row]
    number: int | None
    links: tuple[tuple[str, str], ...]


@waiting_list
def live_pages(site: AdminSite, request: HttpRequest) -> Iterator[WaitingList]:
    """Yield the lists, of the kinds of page that this person may look at. Eight queries at most."""
    admins = {each.model.key_prefix: each for each in admins_of(site, request)}
    if not admins:
        return
    checks = PageCheck.objects.live().of_kind(*admins)
    last, today = CheckRun.last(), timezone.localdate(timezone=zone())
    note = f"Checked {day_in_words(last.finished_at)}." if last and last.finished_at else NEVER
    late = last is None or last.started_at < timezone.now() - LATE
    yield WaitingList(
        title="Published pages with failed checks",
        rank=Rank.BROKEN,
        note=note,
        told=late,
        **_shown(admins, checks.broken(), "-broken", BROKEN, _problems),
    )
    yield WaitingList(
        title="Forecast due",
        rank=Rank.FORECAST,
        note=note,
        **_shown(
            admins, checks.forecast_due(today), "due_on", FORECAST, partial(_forecasts, today)
        ),
    )
    if settings.LINK_CHECKS:
        yield WaitingList(
            title="Links that lead nowhere",
            rank=Rank.REVIEW,
            note="Asked twice, days apart. Give another address, or take the link out.",
            **_shown(admins, checks.with_dead_links(), "page__title", LINKS, _dead_links),
        )


def _problems(checks: Sequence[PageCheck]) -> list[list[Found]]:
    return [[(field, message) for field, message in check.problems] for check in checks]


def _forecasts(today: date, checks: Sequence[PageCheck]) -> list[list[Found]]:
    return [
        [(field, message) for _, field, message in check.forecasts_due(today)] for check in checks
    ]


def _dead_links(checks: Sequence[PageCheck]) -> list[list[Found]]:
    """Return where each of some pages leads nowhere. One query."""
    found: dict[int, list[Found]] = defaultdict(list)
    uses = LinkUse.objects.filter(page__in=[check.page_id for check in checks], link__dead=True)
    for use in uses.select_related("link").order_by("pk"):
        link = use.link
        day = f" Checked {day_in_words(link.checked_at)}." if link.checked_at else ""
        found[use.page_id].append((use.field, f"{link.address}: {link.answer}{day}"))
    return [found[check.page_id] for check in checks]


def _shown(
    admins: Admins,
    checks: PageCheckQuerySet,
    order: str,
    needs: str,
    told: Callable[[Sequence[PageCheck]], Sequence[Sequence[Found]]],
) -> WaitingListFields:
    """Return the first rows of a list, how many there are, if not more than COUNTED, and where each kind of
    page lists all of its own. `told` returns the findings to show of each. Two queries and those of `told`,
    one for none.
    """
    # Counted here: a count of the database's would look for all of them once more.
    found = list(checks.order_by(order, "pk").values_list("pk", "kind")[: COUNTED + 1])
    are_counted = len(found) <= COUNTED
    first = PageCheck.objects.with_pages([key for key, _ in found[:ROWS]]) if found else []
    links = []
    for kind, number in Counter(kind for _, kind in found).items():
        opts = admins[kind].opts
        name = f"1 {opts.verbose_name}"
        if not are_counted:
            name = f"All {opts.verbose_name_plural}"
        elif number > 1:
            name = f"All {number} {opts.verbose_name_plural}"
        links.append((name, f"{admins[kind].list_address()}?needs={needs}"))
    rows = [_row(admins, check, own) for check, own in zip(first, told(first), strict=True)]
    total = len(found) if are_counted else None
    return WaitingListFields(rows=rows, number=total, links=tuple(links))


def _row(admins: Admins, check: PageCheck, told: Sequence[Found]) -> Row:
    """Return a row that leads to the place of the first problem in the page's form."""
    each = admins[check.kind]
    (field, message), *others = told
    place = f"#{anchor_of(Problem(field, message))}" if field else ""
    return {
        "title": check.page.title,
        "address": f"{each.address('change', check.item)}{place}",
        "kind": str(each.opts.verbose_name),
        "why": message,
        "more": len(others),
    }
