"""How much a page may hold: one number for each kind of text and of row, for every door of the desk.

Importer, forms, verbs, merging and three-way merge ask here and nowhere else. Limits are on what is stored,
after sanitising, so that whatever is stored can be shown, compared, merged and saved again. What is over a
limit already, because it is older than the limit, may stay and may be made smaller.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError

# Characters of one rich text as it is stored, tags and all; "&" is five of them.
RICH_LENGTH = 100_000
# Opening and closing tags of one rich text.
RICH_TAGS = 5_000
# Characters of a plain text of several lines: a standfirst, a quotation.
TEXT_LENGTH = 20_000
# Characters of a tag.
TAG_LENGTH = 100
# Characters of all texts of a page together. A form of that size fits into a request, in any script.
PAGE_LENGTH = 400_000
# Rows of each list, by the name that the list has in documents, and what they are called.
ROWS = {
    "bylines": 50,
    "tags": 50,
    "analysis": 100,
    "reports": 200,
    "timeline": 200,
    "deeper": 200,
    "faqs": 300,
    "entities": 300,
    "answers": 200,
    "sources": 200,
    "aliases": 200,
    "facts": 100,
    "reporters": 50,
}
_CALLED = {
    "bylines": "authors",
    "analysis": "analysis parts",
    "timeline": "timeline events",
    "deeper": "follow-up questions",
    "faqs": "questions",
    "entities": "topics",
    "aliases": "other names",
}
# Lists that are called otherwise in forms.
_ROWS_IN_FORMS = {"faq_rows": "faqs", "entity_rows": "entities"}


def most_rows(name: str) -> int:
    """Return how many rows a list may have, by its name in documents or in forms."""
    return ROWS[_ROWS_IN_FORMS.get(name, name)]


def too_many(name: str, count: int) -> str:
    """Return the sentence for a list that would have `count` rows, by its name as for `most_rows`."""
    name = _ROWS_IN_FORMS.get(name, name)
    most, what = ROWS[name], _CALLED.get(name, name)
    return (
        f"There is room for {most:,} {what} on a page; this one would have {count:,}. Remove "
        f"{count - most:,} of them, or move them to another page."
    )


def too_long(length: int, most: int) -> str:
    """Return the sentence for a text with too many characters."""
    return (
        f"This text is too long: it has {length:,} characters, and there is room for {most:,}. "
        f"Shorten it by {length - most:,}, or split it into parts."
    )


def too_long_to_store(written: int, stored: int) -> str:
    """Return the sentence for a rich text that its markup and signs such as "&" make too long."""
    if written > RICH_LENGTH:
        return too_long(written, RICH_LENGTH)
    return (
        f"This text is too long: it has {written:,} characters, which take the room of {stored:,} because "
        f"of their formatting and of signs such as “&” and “<”, and there is room for {RICH_LENGTH:,}. "
        "Shorten it or take formatting away, or split it into parts."
    )


def too_much_markup(tags: int) -> str:
    return (
        f"This text is too long for its formatting: it has {tags // 2:,} paragraphs, list items, links and "
        f"changes of lettering, and there is room for {RICH_TAGS // 2:,}. Split it into parts."
    )


TOO_DEEP = "Lists or quotations stand too deep in each other here: thirty levels are the most."


def page_too_long(length: int) -> str:
    return (
        f"All texts of this page together have {length:,} characters, with their formatting, and there is "
        f"room for {PAGE_LENGTH:,}. Shorten it by {length - PAGE_LENGTH:,}, or move parts to another page."
    )


def length_of(data: object) -> int:
    """Return how many characters the texts in plain data have together."""
    if isinstance(data, str):
        return len(data)
    if isinstance(data, dict):
        return sum(map(length_of, data.values()))
    return sum(map(length_of, data)) if isinstance(data, (list, tuple)) else 0


def validate_length(limit: int) -> Callable[[str], None]:
    """Return a validator for the length of a plain text."""

    def validate(value: str) -> None:
        if len(value) > limit:
            raise ValidationError(too_long(len(value), limit))

    return validate


def room_for(name: str, *, before: int) -> int:
    """Return how many rows a list may have that had `before`: a list that is too long may stay so."""
    return max(most_rows(name), before)
