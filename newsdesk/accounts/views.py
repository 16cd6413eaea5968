"""The login, its second step, and the confirmation of who is there: allauth's views in the desk's frame."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth as webauthn_auth
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from newsdesk.accounts import record, throttle
from newsdesk.accounts.access import is_staff, may_enter
from newsdesk.accounts.forms import (
    CodeConfirmationForm,
    CodeForm,
    LoginForm,
    PasskeyConfirmationForm,
    PasskeyLoginForm,
    SecondStepPasskeyForm,
)
from newsdesk.accounts.origin import origin_of

LOGIN_TEMPLATE = "admin/login.html"


def login_page(request: HttpRequest, *, next: str, kept: str, status: int) -> HttpResponse:
    """Answer any request with the login; `kept` is text that comes back with it."""
    context = {
        **admin.site.each_context(request),
        "title": "Sign in",
        "form": LoginForm(request=request),
        "next": next,
        "kept": kept,
        "mail_on": settings.MAIL_ON,
    }
    return TemplateResponse(request, LOGIN_TEMPLATE, context, status=status).render()


class DeskPage(TemplateResponseMixin, ContextMixin):
    """A page in the frame of the desk. Who has guessed too often gets it with 429."""

    title = ""
    request: HttpRequest

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        own = {"title": self.title, "mail_on": settings.MAIL_ON}
        return {**admin.site.each_context(self.request), **context, **own}

    def render_to_response(self, context: dict[str, object], **kwargs: object) -> HttpResponse:
        too_many = _too_many(context.get("form"))
        if too_many is None:
            return super().render_to_response(context, **kwargs)
        response = super().render_to_response(context, status=429, **kwargs)
        response["Retry-After"] = str(too_many.retry_after)
        return response


class StaffPage(DeskPage, View):
    """A page of one's own account: for members of staff, also while they lack a second factor."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not is_staff(request.user):
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class Login(DeskPage, account.LoginView):
    """Name and password, and the way to a passkey."""

    title = "Sign in"
    form_class = LoginForm
    template_name = LOGIN_TEMPLATE

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "GET" and may_enter(request):
            return HttpResponseRedirect(self.get_success_url() or reverse("admin:index"))
        if request.method == "GET" and is_staff(request.user):
            # Of the staff and may not enter: a second factor is asked for.
            return HttpResponseRedirect(_to_setup(self.get_next_url()))
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[LoginForm]:
        return self.form_class

    def form_valid(self, form: LoginForm) -> HttpResponse:
        if self.request.user.is_authenticated:
            # The second step is only for who is nobody yet.
            logout(self.request)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        extra = {"next": self.get_next_url() or "", "kept": self.request.POST.get("kept", "")}
        return super().get_context_data(**kwargs) | extra


class SecondStep(DeskPage, mfa.AuthenticateView):
    """The second factor, after the password."""

    title = "Second step"
    form_class = CodeForm
    webauthn_form_class = SecondStepPasskeyForm
    template_name = "admin/accounts/second_step.html"

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        if form is self.webauthn_form:
            record.wrong_passkey(self.request)
        return super().form_invalid(form)


class PasskeyLogin(webauthn.LoginWebAuthnView):
    """A passkey instead of name and password: GET gives the challenge, POST takes the answer."""

    form_class = PasskeyLoginForm

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            throttle.count_challenge(origin_of(request))
        except throttle.TooMany as error:
            record.challenge_refused(request)
            headers = {"Retry-After": str(error.retry_after)}
            return JsonResponse({"error": error.message}, status=429, headers=headers)
        return JsonResponse({"request_options": webauthn_auth.begin_authentication(user=None)})

    def form_valid(self, form: PasskeyLoginForm) -> HttpResponse:
        key = form.cleaned_data["credential"]
        if not is_staff(key.user):
            return self.form_invalid(form)
        login = webauthn.Login(user=key.user, redirect_url=self._next())
        return webauthn.flows.perform_passwordless_login(self.request, key, login)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the login again; text that came along stays in it."""
        record.wrong_passkey(self.request)
        messages.error(self.request, "This passkey does not log anybody in here.")
        kept = self.request.POST.get("kept", "")
        return login_page(self.request, next=self._next() or "", kept=kept, status=200)

    def _next(self) -> str | None:
        return account.LoginView(request=self.request).get_next_url()


class ConfirmPassword(StaffPage, account.ReauthenticateView):
    title = "Is it you?"
    template_name = "admin/accounts/confirm.html"


class ConfirmCode(StaffPage, mfa.ReauthenticateView):
    title = "Is it you?"
    form_class = CodeConfirmationForm
    template_name = "admin/accounts/confirm.html"


class ConfirmPasskey(StaffPage, webauthn.ReauthenticateWebAuthnView):
    title = "Is it you?"
    form_class = PasskeyConfirmationForm
    template_name = "admin/accounts/confirm.html"

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        record.wrong_passkey(self.request)
        return self.render_to_response(self.get_context_data())


def _too_many(form: object) -> throttle.TooMany | None:
    if not isinstance(form, BaseForm) or not form.is_bound:
        return None
    errors = [error for found in form.errors.as_data().values() for error in found]
    return next((each for each in errors if isinstance(each, throttle.TooMany)), None)


def _to_setup(next: str | None) -> str:
    return reverse("mfa_index") + (f"?{urlencode({'next': next})}" if next else "")
