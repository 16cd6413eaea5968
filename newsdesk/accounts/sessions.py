"""Where people are signed in: by which browser, since when, and when they were last seen there.

What a session knows of its browser lies in the session itself, and ends with it. Sessions do not name their
user, so all of them are read, in one query: there are as many as there are logins at the desk, since no
page for readers makes one.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsdesk.accounts.browsers import in_words
from newsdesk.requests.signed_in import signed_in

# Names in a session; times are whole seconds since 1970.
BROWSER, SINCE, SEEN = "desk_browser", "desk_since", "desk_seen"
# As exactly as it is known when somebody was last seen.
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Login:
    """A browser that somebody is signed in by, "Firefox on Linux". Times are None for a login of before
    they were noted.

    SECURITY: whoever has the `key` is signed in. Pages name a login by its `mark`.
    """

    key: str = field(repr=False)
    browser: str
    since: datetime | None
    seen: datetime | None
    here: bool = False

    @property
    def mark(self) -> str:
        return salted_hmac("newsdesk.accounts.sessions", self.key, algorithm="sha256").hexdigest()


def listen() -> None:
    user_logged_in.connect(_begin, dispatch_uid="accounts-session")


class SeenLately:
    """Note on the desk's pages that somebody is there, once in five minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            _see(request.session)
        return self.get_response(request)


def logins_of(user: User, *, here: str | None = None) -> list[Login]:
    """Return where somebody is signed in, the one whose key is `here` first, then who was seen last."""
    found = by_person(here=here).get(user.pk, [])
    first = datetime.min.replace(tzinfo=UTC)
    return sorted(found, key=lambda each: (each.here, each.seen or first), reverse=True)


def by_person(*, here: str | None = None) -> dict[int, list[Login]]:
    """Return all logins that run, by the primary key of whose they are."""
    found: dict[int, list[Login]] = defaultdict(list)
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        told = row.get_decoded()
        user = told.get(SESSION_KEY, "")
        if user.isdecimal():
            browser = told.get(BROWSER, "a browser")
            since, seen = _time(told.get(SINCE)), _time(told.get(SEEN))
            found[int(user)].append(Login(row.pk, browser, since, seen, row.pk == here))
    return found


def own(request: HttpRequest) -> list[Login]:
    """Return where the sender of `request` is signed in, that browser first."""
    return logins_of(signed_in(request), here=request.session.session_key)


def end_others(request: HttpRequest) -> int:
    """Log the sender of `request` out everywhere else; return how many browsers that were."""
    return _end([each for each in own(request) if not each.here])


def end_all(user: User) -> int:
    """Log somebody out everywhere; return how many browsers that were."""
    return _end(logins_of(user))


def end_one(user: User, mark: str) -> Login | None:
    """Log somebody out of one browser and return it; None where that has ended by itself."""
    found = next((each for each in logins_of(user) if each.mark == mark), None)
    return found if found and _end([found]) else None


def _end(logins: list[Login]) -> int:
    Session.objects.filter(pk__in=[each.key for each in logins]).delete()
    return len(logins)


def _begin(sender: object, request: HttpRequest | None, user: User, **kwargs: object) -> None:
    session = getattr(request, "session", None)
    if request is None or session is None:
        return
    session[BROWSER] = in_words(request.headers.get("User-Agent", ""))
    session[SINCE] = session[SEEN] = _now()


def _see(session: SessionBase) -> None:
    """Note it at once: written at the end of a request it would undo what others have noted meanwhile."""
    if _now() - session.get(SEEN, 0) < SEEN_EVERY.total_seconds() or session.modified:
        return
    session[SEEN] = _now()
    with suppress(UpdateError):  # It was ended a moment ago.
        session.save()
    session.modified = False


def _now() -> int:
    return int(timezone.now().timestamp())


def _time(told: object) -> datetime | None:
    return datetime.fromtimestamp(told, UTC) if isinstance(told, int) else None
