"""What desk chiefs do to the people of the desk. Each is one transaction with a check and a line in the log.

| deed | what follows |
| --- | --- |
| invite | an account without a password, and a link to choose one: by mail, or returned where mail is off |
| change_role | the rights of that role and of no other |
| deactivate | logs in nowhere from that moment; words and log stay; drafts may go to somebody else |
| reactivate | may sign in again, with the password of before |
| hand_over | drafts that they own, or made and nobody owns, get another owner |
| send_link | a new link to choose a password |
| sign_out | every browser of theirs is signed out |
| sign_out_of | one browser of theirs is signed out |
| reset_second_factor | app, passkeys and recovery codes are gone; they are told |

Only a superuser touches a superuser. Nobody deactivates themselves or changes their own role, and a desk
keeps one active chief.
"""

import logging
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from newsdesk.accounts import record, sessions
from newsdesk.accounts.invitations import invitation_for
from newsdesk.desk.bulk.changes import changing, put
from newsdesk.mail.messages import mail_to
from newsdesk.notifications.inbox import tell
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.status import State
from newsdesk.people.models import FormerColleague, PersonDeed
from newsdesk.workflow.register import AnyWorkflow, workflows
from newsdesk.workflow.roles import CHIEF, roles
from newsdesk.workflow.transitions import Refused, require

logger = logging.getLogger("newsdesk.people")

MANAGE = "people.manage"
IN_WORK = (State.DRAFTING, State.SUBMITTED, State.APPROVED)


class NotThis(Refused):
    """A deed that would leave the desk, or whoever does it, without what they need."""


@transaction.atomic
def invite(person: User, role: str, *, actor: User) -> str:
    """Make the account of somebody who is not on the desk yet, and send or return their link.

    Returns "" where the link went out by mail. Raises ValidationError for a name that cannot be one.
    """
    require(actor, MANAGE)
    person.is_staff, person.is_superuser = True, False
    person.set_unusable_password()
    person.full_clean()
    person.save()
    _set_role(person, role)
    log_deed(person, "invite", actor=actor, role=role)
    return _link(person, actor=actor)


@transaction.atomic
def change_role(person: User, role: str, *, actor: User) -> None:
    """Give somebody the rights of a role instead of those of theirs. Raises NotThis."""
    person = _begin(person, actor=actor)
    if person == actor:
        raise NotThis("Nobody changes their own role: ask another desk chief.")
    before = role_of(person)
    if before == CHIEF and role != CHIEF:
        _keep_a_chief(person)
    _set_role(person, role)
    log_deed(person, "change_role", actor=actor, **{"from": before, "to": role})
    record.told(person, f"Your role on the desk is {role} now.", actor=actor)


@transaction.atomic
def deactivate(person: User, *, actor: User, hand_to: User | None = None) -> int:
    """Shut somebody out at once; give their drafts to `hand_to`, if one is named. Returns how many.

    Raises NotThis.
    """
    person = _begin(person, actor=actor)
    if person == actor:
        raise NotThis("Nobody deactivates themselves: ask another desk chief.")
    if not person.is_active:
        raise NotThis(f"{person} is deactivated already.")
    _keep_a_chief(person)
    given = _give(person, hand_to, actor=actor) if hand_to else 0
    person.is_active = False
    person.save(update_fields=["is_active"])
    ended = sessions.end_all(person)
    log_deed(person, "deactivate", actor=actor, sessions=ended, drafts=given)
    return given


@transaction.atomic
def reactivate(person: User, *, actor: User) -> None:
    """Let somebody sign in again. Raises NotThis."""
    person = _begin(person, actor=actor)
    if person.is_active:
        raise NotThis(f"{person} is active already.")
    person.is_active = True
    person.save(update_fields=["is_active"])
    log_deed(person, "reactivate", actor=actor)


@transaction.atomic
def hand_over(person: User, to: User, *, actor: User) -> int:
    """Make `to` the owner of somebody's drafts; return how many. Raises NotThis."""
    person = _begin(person, actor=actor)
    given = _give(person, to, actor=actor)
    log_deed(person, "hand_over", actor=actor, drafts=given)
    return given


@transaction.atomic
def send_link(person: User, *, actor: User) -> str:
    """Send somebody a new link to choose a password, or return it where mail is off. Raises NotThis."""
    person = _active(person, actor=actor)
    log_deed(person, "send_link", actor=actor)
    record.told(person, "A link to choose a new password was made for you.", actor=actor)
    return _link(person, actor=actor)


@transaction.atomic
def sign_out(person: User, *, actor: User) -> int:
    """Log somebody out of every browser; return of how many."""
    person = _begin(person, actor=actor)
    ended = sessions.end_all(person)
    log_deed(person, "sign_out", actor=actor, sessions=ended)
    return ended


