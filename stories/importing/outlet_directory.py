"""Outlets that are known before a page is read: the desk's own, then those of the product's register."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from entities.outlet_register import RegisterEntry, register, shared_names
from newsdesk.requests.addresses import host_of
from newsdesk.text.mentions import Mention, Names, Word
from newsdesk.text.names_and_words import fold
from stories.importing.explainer import KnownOutlet
from stories.importing.name_words import without_article

PRIMARY_SOURCE = "primary-source"
# A key in the index of names: a body that is written about and publishes its own news. Its name is no
# outlet's in a text, though the longest one wins: "Guardian Council".
_BODY = "\0"
_GERMAN = re.compile(
    r"\w{3,}e (?:[A-Z]\w+ )?(?:Zeitung|Presse|Nachrichten|Rundschau|Post|Anzeiger|Allgemeine)\b"
)
_STRONG = re.compile(r"(\w{3,}(?:isch|deutsch)e)[rs] (Rundfunk|Kurier|Merkur|Anzeiger|Echo)")
_WITH_GENITIVE = re.compile(
    r"(?:\b|[a-zß-ÿ])(?:[Ss]piegel|[Kk]urier|[Aa]nzeiger|[Mm]erkur|[Bb]latt|Rundfunk)$"
)
_ARTICLE = re.compile(r"(?:Der|Die|Das) (?=\w+$)")
_FRENCH = re.compile(r"Le (?=\w+$)")  # "du Monde", "au Figaro"
_ROMANCE = re.compile(r"(?:El|La|Los|Las|Le|Les|Il|Lo|O) [^\W\d_a-zß-ÿ]")
_THREE_FRENCH = re.compile(r"L(?:e|a|es) [^\W\d_]\w+ [^\W\d_]\w+")
_ROMANCE_ARTICLE = re.compile(r"(?:El|La|Los|Las|Le|Les|Il|Lo|O|A) ")
_ACRONYM = re.compile(r"[A-Z]{3,4}")
_LOWERED = frozenset({"public-broadcaster", "agency"})
_ARTICLES = ("der", "die", "das", "dem", "den", "des", "Der", "Die", "Das", "Dem", "Den")
_ADJECTIVE = re.compile(r"(\w{3,}e)( [A-Z])")


class Directory:
    """An index of outlets by name, alias and domain."""

    def __init__(self, own: Iterable[KnownOutlet]) -> None:
        self.names = Names()
        self.domains: dict[str, str] = {}
        for outlet in own:
            self._add(outlet, outlet.name)
        for registered in register(more=True):
            outlet = _known(registered)
            self._add(outlet, self._known_as(outlet) or outlet.name)

    @classmethod
    def of(cls, known: "Iterable[KnownOutlet] | Directory") -> "Directory":
        """Return `known` itself if it is a directory, else one that may have been made before."""
        return known if isinstance(known, Directory) else _directory(tuple(known))

    def _known_as(self, outlet: KnownOutlet) -> str | None:
        """Return the name by which the desk knows an outlet of the register, if it does."""
        for form in (outlet.name, *outlet.aliases):
            if key := self.named(form):
                return key
        return None

    def _add(self, outlet: KnownOutlet, name: str) -> None:
        key = f"{_BODY}{name}" if outlet.kind == PRIMARY_SOURCE else name
        for form in (outlet.name, *outlet.aliases):
            bare = form if form.startswith("THE ") else without_article(form)  # An acronym.
            lowered = _lowered(form) if outlet.kind in _LOWERED else ()
            for spelt in (bare, *_declined(form), *lowered):
                if self.names.keys_of(spelt) in {(), (key,)}:
                    self.names.add(spelt, key)
        for domain in outlet.domains:
            self.domains.setdefault(domain.casefold().removeprefix("www."), name)

    def named(self, name: str) -> str | None:
        """Return the outlet that goes by exactly this name or alias, with or without its article."""
        keys = self.names.keys_of(without_article(name))
        if not keys and (article := _ROMANCE_ARTICLE.match(name)) and " " in name[article.end() :]:
            keys = self.names.keys_of(name[article.end() :])  # "El Faro de Vigo"
        return keys[0] if keys and not keys[0].startswith(_BODY) else None

    def is_body(self, name: str) -> bool:
        """Tell whether a name is that of a body that is written about."""
        keys = self.names.keys_of(without_article(name))
        return bool(keys) and keys[0].startswith(_BODY)

    def find(self, text: str, parts: list[Word]) -> list[Mention]:
        """Return the mentions of outlets, and of bodies, whose `keys[0]` is ""."""
        return [
            mention._replace(keys=("",)) if mention.keys[0].startswith(_BODY) else mention
            for mention in self.names.find(text, parts)
        ]

    def at(self, url: str) -> str | None:
        """Return the outlet whose domain an address is on, subdomains included."""
        host = host_of(url).removeprefix("www.")
        while "." in host:
            if host in self.domains:
                return self.domains[host]
            host = host.partition(".")[2]
        return None


def _declined(name: str) -> Iterator[str]:
    """Yield a German name in its other cases: "der Süddeutschen Zeitung", "in der Zeit", "dem Spiegel"."""
    if _GERMAN.search(name):
        yield _ADJECTIVE.sub(r"\1n\2", name, count=1)
        yield _ADJECTIVE.sub(
            r"\1r\2", name, count=1
        )  # Without an article: "von Süddeutscher Zeitung".
    if strong := _STRONG.fullmatch(name):  # "der Bayerische Rundfunk", "des Bayerischen Rundfunks"
        yield f"{strong[1]} {strong[2]}"
        yield f"{strong[1]}n {strong[2]}"
        yield f"{strong[1]}n {strong[2]}s"
    if _WITH_GENITIVE.search(name):  # "des Tagesspiegels"
        yield f"{_ARTICLE.sub('', name)}s"
    if _THREE_FRENCH.fullmatch(name):  # "Le Dauphiné libéré"
        head, _, last = name.rpartition(" ")
        yield f"{head} {last.lower()}"
        if name.startswith("Le "):
            yield from (
                f"{of} {head[3:]} {each}" for of in ("du", "au") for each in (last, last.lower())
            )
    if _ROMANCE.match(name):  # "y el Nuevo Herald"
        yield name[0].lower() + name[1:]
    yield from _with_other_articles(name)


def _lowered(name: str) -> Iterator[str]:
    """Yield an acronym as German papers print it, which only an article tells from a word: "dem rbb"."""
    if _ACRONYM.fullmatch(name):
        yield from (
            f"{article} {name.lower()}" for article in ("dem", "des", "der", "im", "vom", "beim")
        )


def _with_other_articles(name: str) -> Iterator[str]:
    if _FRENCH.match(name):
        yield from (f"{of} {name[3:]}" for of in ("du", "au", "Du", "Au"))
    if name.endswith(" am Sonntag"):  # Longer than "der Welt".
        yield from (f"{article} {name}" for article in _ARTICLES)
    if _ARTICLE.match(name):
        bare = _ARTICLE.sub("", name)
        yield from (f"{article} {bare}" for article in _ARTICLES)


# Many pages are read with the same outlets; to take them up costs more than to read a page.
_directory = lru_cache(maxsize=4)(Directory)


def _known(registered: RegisterEntry) -> KnownOutlet:
    return KnownOutlet(
        name=registered.name,
        aliases=registered.aliases,
        domains=registered.domains,
        kind=registered.kind,
    )


@cache
def _ambiguous() -> frozenset[str]:
    names = (name for each in register(more=True) for name in each.ambiguous_names)
    return frozenset(fold(without_article(name)) for name in (*names, *shared_names()))


@cache
def _nouns() -> frozenset[str]:
    """Return German names as they are printed where they may be any noun with its article: "der Zeit"."""
    names = frozenset(each.name for each in register(more=True))
    return frozenset(form for name in names for form in _with_other_articles(name)) - names


@cache
def _foreign() -> frozenset[str]:
    outlets = (each for each in register(more=True) if each.languages)
    return frozenset(each.name for each in outlets if "en" not in each.languages)


def is_foreign(outlet: str) -> bool:
    """Tell whether an outlet of the register publishes nothing in English."""
    return outlet in _foreign()


def is_ambiguous(name: str) -> bool:
    """Tell whether a name is also a word, a place or another's, as the register says: "Nature"."""
    return name in _nouns() or fold(without_article(name)) in _ambiguous()


