"""The pages of one's own account: second factors, recovery codes, other browsers."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from qrcode import QRCode

from newsdesk.accounts import record, sessions
from newsdesk.accounts.access import is_staff, lacks_second_factor
from newsdesk.accounts.forms import AddAppForm, AddPasskeyForm, OwnNameForm, RenamePasskeyForm
from newsdesk.accounts.views import StaffPage
from newsdesk.requests.signed_in import signed_in


class Account(StaffPage, IndexView):
    """What is set up, and where else one is signed in."""

    title = "Your account"
    template_name = "admin/accounts/account.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {
            "asked_for": settings.SECOND_FACTOR == "required",
            "lacking": lacks_second_factor(self.request.user),
            "logins": sessions.own(self.request),
            "role": ", ".join(group.name for group in signed_in(self.request).groups.all()),
        }


@method_decorator(reauthentication_required, name="get")
@method_decorator(reauthentication_required, name="post")
class OwnName(StaffPage, FormView):
    """One's own name and mail address. Who has the address can have the password: it is asked for first."""

    title = "Name and mail address"
    form_class = OwnNameForm
    template_name = "admin/accounts/own_name.html"
    success_url = reverse_lazy("mfa_index")

    def get_form_kwargs(self) -> dict[str, object]:
        own = User.objects.get(pk=signed_in(self.request).pk)
        return super().get_form_kwargs() | {"instance": own}

    @transaction.atomic
    def form_valid(self, form: OwnNameForm) -> HttpResponse:
        form.save()
        if "email" in form.changed_data:
            record.address_changed(form.instance, before=str(form.initial["email"]))
        return super().form_valid(form)


class AddApp(StaffPage, totp.ActivateTOTPView):
    title = "Add an authenticator app"
    form_class = AddAppForm
    template_name = "admin/accounts/add_app.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        assert isinstance(form, AddAppForm)  # noqa: S101
        spaced = " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4))
        return context | {"picture": squares(str(context["totp_url"])), "secret": spaced}


class RemoveApp(StaffPage, totp.DeactivateTOTPView):
    title = "Remove the authenticator app"
    template_name = "admin/accounts/remove.html"


class RecoveryCodes(StaffPage, codes.ViewRecoveryCodesView):
    title = "Recovery codes"
    template_name = "admin/accounts/codes.html"


class NewRecoveryCodes(StaffPage, codes.GenerateRecoveryCodesView):
    title = "New recovery codes"
    template_name = "admin/accounts/new_codes.html"


class DownloadedCodes(StaffPage, codes.DownloadRecoveryCodesView):
    template_name = "admin/accounts/codes.txt"


class AddPasskey(StaffPage, webauthn.AddWebAuthnView):
    title = "Add a passkey"
    form_class = AddPasskeyForm
    template_name = "admin/accounts/add_passkey.html"


class RenamePasskey(StaffPage, webauthn.EditWebAuthnView):
    title = "Rename a passkey"
    form_class = RenamePasskeyForm
    template_name = "admin/accounts/rename_passkey.html"
    success_url = reverse_lazy("mfa_index")


class RemovePasskey(StaffPage, webauthn.RemoveWebAuthnView):
    title = "Remove a passkey"
    template_name = "admin/accounts/remove.html"
    success_url = reverse_lazy("mfa_index")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    if not is_staff(request.user):
        return HttpResponseRedirect(reverse("account_login"))
    count = sessions.end_others(request)
    record.sessions_ended(request, count)
    words = "one other browser" if count == 1 else f"{count} other browsers"
    messages.success(request, f"You are signed out in {words}.")
    return HttpResponseRedirect(reverse("mfa_index"))


@require_POST
def end_one(request: HttpRequest) -> HttpResponse:
    """Sign out in one other browser, which the form names by its mark."""
    if not is_staff(request.user):
        return HttpResponseRedirect(reverse("account_login"))
    ended = sessions.end_one(signed_in(request), request.POST.get("mark", ""))
    if ended:
        record.sessions_ended(request, 1)
        messages.success(request, f"You are signed out in {ended.browser}.")
    else:
        messages.info(request, "That login has ended already.")
    return HttpResponseRedirect(reverse("mfa_index"))


def squares(text: str) -> dict[str, object]:
    """Return a QR code as a path of an SVG: {"path": "M4 4h1v1h-1z…", "size": squares to a side}."""
    code = QRCode()
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return {"path": path, "size": len(rows)}
