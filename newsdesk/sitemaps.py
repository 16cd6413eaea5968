"""The sitemap: every page that a reader can open, with the day of its last edition."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entities.rendering import absolute
from newsdesk.catalogue.models import Page

# The protocol allows no more in one file.
MAX_URLS = 50_000
INDEXES = {"home": "story", "stories": "story", "topics": "entity", "questions": "faq"}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """One query."""
    rows = Page.objects.visible().order_by("-updated_at", "pk")
    pages = list(rows.values_list("path", "updated_at", "kind")[: MAX_URLS - len(INDEXES)])
    newest: dict[str, datetime] = {}
    for _, at, kind in pages:
        newest.setdefault(kind, at)
    urls = [(absolute(reverse(name)), newest.get(kind)) for name, kind in INDEXES.items()]
    urls += [(absolute(path), at) for path, at, _ in pages]
    return render(request, "sitemap.xml", {"urls": urls}, content_type="application/xml")
