"""Purges: caches in front of the site are told, by a job, what readers see something else of now.

Nothing rests on it. Each cache keeps an answer for NEWSDESK_SHARED_CACHE_SECONDS at most, told or not; a
purge makes that a second or two. Whom to tell, and how, says NEWSDESK_PURGE_URLS (docs/caching.md).
"""

import http.client
import json
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.urls import reverse

from newsdesk.catalogue.entries import uid_of
from newsdesk.catalogue.kinds import listed_kinds
from newsdesk.catalogue.models import Page, PastPath, Reference
from newsdesk.images.ladder import CENTRE, Focus, Size, StoredPicture, address, key_of, name_of
from newsdesk.images.renditions import all_rungs
from newsdesk.jobs.job import URGENT, Terms, hand_in, job
from newsdesk.requests.addresses import host_of

logger = logging.getLogger("newsdesk.purge")

CACHE_TAG = "Cache-Tag"
# What whatever is no page of its own goes by: lists, feeds, cards, sitemaps.
LISTS = "lists"
# What every page of its own goes by, beside what it shows: all of them change with the publication.
PAGES = "pages"
# Lists that there is one of, beside those of each kind of page.
_LISTS = (
    *("home", "sections", "people", "outlets", "archive", "corrections"),
    *("sitemap", "sitemap-outlets", "sitemap-news"),
    *(f"{name}-{form}" for name in ("stories", "corrections") for form in ("feed", "atom", "json")),
)
# A cache holds one answer for each of them.
_CODINGS = ("br", "gzip", "identity")
LONGEST = 5.0  # Seconds that a cache has to answer.
AT_ONCE = 30  # Tags in one request: what Cloudflare takes.
# What a cache says that has it, or that fetched it anew from the site: there, moved, gone.
_TAKEN = (301, 302, 404, 410)
PICTURE = "picture:"


class PurgeFailed(Exception):
    """A cache did not take a purge; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A cache to tell. `{path}` or `{tag}` stands in `url` for each; else all tags are sent at once."""

    method: str
    url: str


@dataclass(frozen=True, slots=True)
class CachedPages:
    """What readers may have of some pages: the addresses of all that shows them, and pictures with files.

    `pictures` has the names of the files of each picture by its key. Plain data: a job is handed it.
    """

    paths: list[str]
    pictures: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """What the answers go by that caches are to forget."""

    paths: list[str]
    tags: list[str]


def tag_of(path: str) -> str:
    """Return the tag of all that shows the page at that address."""
    return uid_of(path)


def tag_of_picture(key: str) -> str:
    return f"picture-{key}"


def tags_of(path: str, shown: Iterable[str]) -> str:
    """Return the Cache-Tag of the answer at `path`, which shows the pages at the addresses `shown`.

    A list goes by one tag, as each purge names it. SECURITY: nothing but what readers see of it.
    """
    paths = list(shown)
    return ",".join(dict.fromkeys([*map(tag_of, paths), PAGES])) if path in paths else LISTS


def purge_soon(keys: Iterable[str]) -> None:
    """Hand in the purge of pages that are about to change, in this transaction: call it before they do.

    What a page showed until now is not known afterwards.
    """
    if settings.PURGE_URLS:
        before = known(keys := sorted(keys))
        hand_in(purge, keys, before.paths, before.pictures)


def purge_lists_soon() -> None:
    """Hand in the purge of all lists: a front page has been arranged anew."""
    if settings.PURGE_URLS:
        hand_in(purge, [], [reverse("home")], {})


def purge_all_soon() -> None:
    """Hand in the purge of all lists and pages: the publication has another face.

    A cache that is told by address is told of the lists alone. It has the pages for its constant time.
    """
    if settings.PURGE_URLS:
        hand_in(purge, [], [reverse("home")], {}, everywhere=True)


def purge_picture_soon(name: str, size: Size, focus: Focus, *, shown_at: list[str]) -> None:
    """Hand in the purge of a picture of no page, with the lists that show it at these addresses."""
    if settings.PURGE_URLS:
        files = [name, *(rung.name for _, rung, _ in all_rungs(name, size, focus))]
        hand_in(purge, [], shown_at, {key_of(name): files})


@job(
    Terms(
        "Telling caches what has changed",
        tries=8,
        pause=timedelta(seconds=2),
        longest_pause=timedelta(minutes=10),
        longest=timedelta(minutes=10),
    ),
    priority=URGENT,
)
def purge(
    keys: list[str],
    paths: list[str],
    pictures: dict[str, list[str]],
    *,
    everywhere: bool = False,
) -> None:
    """Tell all caches of the pages of these keys, of which readers had `paths` and `pictures` before.

    `everywhere` says that all pages have changed with them. Each cache is told, whether the others answer
    or not. Raises PurgeFailed.
    """
    now = known(keys)
    if not paths and not now.paths:
        return
    change = _change([*paths, *now.paths], pictures | now.pictures)
    if everywhere:
        change.tags.append(PAGES)
    caches = [Cache(method, url) for method, url in settings.PURGE_URLS]
    if failed := list(filter(None, [_told(cache, change) for cache in caches])):
        raise PurgeFailed(" ".join(failed))


