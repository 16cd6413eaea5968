"""How tags are written, and what they are known by. The settings tell taggit of it.

Editions keep the names of their tags. Readers know a tag by its slug: all names of one slug are one tag.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import Protocol

from newsdesk.text.slugs import slug_of

PREFIX = "tag:"
LENGTH = 100
# An item is quoted as a whole or not at all; a comma inside quotation marks parts nothing.
_ITEM = re.compile(r'\s*(?:["“”]((?:[^"“”]|"")*)["“”]\s*(?=[,\n]|\Z)|([^,\n]*))(?:[,\n]|\Z)')


class NamedTag(Protocol):
    """A tag."""

    name: str


def tag_slug(name: str) -> str:
    """Return the slug of a tag: "Élysée" and "elysee" have one, "C", "C#" and "C++" have three."""
    slug = slug_of(name, 10 * LENGTH)
    if len(slug) <= LENGTH:
        return slug
    # Cut off it could be another's.
    return f"{slug[: LENGTH - 9]}-{hashlib.sha256(slug.encode()).hexdigest()[:8]}"


def tag_target(name: str) -> str:
    """Return what the catalogue knows the tag of that name by."""
    return f"{PREFIX}{tag_slug(name)}"


def split_tags(text: str) -> list[str]:
    """Return the tags in what was typed, in order of the alphabet, each once: "New York, “Paris, Texas”".

    Commas and line breaks part them, never spaces. The first writing of two of one slug is kept.
    """
    found: dict[str, str] = {}
    for quoted, plain in _ITEM.findall(text or ""):
        name = " ".join((quoted.replace('""', '"') or plain.strip().strip('"“”')).split())
        if name:
            found.setdefault(tag_slug(name), name)
    return sorted(found.values())


def join_tags(tags: Iterable[NamedTag]) -> str:
    """Return tags as `split_tags` reads them."""
    return ", ".join(sorted(_quoted(tag.name) for tag in tags))


def _quoted(name: str) -> str:
    if "," not in name and not name.startswith(('"', "“", "”")):
        return name
    return '"{}"'.format(name.replace('"', '""'))
