"""The feed of stories: full text, identifiers that outlive a change of address."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from entities.rendering import absolute, picture_of
from newsdesk.catalogue.models import Page
from stories.documents import StoryDocument, read
from stories.models.edition import StoryEdition
from stories.rendering import body_context

LENGTH = 20
# XML 1.0 has no way to write these; Django's generator raises on them, feed readers stop.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class FullTextFeed(Rss201rev2Feed):
    """RSS 2.0 with the whole text and the time of the last edition."""

    def rss_attributes(self) -> dict[str, str]:
        extra = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
        return super().rss_attributes() | extra

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", item["updateddate"].isoformat())
        handler.addQuickElement("content:encoded", item["content"])


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """The latest stories. Two queries."""
    pages = list(Page.objects.visible().of_kind("story").latest().defer("text")[:LENGTH])
    documents = {
        edition.pk: read(edition)
        for edition in StoryEdition.objects.filter(pk__in=[page.edition for page in pages])
    }
    feed = FullTextFeed(
        title=settings.SITE_NAME,
        link=absolute(reverse("home")),
        description=f"The latest explainers from {settings.SITE_NAME}.",
        language="en-gb",
        feed_url=absolute(reverse("stories-feed")),
    )
    for page in pages:
        feed.add_item(**_item(page, documents[page.edition]))
    response = HttpResponse(content_type="application/rss+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def permanent_id(page: Page) -> str:
    """Return the page's tag URI (RFC 4151): it stays when headline, slug or host name change."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{host},{page.published_at:%Y-%m-%d}:{page.key}"


def feed_html(document: StoryDocument) -> str:
    """Return the whole story as HTML for a feed reader."""
    picture = picture_of(document.image)
    context = body_context(document) | {
        "story": document,
        "picture": picture,
        "picture_src": absolute(picture.src) if picture else "",
    }
    return render_to_string("stories/feed_item.html", context)


def _item(page: Page, document: StoryDocument) -> dict[str, Any]:
    picture = picture_of(document.image)
    enclosures = [Enclosure(absolute(picture.src), "0", "image/webp")] if picture else []
    return {
        "title": _xml(page.title),
        "link": absolute(page.path),
        "description": _xml(page.summary),
        "author_name": None,
        "categories": [_xml(tag) for tag in document.tags],
        "pubdate": page.published_at,
        "updateddate": page.updated_at,
        "unique_id": permanent_id(page),
        "unique_id_is_permalink": False,
        "content": _xml(feed_html(document)),
        "enclosures": enclosures,
    }


def _xml(text: str) -> str:
    return _FORBIDDEN.sub("", text)
