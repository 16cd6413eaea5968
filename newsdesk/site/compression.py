"""Compressed answers, also where no proxy stands in front: who may have one, and by which ETag it goes.

Answers are made and kept in gzip. Brotli is up to a tenth smaller and made at each asking: it is for who
prefers it to gzip by weight, as the cache of deploy/ does, which keeps what it gets; browsers weigh both
alike.

SECURITY: only what is the same for everybody is compressed. Where a secret stands beside words that a
stranger may choose, the length of the compressed page tells the secret (BREACH).
"""

import gzip
import re
from functools import cache

from django.utils.http import parse_etags

PLAIN, GZIP, BROTLI = "", "gzip", "br"
# What is words; pictures are compressed already.
_WORDS = re.compile(r"text/|application/(?:[a-z.+-]*\+)?(?:json|xml)\b|image/svg")
_SMALLEST = 200  # bytes; what is smaller grows.
_LEVEL, _BROTLI_LEVEL = 6, 5
# RFC 9110, 8.8.3.3: the same page compressed goes by another strong validator.
_MARK = re.compile(f'-({GZIP}|{BROTLI})"')
_WEIGHT = re.compile(r"q=([01](?:\.\d{0,3})?)")


def coding_for(said: str) -> str:
    """Return the coding for a client that says this in Accept-Encoding (RFC 9110, 12.5.3)."""
    said = said.lower()
    if "gzip" not in said and "br" not in said and "*" not in said:
        return PLAIN
    asked = {}
    for each in said.split(","):
        coding, _, weight = each.partition(";")
        asked[coding.strip()] = _weight(weight)
    by_gzip = asked.get(GZIP, asked.get("x-gzip", asked.get("*", 0.0)))
    if asked.get(BROTLI, 0.0) > by_gzip and _has_brotli():
        return BROTLI
    return GZIP if by_gzip else PLAIN


def compressed(body: bytes, content_type: str) -> bytes | None:
    """Return what gzip makes of it, the same each time; None where that is not worth it."""
    if len(body) < _SMALLEST or not _WORDS.match(content_type):
        return None
    packed = gzip.compress(body, _LEVEL, mtime=0)
    return packed if len(packed) < len(body) else None


def recoded(packed: bytes, coding: str) -> bytes:
    """Return in another coding what lies in gzip, the same each time."""
    if coding == GZIP:
        return packed
    body = gzip.decompress(packed)
    if coding == PLAIN:
        return body
    import brotli

    made: bytes = brotli.compress(body, quality=_BROTLI_LEVEL)
    return made


def tag_in(coding: str, tag: str) -> str:
    """Return the ETag by which a page goes in a coding."""
    return f'{tag[:-1]}-{coding}"' if coding else tag


def coding_named(tags: str) -> str:
    """Return the coding that the ETags of a condition name first, PLAIN for none."""
    found = _MARK.search(tags)
    return found[1] if found else PLAIN


def tags_of_pages(tags: str) -> str:
    """Return the ETags of a condition as those of the pages as they are."""
    return _MARK.sub('"', tags)


def has_already(tags: str, tag: str) -> bool:
    """Tell whether If-None-Match names `tag`, compared weakly (RFC 9110, 13.1.2)."""
    named = [each.removeprefix("W/") for each in parse_etags(tags_of_pages(tags))]
    return named == ["*"] or tag in named


def _weight(said: str) -> float:
    found = _WEIGHT.search(said.replace(" ", ""))
    # What is no weight counts for nothing, as ever: "q=" and the like.
    return float(found[1]) if found else float("q=" not in said.replace(" ", ""))


@cache
def _has_brotli() -> bool:
    try:
        import brotli  # noqa: F401
    except ImportError:
        return False
    return True
