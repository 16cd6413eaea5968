"""Proof that nothing leaks before its time: the public site with what waits, and without it, compared.

Every public address is fetched as the proxy in front would, and judged: a proof that did not see what
it judges is none. It is fetched twice, as things are, and in a transaction, rolled back afterwards, in which
the catalogue knows nothing of what waits. Nothing but the date of the answer may differ, for who asks for
the first time and for who has the answer already, and no word may show that only a waiting edition or a
draft under embargo holds.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from newsdesk.catalogue import search
from newsdesk.catalogue.models import Page, PastPath, Reference
from newsdesk.catalogue.publication import in_its_language
from newsdesk.kinds.register import kinds
from newsdesk.pages.documents import Data, as_data
from newsdesk.publication.models import PublicationEdition
from newsdesk.site.api_addresses import api_addresses
from newsdesk.site.public_addresses import Address, Desk, Kind, addresses, open_pictures
from newsdesk.site.public_answers import Answer, Reader, faults, faults_of_unchanged, locations
from newsdesk.workflow.register import workflows

TEMPLATES = "templates"
_WORD = re.compile(r"[^\W\d_]{5,}")


class DeskChanged(Exception):
    """The desk changed while it was looked at: what differs proves nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An address, and what is wrong with its answer."""

    address: str
    what: str

    def __str__(self) -> str:
        return f"{self.address}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a scan has found.

    `seen` is how many addresses of each kind were answered as a reader should be; `blind` names the
    kinds that the desk has and of which none was; `faults` are answers that are not what a reader
    should get, `leaks` such as know of what waits; `waiting` is how many editions and drafts under
    embargo there are.
    """

    waiting: int
    addresses: int
    secret_words: int
    seen: Mapping[Kind, int]
    blind: tuple[Kind, ...]
    faults: tuple[Finding, ...]
    leaks: tuple[Finding, ...]


# The answer to who asks for the first time, and to who has that answer already, if it can be told.
Pair = tuple[Answer, Answer | None]


def scan() -> Scan:
    """Fetch every public address with and without what waits; return what differs. Raises Disturbed."""
    with in_its_language():
        return _scan()


def _scan() -> Scan:
    began, before = timezone.now(), _generation()
    desk = Desk(began)
    texts = list(_waiting_documents(began))
    words = secret_words(texts)
    known = addresses(desk, words=words, texts=texts, more=[api_addresses])
    reader = Reader()
    now = {address.path: _fetched(reader, address) for address in known}
    with transaction.atomic():
        _forget_what_waits(began)
        without = {address.path: _fetched(reader, address) for address in known}
        transaction.set_rollback(True)
    if _generation() != before or _came_due(began):
        raise DeskChanged("Something was published or came due while the scan ran. Run it again.")
    wrong = [Finding(each.path, what) for each in known for what in _faults(each, now[each.path])]
    wrong += _not_in_a_sitemap(desk, known, now)
    bad = {finding.address for finding in wrong}
    seen = Counter(each.kind for each in known if each.path not in bad)
    return Scan(
        waiting=len(texts),
        addresses=len(known),
        secret_words=len(words),
        seen=seen,
        blind=tuple(kind for kind in _kinds_of(desk) if not seen[kind]),
        faults=tuple(wrong),
        leaks=tuple(_leaks(now, without, words)),
    )


def secret_words(texts: Iterable[object]) -> list[str]:
    """Return the words that these documents hold and nothing public does, the longest first."""
    waiting = {word for data in texts for word in _words(str(data))}
    for kind in kinds():
        for data in kind.editions.public().values_list("document", flat=True).iterator():
            waiting -= _words(str(data))
    # What every page says is no secret.
    for path in (settings.BASE_DIR / TEMPLATES).rglob("*.*ml"):
        waiting -= _words(path.read_text())
    return sorted(waiting, key=lambda word: (-len(word), word))


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _waiting_documents(now: datetime) -> Iterator[Data]:
    """Yield the data of every edition that waits, and of every working copy under embargo."""
    for kind in kinds():
        yield from kind.editions.waiting(now).values_list("document", flat=True)
    for workflow in workflows():
        for item in workflow.items.filter(embargo_until__gt=now):
            yield as_data(workflow.document_of(item))


