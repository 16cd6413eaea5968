"""From an old address to where a reader finds its page now. Nothing that nobody can see is ever told."""

from django.http import Http404
from django.urls import Resolver404
from django.urls import resolve as view_of

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import ListMoved, Moved, listed_at, pages_for, resolve
from newsdesk.redirects.addresses import OLD_PARAMETERS, kept
from newsdesk.redirects.models import LONGEST, Redirect

# What is listed at the addresses of these names, by their keys.
_LISTS = {"tag": "tag:", "person": "author:", "section": "section:"}


def asks_front_page_for_another(path: str, query: str) -> bool:
    """Tell whether it is the front page that is asked, in the way of another system: "/?p=9"."""
    if path != "/" or not query or len(query) > 200:
        return False
    names = {pair.partition("=")[0] for pair in query.split("&")}
    return names <= OLD_PARAMETERS


def led_to(path: str, query: str = "") -> str | None:
    """Return the path that an old address leads to now, in one step; None where it leads nowhere.

    One query where there is none. Raises Gone where its page was withdrawn. SECURITY: an address that
    leads to a draft, or to one that waits, leads nowhere, as an address that was never added does.
    """
    if len(path) > LONGEST:
        return None
    query = query if len(query) <= LONGEST else ""
    asked = [kept(path, query), path] if query and path != "/" else [kept(path, query)]
    rows = {row.old: row for row in Redirect.objects.filter(old__in=asked)}
    row = next((rows[each] for each in asked if each in rows), None)
    if row is None:
        return None
    if row.key:
        return _page(row.key)
    try:
        return _open(row.target)
    except Http404:
        return None


def _page(key: str) -> str | None:
    shown = pages_for([key])
    if key in shown:
        return shown[key].path
    last = Page.objects.filter(key=key).order_by("-visible_from").only("path").first()
    try:
        return resolve(last.path).path if last else None
    except Moved as moved:
        return moved.path
    except Http404:
        return None


def _open(target: str) -> str | None:
    """Return where a target is for readers. Raises Gone or Http404."""
    try:
        match = view_of(target)
    except Resolver404:
        return None
    if not match.kwargs:
        return target
    if prefix := _LISTS.get(match.url_name or ""):
        try:
            listed_at(prefix, match.kwargs["slug"])
        except ListMoved as moved:
            return target.replace(str(match.kwargs["slug"]), moved.slug)
        return target
    try:
        return resolve(target).path
    except Moved as moved:
        return moved.path
