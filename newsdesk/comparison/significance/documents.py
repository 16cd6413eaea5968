"""Documents compared field by field, lists by the identity of their items."""

import re
from collections import Counter
from collections.abc import Iterator

from newsdesk.comparison.labels import group_in, items_in
from newsdesk.comparison.significance.change import (
    DATE,
    DETAIL,
    LINK,
    NAME,
    PART,
    QUOTATION,
    Change,
)
from newsdesk.comparison.significance.texts import text_changes
from newsdesk.comparison.significance.tokens import names_of
from newsdesk.comparison.three_way_merge import Data, identity
from newsdesk.pages.rich_text import plain

_PROSE = frozenset(
    "headline standfirst heading paraphrase text question title description alt caption credit".split()
)
_RICH = frozenset("summary body background intro".split())
_RICH_IN = frozenset({("answers", "text")})
_FREE = frozenset(
    "id tags read_on paywalled medium attribution_guessed decorative width height focus_x focus_y".split()
)
_KINDS = {"quotation": QUOTATION, "speaker": NAME, "outlet": NAME, "name": NAME, "date": DATE}
_KINDS |= dict.fromkeys(("url", "official_site", "slug", "target", "earlier"), LINK)
_KINDS |= dict.fromkeys(("published", "as_of"), DATE)
_LINKS = re.compile(r"""<a\s[^>]*?href=["']([^"']*)""", re.IGNORECASE)
_BLOCKQUOTE = re.compile(r"<blockquote>.*?</blockquote>", re.IGNORECASE | re.DOTALL)
_FOLD = str.maketrans("’‘“”–—\u00a0\u2011", "''\"\"-- -")


def changes(before: Data, after: Data) -> list[Change]:
    """Return what of substance differs between two documents of one kind, as plain data.

    The list is empty where the change is minor. Pure, and the same from one day to the next.
    """
    names = names_of([*_texts(before), *_texts(after)])
    return list(_fields(before, after, "", names))


def _fields(before: Data, after: Data, path: str, names: frozenset[str]) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        if name not in _FREE:
            yield from _value(before.get(name), after.get(name), name, path, names)


def _value(
    before: object, after: object, name: str, path: str, names: frozenset[str]
) -> Iterator[Change]:
    field = f"{path}.{name}" if path else name
    if before == after:
        return
    if isinstance(before, list) or isinstance(after, list):
        yield from _items(items_in(before), items_in(after), field, names)
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from _fields(before, after, field, names)
    elif isinstance(before, str) and isinstance(after, str) and _is_rich(name, path):
        yield from _rich(before, after, field, names)
    elif isinstance(before, str) and isinstance(after, str) and name in _PROSE:
        yield from text_changes(before, after, field, names)
    elif _plainly(before) != _plainly(after):
        kind = _KINDS.get(name, DETAIL)
        yield Change(field, kind, _shown(before), _shown(after))


def _is_rich(name: str, path: str) -> bool:
    return name in _RICH or (path.partition(":")[0], name) in _RICH_IN


def _items(
    before: list[object], after: list[object], field: str, names: frozenset[str]
) -> Iterator[Change]:
    """Compare lists of parts, keys or words by identity; their order is free."""
    mine, theirs = ({identity(item): item for item in side} for side in (before, after))
    for known in dict.fromkeys([*mine, *theirs]):
        place = f"{field}:{known}" if not known.startswith("{") else field
        if known not in theirs:
            yield Change(place, PART, _shown(mine[known]), "")
        elif known not in mine:
            yield Change(place, PART, "", _shown(theirs[known]))
        else:
            yield from _fields(group_in(mine[known]), group_in(theirs[known]), place, names)


def _plainly(value: object) -> object:
    """Return a value without what is only typography."""
    return _straight(value) if isinstance(value, str) else value


def _straight(text: str) -> str:
    return " ".join(text.translate(_FOLD).split())


def _shown(value: object) -> str:
    if isinstance(value, dict):
        words = (value.get(n) for n in ("heading", "headline", "paraphrase", "text", "question"))
        return next((plain(word) for word in words if word), "") or str(
            value.get("name") or value.get("title") or value.get("id") or "a part"
        )
    return "" if value is None else str(value)


def _texts(data: object) -> Iterator[str]:
    """Yield the running texts of a document, to learn what is a name."""
    if isinstance(data, dict):
        for name, value in data.items():
            if isinstance(value, str) and (name in _PROSE or name in _RICH):
                yield plain(value) if "<" in value else value
            elif isinstance(value, (dict, list)):
                yield from _texts(value)
    elif isinstance(data, list):
        for item in data:
            yield from _texts(item)


def _rich(before: str, after: str, field: str, names: frozenset[str]) -> Iterator[Change]:
    """Compare rich text: its words, where its links lead, what it sets as block quotations."""
    yield from text_changes(plain(before), plain(after), field, names)
    for kind, read in ((LINK, _links), (QUOTATION, _blockquotes)):
        mine, theirs = Counter(read(before)), Counter(read(after))
        gone, new = list((mine - theirs).elements()), list((theirs - mine).elements())
        if gone or new:
            yield Change(field, kind, " ".join(gone), " ".join(new))


def _links(html: str) -> list[str]:
    return [match[1] for match in _LINKS.finditer(html)]


def _blockquotes(html: str) -> list[str]:
    return [_straight(plain(match[0])) for match in _BLOCKQUOTE.finditer(html)]
