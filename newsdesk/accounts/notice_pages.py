"""Notices by mail: one's own choices, and the address that stops some without a login."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic.base import View

from newsdesk.accounts.views import DeskPage, StaffPage
from newsdesk.notifications import choices
from newsdesk.notifications.subjects import When, subjects_for
from newsdesk.requests.signed_in import signed_in


class NoticesByMail(StaffPage):
    """Which notices somebody wants by mail, and when."""

    title = "Notifications by mail"
    template_name = "admin/accounts/notices.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        user = signed_in(request)
        chosen = choices.choices_of(user)
        return self.render_to_response(
            self.get_context_data(
                rows=[(each, chosen[each.name]) for each in subjects_for(user)],
                whens=When.choices,
            )
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        choices.choose(actor=signed_in(request), chosen=request.POST.dict())
        messages.success(request, "Kept.")
        return HttpResponseRedirect(reverse("account_notices"))


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class StopMail(DeskPage, View):
    """Stop mail of one subject: for whoever holds the link, as RFC 8058 asks, signed in or not.

    SECURITY: GET changes nothing, since programs that look through mail open every link. POST needs no
    cookie and no token of a form: the signed address is the right to do this and nothing else.
    """

    title = "Stop these messages"
    template_name = "admin/accounts/stop_mail.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        found = choices.read_token(token)
        if found is None:
            raise Http404
        return self.render_to_response(self.get_context_data(called=found[1], stopped=False))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        called = choices.stop(token)
        if called is None:
            raise Http404
        return self.render_to_response(self.get_context_data(called=called, stopped=True))
