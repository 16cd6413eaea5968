"""What the words of a name say: is it an outlet's, a person's, an institution's, a place's?

The words themselves are data: `data/outlet_words.toml`, `data/given_names.txt`, `data/other_names.txt`.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from newsdesk.text import wordnet
from newsdesk.text.countries import country
from newsdesk.text.mentions import words
from newsdesk.text.names_and_words import fold

_DOMAIN_LIKE = re.compile(
    r"[\w-]+\.(?:com|org|net|news|info|press|media|eu|uk|ie|us|ca|au|nz|in|de|at|ch|fr|be|nl|es|it|pl|no|se|dk|fi|pt"
    r"|br|mx|io|tv|fm)",
    re.IGNORECASE,
)
# Stations of the United States, whose letters are given out: WQRL, KPLN-TV, KRVN-FM.
# What ends in "TV" is a station anywhere, but for cameras and sets.
_CALL_SIGN = re.compile(r"[KW][A-Z]{3}(?:-(?:TV|FM|AM|LP|CD))?|(?!HDTV|IPTV|CCTV)[A-Z]{1,3}TV")
# "Standard-Bearer", "Mail-Dispatch", "Times-Monitor".
_COMPOUND = re.compile(
    r"\b(?:Standard|Mail|Times|Post|Star|Sun|Herald|News|Journal|Democrat|Press|Record|Union|Leader)-[A-Z][a-z]+$"
)
_STATIONS = frozenset("radio television tv".split())
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,6}|[A-Z]{2,6}s?")


@cache
def _list(name: str) -> frozenset[str]:
    text = (files("stories.importing") / "data" / "outlet_words.toml").read_text("utf-8")
    return frozenset(str(tomllib.loads(text)[name]).replace("-", "").split())


@cache
def given_names() -> frozenset[str]:
    """Return first names of persons, folded."""
    text = (files("stories.importing") / "data" / "given_names.txt").read_text("utf-8")
    return frozenset(text.split())


@cache
def other_names() -> frozenset[str]:
    """Return names of companies, organisations and cities, folded."""
    text = (files("stories.importing") / "data" / "other_names.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold(name) for line in lines for name in line.split(";"))


def is_domain(name: str) -> bool:
    """Tell whether a name is that of a site: "Netzkante.de"."""
    return bool(_DOMAIN_LIKE.fullmatch(name))


def without_article(name: str) -> str:
    return name[4:] if name[:4].casefold() == "the " else name


_WEAK = re.compile(r"(\w*bote|\bAllgemeine|\bIllustrierte)n$", re.IGNORECASE)
_WEAK_ADJECTIVE = re.compile(
    r"(\w{3,}e)n (?=(?:[A-Z]\w+ )?(?:\w*(?:zeitung|presse|nachrichten|rundschau|post)|Anzeiger|Allgemeine)$)",
    re.IGNORECASE,
)


_GENITIVE = re.compile(
    r"(\w*(?:kurier|anzeiger|spiegel|merkur|rundfunk|magazin|journal|blatt(?=es)|blatt(?=s)))e?s$",
    re.IGNORECASE,
)


def nominative(name: str) -> str:
    """Return a German name as it is printed by itself: "Küstenbote" for "dem Küstenboten"."""
    name = _GENITIVE.sub(r"\1", name)
    return _WEAK.sub(r"\1", _WEAK_ADJECTIVE.sub(r"\1 ", name))


def is_outlet_word(word: str) -> bool:
    """Tell whether a folded word makes an outlet's name of what it stands in ("gazette", "tidende")."""
    return word in _list("sure")


def may_be_outlet_word(word: str) -> bool:
    """Tell the same, or whether it does so at the end of a name ("post", "tv")."""
    return word in _list("sure") or word in _list("doubtful")


def needs_cue_after_article(word: str) -> bool:
    """Tell whether a folded name means something else even after "the": "the Sun", "the Atlantic"."""
    return word in _list("needs_cue_after_article")


