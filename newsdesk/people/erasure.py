"""Erasing a person who asks for it: their account becomes a number and cannot come back.

Whose rows are deleted with an account, and whose stay under its number, is what the tables themselves say
of a deleted account: CASCADE is somebody's own, PROTECT is a deed that the desk answers for. So a new
table is in the plan from its first day. Beside that names stand as words in a few places, `WORDS`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from newsdesk.accounts import sessions
from newsdesk.accounts.throttle import Guess, forget_codes
from newsdesk.pages.illustrated import Pictured
from newsdesk.people import portraits
from newsdesk.people.deeds import MANAGE, NotThis, log_deed
from newsdesk.people.models import FormerColleague
from newsdesk.workflow.transitions import require

# Where sentences of the desk name people, and what is replaced there: fields by the label of their table.
WORDS = {
    "notices.notice": ("text",),
    "reviewing.deskquery": ("text", "proposed", "quoted", "before", "after", "words"),
    "bulk.bulkdeed": ("values",),
}
# Rows that Django would delete with an account and that are the desk's log.
KEPT = ("admin.logentry",)
# In the desk's words, where a table's own would not be understood.
CALLED = {
    "notices.notice": "notices",
    "notices.mailchoice": "choices of notifications by mail",
    "notices.digestsent": "when the last daily message went out",
    "desk_accounts.knownbrowser": "browsers that they signed in by",
    "desk_accounts.personname": "what they are looked up by",
    "drafting.scratch": "text typed and not saved",
    "drafting.unmerged": "saves that wait for a choice",
    "drafting.presence": "which forms they have open",
    "desk.savedfilter": "filters of lists that they saved",
    "mail.message": "messages to them",
    "account.emailaddress": "mail addresses",
    "mfa.authenticator": "apps, passkeys and recovery codes",
    "auth.user_groups": "roles",
    "auth.user_user_permissions": "rights of their own",
    "admin.logentry": "lines of the log of accounts",
}
STAYS = (
    "Bylines and names in stories, drafts and versions: what was published is not changed by this."
    " A byline is edited, or its author removed from pages, like any other words.",
    "What they and others wrote about pages: comments, replies, notes. Replies and the log of pages are"
    " written once; a name that somebody typed into them stays.",
    "Counts of wrong passwords by name and place hold no name. They end by themselves within 30 days.",
    "Backups and files of the log that were made before: delete these when your rules say so.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """Something of the plan, and how many rows of it there are."""

    what: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an erasure deletes, what it cuts or rewrites, and what stays under a number or as it is."""

    goes: tuple[Line, ...]
    rewritten: tuple[Line, ...]
    kept: tuple[Line, ...]
    stays: tuple[str, ...] = STAYS


def plan(person: User) -> Plan:
    """Return what would happen. Writes nothing; about one query for each table that knows people."""
    own, deeds, links = _relations(person)
    number = len(sessions.by_person().get(person.pk, ()))
    goes = [Line("name, mail address and password", 1), Line("logins that run", number)]
    goes += [Line(_called(rows.model), rows.count()) for rows in own]
    goes += [Line("portraits", sum(len(_portraits(rows)) for rows, _ in links))]
    kept = [Line(_called(model), number) for model, number in _counted(deeds)]
    rewritten = [Line(f"link to {_called(rows.model)}", rows.count()) for rows, _ in links]
    rewritten += [
        Line(f"{_called(model)} that name them", len(list(_naming(model, fields, person))))
        for model, fields in _words()
    ]
    return Plan(goes=_some(goes), rewritten=_some(rewritten), kept=_some(kept))


def why_not(person: User, *, actor: User | None) -> str:
    """Return why somebody cannot be erased now, "" where they can."""
    if person.is_superuser and not (actor is None or actor.is_superuser):
        return "Only a superuser touches a superuser."
    if person.is_active:
        return "Deactivate them first, and hand their drafts over."
    return ""


