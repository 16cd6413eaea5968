"""Web addresses that somebody sent: what cannot be read as one is none, and never an error.

`urlsplit` raises ValueError for "http://[x" and for names that normalise into punctuation. Whatever of a
request may be an address is read here.
"""

from urllib.parse import SplitResult, parse_qsl, urlsplit

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


def parts_of(text: str) -> SplitResult | None:
    """Return the parts of a web address, None for what is none."""
    try:
        return urlsplit(text)
    except ValueError:
        return None


def pairs_of(query: str) -> list[tuple[str, str]]:
    """Return the names and values of a query, in their order; none where there are too many to be one."""
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return []


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
