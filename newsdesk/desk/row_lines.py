"""What a folded row or section says of itself in one line: names, first words, counts, marks."""

from dataclasses import dataclass
from unicodedata import combining, normalize

from django.utils.text import Truncator

from newsdesk.pages.rich_text import plain

# Characters of a row's own words; a line on a wide screen holds no more.
FIRST_WORDS = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """A row in one line: what it is called, its first words, a quiet note, and what it lacks."""

    name: str
    text: str = ""
    note: str = ""
    lacks: tuple[str, ...] = ()


def counted(number: int, one: str, many: str) -> str:
    """Return "1 report" or "9 reports"."""
    return f"{number:,} {one if number == 1 else many}"


def first_words(text: str) -> str:
    """Return the beginning of a plain text, on one line."""
    line = normalize("NFC", " ".join(text[: FIRST_WORDS * 3].split()))
    if any(map(combining, line[: FIRST_WORDS + 1])):
        return str(Truncator(line).chars(FIRST_WORDS))
    return line if len(line) <= FIRST_WORDS else f"{line[: FIRST_WORDS - 1]}…"


def word_count(html: str) -> int:
    """Return how many words a rich text has."""
    return len(plain(html).split())
