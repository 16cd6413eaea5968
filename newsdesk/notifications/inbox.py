"""The verbs of notices: tell, put away. No permission but one: a notice is its reader's own."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.text import Truncator

from newsdesk.notifications.mail import mail_notice
from newsdesk.notifications.models import Notice
from newsdesk.notifications.subjects import subject_of

LENGTH = 600
BACKEND = "django.contrib.auth.backends.ModelBackend"


def tell(
    user: User | None,
    *,
    kind: str,
    text: str,
    key: str = "",
    actor: User | None = None,
    data: Mapping[str, object] | None = None,
) -> Notice | None:
    """Put a sentence into somebody's inbox; return it, or None where there is nobody to tell.

    Nobody is told of what they did themselves (`actor`), and no one who cannot come to the desk. What
    still waits there in the same words is not said twice: it moves to the top. A new one goes out by mail
    too, if its reader wants that; what always comes goes out each time. Call it inside the verb's
    transaction: a refused deed tells nothing.
    """
    if user is None or user == actor or not (user.is_active and user.is_staff):
        return None
    values = {"key": key, "kind": kind, "text": Truncator(text).chars(LENGTH)}
    now = timezone.now()
    waiting = Notice.objects.of(user).waiting().filter(**values).first()
    if waiting is None:
        made = Notice.objects.create(user=user, data=data or {}, made_at=now, **values)
        mail_notice(made)
        return made
    waiting.made_at, waiting.data = now, data or {}
    waiting.save(update_fields=["made_at", "data"])
    if (subject := subject_of(kind)) and subject.fixed:
        mail_notice(waiting)
    return waiting


def tell_who_may(
    permission: str,
    *,
    kind: str,
    text: str,
    actor: User | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    """Tell everybody on the desk who has a right, except for the `actor`."""
    for user in User.objects.with_perm(permission, backend=BACKEND).filter(is_staff=True):
        tell(user, kind=kind, text=text, actor=actor, data=data)


def put_away(number: int, *, actor: User) -> bool:
    """Mark one of the actor's own notices as read; tell whether there was such a one."""
    own = Notice.objects.of(actor).filter(pk=number)
    own.waiting().update(read_at=timezone.now())
    return own.exists()


def put_all_away(*, actor: User, until: datetime) -> int:
    """Mark the actor's notices as read that were told up to `until`: those that a screen showed."""
    shown = Notice.objects.of(actor).waiting().filter(made_at__lte=until)
    return shown.update(read_at=timezone.now())
