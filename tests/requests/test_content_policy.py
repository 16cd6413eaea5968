"""The content security policy is the same bytes from every process."""

import pytest
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from newsdesk.requests.content_policy import ContentPolicy

HEADER = "Content-Security-Policy"


def policy(*, update=None, nonce=False):
    def view(request):
        response = HttpResponse(str(request.csp_nonce) if nonce else "")
        if update:
            response._csp_update = update
        return response

    return ContentPolicy(view)(RequestFactory().get("/"))


@pytest.mark.parametrize("update", [None, {"style-src": ["'sha256-x'"], "frame-src": ["'self'"]}])
def test_directives_stand_in_the_order_of_the_alphabet(update):
    names = [part.split()[0] for part in policy(update=update)[HEADER].split("; ")]
    assert names == sorted(names)
    assert {"base-uri", "default-src", "script-src"} <= {*names}


def test_all_that_django_csp_puts_there_stays():
    response = policy(update={"style-src": ["'sha256-x'"]}, nonce=True)
    nonce = response.content.decode()
    assert f"script-src 'self' 'nonce-{nonce}'" in response[HEADER]
    assert f"style-src 'self' 'nonce-{nonce}' 'sha256-x'" in response[HEADER]


def test_an_answer_that_has_a_policy_keeps_its_directives():
    response = ContentPolicy(
        lambda request: HttpResponse(headers={HEADER: "sandbox; default-src 'none'"})
    )(RequestFactory().get("/"))
    assert response[HEADER] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("told", [{}, {"REPORT_PERCENTAGE": 100}])
def test_the_policy_that_is_written_once_is_the_one_of_django_csp(settings, told):
    settings.CONTENT_SECURITY_POLICY = settings.CONTENT_SECURITY_POLICY | told
    stock = CSPMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert sorted(stock[HEADER].split("; ")) == policy()[HEADER].split("; ")


def test_a_nonce_that_is_asked_for_too_late_is_refused():
    request = RequestFactory().get("/")
    ContentPolicy(lambda request: HttpResponse())(request)
    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)
