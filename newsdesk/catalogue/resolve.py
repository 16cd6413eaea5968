"""From a path to the page that a reader should get: the page, a better path, or that it is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from newsdesk.catalogue.compiled import CompiledQuery
from newsdesk.catalogue.models import Merged, Name, Page, PastPath, Reference

_AT = CompiledQuery(
    Page,
    lambda path, now: Page.objects.visible(now).filter(path=path).order_by("pk").defer("text")[:1],
)
# Nobody asks of pages that another names when they appeared, or why they went.
_UNASKED = ("text", "visible_from", "visible_until", "gone_reason", "gone_status")
_OF = CompiledQuery(
    Page, lambda keys, now: Page.objects.visible(now).filter(key__in=keys).defer(*_UNASKED)
)
# "" comes first, so that what holds in one page wins.
_STONES = CompiledQuery(
    Merged,
    lambda keys, page: (
        Merged.objects.filter(key__in=keys, page__in=page).order_by("page").only("key", "into")
    ),
)


class Moved(Exception):
    """The page is at `path` now: one 301, always straight to the current path.

    `merged` says that another page stands there, into which this one was merged.
    """

    def __init__(self, path: str, *, merged: bool = False) -> None:
        self.path = path
        self.merged = merged
        super().__init__(path)


class ListMoved(Exception):
    """The list is at `slug` now; whoever was asked for it knows the address: page, feed or card."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(slug)


class Gone(Exception):
    """The page was public and has been withdrawn; `reason` is for the reader, `status` 410 or 200."""

    def __init__(self, reason: str, *, status: int = 410) -> None:
        self.reason = reason
        self.status = status
        super().__init__(reason)


def resolve(path: str) -> Page:
    """Return the visible page at `path`. Raises Moved, Gone or Http404. One query when it is there."""
    now = timezone.now()
    if pages := _AT.rows(path=path, now=now):
        return pages[0]
    key = _key_of(path, now)
    current = _survivor(key)
    if (
        moved := Page.objects.visible(now)
        .filter(key=current)
        .exclude(path=path)
        .only("path")
        .first()
    ):
        raise Moved(moved.path, merged=current != key)
    raise _gone(key, now)


def resolve_uid(kind: str, uid: str) -> Page:
    """Return the visible page of that kind which strangers know by `uid`, or the survivor of that one.

    Raises Gone or Http404. One query when it is there.
    """
    now = timezone.now()
    known = Page.objects.filter(kind=kind, uid=uid)
    if page := known.visible(now).order_by("pk").defer("text").first():
        return page
    # SECURITY: what only waits has an uid too.
    key = known.begun(now).values_list("key", flat=True).first()
    survivor = _survivor(key)
    if page := Page.objects.visible(now).filter(key=survivor).defer("text").first():
        return page
    raise _gone(key, now)


def _survivor(key: str | None) -> str | None:
    stones = Merged.objects.everywhere().filter(key=key)
    return stones.values_list("into", flat=True).first() or key


def _gone(key: str | None, now: datetime) -> Gone | Http404:
    """Return what is told instead of a page that nobody sees now."""
    ended = Page.objects.filter(key=key, visible_from__lte=now, visible_until__lte=now)
    if last := ended.order_by("-visible_from").only("gone_reason", "gone_status").first():
        return Gone(last.gone_reason, status=last.gone_status)
    return Http404("There is no such page.")


def _key_of(path: str, now: datetime) -> str | None:
    """Return the key of the page that readers see, or have seen, at this path.

    SECURITY: without the times, the path of an edition that waits would lead to its page.
    """
    past = PastPath.objects.filter(path=path, since__lte=now).values_list("key", flat=True)
    begun = Page.objects.filter(path=path, visible_from__lte=now).values_list("key", flat=True)
    return past.first() or begun.first()


def shown_as(keys: Iterable[str], *, page: str = "") -> dict[str, str]:
    """Return what each of `keys` is shown as, in their order; one query, none for no keys.

    A key whose page was merged leads to the survivor; one whose topic was split leads to what the page
    `page` means by it.
    """
    asked = list(dict.fromkeys(keys))
    if not asked:
        return {}
    into = {stone.key: stone.into for stone in _STONES.rows(keys=asked, page=["", page])}
    return {key: into.get(key, key) for key in asked}


def pages_for(keys: Iterable[str], *, page: str = "") -> dict[str, Page]:
    """Return the visible page for each of `keys`, in their order; two queries, none for no keys.

    Each key leads to what it is shown as in the page `page`, so that several may lead to one page; a
    key that nobody can see is not there.
    """
    return pages_shown(shown_as(keys, page=page))


def pages_shown(wanted: Mapping[str, str]) -> dict[str, Page]:
    """Return the visible page of what each key is shown as, for those that have one; one query."""
    if not wanted:
        return {}
    asked = list(dict.fromkeys(wanted.values()))
    pages = {page.key: page for page in _OF.rows(keys=asked, now=timezone.now())}
    return {key: pages[last] for key, last in wanted.items() if last in pages}


def visible_pages(keys: Iterable[str]) -> dict[str, Page]:
    """Return the visible page for each of `keys`, none of which leads to another, in order; one query."""
    return pages_shown({key: key for key in keys})


def pages_called(slug: str) -> tuple[str, list[Page]]:
    """Return a name as it is written, and the visible pages that have it, by title; three queries.

    The names of a page that was merged are those of its survivor. No page has a name that nobody
    can see; which of several is meant is never guessed.
    """
    # SECURITY: a visible page may have an edition waiting with a name that nobody knows yet.
    named = Name.objects.filter(slug=slug, page__visible_from__lte=timezone.now())
    ordered = named.order_by("page__published_at", "page__key", "page__visible_from")
    texts = dict(ordered.values_list("page__key", "text"))
    found = pages_for(texts)
    name = next((texts[key] for key in found), "")
    pages = {page.key: page for page in found.values()}
    return name, sorted(pages.values(), key=lambda page: (page.sort_title, page.key))


@dataclass(frozen=True, slots=True)
class ListedSubject:
    """What is listed at the address of a tag or an author: what pages lead to, and its name."""

    target: str
    name: str


def listed_at(prefix: str, slug: str) -> ListedSubject:
    """Return what is listed at the slug of a tag or an author. One query. Raises ListMoved or Http404.

    `prefix` is "tag:" or "author:".

    SECURITY: nothing is told of what no visible page names, nor of an address that readers were never
    shown: it would tell what a draft called it.
    """
    asked = f"{prefix}{slug}"
    name = Reference.objects.listed(asked)
    if name is not None:
        return ListedSubject(asked, name)
    away = Merged.objects.everywhere().filter(key=asked).first()
    if away is None or Reference.objects.listed(away.into) is None:
        raise Http404("No page is listed here.")
    if not away.known and not was_named(asked):
        raise Http404("No page is listed here.")
    raise ListMoved(away.into.removeprefix(prefix))


def was_named(target: str) -> bool:
    """Tell whether a page that readers see, or have seen, names it as that."""
    begun = Page.objects.filter(visible_from__lte=timezone.now())
    return Reference.objects.filter(target=target, page__in=begun.values("pk")).exists()
