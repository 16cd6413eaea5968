"""The catalogue's own words, to put right what a reader mistyped. The same on every database.

`catalogue_word` has every word that was ever indexed, each with a page that brought it, and
`catalogue_gram` the longer ones by their groups of three letters. They stay when their page goes.

SECURITY: a word counts when a visible page brought it, or one that readers once saw; never by pages that
wait alone. What it finds then is what visible pages hold.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from string import ascii_lowercase
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from newsdesk.catalogue.search.engines import engine, moment, side, visible
from newsdesk.catalogue.search.sql import Sql, fill, joined_by
from newsdesk.text.names_and_words import STOP_WORDS, search_terms
from newsdesk.text.romanise import romanised

SHORTEST, LONGEST = 3, 30
# Words of this length and longer may hold two mistakes, shorter ones a single one.
TWO_MISTAKES = 7
MAX_WORDS = 12  # In longer queries nothing is put right.
ALTERNATIVES = 6

_LIST = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT jsonb_array_elements_text(%s::jsonb)",
}
_PAIRS = {
    "sqlite": (
        "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s)"
    ),
    "postgresql": "SELECT value ->> 0, {second} FROM jsonb_array_elements(%s::jsonb)",
}


class KnownWords(NamedTuple):
    """Which words readers can know: `begun` in a page that they see or saw, `stems` in an inflection."""

    begun: frozenset[str]
    stems: frozenset[str]


def learn(texts: Mapping[int, Iterable[str]]) -> None:
    """Keep the new words of pages, by their keys. A query, and two more where there are new ones."""
    brought: dict[str, int] = {}
    for page, parts in texts.items():
        for part in parts:
            for word in _spelled(part):
                brought.setdefault(word, page)
    if not brought:
        return
    vendor = connection.vendor
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        # Held by a page that stays visible as far as is known: another witness would say no more.
        cursor.execute(
            "SELECT w.word, MAX(CASE WHEN s.visible_from <= %s AND s.visible_until IS NULL"  # noqa: S608
            f" THEN 1 ELSE 0 END) FROM catalogue_word w LEFT JOIN {side()} s ON s.page_id = w.page_id"
            f" WHERE w.word IN ({_LIST[vendor]}) GROUP BY w.word",
            [now, json.dumps(sorted(brought))],
        )
        known = dict(cursor.fetchall())
        if rows := [(word, page) for word, page in sorted(brought.items()) if not known.get(word)]:
            pairs = _PAIRS[vendor].format(second="(value ->> 1)::bigint")
            cursor.execute(
                f"INSERT INTO catalogue_word (word, page_id) {pairs}", [json.dumps(rows)]
            )
        new = [word for word in brought if word not in known and len(word) >= TWO_MISTAKES - 2]
        if grams := [(gram, word) for word in sorted(new) for gram in sorted(_grams(word))]:
            pairs = _PAIRS[vendor].format(second="value ->> 1")
            cursor.execute(f"INSERT INTO catalogue_gram (gram, word) {pairs}", [json.dumps(grams)])


class Interpretation(NamedTuple):
    """What was typed, one word or two that are one, and what it may mean, the likeliest first: itself where
    it is right, nothing where nobody knows such a word.
    """

    typed: str
    likely: tuple[str, ...]


def readings(
    typed: Sequence[str], *, inflected: bool = True, kept: frozenset[str] = frozenset()
) -> list[Interpretation]:
    """Return what each of the words `typed` may have been meant to be. Empty for too many. One query.

    A word is right that readers can know or, where that is enough, that is `inflected` from one. No word
    that is `kept` is put right: it is known or it is not.
    """
    if not typed or len(typed) > MAX_WORDS:
        return []
    plain = [romanised(word) for word in typed]
    near = [frozenset() if word in STOP_WORDS else _near(word) for word in plain]
    known = _known(typed, plain, near)
    found: list[Interpretation] = []
    n = 0
    while n < len(typed):
        both = plain[n] + plain[n + 1] if n + 1 < len(typed) else ""
        if both in known.begun and not {plain[n], plain[n + 1]} <= STOP_WORDS:
            found.append(Interpretation(f"{typed[n]} {typed[n + 1]}", (both,)))
            n += 2
            continue
        right = typed[n] in known.begun or typed[n] in STOP_WORDS
        right = right or (inflected and typed[n] in known.stems)
        if right or not plain[n].isalpha():
            found.append(Interpretation(typed[n], (typed[n],)))
        elif typed[n] in kept:
            found.append(Interpretation(typed[n], ()))
        else:
            found.append(Interpretation(typed[n], _likely(plain[n], near[n], known)))
        n += 1
    return found


def _likely(term: str, near: frozenset[str], known: KnownWords) -> tuple[str, ...]:
    """Return the known words nearest to one that is not known, or the two that it is made of."""
    if term in known.begun:
        return (term,)
    one = {word for word in (near & known.begun) | (near & STOP_WORDS) if len(word) > 1}
    halves = [
        f"{term[:n]} {term[n:]}"
        for n in range(2, len(term) - 1)
        if {term[:n], term[n:]} <= known.begun | STOP_WORDS
    ]
    found = [*sorted(one, key=lambda word: _order(term, word)), *halves]
    if not found and len(term) >= TWO_MISTAKES:
        two = (word for word in known.begun if distance(term, word, 2) == 2)
        found = sorted(two, key=lambda word: _order(term, word))
    return tuple(found[:ALTERNATIVES])


def _order(term: str, word: str) -> tuple[object, ...]:
    """Return what likely words are sorted by: swapped letters and doubled ones first, then equal ends."""
    swapped = sorted(term) == sorted(word)
    same = set(term) == set(word)
    return (
        not swapped,
        not same,
        word[:1] != term[:1],
        word[-1:] != term[-1:],
        word in STOP_WORDS,
        word,
    )


def _known(
    terms: Sequence[str], plain: Sequence[str], near: Sequence[frozenset[str]]
) -> KnownWords:
    asked = set(terms) | set(plain) | set().union(*near)
    asked |= {one + other for one, other in pairwise(plain)}
    asked |= {
        part for word in plain for n in range(2, len(word) - 1) for part in (word[:n], word[n:])
    }
    at = timezone.now()
    now = moment(at)
    # A page that is gone had been there; one that waits had not.
    begun = fill(
        "SELECT DISTINCT 'begun', w.word FROM catalogue_word w"
        " LEFT JOIN {side} s ON s.page_id = w.page_id"
        " WHERE w.word IN ({words}) AND (s.page_id IS NULL OR s.visible_from <= {now})",
        side=side(),
        words=_listed(sorted(asked)),
        now=now,
    )
    pieces = [begun]
    for word in plain:
        if TWO_MISTAKES <= len(word) <= LONGEST:
            own = sorted(_grams(word))
            pieces.append(
                fill(
                    "SELECT DISTINCT 'begun', w.word FROM (SELECT word FROM catalogue_gram"
                    " WHERE gram IN ({grams}) AND LENGTH(word) BETWEEN {shortest} AND {longest}"
                    " GROUP BY word HAVING COUNT(DISTINCT gram) >= {least}) t"
                    " JOIN catalogue_word w ON w.word = t.word"
                    " LEFT JOIN {side} s ON s.page_id = w.page_id"
                    " WHERE s.page_id IS NULL OR s.visible_from <= {now}",
                    grams=Sql(", ".join(["%s"] * len(own)), tuple(own)),
                    shortest=len(word) - 2,
                    longest=len(word) + 2,
                    least=max(1, len(own) - 7),
                    side=side(),
                    now=now,
                )
            )
    pieces += [
        fill(
            "SELECT 'stem', {word} WHERE NOT EXISTS (SELECT 1 FROM catalogue_word w WHERE w.word = {word})"
            " AND EXISTS (SELECT 1 FROM {some} WHERE {holds} AND {visible})",
            word=Sql("CAST(%s AS text)", (term,)),
            some=engine().some,
            holds=engine().word(term),
            visible=visible(at),
        )
        for term in terms
        if term not in STOP_WORDS
    ]
    rows = engine().rows(joined_by(" UNION ALL ", pieces))
    return KnownWords(
        frozenset(str(word) for what, word in rows if what == "begun"),
        frozenset(str(word) for what, word in rows if what == "stem"),
    )


def _listed(words: Sequence[str]) -> Sql:
    """Return the SELECT of a list, however long it is."""
    return Sql(_LIST[connection.vendor], (json.dumps(words),))


def _near(word: str) -> frozenset[str]:
    """Return everything that is one mistake away: a letter added, dropped, changed, or swapped."""
    if not SHORTEST <= len(word) <= LONGEST:
        return frozenset()
    letters = set(word) | set(ascii_lowercase)
    parts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    found = {a + b[1:] for a, b in parts if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    found |= {a + letter + b[1:] for a, b in parts if b for letter in letters}
    found |= {a + letter + b for a, b in parts for letter in letters}
    return frozenset(found - {word})


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
    """Yield the words that are worth putting right to: letters only, neither short nor endless.

    Of "rockets" also "rocket", which finds it.
    """
    for term in search_terms(text):
        word = term.split("'")[0]
        if word.isalpha() and SHORTEST <= len(word) <= LONGEST:
            yield word
            if len(word) > SHORTEST + 1 and word[-1] == "s" and word[-2] not in "aius":
                yield word[:-1]


def _grams(word: str) -> frozenset[str]:
    padded = f"^{word}$"
    return frozenset(padded[n : n + 3] for n in range(len(word)))
