"""Addresses at the top of the site: which site pages have one, and which words the site uses itself."""

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.urls import get_resolver
from django.urls.converters import SlugConverter
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone

from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.models import Page, PastPath

KIND = "page"
ROUTE = "site_page"


class SitePageSlug(SlugConverter):
    """The slug of a site page that is there, or was. Any other address is none, as it was before.

    SECURITY: what waits for its time is no address yet, or a redirect to small letters would tell of it.
    """

    regex = r"[-a-zA-Z0-9_]{1,60}"

    def to_python(self, value: str) -> str:
        if value not in _slugs():
            raise ValueError("There is no such page.")
        return value


def _slugs() -> frozenset[str]:
    """Return the slugs under which readers may look for site pages, past ones included. Kept for an epoch."""
    return kept("site-page-slugs", _read)


def _read() -> frozenset[str]:
    now = timezone.now()
    begun = Page.objects.filter(kind=KIND, visible_from__lte=now).values_list("path", flat=True)
    past = PastPath.objects.filter(key__startswith=f"{KIND}:", since__lte=now)
    paths = {*begun, *past.values_list("path", flat=True)}
    return frozenset(path.strip("/") for path in paths)


@cache
def words_in_use() -> frozenset[str]:
    """Return the first parts of all addresses that the site uses itself: no page of one's own gets one."""
    own = {settings.STATIC_URL, settings.MEDIA_URL}
    first = {each.strip("/").split("/")[0].lower() for each in own}
    return frozenset({*first, *_first_parts(get_resolver().url_patterns)} - {""})


def _first_parts(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for each in patterns:
        told = str(each.pattern).lstrip("^")
        if isinstance(each, URLResolver) and not told:
            yield from _first_parts(each.url_patterns)
        elif not told.startswith("<"):
            yield told.split("/")[0].split("\\")[0].lower()


def is_in_use(slug: str) -> bool:
    """Tell whether the site uses `/slug/` itself, for something now or below it."""
    return slug.lower() in words_in_use()
