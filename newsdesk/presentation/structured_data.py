"""Topics, lists and the site itself as schema.org data, and the breadcrumbs of any page."""

from collections.abc import Sequence

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

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
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "logo": {
            "@type": "ImageObject",
            "url": f"{settings.SITE_URL}{static(LOGO)}",
            "width": LOGO_SIDE,
            "height": LOGO_SIDE,
        },
    }


def site() -> Thing:
    """Return the site as its pages name it: whole, since an identifier alone leads nowhere from there."""
    return {
        "@type": "WebSite",
        "@id": f"{settings.SITE_URL}/#site",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
    }


def website() -> Thing:
    """Return the site, with the address under which it can be searched."""
    search = f"{settings.SITE_URL}{reverse('search')}?q={{search_term_string}}"
    return site() | {
        "inLanguage": "en-GB",
        "publisher": publisher()
        | {"publishingPrinciples": f"{settings.SITE_URL}{reverse('about')}"},
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
