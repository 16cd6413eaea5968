"""The catalogue's own words, to correct what a reader mistyped. The same on every database.

Words are kept by groups of three letters (`catalogue_gram`). They stay when their page goes: before a
word is offered, `search.py` makes sure that a visible page holds it.
"""

import json
from collections import Counter
from collections.abc import Iterable

from django.db import connection

from newsdesk.text.names_and_words import search_terms

SHORTEST, LONGEST = 4, 30
# Words of this length and longer may hold two mistakes, shorter ones a single one.
TWO_MISTAKES = 8
# Which of some words are known, and how rows are kept: both take a list as JSON, however long it is.
_KNOWN = "SELECT DISTINCT word FROM catalogue_gram WHERE word IN ({})"
_KEEP = "INSERT INTO catalogue_gram (gram, word) {}"
_QUERIES = {
    "sqlite": (
        _KNOWN.format("SELECT value FROM json_each(%s)"),
        _KEEP.format(
            "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s)"
        ),
    ),
    "postgresql": (
        _KNOWN.format("SELECT jsonb_array_elements_text(%s::jsonb)"),
        _KEEP.format("SELECT value ->> 0, value ->> 1 FROM jsonb_array_elements(%s::jsonb)"),
    ),
}


def learn(texts: Iterable[str]) -> None:
    """Keep the words of `texts` that are new. Two queries, one when nothing is."""
    if not (found := sorted({word for text in texts for word in _spelled(text)})):
        return
    known, keep = _QUERIES[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(known, [json.dumps(found)])
        old = {word for (word,) in cursor.fetchall()}
        rows = [(gram, word) for word in found if word not in old for gram in _grams(word)]
        if rows:
            cursor.execute(keep, [json.dumps(rows)])


def candidates(term: str) -> list[str]:
    """Return known words that `term` may have been meant to be, the likeliest first. One query.

    SECURITY: all of them, since words of pages that wait are known too: if only the first few were
    offered, these could keep a visible page's word out of them.
    """
    if not SHORTEST <= len(term) <= LONGEST:
        return []
    allowed = 2 if len(term) >= TWO_MISTAKES else 1
    near = [
        (far, word[0] != term[0], word[-1] != term[-1], -shared, word)
        for word, shared in _sharing(term, allowed)
        if 0 < (far := distance(term, word, allowed)) <= allowed
    ]
    return [word for *_, word in sorted(near)]


def distance(a: str, b: str, limit: int) -> int:
    """Return how many letters to add, drop, change or swap with the next; above `limit`, any number.

    Optimal string alignment, https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance.
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _spelled(text: str) -> Iterable[str]:
    """Yield the words that are worth correcting to: letters only, neither short nor endless."""
    for term in search_terms(text):
        word = term.split("'")[0]
        if word.isalpha() and SHORTEST <= len(word) <= LONGEST:
            yield word


def _grams(word: str) -> Counter[str]:
    padded = f"^{word}$"
    return Counter(padded[n : n + 3] for n in range(len(word)))


def _sharing(term: str, allowed: int) -> list[tuple[str, int]]:
    """Return words with as many groups of `term` as so many mistakes leave, and how many they are.

    A swap of two letters spoils four groups, any other mistake three.
    """
    grams = list(_grams(term))
    least = max(1, len(grams) - (4 if allowed == 1 else 7))
    marks = ", ".join(["%s"] * len(grams))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, COUNT(DISTINCT gram) FROM catalogue_gram"  # noqa: S608
            f" WHERE gram IN ({marks}) AND LENGTH(word) BETWEEN %s AND %s"
            " GROUP BY word HAVING COUNT(DISTINCT gram) >= %s",
            [*grams, len(term) - allowed, len(term) + allowed, least],
        )
        return list(cursor.fetchall())
