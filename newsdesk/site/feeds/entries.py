"""Entries of feeds: a story or a question in full, a correction, and what is told of a withdrawn page."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Enclosure

from entities.outlet_names import renamed
from faqs import documents as faq_documents
from faqs.models.edition import FaqEdition
from faqs.question_page import question_context
from newsdesk.catalogue.models import Page
from newsdesk.images.sizes import sizes_of
from newsdesk.presentation.heads import absolute
from newsdesk.presentation.images import picture_of
from newsdesk.site.corrections import Notice
from newsdesk.site.feeds.formats import xml
from stories import documents as story_documents
from stories.documents import StoryDocument
from stories.models.edition import StoryEdition
from stories.story_page import body_context


def entries_of(pages: Iterable[Page], outlets: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the entries of stories and questions, in their order, with their whole text.

    `outlets` is what the catalogue shows for the names of outlets. A query for each kind.
    """
    shown = list(pages)
    texts = _texts(shown, outlets)
    sizes = sizes_of([image.name for text in texts.values() if (image := text.get("image"))])
    return [_item(page, sizes=sizes, **texts[page.key]) for page in shown]


def permanent_id(page: Page) -> str:
    """Return the page's tag URI (RFC 4151): it stays when headline, slug or host name change."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{host},{page.published_at:%Y-%m-%d}:{page.uid}"


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
        "title": xml(page.title),
        "link": absolute(page.path),
        "description": xml(page.summary),
        "author_name": xml(", ".join(page.card.get("bylines", ()))) or None,
        "categories": [xml(tag) for tag in tags],
        "pubdate": page.published_at,
        "updateddate": page.updated_at,
        "unique_id": permanent_id(page),
        "unique_id_is_permalink": False,
        "content": xml(content),
        "enclosures": _enclosures(image, sizes or {}),
    }


def _enclosures(image: Any, sizes: Mapping[str, int]) -> list[Enclosure]:
    """Return the picture of an entry, if its file is there: RSS 2.0 wants its length in bytes."""
    picture = picture_of(image)
    if picture is None or picture.name not in sizes:
        return []
    return [Enclosure(absolute(picture.src), str(sizes[picture.name]), "image/webp")]


def tombstone(page: Page) -> dict[str, Any]:
    """Return the entry of a withdrawn page. SECURITY: nothing that was withdrawn, title and path too."""
    words = {"reason": page.gone_reason}
    return _item(
        Page(
            uid=page.uid,
            title="Withdrawn",
            path=reverse("home"),
            summary=page.gone_reason,
            published_at=page.published_at,
            updated_at=page.visible_until or page.updated_at,
        ),
        tags=(),
        content=render_to_string("tombstone.html", words),
    )


def correction_entry(notice: Notice) -> dict[str, Any]:
    """Return the entry of a public note on a page."""
    page = Page(
        uid=notice.uid,
        title=f"{notice.label}: {notice.page.title}",
        path=notice.page.path,
        summary=notice.note,
        published_at=notice.at,
        updated_at=notice.at,
    )
    return _item(
        page, tags=(), content=render_to_string("correction_item.html", {"notice": notice})
    )
