"""What tests of the demo desk share."""

import io

import pytest
from django.core.management import call_command
from PIL import Image

from newsdesk.pages.status import Standing
from newsdesk.site.demo.desk import Picture


@pytest.fixture(scope="module")
def quick_pictures(tmp_path_factory):
    """Specks instead of the real pictures, which are looked at with the content."""
    file = tmp_path_factory.mktemp("pictures") / "speck.webp"
    Image.new("RGB", (240, 240), "navy").save(file)  # The least that a portrait may have.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Picture, "path", file)
        yield


def standing_of(page):
    """Return where a page of the demo's files stands once it is laid down."""
    if getattr(page, "hours_ahead", 0):
        return Standing.SCHEDULED
    if getattr(page, "withdrawn", False):
        return Standing.WITHDRAWN
    return Standing.DRAFT if page.draft or getattr(page, "review", False) else Standing.LIVE


@pytest.fixture
def run(settings, quick_pictures):
    settings.DEBUG = True

    def call(**options):
        out = io.StringIO()
        call_command("demo_desk", stdout=out, **options)
        return out.getvalue()

    return call
