"""The site page as a kind of page: what everything that readers see knows of it."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_noop

from newsdesk.catalogue.entries import Entry, interval, paths_over_time
from newsdesk.kinds.kind import Kind, Part
from newsdesk.pages.documents import StoredDocument
from newsdesk.pages.rich_text import plain
from newsdesk.site_pages import documents
from newsdesk.site_pages.addresses import KIND
from newsdesk.site_pages.documents import SitePageDocument
from newsdesk.site_pages.labels import SITE_PAGE_FIELDS
from newsdesk.site_pages.models.edition import SitePageEdition
from newsdesk.site_pages.site_page import SitePageView


class SitePageKind(Kind[SitePageDocument, SitePageEdition]):
    """What a publication says of itself. It stands in search and sitemaps, not among the news."""

    name = KIND
    label = gettext_noop("Page")
    plural = gettext_noop("Pages")
    kicker = gettext_noop("About us")

    document = SitePageDocument
    edition = SitePageEdition
    labels = SITE_PAGE_FIELDS
    schema = documents.SCHEMA
    title_field = "title"
    address = "site-page"
    public_page = SitePageView

    def read(self, edition: StoredDocument) -> SitePageDocument:
        return documents.read(edition)

    def entry_of(self, editions: Sequence[SitePageEdition]) -> Entry:
        read = [documents.read(each) for each in editions]
        document = read[-1]
        return Entry(
            kind=self.name,
            key=f"{self.name}:{editions[-1].item_id}",
            title=document.title,
            summary=document.standfirst or plain(document.body)[:400],
            text=plain(document.body),
            **paths_over_time(editions, [reverse("site-page", args=[d.slug]) for d in read]),
            **interval(editions),
        )

    def parts(self, document: SitePageDocument) -> Iterator[Part]:
        yield "", "", (document.title, document.standfirst)
        yield "text", "Text", (plain(document.body),)


SITE_PAGE_KIND = SitePageKind()