@cache
def _bearers() -> dict[str, frozenset[str]]:
    found = {fold(without_article(name)): frozenset(all_) for name, all_ in shared_names().items()}
    names = {fold(without_article(each.name)) for each in register(more=True)}
    for each in register(more=True):
        plain, _, place = each.name.partition(" (")
        # "The Cable (Nigeria)": nobody else has the name in the register, though others may elsewhere.
        if place and plain.startswith("The ") and fold(without_article(plain)) not in names:
            found.setdefault(fold(without_article(plain)), frozenset({each.name}))
    return found


@cache
def _short_names() -> dict[str, frozenset[str]]:
    text = (files("stories.importing") / "data" / "short_names.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {fold(without_article(name)): frozenset(outlets.split(";")) for name, outlets in rows}


@cache
def _with_a_place() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    names = ((name, each) for each in register(more=True) for name in (each.name, *each.aliases))
    for name, each in names:
        plain, _, place = name.partition(" (")
        if place:
            plain = fold(without_article(plain))
            found[plain] = found.get(plain, frozenset()) | {each.name}
    return found


def bearers(name: str) -> frozenset[str]:
    """Return the outlets that bear a name, or are called so for short: "The Globe" in Boston and Toronto."""
    plain = fold(without_article(name))
    tables = (_bearers(), _short_names(), _with_a_place())
    return frozenset().union(*(table.get(plain, frozenset()) for table in tables))


def is_shared(name: str) -> bool:
    """Tell whether several outlets bear a name."""
    plain = fold(without_article(name))
    return plain in _bearers() or plain in _short_names()


def bears(outlet: str, name: str) -> bool:
    """Tell whether an outlet is one of those that bear a name: "The National (UAE)" bears "The National".

    Another of them may have been read for it: "The National (Scotland)".
    """
    plain = name.partition(" (")[0]
    return outlet in bearers(name) or {outlet, name} <= bearers(plain)
