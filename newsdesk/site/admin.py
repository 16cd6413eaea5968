"""Found by Django's admin: registers the inbox of error reports, and puts the front pages and the
publication into the site.
"""

from functools import partial

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from newsdesk.site.error_reports import admin as error_reports
from newsdesk.site.front_pages.preview import preview
from newsdesk.site.front_pages.screen import front_page
from newsdesk.site.publication import calendar, pages

__all__ = ["calendar", "error_reports"]


def take_over(site: admin.AdminSite) -> None:
    """Give the site the pages on which front pages are arranged and previewed."""
    stock = site.get_urls

    def urls() -> list[URLResolver | URLPattern]:
        screen, look = (
            site.admin_view(partial(front_page, site)),
            site.admin_view(partial(preview, site)),
        )
        return [
            path("front-page/", screen, name="front_page"),
            path("front-page/preview/", look, name="front_page_preview"),
            path("front-page/of/<slug:slug>/", screen, name="front_page_of"),
            path("front-page/of/<slug:slug>/preview/", look, name="front_page_of_preview"),
            *stock(),
        ]

    site.get_urls = urls  # type: ignore[method-assign]


take_over(admin.site)
pages.take_over(admin.site)
