"""What every template may know about the site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from newsdesk.catalogue.publication import publication


def site(request: HttpRequest) -> dict[str, str | Callable[[], object]]:
    """Return functions for what is looked up: most pages of the desk ask for none of it."""
    return {
        "site_name": lambda: publication().name,
        "site_url": settings.SITE_URL,
        "publication": publication,
    }
