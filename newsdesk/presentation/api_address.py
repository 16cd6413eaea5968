"""Where the read API has a page. Its views lie above; all that is known here is how they are called."""

from django.urls import NoReverseMatch, reverse

from newsdesk.catalogue.models import Page
from newsdesk.kinds.register import kind_named
from newsdesk.presentation.heads import absolute


def public_kind(name: str) -> str:
    """Return what programs call a kind of page: "story", "question" or "topic"."""
    return kind_named(name).address


def api_address(page: Page) -> str:
    """Return the whole address of a page's document, "" for a kind that the API does not serve."""
    try:
        return absolute(reverse(f"api-{public_kind(page.kind)}", args=[page.uid]))
    except NoReverseMatch:
        return ""