@lru_cache(maxsize=4096)
def looks_like_outlet(name: str) -> bool:
    """Tell whether an unknown name looks like that of an outlet: "Harbour Gazette", "Fjordposten", "WQRL"."""
    if is_domain(name) or _CALL_SIGN.fullmatch(name):
        return True
    name = nominative(name)
    parts = [word.folded for word in words(without_article(name))]
    if not parts or _is_institution([*parts[:-1]], place=True):
        return False
    if "of" in parts[1:]:  # "Chronicle of Malta"
        parts = parts[: parts.index("of")]
    return (
        bool(_list("sure") & {*parts})
        or bool(_COMPOUND.search(name))
        or (len(parts) > 1 and (parts[-1] in _list("doubtful") or parts[0] in _list("beginnings")))
        or (
            len(parts) > 3
            and parts[2] in {"de", "del", "di", "du"}
            and parts[1] in _list("named_of")
        )
        or (len(parts) > 2 and parts[1] in _STATIONS)  # "BBC Radio 4"
        or _ends_as_outlet(parts[-1])
    )


def _ends_as_outlet(word: str) -> bool:
    return any(len(word) > len(end) + 2 and word.endswith(end) for end in _list("endings"))


@lru_cache(maxsize=4096)
def surely_outlet(name: str) -> bool:
    """Tell the same where only a plain mention speaks for it: several words, the last one unmistakable."""
    if _CALL_SIGN.fullmatch(name):
        return True
    parts = [word.folded for word in words(without_article(name))]
    return len(parts) > 1 and parts[-1] in _list("sure") and not _is_institution(parts, place=True)


@lru_cache(maxsize=4096)
def looks_like_institution(name: str) -> bool:
    return _is_institution([word.folded for word in words(name)])


def _is_institution(parts: list[str], *, place: bool = False) -> bool:
    """Tell whether words are an institution's; `place` where some may be those of a town or a trade."""
    words_of_institutions = _list("institutions") - (_list("of_places") if place else frozenset())
    return bool(words_of_institutions & {*parts}) or any(
        len(part) > len(end) + 2 and part.endswith(end)
        for part in parts
        for end in _list("institution_endings")
    )


@lru_cache(maxsize=4096)
def is_other(name: str) -> bool:
    """Tell whether a name is surely none of an outlet: a country, a city, a company, an acronym."""
    bare = without_article(name)
    if fold(bare) in other_names() or fold(name) in other_names():
        return True
    parts = fold(bare).split(" ")
    if any(" ".join(parts[:n]) in other_names() for n in range(2, len(parts))):
        return not looks_like_outlet(bare)  # "S&P Global Commodity Insights"
    if _ACRONYM.fullmatch(bare):
        return not _CALL_SIGN.fullmatch(bare)
    return bool(country(tuple(word.folded for word in words(bare))))


def is_acronym(name: str) -> bool:
    """Tell whether a name is made of letters and nothing else says whose: "XQR", but not "UN"."""
    return bool(_ACRONYM.fullmatch(name)) and fold(name) not in other_names()


@lru_cache(maxsize=4096)
def is_ordinary_word(word: str) -> bool:
    """Tell whether a folded word is an ordinary English one, in any of its forms."""
    return bool(wordnet.lemmas(word))


def is_foreign_word(name: str) -> bool:
    """Tell whether a name of one word is no English word, no place and nobody's first name."""
    word = fold(name)
    return (
        name.isalpha()
        and not name.isupper()
        and not is_ordinary_word(word)
        and word not in given_names()
        and not is_other(name)
    )


def begins_like_person(name: str) -> bool:
    """Tell whether the first of several words is somebody's first name, or initials."""
    parts = words(name)
    return len(parts) > 1 and (parts[0].folded in given_names() or len(parts[0].text) == 1)


@lru_cache(maxsize=4096)
def is_product(name: str) -> bool:
    """Tell whether what a paper owns is no person of its own: "Politico's Brussels Playbook"."""
    parts = words(name)
    if not parts or begins_like_person(name):
        return False
    first = parts[0]
    return is_made_of_words(name) or (
        len(parts) > 1
        and (
            is_other(first.text)
            or (is_ordinary_word(first.folded) and is_ordinary_word(parts[-1].folded))
        )
    )


@lru_cache(maxsize=4096)
def is_made_of_words(name: str) -> bool:
    """Tell whether a name of several words is made of ordinary ones: "Capitol Brief"."""
    parts = words(name)
    return (
        len(parts) > 1
        and not begins_like_person(name)
        and all(part.text == "&" or is_ordinary_word(part.folded) for part in parts)
    )
