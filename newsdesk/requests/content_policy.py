"""The content security policy, its directives always in one order."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class ContentPolicy(CSPMiddleware):
    """Writes what django-csp writes, in the order of the alphabet.

    It puts the directives together as a set, whose order another process has otherwise: two workers
    gave the same page in other bytes. What nobody has anything to add to has one policy, written once.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if self._plain_policy and _is_plain(request, response):
            response[HEADER] = self._plain_policy
            # As django-csp does: a nonce that is asked for from here on would be no good.
            vars(request)["csp_nonce"] = CheckableLazyObject(self._csp_nonce_post_response)
            return response
        return self._ordered(request, response)

    def _ordered(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Let django-csp write its policy, and put that in order."""
        response = super().process_response(request, response)
        if HEADER in response:
            response[HEADER] = "; ".join(sorted(response[HEADER].split("; ")))
        return response

    @cached_property
    def _plain_policy(self) -> str:
        """Return the policy of an answer that says nothing of its own; "" where that depends on more."""
        told = settings.CONTENT_SECURITY_POLICY
        if settings.DEBUG or set(told) != {"DIRECTIVES"}:
            return ""
        response = self._ordered(HttpRequest(), HttpResponse())
        return response[HEADER] if set(response.headers) == _ALONE else ""


# What Django's own bare answer has, and the policy.
_ALONE = {"Content-Type", HEADER}


def _is_plain(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Tell whether neither has anything to say of its policy."""
    if HEADER in response or "_csp_nonce" in vars(request):
        return False
    return not any(name.startswith("_csp_") for name in vars(response))
