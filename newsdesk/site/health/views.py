"""What a load balancer asks: /healthz and /readyz."""

import ipaddress
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.views.decorators.http import require_safe

from newsdesk.accounts.origin import sender_of
from newsdesk.site.health.probes import OF_PRIMARY, STANDS_IN, answers

LOCAL = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Say that this process answers. Asks nothing of anything else."""
    return unkept(HttpResponse("alive\n", content_type="text/plain; charset=utf-8"))


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say which parts work: 503 where one fails without which no page can be answered.

    SECURITY: only for who asks from the machine itself, or from NEWSDESK_HEALTH_FROM; 404 for all others.
    """
    if not may_ask(request):
        return nothing_here()
    found = answers()
    needed = {each.probe.name for each in found if each.probe.needed}
    if any(each.told.get(STANDS_IN) for each in found):
        needed -= OF_PRIMARY
    able = not any(each.failing for each in found if each.probe.name in needed)
    data = {
        "ready": able,
        "parts": {
            each.probe.name: {
                "works": not each.failing,
                "needed": each.probe.name in needed,
                "milliseconds": each.milliseconds,
                **each.told,
                **({"failing": each.failing} if each.failing else {}),
            }
            for each in found
        },
    }
    status = HTTPStatus.OK if able else HTTPStatus.SERVICE_UNAVAILABLE
    return unkept(JsonResponse(data, status=status))


def nothing_here() -> HttpResponse:
    """Answer a stranger. Our page for it would ask the database what the publication is called."""
    return unkept(HttpResponseNotFound("Not found\n", content_type="text/plain; charset=utf-8"))


def may_ask(request: HttpRequest) -> bool:
    sender = sender_of(request)
    if not sender:
        return True  # Over a socket of this machine, with no word of a proxy.
    try:
        address = ipaddress.ip_address(sender)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in (*LOCAL, *settings.HEALTH_FROM))


def unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
