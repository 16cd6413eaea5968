"""When two wordings are the same question for the inbox: in doubt they are two.

A wrong match would swallow a reader's question; a missed one costs a moderator a second.
"""

import hashlib

from faqs.duplicates.names import Lexicon
from faqs.duplicates.score import LIKELY, WORDS, judge
from faqs.duplicates.words import even, likeness, stem, terms
from newsdesk.text.names_and_words import words

# Words that a question loses without asking for something else; "not", "who" and "before" are none.
_EMPTY = frozenset(
    "a an the am is are was were be been being do does did doing have has had having there please".split()
)
_ASKING = frozenset(
    "who whom whose what which when where why how can should will could would".split()
)
_ALIKE = 0.9


def fingerprint(text: str) -> str:
    """Return the same digest for wordings that differ in endings, articles, case and marks alone."""
    found = words(text)
    stems = [stem(word) for word in found if word not in _EMPTY] or found
    return hashlib.sha256(" ".join(stems).encode()).hexdigest()


def nearly_the_same(one: str, other: str) -> bool:
    """Tell whether two questions share nearly all their words, and nothing that matters differs."""
    mine, theirs = set(words(one)), set(words(other))
    if mine & _ASKING != theirs & _ASKING:
        return False
    alike = likeness(terms(one), terms(other), even)
    if alike < _ALIKE:
        return False
    return judge(one, other, alike, lexicon=Lexicon(), method=WORDS).band == LIKELY
