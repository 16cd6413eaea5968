"""Topics, lists and the site itself as schema.org data, and the breadcrumbs of any page."""

from collections.abc import Sequence

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from newsdesk.catalogue.publication import publication
from newsdesk.publication.document import Publication

LOGO, LOGO_SIDE = "site/icon-180.png", 180  # px
# A thing of schema.org: plain data by property, with its type.
Thing = dict[str, object]


def without_empty(data: Thing) -> Thing:
    """Drop what is not known: schema.org has no word for an empty string."""
    return {name: value for name, value in data.items() if value not in ("", None, [], ())}


def image_object(*, url: str, width: int, height: int, caption: str, credit: str) -> Thing:
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


def publisher() -> Thing:
    """Return who publishes all of it, with the mark that search engines show beside a result."""
    whose = publication()
    shown = whose.logo_shot or whose.icon_shot
    return {
        "@type": "NewsMediaOrganization",
        "name": whose.name,
        "url": f"{settings.SITE_URL}/",
        "logo": {
            "@type": "ImageObject",
            "url": logo_address(),
            "width": shown.width if shown else LOGO_SIDE,
            "height": shown.height if shown else LOGO_SIDE,
        },
        **_about(whose),
    }


def logo_address() -> str:
    """Return the whole address of the mark of the publication: its logo, its icon, or the house's icon."""
    whose = publication()
    shown = whose.logo_shot or whose.icon_shot
    return f"{settings.SITE_URL}{shown.path if shown else static(LOGO)}"


def icon_address() -> str:
    """Return the whole address of the square icon."""
    shown = publication().icon_touch
    return f"{settings.SITE_URL}{shown.path if shown else static(LOGO)}"


def _about(whose: Publication) -> Thing:
    """Return what a publication has said of itself, nothing where only the settings know it."""
    if not whose.is_own:
        return {}
    writes = [
        {"@type": "ContactPoint", "contactType": kind, "email": address}
        for kind, address in (("editorial", whose.contact), ("corrections", whose.corrections))
        if address
    ]
    return without_empty(
        {
            "slogan": whose.strapline,
            "sameAs": list(whose.accounts),
            "contactPoint": writes,
            "correctionsPolicy": f"{settings.SITE_URL}{reverse('corrections')}",
        }
    )


def licence() -> Thing:
    """Return under which licence what is written here may be used, where one with an address was chosen."""
    link = publication().licence_link
    return {"license": link.address} if link and link.address else {}


def site() -> Thing:
    """Return the site as its pages name it: whole, since an identifier alone leads nowhere from there."""
    return {
        "@type": "WebSite",
        "@id": f"{settings.SITE_URL}/#site",
        "name": publication().name,
        "url": f"{settings.SITE_URL}/",
    }


def website() -> Thing:
    """Return the site, with the address under which it can be searched."""
    search = f"{settings.SITE_URL}{reverse('search')}?q={{search_term_string}}"
    return site() | {
        "inLanguage": publication().locale,
        **licence(),
        "publisher": publisher()
        | {"publishingPrinciples": f"{settings.SITE_URL}{publication().about or reverse('about')}"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }


def collection(
    *,
    name: str,
    description: str,
    url: str,
    items: Sequence[tuple[str, str]],
    kind: str = "CollectionPage",
) -> Thing:
    """Return a page that lists others; `items` are their titles with whole addresses."""
    listed = [
        {"@type": "ListItem", "position": number, "name": title, "url": address}
        for number, (title, address) in enumerate(items, start=1)
    ]
    return without_empty(
        {
            "@type": kind,
            "@id": url and f"{url}#list",
            "url": url,
            "name": name,
            "description": description,
            "isPartOf": site(),
            "mainEntity": {"@type": "ItemList", "itemListElement": listed} if listed else None,
        }
    )


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Thing:
    """Return the way to a page; `steps` are titles with whole addresses."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": url}
            for number, (title, url) in enumerate(steps, start=1)
        ],
    }
