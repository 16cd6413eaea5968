"""Feeds: RSS, Atom and JSON Feed of the site, a topic, a tag and the corrections. Full text.

An entry has the same identifier in all three forms, and keeps it when headline, slug or host name
change. A withdrawn page stays for 30 days as an entry with that identifier that says only that it was
withdrawn, and why: feed readers replace what they hold of it, which simply leaving it out would not do.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from entities.naming import PREFIX, renamed
from entities.pictures import picture_of
from entities.rendering import absolute
from faqs import documents as faq_documents
from faqs.models.edition import FaqEdition
from faqs.rendering import question_context
from newsdesk.catalogue.archive import withdrawn_lately
from newsdesk.catalogue.cache import answer
from newsdesk.catalogue.models import Page, PageQuerySet, Reference
from newsdesk.catalogue.resolve import resolve, shown_by_name
from newsdesk.pictures.sizes import sizes_of
from stories import documents as story_documents
from stories.corrections import Notice, notices
from stories.documents import StoryDocument
from stories.models.edition import StoryEdition
from stories.rendering import body_context

LENGTH = 20
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


class _Dated:
    """A feed without entries is dated long ago, not now: else it would change with every request."""

    items: list[dict[str, Any]]

    def latest_post_date(self) -> datetime:
        return max(
            (item["updateddate"] for item in self.items), default=datetime(2000, 1, 1, tzinfo=UTC)
        )


class FullTextFeed(_Dated, Rss201rev2Feed):
    """RSS 2.0 with the whole text and the time of the last edition."""

    def rss_attributes(self) -> dict[str, str]:
        extra = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
        return super().rss_attributes() | extra

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", item["updateddate"].isoformat())
        handler.addQuickElement("content:encoded", item["content"])


class FullTextAtom(_Dated, Atom1Feed):
    """Atom (RFC 4287) with the whole text."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@require_safe
def stories(request: HttpRequest, form: str) -> HttpResponse:
    """The latest stories. Five queries."""
    channel = Channel(
        title=settings.SITE_NAME,
        description=f"The latest explainers from {settings.SITE_NAME}.",
        path=reverse("home"),
        feed=request.path,
    )
    visible = Page.objects.visible().of_kind("story")
    return _of_pages(request, form, channel, visible, withdrawn_lately().of_kind("story"))


@require_safe
def topic(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The latest stories and questions that mention a topic. Seven queries."""
    page = resolve(reverse("topic", args=[slug]))
    channel = Channel(
        title=f"{page.title} – {settings.SITE_NAME}",
        description=f"Stories and questions about {page.title}.",
        path=page.path,
        feed=request.path,
    )
    visible, gone = (
        pages.of_kind("story", "faq").mentioning(page.key)
        for pages in (Page.objects.visible(), withdrawn_lately())
    )
    return _of_pages(request, form, channel, visible, gone)


@require_safe
def tag(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The latest stories and questions with a tag. Seven queries."""
    target = f"tag:{slug}"
    visible = Page.objects.visible().mentioning(target)
    label = Reference.objects.wording(target)
    if label is None:
        raise Http404("No page has this tag.")
    channel = Channel(
        title=f"{label} – {settings.SITE_NAME}",
        description=f"Stories and questions about {label}.",
        path=reverse("tag", args=[slug]),
        feed=request.path,
    )
    return _of_pages(request, form, channel, visible, withdrawn_lately().mentioning(target))


@require_safe
def corrections(request: HttpRequest, form: str) -> HttpResponse:
    """The latest corrections and clarifications. Six queries."""
    latest = notices()[:LENGTH]
    channel = Channel(
        title=f"Corrections – {settings.SITE_NAME}",
        description="What we got wrong or said unclearly, and what is right.",
        path=reverse("corrections"),
        feed=request.path,
    )
    return answer(
        request,
        lambda: _written(form, channel, [_correction(notice) for notice in latest]),
        pages=[notice.page for notice in latest],
        also=(form, channel, [(notice.key, notice.note) for notice in latest]),
        changed=max((notice.at for notice in latest), default=None),
    )


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
        "large": picture.large if picture else None,
        "picture_src": absolute(picture.large.src) if picture else "",
    }
    return render_to_string("stories/feed_item.html", context)


def _of_pages(
    request: HttpRequest, form: str, channel: Channel, visible: PageQuerySet, gone: PageQuerySet
) -> HttpResponse:
    """Answer with the latest of `visible` in full, and those of `gone` as tombstones."""
    pages = list(visible.latest().defer("text")[:LENGTH])
    withdrawn = list(gone.defer("text")[:LENGTH])
    outlets = shown_by_name(PREFIX)

    def make() -> HttpResponse:
        texts = _texts(pages, outlets)
        images = [image.name for text in texts.values() if (image := text.get("image"))]
        sizes = sizes_of(images)
        items = [_item(page, sizes=sizes, **texts[page.key]) for page in pages]
        return _written(form, channel, [*items, *map(_tombstone, withdrawn)])

    told = [(page.key, page.gone_reason, page.visible_until) for page in withdrawn]
    return answer(request, make, pages=pages, also=(form, channel, told, outlets))


