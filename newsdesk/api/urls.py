"""Addresses of the API. The version is part of them: what is said of one under /api/v1/ stays true there."""

from django.urls import URLPattern, URLResolver, path

from newsdesk.api import description
from newsdesk.api.operations import api

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
