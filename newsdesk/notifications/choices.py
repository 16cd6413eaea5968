"""Which notices somebody wants by mail, and when. A choice is its owner's own, or a signed link's."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction

from newsdesk.notifications.models import MailChoice
from newsdesk.notifications.subjects import Subject, When, subjects, subjects_for

# What a link stops: one subject, all that comes once a day, or all that comes at once.
DAILY, AT_ONCE = When.DAILY.value, When.AT_ONCE.value
_SIGNER = signing.Signer(salt="newsdesk.notifications.stop")


def choices_of(user: User) -> dict[str, When]:
    """Return when each subject is mailed to somebody, by its name. One query."""
    kept = dict(MailChoice.objects.filter(user=user).values_list("subject", "when"))
    return {
        each.name: When.AT_ONCE if each.fixed else When(kept.get(each.name, each.when))
        for each in subjects()
    }


def when_of(user: User, subject: Subject) -> When:
    return choices_of(user)[subject.name]


@transaction.atomic
def choose(*, actor: User, chosen: Mapping[str, str]) -> None:
    """Keep what the actor wants of their own notices; what is not theirs to choose stays as it is."""
    for subject in subjects_for(actor):
        when = chosen.get(subject.name)
        if not subject.fixed and when in When.values:
            _keep(actor, subject, When(when))


def stop_token(user: User, what: str) -> str:
    """Return what lets whoever holds it stop mail of a subject, of DAILY or AT_ONCE, and do nothing else."""
    return _SIGNER.sign_object([user.pk, what])


def read_token(token: str) -> tuple[User, str, list[Subject]] | None:
    """Return whose mail a token stops, what it is called, and the subjects; None for one that is none."""
    try:
        number, what = _SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=number).first()
    if user is None:
        return None
    if what in (DAILY, AT_ONCE):
        kept = choices_of(user)
        stopped = [s for s in subjects() if kept[s.name] == what and not s.fixed]
        called = "the daily summary" if what == DAILY else "all notifications that come at once"
        return user, called, stopped
    found = [s for s in subjects() if s.name == what and not s.fixed]
    return (user, found[0].label, found) if found else None


@transaction.atomic
def stop(token: str) -> str | None:
    """Stop what a token says; return what that is called, None for one that is none. Can be repeated."""
    found = read_token(token)
    if found is None:
        return None
    user, called, stopped = found
    for subject in stopped:
        _keep(user, subject, When.NEVER)
    return called


def _keep(user: User, subject: Subject, when: When) -> None:
    MailChoice.objects.update_or_create(
        user=user, subject=subject.name, defaults={"when": when.value}
    )
