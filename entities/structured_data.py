"""Topics as schema.org data."""

from collections.abc import Sequence

from entities.cited_outlets import OutletFacts
from entities.documents import KINDS, EntityDocument
from entities.models.outlet import PRIMARY_SOURCE
from newsdesk.presentation.heads import absolute
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


def outlet_page(outlet: OutletFacts) -> Thing:
    """Return an outlet whole, as its own page tells of it."""
    year = f" (as of {outlet.owner_as_of})" if outlet.owner_as_of else ""
    news = outlet.kind_code != PRIMARY_SOURCE
    return without_empty(
        {
            "@type": "NewsMediaOrganization" if news else "Organization",
            "@id": f"{absolute(outlet.path)}#outlet",
            "name": outlet.name,
            "url": absolute(outlet.path),
            "sameAs": outlet.site,
            "address": outlet.country_code
            and {"@type": "PostalAddress", "addressCountry": outlet.country_code},
            "knowsLanguage": list(outlet.language_codes),
            "ownershipFundingInfo": f"Owner: {outlet.owner}{year}" if outlet.owner and news else "",
        }
    )
