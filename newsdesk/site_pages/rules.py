"""What stands between a site page and its readers: a title, an address that is free, and a text."""

from collections.abc import Iterator

from newsdesk.rules.findings import Findings, Problem, findings
from newsdesk.site_pages.addresses import is_in_use
from newsdesk.site_pages.documents import SitePageDocument


def in_use(slug: str) -> str:
    """Return the sentence for an address that the site uses itself."""
    return f"The site itself uses /{slug}/. Choose another end of the address, such as our-{slug}."


def problems(document: SitePageDocument) -> Findings:
    """Return what the publishing checks find."""
    return findings([*_blocking(document)], [*_warnings(document)])


def _blocking(document: SitePageDocument) -> Iterator[Problem]:
    if not document.title:
        yield Problem("title", "The page has no title.", "title-missing")
    if not document.slug:
        yield Problem("slug", "The page has no address.", "slug-missing")
    elif is_in_use(document.slug):
        yield Problem("slug", in_use(document.slug), "slug-in-use", document.slug)
    if not document.body:
        yield Problem("body", "The page has no text.", "body-missing")


def _warnings(document: SitePageDocument) -> Iterator[Problem]:
    if not document.standfirst:
        sentence = "The page has no standfirst: search results show the beginning of its text."
        yield Problem("standfirst", sentence, "standfirst-missing")
