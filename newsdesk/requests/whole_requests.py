"""The handler of WSGI requests: whatever a client sends is read to its end before it is answered."""

from contextlib import suppress

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from newsdesk.requests.plain_request import PlainRequest

# Bytes: what lies in buffers anyway, and what the proxy lets through (client_max_body_size).
SMALL, LARGEST = 64 * 1024, 32 * 1024 * 1024


class WholeRequests(WSGIHandler):
    """Answers a form that it refuses (too large, signed out, forged) when it has come in whole.

    A server closes the connection under what nobody reads. A proxy that is still sending takes that for
    a failure, and says 502 in the place of our sentence. Nothing is kept of what is read here.
    """

    request_class = PlainRequest

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        response = super().get_response(request)
        _read_to_end(request)
        return response


def _read_to_end(request: HttpRequest) -> None:
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if sent.isascii() and sent.isdigit() and SMALL < int(sent) <= LARGEST:
        with suppress(UnreadablePostError):
            while request.read(SMALL):
                pass