@transaction.atomic
def erase(person: User, typed: str, *, actor: User | None) -> FormerColleague:
    """Erase somebody, whose username was `typed`; nothing brings it back. `actor` is None at the server.

    Raises PermissionDenied, or NotThis where they are active or the name is another.
    """
    if actor is not None:
        require(actor, MANAGE)
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.is_superuser and not (actor is None or actor.is_superuser):
        raise PermissionDenied(f"Only a superuser touches {person}.")
    if FormerColleague.objects.filter(user=person).exists():
        raise NotThis("They are a former colleague already.")
    if refused := why_not(person, actor=actor):
        raise NotThis(refused)
    if typed != person.get_username():
        raise NotThis("That is not their username.")
    name, number = _free_name()
    _rewrite(person, name)
    sessions.end_all(person)
    Guess(person.get_username(), "").forget()
    forget_codes(person.pk)
    own, _, links = _relations(person)
    for rows in own:
        rows.delete()
    for rows, field in links:
        _take_portraits(rows)
        rows.update(**{field: None})
    about = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk)
    )
    about.update(object_repr=name, change_message="")
    _empty(person, name)
    former = FormerColleague.objects.create(user=person, number=number)
    log_deed(person, "erase", actor=actor)
    return former


Rows = models.QuerySet[models.Model]


def _relations(person: User) -> tuple[list[Rows], list[Rows], list[tuple[Rows, str]]]:
    """Return the rows that are somebody's own, those of their deeds, and those that say who they are, with
    the field that does.
    """
    own: list[Rows] = []
    deeds: list[Rows] = []
    links: list[tuple[Rows, str]] = []
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model = relation.related_model
        assert isinstance(model, type)  # noqa: S101
        rows = model._default_manager.filter(**{relation.field.name: person})
        cascading = relation.on_delete is models.CASCADE
        if cascading and model._meta.label_lower not in KEPT:
            own.append(rows)
        elif relation.one_to_one and not cascading:
            links.append((rows, relation.field.name))
        else:
            deeds.append(rows)
    return own, deeds, links


def _portraits(rows: Rows) -> list[Pictured]:
    """Return those of the rows that show what somebody looks like."""
    return [row for row in rows if isinstance(row, Pictured) and row.image.name]


def _take_portraits(rows: Rows) -> None:
    for row in _portraits(rows):
        portraits.clear(row)


def _counted(deeds: list[Rows]) -> list[tuple[type[models.Model], int]]:
    """Return how many rows of each table name somebody, in whichever of its columns."""
    found: dict[type[models.Model], int] = {}
    for rows in deeds:
        found[rows.model] = found.get(rows.model, 0) + rows.count()
    return list(found.items())


def _words() -> Iterator[tuple[type[models.Model], tuple[str, ...]]]:
    for label, fields in WORDS.items():
        yield apps.get_model(label), fields


def _names(person: User) -> set[str]:
    return {person.get_username(), person.get_full_name(), person.email} - {""}


def _pattern(person: User) -> re.Pattern[str]:
    """Return what finds a person in a sentence: username and full name as words, and the address."""
    words = "|".join(re.escape(each) for each in sorted(_names(person), key=len, reverse=True))
    return re.compile(rf"(?<![\w.+-])(?:{words})(?![\w+-])")


def _naming(
    model: type[models.Model], fields: tuple[str, ...], person: User
) -> Iterator[models.Model]:
    """Yield the rows whose words name somebody."""
    pattern = _pattern(person)
    # As it stands in a text, and in the JSON of SQLite, which is ASCII.
    written = {form for name in _names(person) for form in (name, json.dumps(name)[1:-1])}
    any_of = models.Q()
    for field, words in product(fields, written):
        any_of |= models.Q(**{f"{field}__icontains": words})
    for row in model._default_manager.filter(any_of).iterator():
        if any(pattern.search(str(getattr(row, field))) for field in fields):
            yield row


def _rewrite(person: User, name: str) -> None:
    pattern = _pattern(person)
    for model, fields in _words():
        for row in list(_naming(model, fields, person)):
            for field in fields:
                setattr(row, field, _replaced(getattr(row, field), pattern, name))
            row.save(update_fields=fields)


def _replaced(value: object, pattern: re.Pattern[str], name: str) -> object:
    if isinstance(value, str):
        return pattern.sub(name, value)
    if isinstance(value, dict):
        return {key: _replaced(each, pattern, name) for key, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, pattern, name) for each in value]
    return value


def _free_name() -> tuple[str, int]:
    number = (FormerColleague.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    while User.objects.filter(username=f"former-colleague-{number}").exists():
        number += 1
    return f"former-colleague-{number}", number


def _empty(person: User, name: str) -> None:
    person.username, person.first_name, person.last_name, person.email = name, "", "", ""
    person.set_unusable_password()
    person.last_login, person.date_joined = None, timezone.now()
    person.is_active = person.is_staff = person.is_superuser = False
    person.save()


def _called(model: type[models.Model]) -> str:
    return CALLED.get(model._meta.label_lower) or str(model._meta.verbose_name_plural)


def _some(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.number)
