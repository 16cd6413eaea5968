"""Where a request comes from, as far as it can be counted by."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """Return the sender's address; of IPv6 the network, since a household has all of it."""
    return counted_by(sender_of(request))


def sender_of(request: HttpRequest) -> str:
    """Return the sender's address as it was given, "" for a socket of this machine."""
    found = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # SECURITY: the last one is the proxy's own word; what stands before it anybody may have sent.
        found = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or found
    return found


def counted_by(text: str) -> str:
    """Return what an address is counted by, whatever its spelling; what is none, cut off."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text[:64]
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network(f"{address}/64", strict=False))
