"""Found by Django's admin: puts the page of old addresses into the admin site."""

from functools import partial

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from newsdesk.redirects import pages


def take_over(site: admin.AdminSite) -> None:
    """Give the site the page of old addresses."""
    stock = site.get_urls

    def urls() -> list[URLResolver | URLPattern]:
        view = site.admin_view(partial(pages.old_addresses, site))
        return [path("old-addresses/", view, name="old_addresses"), *stock()]

    site.get_urls = urls  # type: ignore[method-assign]


take_over(admin.site)
