"""Public pages of stories: they read the catalogue and editions, never a working copy."""

from django.http import HttpRequest, HttpResponse


def story(request: HttpRequest, slug: str) -> HttpResponse:
    raise NotImplementedError
