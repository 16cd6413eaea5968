"""Addresses. Public ones are permanent: a page that moves leaves a redirect."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from newsdesk import feeds, sitemaps, views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", views.home, name="home"),
    path("", include("stories.urls")),
    path("", include("entities.urls")),
    path("", include("faqs.urls")),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("feeds/stories.xml", feeds.stories, name="stories-feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    # SECURITY: no other file of the media storage has an address.
    re_path(
        rf"^{settings.MEDIA_URL.lstrip('/')}(?P<name>pictures/[0-9a-f]{{2}}/[0-9a-f]{{32}}\.webp)$",
        views.picture,
        name="picture",
    ),
]
