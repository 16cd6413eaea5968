"""What version 3.0 of the IPTC's ninjs asks of an item, written down by hand for the properties that we use.

The schema closes every object, so that a name that is not here is one that it would refuse.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from newsdesk.comparison.three_way_merge import Data


def text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def uri(value: object) -> bool:
    """Tell whether a value is an address with scheme and host, without blanks."""
    return text(value) and " " not in str(value) and bool(urlsplit(str(value)).netloc)


def moment(value: object) -> bool:
    """Tell whether a value is a date with a time and an offset (RFC 3339)."""
    try:
        return text(value) and datetime.fromisoformat(str(value)).tzinfo is not None
    except ValueError:
        return False


def one_of(*allowed: str) -> Callable[[object], bool]:
    return lambda value: value in allowed


# What an object may hold, and what it has to.
Shape = tuple[dict[str, Callable[[object], bool]], set[str]]

WORDS: Shape = ({"role": text, "contentType": text, "value": text}, {"value"})
SUBJECT: Shape = ({"name": text, "rel": text, "uri": uri, "literal": text}, set())
RENDITION: Shape = (
    {
        "name": text,
        "uri": uri,
        "href": uri,
        "contentType": text,
        "width": whole,
        "height": whole,
        "sizeInBytes": whole,
    },
    {"name"},
)
LISTS: dict[str, Shape] = {
    "headlines": WORDS,
    "descriptions": WORDS,
    "bodies": ({**WORDS[0], "wordCount": whole, "charCount": whole}, {"value"}),
    "subjects": SUBJECT,
    "infoSources": ({"name": text, "role": text, "uri": uri, "literal": text}, set()),
    "genres": ({"name": text, "uri": text, "literal": text}, set()),
    "renditions": (RENDITION[0], RENDITION[1]),
}
VALUES: dict[str, Callable[[object], bool]] = {
    "uri": uri,
    "type": one_of("text", "audio", "video", "picture", "graphic", "composite", "component"),
    "representationType": one_of("full", "partial"),
    "pubStatus": one_of("usable", "withheld", "canceled"),
    "version": text,
    "firstCreated": moment,
    "versionCreated": moment,
    "contentCreated": moment,
    "language": text,
    "copyrightHolder": text,
    "copyrightNotice": text,
    "title": text,
    "by": text,
    "slugline": text,
}


def faults(item: Data, *, named: bool = False) -> Iterator[str]:
    """Yield what the schema would refuse of an item; `named` where it is associated with another."""
    required = {"uri", "name"} if named else {"uri"}
    yield from (f"{name} is missing" for name in sorted(required - item.keys()))
    for name, value in item.items():
        if name in LISTS:
            if not isinstance(value, list):
                yield f"{name} is no list"
                continue
            for each in value:
                yield from _closed(name, each, *LISTS[name])
        elif name == "standard":
            yield from _closed(name, value, {"name": text, "version": text, "schema": uri}, set())
        elif name == "associations":
            for each in value:
                yield from faults(each, named=True)
        elif named and name in {"name", "rel"}:
            if not text(value):
                yield f"{name} is no text"
        elif name not in VALUES:
            yield f"{name} is no property"
        elif not VALUES[name](value):
            yield f"{name} is not what it has to be: {value!r}"


def _closed(where: str, value: Data, allowed: Data, required: set[str]) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is no object"
        return
    yield from (f"{where}.{name} is missing" for name in sorted(required - value.keys()))
    for name, each in value.items():
        if name not in allowed:
            yield f"{where}.{name} is no property"
        elif not allowed[name](each):
            yield f"{where}.{name} is not what it has to be: {each!r}"
