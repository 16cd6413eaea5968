"""How the people of the desk stand: role, logins, second factor, invitation. As many queries for a hundred
people as for one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max
from django.utils import timezone

from newsdesk.accounts import sessions
from newsdesk.accounts.access import MAIN_FACTORS
from newsdesk.accounts.sessions import Login
from newsdesk.mail.models import Message
from newsdesk.people.deeds import role_of
from newsdesk.people.models import PersonDeed

LINKS = ("invite", "send_link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Somebody of the desk. `factors` are those set up, in words; `logins` where they are signed in.

    `invited_at` is when the last link was made for them, else when their account was; such a link is `over`
    by now. `mail` says what is wrong with mail to them, "" for nothing.
    """

    person: User
    role: str
    factors: tuple[str, ...]
    logins: tuple[Login, ...]
    invited_at: datetime
    over: bool
    mail: str

    @property
    def invited(self) -> bool:
        """Whether they have not come in yet, nor chosen a password."""
        return not (self.person.has_usable_password() or self.person.last_login)


def people() -> list[Row]:
    """Return everybody of the desk but former colleagues: the active by name, then the others."""
    staff = User.objects.filter(is_staff=True, former_colleague=None)
    return rows_of(list(staff.prefetch_related("groups").order_by("-is_active", "username")))


def rows_of(staff: Sequence[User]) -> list[Row]:
    """Return how people stand. Four queries, and one for their groups where these were not fetched."""
    factors: dict[int, list[str]] = defaultdict(list)
    for user, kind in Authenticator.objects.filter(
        user__in=staff, type__in=MAIN_FACTORS
    ).values_list("user", "type"):
        name = "app" if kind == Authenticator.Type.TOTP else "passkey"
        if name not in factors[user]:
            factors[user].append(name)
    logins = sessions.by_person()
    links = PersonDeed.objects.filter(person__in=staff, verb__in=LINKS).order_by()
    invited = dict(links.values_list("person").annotate(Max("at")))
    lost = dict(
        Message.objects.lost_last()
        .filter(user__in=staff)
        .order_by("made_at")
        .values_list("user", "failure")
    )
    good_for = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    now = timezone.now()

    def row(person: User) -> Row:
        at = invited.get(person.pk) or person.date_joined
        return Row(
            person=person,
            role=role_of(person),
            factors=tuple(sorted(factors[person.pk])),
            logins=tuple(logins.get(person.pk, ())),
            invited_at=at,
            over=at < now - good_for,
            mail=lost.get(person.pk, ""),
        )

    return [row(person) for person in staff]
