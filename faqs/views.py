"""Public pages of faqs: they read the catalogue and editions, never a working copy."""

from django.http import HttpRequest, HttpResponse


def question(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError
