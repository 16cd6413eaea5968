"""The public page of a site page: what `site_pages/page.html` shows of a document."""

from dataclasses import dataclass

from django.urls import reverse

from newsdesk.pages.public_page import Context, PublicPage
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.heads import (
    Crumb,
    Head,
    absolute,
    beginning,
    json_ld,
    rich,
    social_card_of,
    updated,
)
from newsdesk.presentation.structured_data import (
    Thing,
    breadcrumbs,
    publisher,
    site,
    without_empty,
)
from newsdesk.site_pages.documents import SitePageDocument
from newsdesk.text.spoken import gettext


@dataclass(frozen=True, kw_only=True)
class SitePageView(PublicPage[SitePageDocument]):
    """What a publication says of itself."""

    template = "site_pages/page.html"

    def feed_html(self) -> str:
        return rich(self.document.body)

    def context(self) -> Context:
        page, head = self.page, self._head()
        crumbs = (Crumb(gettext("Home"), reverse("home")), Crumb(self.document.title, page.path))
        return {
            "head": head,
            "section": "",
            "page": page,
            "crumbs": crumbs,
            "updated_at": updated(page),
            "at_top": self.at_top,
            "at_foot": self.at_foot,
            "site_page": self.document,
            "body": rich(self.document.body),
            "json_ld": self._json_ld(head, crumbs) if self.indexed else "",
        }

    def _head(self) -> Head:
        document, page = self.document, self.page
        return Head(
            title=document.title,
            description=beginning(document.standfirst or plain(document.body), words=40),
            path=page.path,
            card=social_card_of(page),
            indexed=self.indexed and bool(page.path),
        )

    def _json_ld(self, head: Head, crumbs: tuple[Crumb, ...]) -> str:
        thing: Thing = {
            "@type": "WebPage",
            "@id": f"{head.canonical}#page",
            "url": head.canonical,
            "name": head.title,
            "description": head.description,
            "isPartOf": site(),
            "publisher": publisher(),
        }
        trail = [(crumb.title, absolute(crumb.path)) for crumb in crumbs]
        return json_ld(without_empty(thing), breadcrumbs(trail))
