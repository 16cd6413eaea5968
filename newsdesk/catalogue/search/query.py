"""What somebody typed into the search box, taken apart; and the keys by which names are the same name."""

import re
from dataclasses import dataclass

from newsdesk.text.names_and_words import STOP_WORDS, fold, search_terms, words
from newsdesk.text.romanise import romanised

MAX_WORDS = 12
LONGEST_KEY = 80
_PHRASE = re.compile(r'"([^"]+)"')
# "U.S.", "U.N", "K. A.-B." is none.
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.){1,}[^\W\d_](?:\.|(?!\w))")
_HYPHENATED = re.compile(r"[^\W_]+(?:['-][^\W_]+)+")
_AND = re.compile(r"\s*&\s*")

# One word of what was typed, and what else it may mean, the likeliest first: each one or two words.
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """`groups` are the words that a page must hold, stop words left out, of each any of the alternatives;
    the last word of what was `typed` may be the start of a word. `phrases` must stand there as they are.
    `keys` are those of a name that is just this. `words` are all words, also stop words.
    """

    typed: str
    groups: tuple[Group, ...]
    phrases: tuple[str, ...]
    keys: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """Return the likeliest of each group."""
        return tuple(group[0] for group in self.groups)

    @property
    def plain(self) -> str:
        return " ".join(self.words)

    @property
    def length(self) -> int:
        return len(self.words)

    @property
    def is_plain(self) -> bool:
        """Tell whether this may mean more than it says: a phrase or single word does not."""
        return self.length > 1 and not self.phrases

    @property
    def is_sentence(self) -> bool:
        """Tell whether this is more than a name or some words to look for."""
        return self.length > 3 or not STOP_WORDS.isdisjoint(self.words)


def read(typed: str) -> Query:
    """Return what was typed, taken apart."""
    plain = undotted(fold(typed))
    phrases = (" ".join(words(phrase)) for phrase in _PHRASE.findall(plain))
    terms = dict.fromkeys(search_terms(plain))
    return Query(
        typed=typed,
        groups=tuple((term,) for term in list(terms)[:MAX_WORDS]),
        phrases=tuple(phrase for phrase in phrases if phrase)[:MAX_WORDS],
        keys=tuple(name_keys(typed)),
        words=tuple(words(plain)),
    )


def undotted(folded: str) -> str:
    """Return folded text with abbreviations written without their dots: "u.s." as "us"."""
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), folded)


def name_keys(name: str) -> list[str]:
    """Return what a name is compared by: letters and digits alone, so that "You Tube" is "YouTube".

    "&" is also "and", or nothing; a "The" before it may be missing; other scripts count in Latin letters
    too. Of a name that has only signs they are the key. Empty for nothing.
    """
    plain = undotted(fold(name)).strip()
    forms = [plain]
    if not plain.isascii():
        forms.append(romanised(plain))
    if "&" in plain:
        forms += [_AND.sub(" and ", plain), _AND.sub("", plain)]
    forms += [form.removeprefix("the ") for form in forms if form.startswith("the ")]
    return list(dict.fromkeys(key for form in forms if (key := compact(form))))


def compact(folded: str) -> str:
    """Return the letters and digits of folded text, or its signs where it has neither."""
    bare = "".join(filter(str.isalnum, folded)) or "".join(folded.split())
    return bare[:LONGEST_KEY]


def beginnings(name: str) -> list[str]:
    """Return the keys of a name from each of its later words on, by which who types one of them finds it."""
    found = words(name)
    starts = (n for n, word in enumerate(found) if n and word == (search_terms(word) or [""])[0])
    return ["".join(found[n:]).replace("'", "")[:LONGEST_KEY] for n in list(starts)[:MAX_WORDS]]


def joined(text: str) -> set[str]:
    """Return how parts of words are written together: "reentry" for "re-entry", "us" for "U.S."."""
    # Both patterns ask at every letter, which takes ten times as long as to pass by what has no such sign.
    written = (word for word in fold(text).split() if not word.isalnum())
    plain = " ".join(each for each in written if "-" in each or "'" in each or "." in each[:-1])
    parts = (found.replace("-", "").replace("'", "") for found in _HYPHENATED.findall(plain))
    dotted = (found.replace(".", "") for found in _DOTTED.findall(plain))
    return {*parts, *dotted}
