"""Where else somebody is logged in."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone


def others(request: HttpRequest) -> list[str]:
    """Return the keys of the other sessions of who sends `request`.

    Sessions do not name their user, so all of them are read, in one query: there are as many as there are
    logins at the desk, since no page for readers makes one.
    """
    own, user = request.session.session_key, str(request.user.pk)
    running = Session.objects.filter(expire_date__gt=timezone.now()).exclude(pk=own)
    return [each.pk for each in running.iterator() if each.get_decoded().get(SESSION_KEY) == user]


def end_others(request: HttpRequest) -> int:
    """Log the sender of `request` out everywhere else; return how many browsers that were."""
    found = others(request)
    Session.objects.filter(pk__in=found).delete()
    return len(found)
