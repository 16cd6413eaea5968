"""Compressed answers, also where no proxy stands in front: who may have one, and by which ETag it goes.

SECURITY: only what is the same for everybody is compressed. Where a secret stands beside words that a
stranger may choose, the length of the compressed page tells the secret (BREACH).
"""

import gzip
import re

from django.http import HttpRequest

# What is words; pictures are compressed already.
_WORDS = re.compile(r"text/|application/(?:[a-z.+-]*\+)?(?:json|xml)\b|image/svg")
_SMALLEST = 200  # bytes; what is smaller grows.
_LEVEL = 6
# RFC 9110, 8.8.3.3: the same page compressed goes by another strong validator.
_MARK = "-gzip"
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")


def takes_gzip(request: HttpRequest) -> bool:
    """Tell whether the client may be sent gzip (RFC 9110, 12.5.3)."""
    said = request.META.get("HTTP_ACCEPT_ENCODING", "").lower()
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


def has_compressed(request: HttpRequest) -> bool:
    """Tell whether the client names a compressed page that it has, and let the view know that page."""
    found = False
    for name in _CONDITIONS:
        said = request.META.get(name, "")
        if f'{_MARK}"' in said:
            request.META[name], found = said.replace(f'{_MARK}"', '"'), True
    return found
