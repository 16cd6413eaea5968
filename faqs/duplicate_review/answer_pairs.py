"""Which answers of two FAQs are to the same question."""

from collections.abc import Sequence

from faqs.documents import Answer
from newsdesk.text.names_and_words import words

# From this share of common words on two sub-questions ask the same.
SAME_QUESTION = 0.75


def aligned(
    left: Sequence[Answer], right: Sequence[Answer]
) -> list[tuple[Answer | None, Answer | None]]:
    """Return the answers of two pages side by side: those to the same question, then what is left over."""
    matches = sorted(
        (-alike(mine.question, theirs.question), n, m)
        for n, mine in enumerate(left)
        for m, theirs in enumerate(right)
    )
    partner: dict[int, int] = {}
    for likeness, n, m in matches:
        if -likeness >= SAME_QUESTION and n not in partner and m not in partner.values():
            partner[n] = m
    rows: list[tuple[Answer | None, Answer | None]] = [
        (mine, right[partner[n]] if n in partner else None) for n, mine in enumerate(left)
    ]
    return rows + [(None, each) for m, each in enumerate(right) if m not in partner.values()]


def alike(one: str, other: str) -> float:
    """Return the share of words that two questions have in common, 0 to 1."""
    mine, theirs = set(words(one)), set(words(other))
    return len(mine & theirs) / max(len(mine | theirs), 1)
