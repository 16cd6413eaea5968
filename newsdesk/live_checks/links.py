"""Asking what published pages lead to: a few addresses at a time, and each of them seldom.

| a site answers | and then |
| --- | --- |
| anything below 400 | it is there: asked again after a month |
| 404 or 410, or nothing, or there is no such site | asked again after two days; then it leads nowhere |
| anything else, such as 403, 429 or 503 | that tells nothing: many newspapers let no programs in |

So an address is dead when it was so twice, two days apart. SECURITY: what waits is not asked for: whoever
keeps that site would hear of it. Addresses that are not public are never asked (`newsdesk.outside.fetch`).
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from time import sleep

from django.utils import timezone

from newsdesk.live_checks.models import Link
from newsdesk.outside.fetch import is_there
from newsdesk.outside.network import NoAnswer, NoSuchHost, NotFetched

logger = logging.getLogger("newsdesk.links")

DAY = timedelta(days=1)
THERE_AGAIN, FAILING_AGAIN, DEAD_AGAIN = 30 * DAY, 2 * DAY, 7 * DAY
# Two failures that are this far apart count as two.
APART = FAILING_AGAIN - timedelta(hours=1)
# Of a run: addresses in all, of one host, hosts at once; between two askings of one host.
MOST, MOST_OF_HOST, HOSTS_AT_ONCE, PAUSE = 150, 10, 4, 2.0
# Where so many sites all say nothing, it is this machine that reaches none.
CUT_OFF = 5


class LinkAnswer(Enum):
    """What an asking tells of an address."""

    THERE = auto()
    GONE = auto()
    SILENT = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is behind an address, with what was answered in words."""

    found: LinkAnswer
    said: str


Ask = Callable[[str], Answer]


def asked(address: str) -> Answer:
    """Ask the site whether there is such a page."""
    try:
        status = is_there(address).status
    except (NoAnswer, NoSuchHost) as error:
        return Answer(LinkAnswer.SILENT, str(error))
    except NotFetched as error:
        return Answer(LinkAnswer.NOTHING, str(error))
    if status < 400:
        return Answer(LinkAnswer.THERE, f"The site answered {status}.")
    if status in (404, 410):
        return Answer(LinkAnswer.GONE, f"The site answered {status}: there is no such page.")
    return Answer(LinkAnswer.NOTHING, f"The site answered {status}.")


def ask_due(ask: Ask = asked, *, pause: float = PAUSE) -> int:
    """Ask the addresses that are due, those that have waited longest first; return how many.

    One host is asked one thing at a time, with a pause of so many seconds.
    """
    hosts = _due(timezone.now())
    if not hosts:
        return 0
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as asking:
        found = [
            pair
            for pairs in asking.map(lambda links: _ask_in_turn(links, ask, pause), hosts)
            for pair in pairs
        ]
    if len(hosts) >= CUT_OFF and all(answer.found is LinkAnswer.SILENT for _, answer in found):
        logger.warning("No link could be asked: none of %d sites answers this machine.", len(hosts))
        return 0
    now = timezone.now()
    dead = sum(note(link, answer, now) for link, answer in found)
    logger.info("%d links asked, %d of them lead nowhere", len(found), dead)
    return len(found)


def note(link: Link, answer: Answer, now: datetime) -> bool:
    """Keep an answer; return whether the address is dead."""
    was_dead = link.dead
    if answer.found in (LinkAnswer.GONE, LinkAnswer.SILENT):
        link.failing_since = link.failing_since or now
        link.dead = was_dead or now - link.failing_since >= APART
    else:
        link.failing_since, link.dead = None, False
    link.checked_at, link.answer = now, answer.said[:300]
    wait = THERE_AGAIN if link.failing_since is None else FAILING_AGAIN
    link.due_at = now + (DEAD_AGAIN if link.dead else wait)
    fields = ("failing_since", "dead", "checked_at", "answer", "due_at")
    Link.objects.filter(pk=link.pk).update(**{name: getattr(link, name) for name in fields})
    if link.dead != was_dead:
        state = "leads nowhere" if link.dead else "is there again"
        logger.info("%s %s: %s", link.address, state, link.answer)
    return link.dead


def _due(now: datetime) -> list[list[Link]]:
    """Return what is due, by host."""
    hosts: dict[str, list[Link]] = defaultdict(list)
    left = MOST
    due = Link.objects.of_live_pages().filter(due_at__lte=now).order_by("due_at", "pk")
    # Of a host with thousands of addresses only some are asked: behind them others wait.
    for link in due[: 10 * MOST]:
        if left and len(hosts[link.host]) < MOST_OF_HOST:
            hosts[link.host].append(link)
            left -= 1
    return [links for links in hosts.values() if links]


def _ask_in_turn(links: Sequence[Link], ask: Ask, pause: float) -> list[tuple[Link, Answer]]:
    found = []
    for number, link in enumerate(links):
        if number:
            sleep(pause)
        found.append((link, ask(link.address)))
    return found
