"""A Django site of one view, which reads one row: what every other page is measured by."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from newsdesk.catalogue.models import Page


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The row of a page, and as many bytes as a story has."""
    found = Page.objects.get(path=request.path)
    return HttpResponse((found.title * 30_000)[:27_000])


urlpatterns = [path("stories/<slug:slug>/", page)]
