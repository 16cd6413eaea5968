"""What tests of the demo desk share."""

import io

import pytest
from django.core.management import call_command
from PIL import Image

from stories.demo import pictures


def speck(*args):
    """Drawing is tested with the content; for the rest a speck will do."""
    return Image.new("RGB", (16, 9), "navy")


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
