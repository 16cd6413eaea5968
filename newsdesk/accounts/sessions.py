"""Where people are logged in.

Sessions do not name their user, so all of them are read, in one query: there are as many as there are
logins at the desk, since no page for readers makes one.
"""

from collections import defaultdict
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone


def others(request: HttpRequest) -> list[str]:
    """Return the keys of the other sessions of who sends `request`."""
    own, user = request.session.session_key, str(request.user.pk)
    running = Session.objects.filter(expire_date__gt=timezone.now()).exclude(pk=own)
    return [each.pk for each in running.iterator() if each.get_decoded().get(SESSION_KEY) == user]


def end_others(request: HttpRequest) -> int:
    """Log the sender of `request` out everywhere else; return how many browsers that were."""
    found = others(request)
    Session.objects.filter(pk__in=found).delete()
    return len(found)


def by_person() -> dict[int, list[tuple[str, datetime]]]:
    """Return the sessions that run, by whose they are: key and when each ends."""
    found: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for each in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        user = each.get_decoded().get(SESSION_KEY, "")
        if user.isdecimal():
            found[int(user)].append((each.pk, each.expire_date))
    return found


def end_all(user: User) -> int:
    """Log somebody out everywhere; return how many browsers that were."""
    keys = [key for key, _ in by_person().get(user.pk, [])]
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)
