"""Found by Django's admin: the pages of webhooks, put into the admin site."""

from functools import partial

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from newsdesk.webhooks import pages


def take_over(site: admin.AdminSite) -> None:
    """Give the site the pages of webhooks."""
    stock = site.get_urls

    def urls() -> list[URLResolver | URLPattern]:
        every, new, one = (
            site.admin_view(partial(view, site))
            for view in (pages.all_receivers, pages.add, pages.one_receiver)
        )
        return [
            path("webhooks/", every, name="webhooks"),
            path("webhooks/add/", new, name="webhooks_add"),
            path("webhooks/<int:number>/", one, name="webhooks_receiver"),
            *stock(),
        ]

    site.get_urls = urls  # type: ignore[method-assign]


take_over(admin.site)
