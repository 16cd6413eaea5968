"""Characters as they are stored: one kind of line break, no control characters, accents composed.

What separates lines without being seen (U+2028, a vertical tab from a word processor) stands differently in
a page, a feed and JSON, and glues two words together where it is dropped. Nothing here makes a text longer.
"""

import re
import unicodedata

# What str.splitlines() breaks at, besides the line feed.
SEPARATORS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def as_lines(text: str) -> str:
    """Return a text of several lines with a line feed for every separator and a space for controls."""
    return composed(_CONTROL.sub(" ", SEPARATORS.sub("\n", text)))


def as_line(text: str) -> str:
    """Return a text that is one line: separators are spaces in it."""
    return as_lines(text).replace("\n", " ")


def composed(text: str) -> str:
    """Return `text` with accents composed (NFC), unless that would make it longer, and with no half of a
    character, which cannot be written as UTF-8.
    """
    text = _SURROGATE.sub("\ufffd", text)
    normal = unicodedata.normalize("NFC", text)
    return normal if len(normal) <= len(text) else text
