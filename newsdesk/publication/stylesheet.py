"""A publication's colours and type as CSS, served under an address of its own: no inline style is needed."""

from functools import lru_cache
from typing import TYPE_CHECKING

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

from newsdesk.publication.colours import HOUSE, accent_of
from newsdesk.publication.type_pairings import pairing

if TYPE_CHECKING:
    from newsdesk.publication.document import Publication


@lru_cache(8)
def stylesheet(publication: "Publication") -> str:
    """Return the CSS that follows site.css: the same tokens with other values."""
    return _drawn("publication.css", publication)


@lru_cache(8)
def error_style(publication: "Publication") -> SafeString:
    """Return the lines that error pages, which link to no file, have beside their own."""
    return _drawn("publication_error.css", publication)


@lru_cache(8)
def mail_style(publication: "Publication") -> SafeString:
    """Return the lines that mails have beside their own, for they link to no file either."""
    return _drawn("mail/publication.css", publication)


def _drawn(name: str, publication: "Publication") -> SafeString:
    # SECURITY: families stand in quotation marks and colours are checked; nothing else is written here.
    # Safe for that reason, and because what stands inside <style> must not be escaped.
    values = {
        "accent": accent_of(publication.accent or HOUSE),
        "has_accent": bool(publication.accent),
        "pairing": pairing(publication.pairing),
        "publication": publication,
    }
    template = get_template(name).template  # type: ignore[attr-defined]
    drawn: SafeString = template.render(Context(values, autoescape=False))
    return drawn
