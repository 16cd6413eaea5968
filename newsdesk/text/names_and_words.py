"""Text folded for comparison: words for the search, names for look-ups and for what may be there once."""

import re
import unicodedata

from newsdesk.text.normalise import fold

__all__ = [
    "STOP_WORDS",
    "fold",
    "name_key",
    "search_terms",
    "sentence_key",
    "sort_title",
    "words",
]

# The words that PostgreSQL's English configuration passes over, so that SQLite does the same.
STOP_WORDS = frozenset(
    [
        "i",
        "me",
        "my",
        "myself",
        "we",
        "our",
        "ours",
        "ourselves",
        "you",
        "your",
        "yours",
        "yourself",
        "yourselves",
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "what",
        "which",
        "who",
        "whom",
        "this",
        "that",
        "these",
        "those",
        "am",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "have",
        "has",
        "had",
        "having",
        "do",
        "does",
        "did",
        "doing",
        "a",
        "an",
        "the",
        "and",
        "but",
        "if",
        "or",
        "because",
        "as",
        "until",
        "while",
        "of",
        "at",
        "by",
        "for",
        "with",
        "about",
        "against",
        "between",
        "into",
        "through",
        "during",
        "before",
        "after",
        "above",
        "below",
        "to",
        "from",
        "up",
        "down",
        "in",
        "out",
        "on",
        "off",
        "over",
        "under",
        "again",
        "further",
        "then",
        "once",
        "here",
        "there",
        "when",
        "where",
        "why",
        "how",
        "all",
        "any",
        "both",
        "each",
        "few",
        "more",
        "most",
        "other",
        "some",
        "such",
        "no",
        "nor",
        "not",
        "only",
        "own",
        "same",
        "so",
        "than",
        "too",
        "very",
        "s",
        "t",
        "can",
        "will",
        "just",
        "don",
        "should",
        "now",
    ]
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
# Punctuation to Unicode, and yet read aloud; between digits and before one signs are part of a number.
_SAID = "%‰#&@§*"
_IN_NUMBER = re.compile(r"(?<=\d)[.,:/](?=\d)|(?<![^\W_])-(?=\d)")


def name_key(text: str) -> str:
    """Return what two writings of one name have in common: folded, one space between words.

    "NY  Post", "ny post" and a name with a soft hyphen in it are one; "&" is not "and", and "The" counts.
    """
    return " ".join(fold(text).split())


def sentence_key(text: str) -> str:
    """Return what two writings of one sentence have in common: its `name_key` without punctuation.

    "Why “now” – again?" and "why now, again" are one; "$5" and "£5", "2.5" and "25" are not.
    """
    folded = fold(text)
    kept = {match.start() for match in _IN_NUMBER.finditer(folded)}
    signs = (
        " " if n not in kept and _is_punctuation(folded, n) else sign
        for n, sign in enumerate(folded)
    )
    return " ".join("".join(signs).split())


def _is_punctuation(text: str, n: int) -> bool:
    sign = text[n]
    if sign == "'" and text[n - 1 : n].isalnum() and text[n + 1 : n + 2].isalnum():
        return False
    return sign not in _SAID and unicodedata.category(sign)[0] == "P"


def sort_title(title: str) -> str:
    """Return what a title is sorted by: folded, from its first letter or digit on.

    "'s-Hertogenbosch" stands under S, "🚀 Rocket" under R; a title of signs alone among the signs.
    """
    folded = name_key(title)
    first = next((at for at, sign in enumerate(folded) if sign.isalnum()), 0)
    return folded[first:]


def words(text: str) -> list[str]:
    """Return the folded words of `text`, letters and digits only, in order."""
    return _WORD.findall(fold(text))


def search_terms(text: str) -> list[str]:
    """Return the words of `text` that a search should look for."""
    return [word for word in words(text) if word not in STOP_WORDS]
