"""Topics as schema.org data, and the breadcrumbs of any page."""

from collections.abc import Sequence
from typing import Any

from entities.documents import KINDS, EntityDocument

TYPES = {
    "organisation": "Organization",
    "person": "Person",
    "place": "Place",
    "spacecraft": "Vehicle",
    "rocket": "Vehicle",
    "mission": "Event",
    "celestial-body": "Place",
    "programme": "Project",
    "event": "Event",
    "other": "Thing",
}
TYPES_BY_LABEL = {KINDS[kind]: name for kind, name in TYPES.items()}


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """Drop what is not known: schema.org has no word for an empty string."""
    return {name: value for name, value in data.items() if value not in ("", None, [], ())}


def thing(
    document: EntityDocument,
    *,
    url: str,
    same_as: Sequence[str],
    image: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a topic under its schema.org type; `url` is a whole address or empty."""
    return without_empty(
        {
            "@type": TYPES.get(document.kind, "Thing"),
            "@id": url and f"{url}#topic",
            "name": document.name,
            "alternateName": list(document.aliases),
            "description": document.description,
            "url": url,
            "image": image,
            "sameAs": list(same_as),
        }
    )


def image_object(*, url: str, width: int, height: int, caption: str, credit: str) -> dict[str, Any]:
    """Return a picture; `url` is a whole address, the size that of the file there."""
    return without_empty(
        {
            "@type": "ImageObject",
            "url": url,
            "width": width,
            "height": height,
            "caption": caption,
            "creditText": credit,
        }
    )


def mention(*, name: str, label: str, url: str, same_as: Sequence[str]) -> dict[str, Any]:
    """Return a topic as another page names it; `label` is the kind as readers see it."""
    return without_empty(
        {
            "@type": TYPES_BY_LABEL.get(label, "Thing"),
            "name": name,
            "url": url,
            "sameAs": list(same_as),
        }
    )


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the way to a page; `steps` are titles with whole addresses."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": url}
            for number, (title, url) in enumerate(steps, start=1)
        ],
    }
