"""Proof that nothing leaks before its time: the public site with what waits, and without it, compared.

Every public address is fetched twice: as things are, and in a transaction, rolled back afterwards, in which
the catalogue knows nothing of what waits. Not one byte may differ, and no word may show that only a
waiting edition holds. Where caches in front of the site may answer by themselves, `s-maxage` grows shorter
towards an appearance by design (`catalogue.cache.shared_age`): that something will change, not what.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from entities.history.record import addresses_of
from entities.models.edition import EntityEdition
from faqs.models.edition import FaqEdition
from newsdesk.catalogue.models import Name, Page, PastPath, Reference
from stories.models.edition import StoryEdition

EDITIONS: tuple[Any, ...] = (StoryEdition, FaqEdition, EntityEdition)
FORMS = ("xml", "atom", "json")
# Words asked for in search and suggestions; each costs some requests.
MOST_WORDS = 60
_WORD = re.compile(r"[^\W\d_]{5,}")
_PICTURE = re.compile(r"pictures/[0-9a-f]{2}/[0-9a-f]{32}[^\"\s]*")


@dataclass(frozen=True, slots=True)
class Leak:
    """An address whose answer knows of what waits, and how."""

    address: str
    what: str

    def __str__(self) -> str:
        return f"{self.address}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a scan has found; `addresses` is how many were fetched, `waiting` how many editions wait."""

    waiting: int
    addresses: int
    secret_words: int
    leaks: tuple[Leak, ...]


def scan() -> Scan:
    """Fetch every public address with and without what waits, and return what differs."""
    texts = list(_waiting_texts())
    words = secret_words(texts)
    addresses = list(dict.fromkeys(_addresses(words, texts)))
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0].lstrip("."))
    now = {address: _answer(client, address) for address in addresses}
    with transaction.atomic():
        _forget_what_waits()
        without = {address: _answer(client, address) for address in addresses}
        transaction.set_rollback(True)
    return Scan(
        waiting=len(texts),
        addresses=len(addresses),
        secret_words=len(words),
        leaks=tuple(_leaks(now, without, words)),
    )


def secret_words(texts: Iterable[str]) -> list[str]:
    """Return the words that waiting editions hold and no public one does, the longest first."""
    waiting = {word.lower() for text in texts for word in _WORD.findall(text)}
    for editions in EDITIONS:
        for data in editions.objects.public().values_list("document", flat=True).iterator():
            waiting -= {word.lower() for word in _WORD.findall(str(data))}
    return sorted(waiting, key=lambda word: (-len(word), word))


def _waiting_texts() -> Iterator[str]:
    for editions in EDITIONS:
        for data in editions.objects.waiting().values_list("document", flat=True):
            yield str(data)


def _forget_what_waits() -> None:
    """Make the catalogue what it would be if nothing waited."""
    now = timezone.now()
    waiting = Page.objects.filter(visible_from__gt=now)
    keys = set(waiting.values_list("key", flat=True))
    Page.objects.visible(now).filter(key__in=keys).update(visible_until=None)
    waiting.delete()
    PastPath.objects.filter(since__gt=now).delete()


def _answer(client: Client, address: str) -> tuple[int, dict[str, str], bytes]:
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, dict(response.headers), body


def _leaks(now: dict[str, Any], without: dict[str, Any], words: list[str]) -> Iterator[Leak]:
    secret = set(words)
    for address, (status, headers, body) in now.items():
        other = without[address]
        for name, mine, theirs in (
            ("status", status, other[0]),
            ("headers", headers, other[1]),
            ("body", body, other[2]),
        ):
            if mine != theirs:
                yield Leak(address, f"its {name} would differ if nothing waited")
        asked = address.lower()
        # Whole words: “defined” does not give away that a waiting edition says “fined”.
        said = set(_WORD.findall(body.decode("utf-8", "replace").lower()))
        for word in sorted(secret & said):
            # What was asked for is said again in the answer; that is no news to who asked.
            if word not in asked:
                yield Leak(address, f"it holds “{word}”, which only a waiting edition does")


def _addresses(words: list[str], texts: list[str]) -> Iterator[str]:
    yield from _without_arguments()
    yield from Page.objects.values_list("path", flat=True)
    yield from _histories()
    yield from PastPath.objects.values_list("path", flat=True)
    yield from _of_targets()
    for slug in Name.objects.values_list("slug", flat=True).distinct():
        yield reverse("topic-called", args=[slug])
    for at in Page.objects.filter(visible_from__gt=timezone.now()).values_list(
        "published_at", flat=True
    ):
        yield from (f"/archive/{at:%Y/}", f"/archive/{at:%Y/%m/}", f"/archive/{at:%Y/%m/%d}/")
    for word in words[:MOST_WORDS]:
        for asked in (word, word[:4]):
            yield f"{reverse('search')}?q={asked}"
            yield f"{reverse('suggest')}?q={asked}"
            yield f"{reverse('ask-nearest')}?q=what+about+{asked}"
    for text in texts:
        yield from (settings.MEDIA_URL + name for name in _PICTURE.findall(text))
    yield from ("/sitemaps/1.xml", "/sitemaps/2.xml")


def _histories() -> Iterator[str]:
    """Yield the history of every page, asked for its last edition, also where that only waits."""
    rows = list(Page.objects.order_by("number").values_list("key", "path", "number"))
    last = {key: number for key, _, number in rows}
    for key, path, _ in rows:
        yield from addresses_of(path, last[key])


def _of_targets() -> Iterator[str]:
    """Yield the pages and feeds of every tag, topic and author, also of those that only wait."""
    targets = Reference.objects.values_list("target", flat=True).distinct()
    for kind, _, name in (target.partition(":") for target in targets):
        if kind == "tag" and name:
            yield reverse("tag", args=[name])
            yield from (f"/feeds/tags/{name}.{form}" for form in FORMS)
        elif kind == "author" and name:
            yield reverse("person", args=[name])
    for path in Page.objects.of_kind("entity").values_list("path", flat=True):
        yield from (f"/feeds/topics/{path.split('/')[-2]}.{form}" for form in FORMS)


def _without_arguments() -> Iterator[str]:
    """Yield every public address that takes no argument, also those that are added after this was written."""
    for name, path in _patterns(get_resolver()):
        if path.startswith("admin/") or not name:
            continue
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


def _patterns(resolver: Any, prefix: str = "") -> Iterator[tuple[str | None, str]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name, path
        else:
            yield from _patterns(pattern, path)
