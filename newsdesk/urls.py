"""Addresses. Public ones are permanent: a page that moves leaves a redirect."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("stories.urls")),
    path("", include("entities.urls")),
    path("", include("faqs.urls")),
]
