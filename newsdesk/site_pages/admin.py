"""Site pages in the desk."""

from collections.abc import Collection
from datetime import datetime

from django.contrib import admin

from entities.public_addresses import AddressSearch
from newsdesk.catalogue.entries import interval
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.write import PathTaken
from newsdesk.comments.admin import CommentPages
from newsdesk.desk.bulk.screens import BulkPages
from newsdesk.desk.filters import PageFilter
from newsdesk.desk.layout import Section
from newsdesk.editing.form_pages import AutosavePages
from newsdesk.live_checks.filters import NeedFilter
from newsdesk.site_pages.documents import SitePageDocument
from newsdesk.site_pages.forms import SitePageForm
from newsdesk.site_pages.models.draft import SitePage
from newsdesk.site_pages.site_page import SitePageView
from newsdesk.site_pages.workflow import SITE_PAGE
from newsdesk.workflow.transitions import Refused


def page_of(document: SitePageDocument, *, key: str, **dates: datetime) -> Page:
    """Return an unsaved catalogue page, for a preview: it has no path."""
    return Page(kind="page", key=key, title=document.title, summary=document.standfirst, **dates)


class SitePageFilter(PageFilter, NeedFilter):
    """The filters of site pages."""


@admin.register(SitePage)
class SitePageAdmin(CommentPages, AutosavePages, BulkPages, AddressSearch):
    workflow = SITE_PAGE
    counted = False
    store_digest = staticmethod(SITE_PAGE.store_digest)
    refusals = (Refused, PathTaken)
    public_page = SitePageView
    page_made = staticmethod(page_of)
    interval = staticmethod(interval)
    form = SitePageForm
    filterset_class = SitePageFilter
    prepopulated_fields = {"slug": ("title",)}
    list_display = ["__str__", "standing_now", "edition_now", "changed", "changer"]
    sections = (
        Section(title="Title and address", anchor="title", fields=("title", "slug", "standfirst")),
        Section(title="Text", anchor="text", fields=("body",), speaks=True),
    )

    def pages_named(self, keys: Collection[str], *, page: str = "") -> dict[str, Page]:
        return {}
