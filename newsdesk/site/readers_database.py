"""Readers' requests read the replica, where there is one and it shows what is true now; nobody waits for a
primary that hangs.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse

from newsdesk.catalogue.replica import (
    PRIMARY,
    REPLICA,
    answer_of,
    choose,
    give_up_replica,
    primary_is_away,
    reading,
    reads_from,
)

# What asks no database, or with limits of its own.
PROBES = ("/healthz", "/readyz", "/metrics")
# What is of the desk, what readers send and what was shared before it is public.
PRIMARY_ALONE = ("/admin/", "/preview/", "/ask/", "/report/", *PROBES)
_FAILED = "_newsdesk_replica_failed"


class ReadersDatabase:
    """Chooses the database of a request.

    A replica that dies in the middle of one is given up, and the request answered from the primary.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_of_reader(request) or choose() == PRIMARY:
            return self.get_response(request)
        with reads_from(REPLICA):
            response = self.get_response(request)
        if error := vars(request).pop(_FAILED, None):
            give_up_replica(error)
            return self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        if isinstance(error, OperationalError | InterfaceError):
            vars(request)[_FAILED] = error


# Seconds. Readers have a replica to go on with; who saves would rather wait for a busy server.
DESK_LIMIT = 8.0


class PrimaryGuard:
    """Refuse, by 503 and within seconds, what would wait for a primary that hangs.

    The desk's requests ask it first, in the place of Django's own question whether a connection is alive.
    Readers' have asked it for the epoch, and ask here only where it did not answer a moment ago.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if connections[PRIMARY].vendor != "postgresql":
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reads_primary = reading().alias == PRIMARY and not request.path.startswith(PROBES)
        if reads_primary and (primary_is_away() or not is_of_reader(request)):
            answer_of(PRIMARY, "SELECT 1", limit=DESK_LIMIT)
        return self.get_response(request)


def is_of_reader(request: HttpRequest) -> bool:
    """Tell whether a stranger asks for something that everybody may see, and sends nothing."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path.startswith((*PRIMARY_ALONE, settings.STATIC_URL))
    )
