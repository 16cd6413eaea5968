"""The nonce of a request, which its answer's inline scripts need to run."""

from django.http import HttpRequest


def nonce_of(request: HttpRequest) -> str:
    """Return the nonce that the middleware of the content security policy gave a request."""
    return str(vars(request)["csp_nonce"])
