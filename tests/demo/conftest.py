"""What tests of the demo desk share."""

import io

import pytest
from django.core.management import call_command
from PIL import Image

from newsdesk.publishing.standing import Standing
from stories.demo import pictures


def speck(*args):
    """Drawing is tested with the content; for the rest a speck will do."""
    return Image.new("RGB", (16, 9), "navy")


def standing_of(page):
    """Return where a page of the demo's files stands once it is laid down."""
    if getattr(page, "hours_ahead", 0):
        return Standing.SCHEDULED
    if getattr(page, "withdrawn", False):
        return Standing.WITHDRAWN
    return Standing.DRAFT if page.draft or getattr(page, "review", False) else Standing.LIVE


@pytest.fixture
def quick_pictures(monkeypatch):
    monkeypatch.setattr(pictures, "draw", speck)


@pytest.fixture
def run(settings, quick_pictures):
    settings.DEBUG = True

    def call(**options):
        out = io.StringIO()
        call_command("demo_desk", stdout=out, **options)
        return out.getvalue()

    return call
