"""Text folded for comparison: words for the search, names for look-ups and for what may be there once."""

import re

from newsdesk.text.normalise import fold

__all__ = ["STOP_WORDS", "fold", "name_key", "search_terms", "sort_title", "words"]

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


def name_key(text: str) -> str:
    """Return what two writings of one name have in common: folded, one space between words.

    "NY  Post", "ny post" and a name with a soft hyphen in it are one; "&" is not "and", and "The" counts.
    """
    return " ".join(fold(text).split())


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
