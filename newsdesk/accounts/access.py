"""Who may enter the desk: an active member of staff, with a second factor where the desk asks for one."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.urls import reverse

MAIN_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_staff(user: User | AnonymousUser) -> bool:
    return bool(user.is_active and user.is_staff)


def has_second_factor(user: User | AnonymousUser) -> bool:
    """Tell whether an app or a passkey is set up; asked of the database once a request."""
    found = vars(user).get("_has_second_factor")
    if found is None:
        factors = Authenticator.objects.filter(user_id=user.pk, type__in=MAIN_FACTORS)
        found = vars(user)["_has_second_factor"] = factors.exists()
    return bool(found)


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Tell whether the desk asks for a second factor that this person does not have."""
    return settings.SECOND_FACTOR == "required" and not has_second_factor(user)


def may_enter(request: HttpRequest) -> bool:
    """The admin site's `has_permission`: everything of the desk asks here.

    Logging out is open to who lacks a second factor: the stock admin asks for this permission first.
    """
    user = request.user
    if not is_staff(user):
        return False
    return not lacks_second_factor(user) or request.path == reverse("admin:logout")
