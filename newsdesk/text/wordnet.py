"""English words by their lemma, near relatives and opposites, as WordNet 3.0 has them.

Read from `data/wordnet.txt.gz`, which says how it is made in `data/made_by/wordnet.py`; about 24,000 words.
"""

import gzip
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

# Endings that an inflected English word loses, and what it gets instead (WordNet's manual page morphy).
_DETACHED = [
    tuple(pair.split("-"))
    for pair in (
        "ies-y ied-y es- es-e s- ed- ed-e ing- ing-e er- er-e est- est-e ier-y iest-y men-man ly- ily-y"
    ).split()
]


class _Entry(NamedTuple):
    synsets: frozenset[str]
    derived: frozenset[str]
    opposite: frozenset[str]


class _Words(NamedTuple):
    entries: dict[str, str]
    irregular: dict[str, tuple[str, ...]]
    past: frozenset[str]


@lru_cache(maxsize=20_000)
def lemmas(word: str) -> tuple[str, ...]:
    """Return what words a form may be of: "left" of "leave" and "left"; none for an unknown word."""
    words = _words()
    found = [word] if word in words.entries else []
    found += words.irregular.get(word, ())
    for ending, instead in _DETACHED:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            short = word.removesuffix(ending)
            for lemma in (short + instead, short[:-1] if short[-1:] == short[-2:-1] else ""):
                if lemma in words.entries and (len(lemma) > 2 or lemma == "go"):
                    found.append(lemma)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def synsets(word: str) -> frozenset[str]:
    """Return the first senses of a word, in any of its lemmas, that other words share."""
    return frozenset().union(*(_entry(lemma).synsets for lemma in lemmas(word)))


@lru_cache(maxsize=20_000)
def derived(word: str) -> frozenset[str]:
    """Return the words that a word is derived from, or that are derived from it."""
    return frozenset().union(*(_entry(lemma).derived for lemma in lemmas(word)))


@lru_cache(maxsize=20_000)
def opposed(word: str) -> frozenset[str]:
    """Return the opposites of a word, none of which is a form of it."""
    own = lemmas(word)
    return frozenset().union(*(_entry(lemma).opposite for lemma in own)).difference(own)


@lru_cache(maxsize=20_000)
def is_past(word: str) -> bool:
    """Tell whether a word is a past form or participle of a verb."""
    if word in _words().past:
        return True
    return len(word) > 3 and word.endswith("ed") and any(lemma != word for lemma in lemmas(word))


def _entry(lemma: str) -> _Entry:
    columns = [frozenset(column.split()) for column in _words().entries[lemma].split("\t")]
    columns += [frozenset()] * (3 - len(columns))
    return _Entry(*columns)


@cache
def _words() -> _Words:
    packed = (files("newsdesk.text") / "data" / "wordnet.txt.gz").read_bytes()
    entries: dict[str, str] = {}
    irregular: dict[str, tuple[str, ...]] = {}
    past: set[str] = set()
    for line in gzip.decompress(packed).decode().splitlines():
        word, _, rest = line.partition("\t")
        for sign in "=>":
            form, found, of = word.partition(sign)
            if found:
                irregular[form] = (*irregular.get(form, ()), *of.split())
                if sign == ">" and form not in of.split() and not form.endswith(("ing", "s")):
                    past.add(form)
                break
        else:
            entries[word] = rest
    return _Words(entries, irregular, frozenset(past))
