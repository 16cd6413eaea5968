"""Found by Django's admin: the pages of people, put into the admin site."""

from functools import partial

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from newsdesk.people import front, pages

__all__ = ["front"]


def take_over(site: admin.AdminSite) -> None:
    """Give the site the pages of people."""
    stock = site.get_urls

    def urls() -> list[URLResolver | URLPattern]:
        one = site.admin_view(partial(pages.one_person, site))
        return [
            path("people/", site.admin_view(partial(pages.all_people, site)), name="people_list"),
            path(
                "people/invite/", site.admin_view(partial(pages.invite, site)), name="people_invite"
            ),
            path("people/<int:number>/", one, name="people_person"),
            path(
                "people/<int:number>/erase/",
                site.admin_view(partial(pages.erase, site)),
                name="people_erase",
            ),
            *stock(),
        ]

    site.get_urls = urls  # type: ignore[method-assign]


take_over(admin.site)
