"""What an old address may look like, and what it may lead to. No database here."""

import re
from urllib.parse import quote, unquote, urlencode

from django.conf import settings
from django.urls import Resolver404, resolve

from newsdesk.redirects.models import LONGEST
from newsdesk.requests.addresses import pairs_of, parts_of

# Parameters by which other systems ask their front page for another page. Our own front page reads none of
# them; whatever else is asked of it is answered by it.
OLD_PARAMETERS = frozenset(("p", "page_id", "attachment_id", "cat", "post", "id", "article"))
# Addresses that are neither pages nor lists of them, by the beginning of their path.
_OURS = (
    "/admin",
    "/media/",
    "/static/",
    "/preview/",
    "/report/",
    "/cards/",
    "/too-large/",
    "/api/",
)
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")


class NoAddress(ValueError):
    """It is none that can be led on, or led to: one sentence that says why."""


def old_address(text: str) -> str:
    """Return an old address as it is kept: "/2026/03/x/" or "/?p=9". Raises NoAddress."""
    path, query = _parts(text)
    if query and path == "/":
        names = {name for name, _ in pairs_of(query)}
        if not names or not names <= OLD_PARAMETERS:
            raise NoAddress(f"{path}?{query} is the front page: its address cannot be led away.")
    return kept(path, query)


def kept(path: str, query: str = "") -> str:
    """Return a path, decoded, and the parameters of its query in one order."""
    pairs = sorted(pairs_of(query))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def target_address(text: str) -> str:
    """Return the path of an address of this site that readers can be led to. Raises NoAddress."""
    path, query = _parts(text)
    if query:
        raise NoAddress(
            f"{text.strip()} has a query: an old address leads to a page, not to a search."
        )
    if path.startswith(_OURS):
        raise NoAddress(f"{path} is no page for readers.")
    try:
        resolve(path)
    except Resolver404 as error:
        raise NoAddress(f"{path} is no address of this site.") from error
    return path


def is_fixed(path: str) -> bool:
    """Tell whether the site itself stands at a path, whatever pages there are: "/search/", "/admin/x"."""
    if path.startswith(_OURS):
        return True
    try:
        return not resolve(path).kwargs
    except Resolver404:
        return False


def quoted(path: str) -> str:
    """Return a path as the header of an answer holds it."""
    return quote(path, safe="/:@!$&'()*+,;=-._~%")


def site_host() -> str:
    """Return the host of this site, with its port."""
    found = parts_of(settings.SITE_URL)
    return found.netloc if found else ""


def _parts(text: str) -> tuple[str, str]:
    text = text.strip()
    if not text:
        raise NoAddress("There is no address.")
    if len(text) > LONGEST:
        raise NoAddress(f"The address is longer than {LONGEST} characters.")
    if _CONTROL.search(text):
        raise NoAddress(
            "The address holds a character that none has: a blank, a backslash or a NUL."
        )
    if text.startswith("//"):
        raise NoAddress(f"{text} is another site’s: two strokes begin the name of a site.")
    found = parts_of(text)
    if found is None:
        raise NoAddress(f"{text} is no address.")
    if (found.scheme or found.netloc) and found.netloc != site_host():
        raise NoAddress(f"{text} is on another site: write the path alone, /like/this/.")
    if not found.path.startswith("/") or found.path.startswith("//"):
        raise NoAddress(f"{text} does not begin with one stroke: /like/this/.")
    try:
        path = unquote(found.path, errors="strict")
    except UnicodeDecodeError as error:
        raise NoAddress(f"{text} is in no encoding of addresses.") from error
    if _CONTROL.search(path) or "/../" in f"{path}/" or path.startswith("//"):
        raise NoAddress(f"{text} is no path of a page.")
    return path, found.query
