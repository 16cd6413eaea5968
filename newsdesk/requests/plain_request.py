"""Requests of Django that a header which makes no sense does not break before anything can answer."""

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest


class _AnyContentType:
    """A Content-Type that cannot be read counts as none.

    SECURITY: stock Django raises ValueError for `text/plain; a*=x-none''b` while it makes the request,
    outside of all middleware: a bare 500 of the server, without our headers.
    """

    content_type: str | None
    content_params: dict[str, str] | None

    def _set_content_type_params(self, meta: dict[str, object]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except ValueError:
            self.content_type, self.content_params = "", {}


class PlainRequest(_AnyContentType, WSGIRequest):
    pass


class PlainAsyncRequest(_AnyContentType, ASGIRequest):
    pass
