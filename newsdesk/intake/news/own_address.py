"""The address by which a page wants to be called, where it is one of its own site."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from newsdesk.intake.builder import address as unwrapped
from newsdesk.intake.news.found import ADDRESS, DATA, NOTHING, FoundText
from newsdesk.intake.news.statements import Statements, first, is_node, line
from newsdesk.requests.redirects import untracked

_HOMES = frozenset(("", "/", "/index.html"))
_SECOND_LEVELS = frozenset("co com org net gov ac edu".split())


def address_of(said: Statements, base: str) -> FoundText:
    """Return the address of a page that came from `base`, "" for a saved file."""
    for text in _named(said):
        full = _full(text, base)
        if full and (not base or _same_site(full, base)) and not _is_home(full, base):
            return FoundText(full, DATA)
    plain = _full(base, "")
    return FoundText(untracked(plain).partition("#")[0], ADDRESS) if plain else NOTHING


def _named(said: Statements) -> Iterator[str]:
    yield said.canonical
    yield said.first_meta("og:url")
    for article in said.articles:
        for key in ("url", "mainEntityOfPage"):
            value = first(article.get(key))
            yield line(value.get("@id") if is_node(value) else value)


def _full(text: str, base: str) -> str:
    """Return a full address out of what wraps it, "" for what is none."""
    try:
        whole = urljoin(base, text.strip()) if text.strip() else ""
        return (
            unwrapped(whole).partition("#")[0] if whole.startswith(("http://", "https://")) else ""
        )
    except ValueError:
        return ""


def _site(url: str) -> str:
    parts = (urlsplit(url).hostname or "").split(".")
    keep = 3 if len(parts) > 2 and parts[-2] in _SECOND_LEVELS else 2
    return ".".join(parts[-keep:])


def _same_site(url: str, base: str) -> bool:
    try:
        return _site(url) == _site(base)
    except ValueError:
        return False


def _is_home(url: str, base: str) -> bool:
    return (
        urlsplit(url).path in _HOMES
        and not urlsplit(url).query
        and base.rstrip("/") != url.rstrip("/")
    )
