"""Where people are logged in.

Sessions do not name their user, so all of them are read, in one query: there are as many as there are
logins at the desk, since no page for readers makes one.
"""

from collections import defaultdict

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from newsdesk.requests.signed_in import signed_in


def others(request: HttpRequest) -> list[str]:
    """Return the keys of the other sessions of who sends `request`."""
    own = request.session.session_key
    return [key for key in by_person().get(signed_in(request).pk, ()) if key != own]


def end_others(request: HttpRequest) -> int:
    """Log the sender of `request` out everywhere else; return how many browsers that were."""
    found = others(request)
    Session.objects.filter(pk__in=found).delete()
    return len(found)


def by_person() -> dict[int, list[str]]:
    """Return the keys of the sessions that run, by whose they are."""
    found: dict[int, list[str]] = defaultdict(list)
    for each in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        user = each.get_decoded().get(SESSION_KEY, "")
        if user.isdecimal():
            found[int(user)].append(each.pk)
    return found


def end_all(user: User) -> int:
    """Log somebody out everywhere; return how many browsers that were."""
    keys = by_person().get(user.pk, ())
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)
