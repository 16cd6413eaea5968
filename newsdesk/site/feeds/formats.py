"""The three forms of a feed: RSS 2.0, Atom and JSON Feed, from the same entries."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, TypedDict
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator

from newsdesk.catalogue.publication import publication
from newsdesk.presentation.heads import absolute
from newsdesk.presentation.images import Picture
from newsdesk.presentation.structured_data import icon_address, logo_address
from newsdesk.text.spoken import gettext

TYPES = {
    "xml": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
# XML 1.0 has no way to write these; Django's generator raises on them, feed readers stop.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a feed is about; `path` is the page that shows the same, `feed` its own path."""

    title: str
    description: str
    path: str
    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Somebody who wrote an entry; whole addresses of their page and portrait, "" where there is none."""

    name: str
    url: str = ""
    avatar: str = ""


class Entry(TypedDict):
    """An entry as `SyndicationFeed.add_item` takes it: plain text without what XML cannot hold, but for
    `content`, which is HTML.
    """

    title: str
    link: str
    description: str
    authors: list[Writer]
    categories: list[str]
    pubdate: datetime
    updateddate: datetime
    unique_id: str
    unique_id_is_permalink: bool
    content: str
    enclosures: list[Enclosure]
    picture: Picture | None


class _Dated(SyndicationFeed):
    """A feed without entries is dated long ago, not now: else it would change with every request."""

    def latest_post_date(self) -> datetime:
        return max(
            (item["updateddate"] for item in self.items), default=datetime(2000, 1, 1, tzinfo=UTC)
        )


class FullTextFeed(_Dated, Rss201rev2Feed):
    """RSS 2.0 with the whole text, authors, picture (Media RSS 1.5) and the time of the last edition."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.startElement("image", AttributesImpl({}))
        for name, value in (
            ("url", logo_address()),
            ("title", self.feed["title"]),
            ("link", self.feed["link"]),
        ):
            handler.addQuickElement(name, value)
        handler.endElement("image")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for writer in item["authors"]:
            handler.addQuickElement("dc:creator", writer.name)
        handler.addQuickElement("atom:updated", item["updateddate"].isoformat(timespec="seconds"))
        handler.addQuickElement("content:encoded", item["content"])
        if picture := item["picture"]:
            _add_media(handler, picture)


def _add_media(handler: SimplerXMLGenerator, picture: Picture) -> None:
    size = {"width": str(picture.width), "height": str(picture.height)}
    about = {"url": absolute(picture.src), "type": "image/webp", "medium": "image"}
    handler.startElement("media:content", AttributesImpl(about | size))
    for name, words in (
        ("description", picture.caption or picture.alt),
        ("credit", picture.credit),
    ):
        if words:
            handler.addQuickElement(f"media:{name}", xml(words))
    handler.endElement("media:content")


class FullTextAtom(_Dated, Atom1Feed):
    """Atom (RFC 4287) with the whole text."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", icon_address())
        handler.addQuickElement("logo", logo_address())

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for writer in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", writer.name)
            if writer.url:
                handler.addQuickElement("uri", writer.url)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


def written(form: str, channel: Channel, items: Iterable[Entry]) -> HttpResponse:
    """Return the feed as "xml", "atom" or "json"; `items` are as `entries` makes them."""
    if form == "json":
        return _json_feed(channel, items)
    kind = {"xml": FullTextFeed, "atom": FullTextAtom}[form]
    feed = kind(
        title=xml(channel.title),
        link=absolute(channel.path),
        description=xml(channel.description),
        language=publication().locale.lower(),
        feed_url=absolute(channel.feed),
        author_name=publication().name,
        feed_copyright=_licence(),
    )
    for item in items:
        feed.add_item(**item)
    response = HttpResponse(content_type=TYPES[form])
    feed.write(response, "utf-8")
    return response


def _licence() -> str | None:
    """Return under which licence the entries may be used; nothing where nobody chose one."""
    link = publication().licence_link
    return f"{gettext(link.label)} {link.address}".strip() if link else None


def _json_feed(channel: Channel, items: Iterable[Entry]) -> JsonResponse:
    """Return a JSON Feed, https://www.jsonfeed.org/version/1.1/."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": absolute(channel.path),
        "feed_url": absolute(channel.feed),
        "description": channel.description,
        "language": publication().locale,
        "icon": icon_address(),
        "favicon": icon_address(),
        "authors": [{"name": publication().name, "url": absolute("/")}],
        "items": [
            {
                "id": item["unique_id"],
                "url": item["link"],
                "title": item["title"],
                "summary": item["description"],
                "content_html": item["content"],
                "date_published": item["pubdate"].isoformat(timespec="seconds"),
                "date_modified": item["updateddate"].isoformat(timespec="seconds"),
                "tags": item["categories"],
                **_authors(item),
                **_image(item),
            }
            for item in items
        ],
    }
    return JsonResponse(data, content_type=TYPES["json"])


def _authors(item: Entry) -> dict[str, list[dict[str, str]]]:
    """Return who wrote an entry; where nobody is named it is the feed's own author."""
    written = [
        {name: value for name, value in asdict(writer).items() if value}
        for writer in item["authors"]
    ]
    return {"authors": written} if written else {}


def _image(item: Entry) -> dict[str, str]:
    """Return the picture of an entry as a JSON Feed names it."""
    enclosures = item["enclosures"]
    return {"image": enclosures[0].url} if enclosures else {}


def xml(text: str) -> str:
    """Return a text with a space for what XML cannot hold, so that no two words become one."""
    return _FORBIDDEN.sub(" ", text)
