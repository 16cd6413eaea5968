"""Who asks for a screen of the desk."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def signed_in(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied for a stranger, whom no screen of the desk lets in anyway."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied("Nobody is signed in.")
