"""A publication as a desk chief makes it, and pages for its readers."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from newsdesk.publication.document import Link, Publication
from newsdesk.publication.models import PublicationEdition
from newsdesk.site.publication import deeds, pictures
from tests.people import person

LANTERN = Publication(
    name="The Lantern",
    strapline="News, with the lights on",
    accent="#1fc98f",
    pairing="sans",
    locale="de-DE",
    menu=(Link("Explained", "/stories/"), Link("Elsewhere", "https://elsewhere.example/")),
    footer="A made-up publication.",
    footer_links=(Link("How we work", "/about/"),),
    accounts=("https://mastodon.example/@lantern",),
    contact="desk@lantern.example",
    corrections="wrong@lantern.example",
    security="holes@lantern.example",
    licence="cc-by",
    crawlers="closed",
)


def drawing(width: int, height: int, colour: str = "#1fc98f") -> SimpleUploadedFile:
    """Return a PNG as a desk chief chooses it."""
    out = io.BytesIO()
    Image.new("RGBA", (width, height), colour).save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


@pytest.fixture
def chief(db: None) -> Any:
    return person("Desk chief")


@pytest.fixture
def publish(chief: Any) -> Callable[..., PublicationEdition]:
    """Save and publish a publication, THE LANTERN with other `values`."""

    def do(**values: Any) -> PublicationEdition:
        made = replace(LANTERN, **values)
        deeds.save(made, seen=deeds.mark(deeds.draft()), actor=chief)
        return deeds.publish(seen=deeds.mark(deeds.draft()), why="A name of our own", actor=chief)

    return do


@pytest.fixture
def marks(db: None) -> dict[str, str]:
    """A logo, one for dark pages and an icon."""
    return {
        "logo": pictures.keep_logo(drawing(1600, 300, "#12312b")),
        "logo_dark": pictures.keep_logo(drawing(1600, 300, "#d7f2e6")),
        "icon": pictures.keep_icon(drawing(512, 512)),
    }
