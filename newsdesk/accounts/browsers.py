"""Browsers that somebody has signed in by before: another one is told of.

A browser is known by a cookie of chance that is sent to the desk alone; the table keeps an HMAC of it, and
neither address nor what the browser says of itself.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsdesk.accounts import record
from newsdesk.accounts.models import KnownBrowser

COOKIE = "__Secure-desk-browser" if settings.HTTPS else "desk-browser"
KNOWN_FOR = timedelta(days=365)
# The first that is found in what a browser says of itself; nothing else of that is told on.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Know the browser of a login from now on; tell its owner if it was not, unless it is their first."""
    sent = request.COOKIES.get(COOKIE, "")
    known = sent if len(sent) == 43 and sent.isascii() else ""
    now = timezone.now()
    own = KnownBrowser.objects.filter(user=user)
    if not known or not own.filter(key=_key(user, known)).update(seen_at=now):
        others = own.exists()
        known = known or secrets.token_urlsafe(32)
        KnownBrowser.objects.create(user=user, key=_key(user, known), seen_at=now)
        if others:
            record.new_browser(user, in_words(request.headers.get("User-Agent", "")))
    response.set_cookie(
        COOKIE,
        known,
        max_age=KNOWN_FOR,
        path="/admin/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget_old() -> None:
    """Delete browsers that nobody has signed in by for a year."""
    KnownBrowser.objects.filter(seen_at__lt=timezone.now() - KNOWN_FOR).delete()


def in_words(said: str) -> str:
    """Return which browser on which system it says to be: "Firefox on Linux"."""
    browser = next((name for mark, name in BROWSERS if mark in said), "a browser")
    system = next((name for mark, name in SYSTEMS if mark in said), "")
    return f"{browser} on {system}" if system else browser


def _key(user: User, cookie: str) -> str:
    text = f"{user.pk}:{cookie}"
    return salted_hmac("newsdesk.accounts.browsers", text, algorithm="sha256").hexdigest()
