"""Addresses. Public ones are permanent: a page that moves leaves a redirect."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from newsdesk.images.ladder import NAME
from newsdesk.site import (
    embeds,
    error_pages,
    front_page,
    home,
    markdown_pages,
    media,
    outlets,
    previews,
    search,
    sections,
    sitemaps,
)
from newsdesk.site.error_reports import views as reports
from newsdesk.site.feeds import views as feeds
from newsdesk.site.health import views as health
from newsdesk.site.health.metrics import metrics
from newsdesk.site.publication import public as face
from newsdesk.site_pages.addresses import ROUTE

handler400 = "newsdesk.site.error_pages.bad_request"
handler404 = "newsdesk.site.error_pages.not_found"
handler500 = "newsdesk.site.error_pages.server_error"

urlpatterns = [
    # Before the site's own: its stock login must not answer.
    path("admin/", include("newsdesk.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", front_page.home, name="home"),
    path("report/", reports.report, name="report"),
    path("report/<str:number>/", reports.reported, name="reported"),
    *[
        path(
            f"{name}/<slug:slug>.md", markdown_pages.page, {"name": address}, f"{address}-markdown"
        )
        for name, address in (("stories", "story"), ("questions", "question"), ("topics", "topic"))
    ],
    path("llms.txt", markdown_pages.llms, name="llms"),
    path("", include("stories.urls")),
    path("", include("entities.urls")),
    path("", include("faqs.urls")),
    path("tags/<slug:slug>/", home.tag, name="tag"),
    path("outlets/", outlets.outlets, name="outlets"),
    path("outlets/<slug:slug>/", outlets.outlet, name="outlet"),
    path("outlets/<slug:slug>.md", markdown_pages.outlet, name="outlet-markdown"),
    path("sections/", sections.sections, name="sections"),
    path("sections/<slug:slug>/", sections.section, name="section"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("archive/", home.archive, name="archive"),
    path("archive/<int:year>/", home.archive, name="archive-year"),
    path("archive/<int:year>/<int:month>/", home.archive, name="archive-month"),
    path("archive/<int:year>/<int:month>/<int:day>/", home.archive, name="archive-day"),
    path("corrections/", home.corrections, name="corrections"),
    path("about/", home.about, name="about"),
    *[
        path(f"feeds/{route}.{form}", view, {"form": form}, name=f"{name}-{suffix}")
        for form, suffix in (("xml", "feed"), ("atom", "atom"), ("json", "json"))
        for route, view, name in (
            ("stories", feeds.stories, "stories"),
            ("topics/<slug:slug>", feeds.topic, "topic"),
            ("tags/<slug:slug>", feeds.tag, "tag"),
            ("sections/<slug:slug>", feeds.section, "section"),
            ("people/<slug:slug>", feeds.person, "person"),
            ("outlets/<slug:slug>", feeds.outlet, "outlet"),
            ("corrections", feeds.corrections, "corrections"),
        )
    ],
    path("embed/<path:path>/", embeds.card, name="embed"),
    path("oembed/", embeds.oembed, name="oembed"),
    path("api/", include("newsdesk.api.urls")),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<int:number>.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemaps/outlets.xml", sitemaps.outlets, name="sitemap-outlets"),
    path("sitemaps/news.xml", sitemaps.news, name="sitemap-news"),
    path("preview/<str:token>/", previews.page, name="shared-preview"),
    path("preview/<str:token>/answer/", previews.answer, name="shared-answer"),
    path("preview/<str:token>/pictures/<path:name>", previews.picture, name="shared-picture"),
    # For a load balancer, not for readers.
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    # For the proxy in front, where it refuses what is longer than it takes.
    path("too-large/<path:address>", error_pages.too_large, name="too-large"),
    path("favicon.ico", face.icon, name="icon"),
    path("manifest.webmanifest", face.manifest, name="manifest"),
    path("robots.txt", face.robots, name="robots"),
    path(".well-known/security.txt", face.security, name="security"),
    re_path(
        r"^cards/(?P<kind>[a-z]{1,20})-(?P<uid>[0-9a-f]{16})-(?P<number>[0-9]{1,9})\.jpg\Z",
        media.card,
        name="social-card",
    ),
    re_path(
        r"^cards/(?P<kind>list|tag|section|person|outlet|archive)/(?P<slug>[-a-zA-Z0-9_]{1,120})\.jpg\Z",
        media.list_card,
        name="list-card",
    ),
    re_path(
        r"^publication/(?P<number>[0-9]{1,9})-(?P<digest>[0-9a-f]{16})\.css\Z",
        face.stylesheet,
        name="publication-stylesheet",
    ),
    re_path(
        r"^publication/(?P<name>[0-9a-f]{32}-[0-9]{1,4}x[0-9]{1,4})\.png\Z",
        face.picture,
        name="publication-picture",
    ),
    # SECURITY: no other file of the media storage has an address.
    re_path(
        rf"^{settings.MEDIA_URL.lstrip('/')}(?P<name>{NAME})\Z",
        media.picture,
        name="picture",
    ),
    # Behind all others: what a publication says of itself stands at the top of the site.
    path("", include("newsdesk.site_pages.urls")),
    path(f"<{ROUTE}:slug>.md", markdown_pages.page, {"name": "site-page"}, "site-page-markdown"),
]