def _written(form: str, channel: Channel, items: Iterable[dict[str, Any]]) -> HttpResponse:
    if form == "json":
        return _json_feed(channel, items)
    kind = {"xml": FullTextFeed, "atom": FullTextAtom}[form]
    feed: Any = kind(
        title=_xml(channel.title),
        link=absolute(channel.path),
        description=_xml(channel.description),
        language="en-gb",
        feed_url=absolute(channel.feed),
        author_name=settings.SITE_NAME,
    )
    for item in items:
        feed.add_item(**item)
    response = HttpResponse(content_type=TYPES[form])
    feed.write(response, "utf-8")
    return response


def _json_feed(channel: Channel, items: Iterable[dict[str, Any]]) -> JsonResponse:
    """Return a JSON Feed, https://www.jsonfeed.org/version/1.1/."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": absolute(channel.path),
        "feed_url": absolute(channel.feed),
        "description": channel.description,
        "language": "en-GB",
        "items": [
            {
                "id": item["unique_id"],
                "url": item["link"],
                "title": item["title"],
                "summary": item["description"],
                "content_html": item["content"],
                "date_published": item["pubdate"].isoformat(),
                "date_modified": item["updateddate"].isoformat(),
                "tags": item["categories"],
                **_image(item),
            }
            for item in items
        ],
    }
    return JsonResponse(data, content_type=TYPES["json"])


def _image(item: dict[str, Any]) -> dict[str, str]:
    """Return the picture of an entry as a JSON Feed names it."""
    enclosures = item["enclosures"]
    return {"image": enclosures[0].url} if enclosures else {}


def _texts(pages: Iterable[Page], outlets: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return tags, picture and the whole text of stories and questions by key. A query for each kind.

    `outlets` is what the catalogue shows for the names of outlets.
    """
    by_kind: dict[str, dict[int, str]] = {"story": {}, "faq": {}}
    for page in pages:
        by_kind[page.kind][page.edition] = page.key
    found: dict[str, dict[str, Any]] = {}
    for story in StoryEdition.objects.filter(pk__in=by_kind["story"]):
        document = story_documents.read(story)
        document = replace(document, reports=renamed(document.reports, outlets))
        key = by_kind["story"][story.pk]
        found[key] = {
            "tags": document.tags,
            "content": feed_html(document),
            "image": document.image,
        }
    for faq in FaqEdition.objects.filter(pk__in=by_kind["faq"]):
        question = faq_documents.read(faq)
        question = replace(question, sources=renamed(question.sources, outlets))
        context = question_context(question, page=Page(kind="faq", path=""))
        content = render_to_string("faqs/feed_item.html", context)
        found[by_kind["faq"][faq.pk]] = {"tags": question.tags, "content": content}
    return found


def _item(
    page: Page,
    *,
    tags: Iterable[str],
    content: str,
    image: Any = None,
    sizes: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    return {
        "title": _xml(page.title),
        "link": absolute(page.path),
        "description": _xml(page.summary),
        "author_name": _xml(", ".join(page.card.get("bylines", ()))) or None,
        "categories": [_xml(tag) for tag in tags],
        "pubdate": page.published_at,
        "updateddate": page.updated_at,
        "unique_id": permanent_id(page),
        "unique_id_is_permalink": False,
        "content": _xml(content),
        "enclosures": _enclosures(image, sizes or {}),
    }


def _enclosures(image: Any, sizes: Mapping[str, int]) -> list[Enclosure]:
    """Return the picture of an entry, if its file is there: RSS 2.0 wants its length in bytes."""
    picture = picture_of(image)
    if picture is None or picture.name not in sizes:
        return []
    return [Enclosure(absolute(picture.src), str(sizes[picture.name]), "image/webp")]


def _tombstone(page: Page) -> dict[str, Any]:
    """Return the entry of a withdrawn page. SECURITY: nothing that was withdrawn, title and path too."""
    words = {"reason": page.gone_reason}
    return _item(
        Page(
            key=page.key,
            title="Withdrawn",
            path=reverse("home"),
            summary=page.gone_reason,
            published_at=page.published_at,
            updated_at=page.visible_until or page.updated_at,
        ),
        tags=(),
        content=render_to_string("tombstone.html", words),
    )


def _correction(notice: Notice) -> dict[str, Any]:
    page = Page(
        key=f"{notice.key}:note",
        title=f"{notice.label}: {notice.page.title}",
        path=notice.page.path,
        summary=notice.note,
        published_at=notice.at,
        updated_at=notice.at,
    )
    return _item(
        page, tags=(), content=render_to_string("correction_item.html", {"notice": notice})
    )


def _xml(text: str) -> str:
    return _FORBIDDEN.sub("", text)
