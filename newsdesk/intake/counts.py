"""Counts as words, and the sentences about what a document with paragraphs had and its lines have not."""

from collections import Counter
from collections.abc import Iterator

# What was counted, how one of them is called, and what became of it.
_CHANGES = (
    ("insertion", "insertion", "taken"),
    ("deletion", "deletion", "left out"),
    ("struck", "struck word", "left out"),
    ("hidden", "hidden word", "left out"),
)


def counted(count: int, what: str) -> str:
    """Return "1 comment", "2 comments"."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def were(count: int, what: str) -> str:
    """Return "1 picture was", "2 pictures were"."""
    return f"{counted(count, what)} {'was' if count == 1 else 'were'}"


def by_hand(count: int) -> str:
    """Return what to do about things that were not taken."""
    this = "it" if count == 1 else "them"
    return f"choose one of those shown beside the draft, or add {this} by hand."


def told(counts: Counter[str]) -> Iterator[str]:
    """Yield what was taken and left out, as sentences."""
    changes = [
        f"{counted(counts[name], what)} {became}" for name, what, became in _CHANGES if counts[name]
    ]
    if changes:
        yield "; ".join(changes) + "."
    if counts["comment"]:
        yield f"{counted(counts['comment'], 'comment')} left out."
    if counts["picture"]:
        pictures = counts["picture"]
        yield f"{counted(pictures, 'image')} not taken: {by_hand(pictures)}"
    if counts["around"]:
        yield f"Heads and feet of pages ({counted(counts['around'], 'word')}) left out."
    if counts["link"]:
        yield f"{counted(counts['link'], 'link')} to no page of the web left out; the words stay."
