"""Found by Django's admin: puts the pages of imports and exports into the admin site."""

from functools import partial

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from newsdesk.exchange import pages


def take_over(site: admin.AdminSite) -> None:
    """Give the site the pages of imports and exports."""
    stock = site.get_urls

    def urls() -> list[URLResolver | URLPattern]:
        run = site.admin_view(partial(pages.one, site))
        return [
            path("import/", site.admin_view(partial(pages.imports, site)), name="imports"),
            path("import/<int:number>/", run, name="import_run"),
            path(
                "import/<int:number>/report.csv",
                site.admin_view(pages.report),
                name="import_report",
            ),
            path("export/<str:key>.zip", site.admin_view(pages.export), name="export_page"),
            *stock(),
        ]

    site.get_urls = urls  # type: ignore[method-assign]


take_over(admin.site)
