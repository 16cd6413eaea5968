"""Reading a source for a person: at its address, or in a page that they saved. Nothing of its text is kept.

One page at a time, because somebody asked for it, and so many a minute for each person.
"""

import logging
import time

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache

from entities.sources.facts import Source, source_of
from newsdesk.intake import apart
from newsdesk.intake.builder import address as unwrapped
from newsdesk.intake.lines import Unreadable
from newsdesk.outside.circuit import Away, Circuit
from newsdesk.outside.fetch import fetch
from newsdesk.outside.network import INTERNET, Network, NotFetched
from newsdesk.pages.web_addresses import with_scheme
from newsdesk.requests.addresses import host_of

A_MINUTE = 5
MINUTE = 60
NONE_SAID = "The page does not say who reported what: fill in the fields by hand."
_BUSY = "Colleagues are reading pages just now: try again in a few seconds."
# A page may take fifteen seconds: half of the threads of a web process stay for readers and for the desk.
_SITES = Circuit("sites of sources", pause=0, most=max(1, settings.WEB_THREADS // 2), patience=2)

logger = logging.getLogger("newsdesk.sources")


class NotRead(ValueError):
    """Nothing was found. The text is one sentence; `retry_after` seconds from now there is room again."""

    def __init__(self, sentence: str, *, retry_after: int = 0) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


def at_address(address: str, *, actor: User, network: Network | None = None) -> Source:
    """Return what the page at an address says. Raises NotRead."""
    wanted = as_asked(address)
    if not wanted:
        raise NotRead("Paste the address of the report first.")
    _count(actor)
    try:
        with _SITES.asking(lambda error: False):
            page = fetch(wanted, network=network or INTERNET)
        found = apart.read_news(page.data, page.url, charset=page.charset)
    except Away as error:
        raise NotRead(_BUSY, retry_after=5) from error
    except (NotFetched, Unreadable) as error:
        logger.info("Source at %r, for user %s: %s", host_of(wanted), actor.pk, error)
        raise NotRead(str(error)) from error
    logger.info("Source at %r, for user %s: read", host_of(page.url), actor.pk)
    return _with_something(source_of(found))


def in_page(data: bytes, *, actor: User, address: str = "") -> Source:
    """Return what a page says that somebody saved, perhaps from `address`. Raises NotRead."""
    try:
        found = apart.read_news(data, as_asked(address))
    except Unreadable as error:
        raise NotRead(str(error)) from error
    logger.info("Source in a saved page, for user %s: read", actor.pk)
    return _with_something(source_of(found))


def as_asked(address: str) -> str:
    """Return an address out of what wraps it, with https:// where it was typed without; "" for none."""
    return unwrapped(with_scheme(address.strip())) or address.strip()


def _with_something(source: Source) -> Source:
    if all(fact.name == "url" for fact in source.facts):
        raise NotRead(NONE_SAID)
    return source


def _count(actor: User) -> None:
    """Count one page. A cache that is down must not keep people from their work: then nothing is counted."""
    now = time.time()
    name = f"sources:{actor.pk}:{int(now // MINUTE)}"
    try:
        cache.add(name, 0, timeout=MINUTE)
        number = cache.incr(name)
    except ValueError:  # It ran out between the two.
        return
    except Exception:  # Each cache has errors of its own.
        logger.warning("The cache did not answer: a page was not counted.", exc_info=True)
        return
    if number > A_MINUTE:
        wait = max(1, int(MINUTE - now % MINUTE) + 1)
        raise NotRead(
            f"You have had {A_MINUTE} pages in this minute: there is room again in {wait} seconds.",
            retry_after=wait,
        )
