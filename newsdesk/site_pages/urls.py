"""Public addresses of site pages, at the top of the site: included behind all others."""

from django.urls import path, register_converter

from newsdesk.site_pages import views
from newsdesk.site_pages.addresses import ROUTE, SitePageSlug

register_converter(SitePageSlug, ROUTE)

urlpatterns = [
    path(f"<{ROUTE}:slug>/", views.site_page, name="site-page"),
    *views.HISTORY.routes(f"<{ROUTE}:slug>"),
]
