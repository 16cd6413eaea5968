"""Compressed answers, also where no proxy stands in front: who may have one, and by which ETag it goes.

SECURITY: only what is the same for everybody is compressed. Where a secret stands beside words that a
stranger may choose, the length of the compressed page tells the secret (BREACH).
"""

import gzip
import re

from django.utils.http import parse_etags

# What is words; pictures are compressed already.
_WORDS = re.compile(r"text/|application/(?:[a-z.+-]*\+)?(?:json|xml)\b|image/svg")
_SMALLEST = 200  # bytes; what is smaller grows.
_LEVEL = 6
# RFC 9110, 8.8.3.3: the same page compressed goes by another strong validator.
_MARK = "-gzip"


def takes_gzip(said: str) -> bool:
    """Tell whether a client that says this in Accept-Encoding may be sent gzip (RFC 9110, 12.5.3)."""
    said = said.lower()
    if "gzip" not in said and "*" not in said:
        return False
    asked = {}
    for each in said.split(","):
        coding, _, weight = each.partition(";")
        asked[coding.strip()] = weight.replace(" ", "").rstrip("0") not in ("q=", "q=0.")
    return asked.get("gzip", asked.get("x-gzip", asked.get("*", False)))


def compressed(body: bytes, content_type: str) -> bytes | None:
    """Return what gzip makes of it, the same each time; None where that is not worth it."""
    if len(body) < _SMALLEST or not _WORDS.match(content_type):
        return None
    packed = gzip.compress(body, _LEVEL, mtime=0)
    return packed if len(packed) < len(body) else None


def tag_of_compressed(tag: str) -> str:
    """Return the ETag by which the compressed form goes."""
    return f'{tag[:-1]}{_MARK}"'


def names_compressed(tags: str) -> bool:
    """Tell whether one of the ETags of a condition is that of a compressed page."""
    return f'{_MARK}"' in tags


def tags_of_pages(tags: str) -> str:
    """Return the ETags of a condition as those of the pages as they are."""
    return tags.replace(f'{_MARK}"', '"')


def has_already(tags: str, tag: str) -> bool:
    """Tell whether If-None-Match names `tag`, compared weakly (RFC 9110, 13.1.2)."""
    named = [each.removeprefix("W/") for each in parse_etags(tags_of_pages(tags))]
    return named == ["*"] or tag in named
