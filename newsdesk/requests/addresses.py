"""Web addresses that somebody sent: what cannot be read as one is none, and never an error.

`urlsplit` raises ValueError for "http://[x" and for names that normalise into punctuation. Whatever of a
request may be an address is read here.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# What all addresses for programs begin with.
API = "/api/"


def path_of(text: str) -> str:
    """Return the path of a web address, "" where there is none."""
    try:
        path = urlsplit(text).path
    except ValueError:
        return ""
    return path if path.startswith("/") and "\0" not in path else ""


def host_of(text: str) -> str:
    """Return the host of a web address, "" where there is none."""
    try:
        return urlsplit(text).hostname or ""
    except ValueError:
        return ""


def leads_here(text: str, request: HttpRequest) -> bool:
    """Tell whether a redirect to `text` stays on the host that was asked, by HTTPS if it was.

    SECURITY: a host that merely resembles ours is a place to collect passwords at.
    """
    host = {request.get_host()}
    return url_has_allowed_host_and_scheme(
        text, allowed_hosts=host, require_https=request.is_secure()
    )
