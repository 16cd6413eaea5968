"""Invitations: a link by which somebody chooses their own password, once and within three days.

It is made of the person's password and last login, and so ends when either changes: Django's token of
password resets (PASSWORD_RESET_TIMEOUT). Who runs the server gets one from `manage.py setup_desk`.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from newsdesk.accounts import record
from newsdesk.accounts.views import DeskPage


def invitation_for(user: User) -> str:
    """Return the whole address of an invitation. Whoever has it may choose the password."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return settings.SITE_URL + reverse("account_invitation", args=[key, token])


class Invitation(DeskPage, PasswordResetConfirmView):
    """Choose a password by an invitation. One that is over says so and gives nothing away."""

    title = "Choose your password"
    template_name = "admin/accounts/invitation.html"
    success_url = reverse_lazy("account_login")

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        answer = super().form_valid(form)
        record.password_changed(form.user)
        messages.success(self.request, "Your password is set. Sign in with it.")
        return answer
