"""Addresses of the API. The version is part of them: what is said of one under /api/v1/ stays true there."""

from django.urls import URLPattern, URLResolver, path

from newsdesk.api import description, list_operations, page_operations
from newsdesk.api.interface import api

__all__ = ["list_operations", "page_operations", "urlpatterns"]

# The library's own root answers nothing: its place has the list of lists.
_OWN_ROOT = "api-root"

urlpatterns: list[URLPattern | URLResolver] = [
    path("docs/", description.docs, name="api-docs"),
    path("v1/openapi.json", description.description, name="api-schema"),
    *(
        path(f"v1/{pattern.pattern}", pattern.callback, name=pattern.name)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != _OWN_ROOT
    ),
]
