"""Topics as schema.org data."""

from collections.abc import Sequence

from entities.documents import KINDS, EntityDocument
from newsdesk.presentation.structured_data import Thing, without_empty

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


def topic_data(
    document: EntityDocument,
    *,
    url: str,
    same_as: Sequence[str],
    image: Thing | None = None,
) -> Thing:
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


def mention(*, name: str, label: str, url: str, same_as: Sequence[str]) -> Thing:
    """Return a topic as another page names it; `label` is the kind as readers see it."""
    return without_empty(
        {
            "@type": TYPES_BY_LABEL.get(label, "Thing"),
            "name": name,
            "url": url,
            "sameAs": list(same_as),
        }
    )