def _forget_what_waits(now: datetime) -> None:
    """Make the catalogue what it would be if nothing waited."""
    waiting = Page.objects.filter(visible_from__gt=now)
    keys = set(waiting.values_list("key", flat=True))
    still = list(Page.objects.visible(now).filter(key__in=keys).values_list("pk", flat=True))
    Page.objects.filter(pk__in=still).update(visible_until=None)
    Reference.objects.filter(page__in=still).update(visible_until=None)
    search.forget(list(waiting))
    search.retime()
    waiting.delete()
    PastPath.objects.filter(since__gt=now).delete()


def _generation() -> tuple[object, ...]:
    """Return what changes whenever anything is published, scheduled, withdrawn or merged."""
    editions = [kind.editions.aggregate(last=Max("pk"))["last"] for kind in kinds()]
    rows = Page.objects.order_by("pk").values_list("pk", "path", "visible_from", "visible_until")
    return (*editions, hash(tuple(rows)))


def _came_due(began: datetime) -> bool:
    now = timezone.now()
    pages = Page.objects.filter(visible_from__range=(began, now))
    return (pages | Page.objects.filter(visible_until__range=(began, now))).exists()


def _fetched(reader: Reader, address: Address) -> Pair:
    answer = reader.fetch(address.path)
    tag = answer.headers.get("ETag", "")
    return answer, reader.fetch(address.path, tag=tag) if tag else None


def _faults(address: Address, pair: Pair) -> Iterator[str]:
    answer, again = pair
    yield from faults(address, answer)
    if again is not None:
        yield from faults_of_unchanged(answer, again)


def _not_in_a_sitemap(
    desk: Desk, known: Iterable[Address], now: Mapping[str, Pair]
) -> list[Finding]:
    """Return the pages that readers can see and no sitemap lists."""
    listed: set[str] = set()
    for address in known:
        answer, _ = now[address.path]
        if address.kind == Kind.SITEMAP and not list(faults(address, answer)):
            listed.update(locations(answer.body))
    missing = [path for path in desk.by_path if settings.SITE_URL + path not in listed]
    return [Finding(path, "no sitemap lists it") for path in missing]


def _kinds_of(desk: Desk) -> Iterator[Kind]:
    """Yield the kinds of answer that a reader of this desk can get."""
    instead = {found.kind for path in desk.paths if (found := desk.at(path))}
    sometimes = {
        Kind.REDIRECT: Kind.REDIRECT in instead,
        Kind.GONE: Kind.GONE in instead,
        Kind.PICTURE: bool(open_pictures(desk)),
        Kind.STYLESHEET: PublicationEdition.objects.begun(timezone.now()).exists(),
        Kind.MARKDOWN: bool(desk.by_path),
    }
    yield from (kind for kind in Kind if sometimes.get(kind, True))


def _leaks(
    now: Mapping[str, Pair], without: Mapping[str, Pair], words: Iterable[str]
) -> Iterator[Finding]:
    secret = set(words)
    for address, (answer, again) in now.items():
        other, other_again = without[address]
        for name in answer.differences(other):
            yield Finding(address, f"its {name} would differ if nothing waited")
        if (again is None) != (other_again is None):
            yield Finding(address, "it could be asked for anew in another way if nothing waited")
        elif again is not None and other_again is not None:
            for name in again.differences(other_again):
                yield Finding(address, f"its {name} for who has it would differ if nothing waited")
        asked = address.lower()
        told = " ".join((answer.body.decode("utf-8", "replace"), *answer.headers.values()))
        # Whole words: “defined” does not give away that a waiting edition says “fined”.
        for word in sorted(secret & _words(told)):
            # What was asked for is said again in the answer; that is no news to who asked.
            if word not in asked:
                yield Finding(address, f"it holds “{word}”, which only a waiting version does")