def known(keys: Collection[str]) -> CachedPages:
    """Return what readers may have of the pages of these keys. Four queries at most.

    SECURITY: a page that has not appeared yet is named to nobody.
    """
    pages = list(Page.objects.begun().filter(key__in=keys).order_by("pk").defer("text"))
    if not pages:
        return CachedPages([], {})
    past = PastPath.objects.filter(key__in={page.key for page in pages}).order_by("pk")
    named = Reference.objects.filter(page__in=pages)
    led = Page.objects.visible().filter(key__in=named.values("shown")).order_by("path")
    paths = [page.path for page in pages]
    for more in (past, led):
        paths += more.values_list("path", flat=True)
    pictures = named.filter(target__startswith=PICTURE).order_by("pk")
    found = (target.removeprefix(PICTURE) for target in pictures.values_list("target", flat=True))
    return CachedPages(list(dict.fromkeys(paths)), {key: list(_files(key, pages)) for key in found})


def _files(key: str, pages: Iterable[Page]) -> Iterator[str]:
    """Yield the names of a picture's files: the kept one, and where its size is known those made of it."""
    kept = name_of(key)
    yield kept
    for page in pages:
        image: StoredPicture = page.card.get("image") or StoredPicture()
        if image.get("name") != kept:
            continue
        size = (image.get("width", 0), image.get("height", 0))
        focus = (image.get("focus_x", CENTRE[0]), image.get("focus_y", CENTRE[1]))
        for _, rung, _ in all_rungs(kept, size, focus):
            yield rung.name


def _change(paths: list[str], pictures: Mapping[str, list[str]]) -> Change:
    """Return what goes by these, all lists, and those pictures that no visible page shows now. One query."""
    targets = [f"{PICTURE}{key}" for key in pictures]
    seen = Reference.objects.visible().filter(target__in=targets)
    gone = sorted(set(targets).difference(seen.values_list("target", flat=True)))
    keys = [target.removeprefix(PICTURE) for target in gone]
    files = [address(name) for key in keys for name in pictures[key]]
    lists = [reverse(name) for name in (*_LISTS, *(k.index for k in listed_kinds() if k.index))]
    return Change(
        paths=list(dict.fromkeys([*paths, *files, *lists])),
        tags=list(dict.fromkeys([*map(tag_of, paths), *map(tag_of_picture, keys), LISTS])),
    )


class _NoRedirect(HTTPRedirectHandler):
    """A cache that leads elsewhere is not the one that was meant."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def _told(cache: Cache, change: Change) -> str:
    """Tell one cache; return why it did not take it, "" where it did."""
    try:
        for request in _requests(cache, change):
            _send(request)
    except (OSError, http.client.HTTPException) as error:
        # SECURITY: neither the path of its address nor a header, which may be keys to it.
        said = f"{host_of(cache.url)}: {type(error).__name__}: {error}"
        logger.warning("A cache did not take a purge: %s", said)
        return said
    return ""


def _requests(cache: Cache, change: Change) -> Iterator[Request]:
    """Yield what to send: for each address and coding, for each tag, or for all tags at once."""
    opens: dict[str, str] = dict([settings.PURGE_HEADER] if settings.PURGE_HEADER else [])
    if "{path}" in cache.url:
        host = {"Host": settings.SITE_URL.partition("//")[2]}
        for path in change.paths:
            url = cache.url.replace("{path}", quote(path, safe="/%-._~"))
            for coding in _CODINGS:
                yield _request(cache, url, opens | host | {"Accept-Encoding": coding})
    elif "{tag}" in cache.url:
        for tag in change.tags:
            yield _request(cache, cache.url.replace("{tag}", tag), opens)
    else:
        for first in range(0, len(change.tags), AT_ONCE):
            body = json.dumps({"tags": change.tags[first : first + AT_ONCE]}).encode()
            yield _request(cache, cache.url, opens | {"Content-Type": "application/json"}, body)


def _request(cache: Cache, url: str, headers: dict[str, str], body: bytes | None = None) -> Request:
    # The setting takes http and https alone.
    return Request(url, body, headers, method=cache.method)  # noqa: S310


def _send(request: Request) -> None:
    """Send it. A page that is gone answers 404 or 410, which is what the cache is to have then."""
    try:
        with _open(request, timeout=LONGEST) as answer:
            answer.read()
    except HTTPError as error:
        error.close()
        if error.code not in _TAKEN:
            raise


_open = build_opener(_NoRedirect).open
