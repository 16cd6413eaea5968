"""Stories as schema.org data: a BackgroundNewsArticle with its sources and topics."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from entities.rendering import Card, Head
from entities.structured_data import mention, without_empty
from newsdesk.publishing.html import plain
from stories.documents import SourceReport, StoryDocument


def article(
    document: StoryDocument,
    *,
    head: Head,
    topics: Sequence[tuple[Card, str]],
    same_as: Mapping[str, tuple[str, ...]],
    links: Mapping[str, str],
    corrections: Sequence[tuple[str, str, datetime]] = (),
) -> dict[str, Any]:
    """Return the story; `topics` come with whole addresses, `links` are checked addresses by report id."""
    named = f"{document.headline} {document.standfirst}".casefold()
    about = [pair for pair in topics if pair[0].title.casefold() in named]
    others = [pair for pair in topics if pair not in about]
    return without_empty(
        {
            "@type": "BackgroundNewsArticle",
            "@id": head.canonical and f"{head.canonical}#story",
            "mainEntityOfPage": head.canonical,
            "headline": document.headline,
            "description": head.description,
            "abstract": plain(document.summary),
            "datePublished": _iso(head.published_at),
            "dateModified": _iso(head.updated_at),
            "author": _authors(document),
            "publisher": publisher(),
            "image": _image(head),
            "keywords": list(document.tags),
            "citation": [_citation(r, links[r.id]) for r in document.reports if r.outlet],
            "about": [_mention(card, url, same_as) for card, url in about],
            "mentions": [_mention(card, url, same_as) for card, url in others],
            "correction": [
                {"@type": "CorrectionComment", "text": note, "datePublished": _iso(at)}
                for _, note, at in corrections
            ],
            "isAccessibleForFree": True,
        }
    )


def publisher() -> dict[str, Any]:
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
    }


def _authors(document: StoryDocument) -> list[dict[str, Any]]:
    named = [
        without_empty({"@type": "Person", "name": byline.name, "jobTitle": byline.role})
        for byline in document.bylines
    ]
    return named or [publisher()]


def _image(head: Head) -> dict[str, Any] | None:
    if head.picture is None:
        return None
    return without_empty(
        {
            "@type": "ImageObject",
            "url": head.image,
            "width": head.picture.width,
            "height": head.picture.height,
            "caption": head.picture.caption,
            "creditText": head.picture.credit,
        }
    )


def _citation(report: SourceReport, url: str) -> dict[str, Any]:
    return without_empty(
        {
            "@type": "NewsArticle",
            "headline": report.headline,
            "url": url,
            "datePublished": report.published.isoformat() if report.published else "",
            "author": [{"@type": "Person", "name": name} for name in report.reporters],
            "publisher": {"@type": "NewsMediaOrganization", "name": report.outlet},
        }
    )


def _mention(card: Card, url: str, same_as: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return mention(name=card.title, label=card.label, url=url, same_as=same_as.get(card.key, ()))


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
