"""Public pages of entities: they read the catalogue and editions, never a working copy."""

from django.http import HttpRequest, HttpResponse


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError
