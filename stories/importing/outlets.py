"""Which outlet is meant: known outlets by name, alias and domain, and what an unknown one looks like."""

import re
from collections.abc import Iterable
from functools import lru_cache

from newsdesk.requests.addresses import host_of
from newsdesk.text.mentions import Mention, Names, Word, enclosing, words
from newsdesk.text.names_and_words import fold
from stories.importing.explainer import KnownOutlet
from stories.importing.known_outlets import (
    DOUBTFUL_OUTLET_WORDS,
    INSTITUTIONS,
    ORDINARY,
    ORDINARY_WITH_ARTICLE,
    OUTLET_WORDS,
    WELL_KNOWN,
)

_URL = re.compile(r"https?://[^\s<>\"“”]{1,490}", re.IGNORECASE)
_DOMAIN_LIKE = re.compile(r"[\w-]+\.(?:com|org|net|news|info|eu|uk|de|fr|io)", re.IGNORECASE)


def without_article(name: str) -> str:
    return name[4:] if name[:4].casefold() == "the " else name


def is_ordinary(name: str) -> bool:
    """Tell whether a name reads as an ordinary word too ("Nature", "The Sun")."""
    return fold(without_article(name)) in ORDINARY


def is_ordinary_with_article(name: str) -> bool:
    """Tell whether a name reads as something else even after "the" ("the Sun", "the Atlantic")."""
    return fold(without_article(name)) in ORDINARY_WITH_ARTICLE


def looks_like_outlet(name: str) -> bool:
    """Tell whether an unknown name looks like that of an outlet ("Harbour Gazette", "Ferry.news")."""
    parts = [word.folded for word in words(without_article(name))]
    if not parts or INSTITUTIONS & {*parts[:-1]}:
        return bool(_DOMAIN_LIKE.fullmatch(name))
    if "of" in parts[1:]:  # "Chronicle of Malta"
        parts = parts[: parts.index("of")]
    return (
        bool({parts[-1], parts[0]} & OUTLET_WORDS)
        or parts[-1] in DOUBTFUL_OUTLET_WORDS
        or parts[0] == "daily"
        or bool(_DOMAIN_LIKE.fullmatch(name))
    )


def surely_outlet(name: str) -> bool:
    """Tell the same where only a plain mention speaks for it: two words, the last one unmistakable."""
    parts = [word.folded for word in words(without_article(name))]
    return len(parts) > 1 and parts[-1] in OUTLET_WORDS and not INSTITUTIONS & {*parts}


def looks_like_institution(name: str) -> bool:
    return bool(INSTITUTIONS & {word.folded for word in words(name)})


class _Directory:
    """Outlets that are known before a page is read: the desk's own first, then the well-known."""

    def __init__(self, own: tuple[KnownOutlet, ...]) -> None:
        self.names = Names()
        self.domains: dict[str, str] = {}
        for outlet in own:
            self._add(outlet, outlet.name)
        for outlet in WELL_KNOWN:
            self._add(outlet, self._known_as(outlet) or outlet.name)

    def _known_as(self, outlet: KnownOutlet) -> str | None:
        """Return the name by which the desk knows a well-known outlet, if it does."""
        for form in (outlet.name, *outlet.aliases):
            if keys := self.names.keys_of(without_article(form)):
                return keys[0]
        return None

    def _add(self, outlet: KnownOutlet, name: str) -> None:
        for form in (outlet.name, *outlet.aliases):
            if not self.names.keys_of(without_article(form)):
                self.names.add(without_article(form), name)
        for domain in outlet.domains:
            self.domains.setdefault(domain.casefold().removeprefix("www."), name)

    def at(self, url: str) -> str | None:
        host = host_of(url).removeprefix("www.")
        while "." in host:
            if host in self.domains:
                return self.domains[host]
            host = host.partition(".")[2]
        return None


# Many pages are read with the same outlets; to take them up costs more than to read a page.
_directory = lru_cache(maxsize=4)(_Directory)


class Outlets:
    """The outlets that a page may name: those known before, and those it names for the first time."""

    def __init__(self, known: Iterable[KnownOutlet] = ()) -> None:
        self._known = _directory(tuple(known))
        self._new = Names()
        self._at: dict[str, str | None] = {}
        self.new: list[str] = []

    def add_new(self, name: str) -> str:
        """Take up an outlet that this page names for the first time, and return its name."""
        self._new.add(without_article(name), name)
        self.new.append(name)
        return name

    def named(self, name: str) -> str | None:
        """Return the outlet that goes by exactly this name or alias, with or without its article."""
        bare = without_article(name)
        keys = self._known.names.keys_of(bare) or self._new.keys_of(bare)
        return keys[0] if keys else None

    def find(self, text: str, parts: list[Word]) -> list[Mention]:
        """Return the mentions of outlets in a text of those words; `keys[0]` is the outlet's name.

        A name of one ordinary word counts only if it is not part of a longer one ("Malta Times").
        """
        return [
            mention
            for names in (self._known.names, self._new)
            for mention in names.find(text, parts)
            if fold(mention.text) not in ORDINARY or not _inside_longer(text, mention)
        ]

    def at(self, url: str) -> str | None:
        """Return the outlet whose domain a URL is on, subdomains included."""
        if url not in self._at:
            self._at[url] = self._known.at(url)
        return self._at[url]


def _inside_longer(text: str, mention: Mention) -> bool:
    longer = enclosing(text, mention)
    if without_article(longer) not in {"", mention.text}:
        return True
    return (
        text.startswith(" of ", mention.end) and text[mention.end + 4 : mention.end + 5].isupper()
    )


def urls(text: str) -> list[str]:
    """Return the URLs of a text, without the punctuation after them."""
    return [found.rstrip(".,;:!?)]'’") for found in _URL.findall(text)]
