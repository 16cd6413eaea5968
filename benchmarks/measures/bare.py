"""A bare Django view to measure against: what `startproject` sets, and one query on the desk's database.

NEWSDESK_BARE names what stands in front of it: nothing, Django's cache middleware, or wagtail-cache.
"""

import os

import django
import environ
from django.conf import settings

FRONT = os.environ.get("NEWSDESK_BARE", "")
CACHES = {
    "": ([], [], []),
    "django": (
        [],
        ["django.middleware.cache.UpdateCacheMiddleware"],
        ["django.middleware.cache.FetchFromCacheMiddleware"],
    ),
    "wagtail": (
        [
            "wagtailcache",
            "wagtail.users",
            "wagtail.images",
            "wagtail.documents",
            "wagtail.admin",
            "wagtail",
            "modelcluster",
            "taggit",
        ],
        ["wagtailcache.cache.UpdateCacheMiddleware"],
        ["wagtailcache.cache.FetchFromCacheMiddleware"],
    ),
}
_apps, _first, _last = CACHES[FRONT]
_database = environ.Env().db("DATABASE_URL") | {"CONN_MAX_AGE": 60}

settings.configure(
    SECRET_KEY="only measured",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": _database},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    CACHE_MIDDLEWARE_SECONDS=600,
    INSTALLED_APPS=[
        "newsdesk.catalogue",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        *_apps,
    ],
    MIDDLEWARE=[
        *_first,
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        *_last,
    ],
    USE_TZ=True,
    STATIC_URL="/static/",
    WAGTAIL_SITE_NAME="Bare",
    WAGTAILADMIN_BASE_URL="http://127.0.0.1",
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from newsdesk.catalogue.models import Page  # noqa: E402


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The row of a page, and as many bytes as a story has."""
    found = Page.objects.get(path=request.path)
    return HttpResponse((found.title * 30_000)[:27_000])


urlpatterns = [path("stories/<slug:slug>/", page)]
application = get_wsgi_application()
