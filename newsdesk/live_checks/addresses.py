"""The addresses of the web that a document leads to, with the field that each stands in."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag

from newsdesk.comparison.labels import Field, Fields, Shape, group_in, items_in
from newsdesk.comparison.three_way_merge import Data, identity
from newsdesk.requests.addresses import host_of

# As the sanitiser writes links.
_HREF = re.compile(r'<a href="([^"<>]*)">')
_WEB = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)


def addresses_in(fields: Fields, data: Data) -> Iterator[tuple[str, str]]:
    """Yield path and address, "reports:3f2a9c01.url": of fields that are an address, and of links in rich
    text. What stands behind "#" is left out: no site is asked for it.
    """
    for each in fields:
        value = data.get(each.name)
        if each.shape is Shape.PARTS:
            for item in items_in(value):
                inside = addresses_in(each.fields, group_in(item))
                yield from ((f"{each.name}:{identity(item)}.{path}", web) for path, web in inside)
        elif isinstance(value, str):
            yield from ((each.name, web) for web in _addresses(each, value))


def _addresses(of: Field, value: str) -> Iterator[str]:
    found = map(unescape, _HREF.findall(value)) if of.shape is Shape.RICH else [value]
    for each in found:
        if of.shape in (Shape.RICH, Shape.TEXT) and _WEB.fullmatch(each) and host_of(each):
            yield urldefrag(each).url