@transaction.atomic
def sign_out_of(person: User, mark: str, *, actor: User) -> str:
    """Log somebody out of the browser of that mark; return what it is. Raises NotThis where it has ended."""
    person = _begin(person, actor=actor)
    ended = sessions.end_one(person, mark)
    if ended is None:
        raise NotThis("That login has ended already.")
    log_deed(person, "sign_out_of", actor=actor, browser=ended.browser)
    return ended.browser


@transaction.atomic
def reset_second_factor(person: User, *, actor: User) -> int:
    """Take app, passkeys and recovery codes away, for who has lost theirs; return how many."""
    person = _active(person, actor=actor)
    number, _ = Authenticator.objects.filter(user=person).delete()
    log_deed(person, "reset_second_factor", actor=actor, number=number)
    record.told(
        person, "Your two-step sign-in was reset. Set it up anew on your account.", actor=actor
    )
    return number


def role_of(person: User) -> str:
    """Return the role that somebody has, "" for none. One query, none where groups were fetched."""
    held = {group.name for group in person.groups.all()}
    return next((role for role in reversed(list(roles())) if role in held), "")


def drafts_of(person: User) -> Iterator[tuple[AnyWorkflow, "QuerySet[WorkingCopy]"]]:
    """Yield the drafts of somebody that can have another owner, kind by kind."""
    for kind in workflows():
        if hasattr(kind.model, "owner"):
            own = Q(owner=person) | Q(created_by=person, owner=None)
            yield kind, kind.model._default_manager.in_state(*IN_WORK).filter(own)


def who_may_take(person: User) -> "QuerySet[User]":
    """Return the colleagues whom drafts may be handed over to."""
    rows = User.objects.filter(is_active=True, is_staff=True, groups__name__in=roles())
    return rows.exclude(pk=person.pk).distinct().order_by("username")


def _begin(person: User, *, actor: User) -> User:
    """Return the person freshly read and locked, once the actor's right is checked.

    All chiefs are locked with them, in one order: two who act on each other wait, and neither is stuck.
    """
    require(actor, MANAGE)
    chiefs = User.groups.through.objects.filter(group__name=CHIEF).values("user")
    both = User.objects.select_for_update().filter(Q(pk=person.pk) | Q(pk__in=chiefs))
    locked = {each.pk: each for each in both.order_by("pk")}[person.pk]
    if locked.is_superuser and not actor.is_superuser:
        raise PermissionDenied(f"Only a superuser touches {locked}.")
    if FormerColleague.objects.filter(user=locked).exists():
        raise NotThis("Nothing can be done to a former colleague.")
    return locked


def _active(person: User, *, actor: User) -> User:
    person = _begin(person, actor=actor)
    if not person.is_active:
        raise NotThis(f"{person} is deactivated.")
    return person


def _keep_a_chief(person: User) -> None:
    """Raise NotThis where `person` is the only active desk chief."""
    if list(User.objects.filter(groups__name=CHIEF, is_active=True)) == [person]:
        raise NotThis(f"{person} is the only desk chief: make somebody else one first.")


def _set_role(person: User, role: str) -> None:
    if role not in roles():
        raise NotThis(f"There is no role {role!r}.")
    person.groups.remove(*Group.objects.filter(name__in=roles()))
    person.groups.add(Group.objects.get(name=role))


def _give(person: User, to: User, *, actor: User) -> int:
    if not who_may_take(person).filter(pk=to.pk).exists():
        raise NotThis(f"{to} cannot take drafts.")
    given = 0
    for kind, rows in drafts_of(person):
        verb = changing(kind.model, "assign", "Set editor in charge")
        field = kind.model._meta.get_field("owner")
        if rows.exists() and not to.has_perm(verb.permission):
            raise NotThis(f"{to} may not change {kind.model._meta.verbose_name_plural}.")
        for item in rows.order_by("pk"):
            put(verb, item, field, to.pk, actor=actor)
            given += 1
    if given:
        number = "a draft" if given == 1 else f"{given} drafts"
        text = f"{actor} handed {number} of {person} over to you."
        tell(to, kind="assigned", text=text, actor=actor, data={"address": "admin:index"})
    return given


def _link(person: User, *, actor: User) -> str:
    kind = "password" if person.has_usable_password() else "invitation"
    return "" if mail_to(person, kind, by=actor.pk) else invitation_for(person)


def log_deed(person: User, verb: str, *, actor: User | None, **detail: object) -> None:
    """Write a deed down, in the table and in the log of the server."""
    PersonDeed.objects.create(person=person, verb=verb, actor=actor, detail=detail)
    name = actor.get_username() if actor else "whoever runs the server"
    told = person.get_username()
    transaction.on_commit(lambda: logger.warning("%s by %r: %r %s", verb, name, told, detail))
