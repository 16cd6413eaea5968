"""The verbs that bulk changes need and forms do without words: setting a field of the desk, and a tag.

A page's text is not theirs to change. Each is one transaction, with the steps of every verb.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import Protocol, runtime_checkable

from django.contrib.auth.models import User
from django.db import models, transaction

from newsdesk.catalogue.tags import NamedTag, tag_slug
from newsdesk.pages.documents import digest
from newsdesk.pages.limits import ROWS, too_many
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.status import Standing, State
from newsdesk.text.stored_characters import as_line
from newsdesk.workflow.messages import tell_assigned
from newsdesk.workflow.transitions import Refused, Verb, begin, log

# What JSON carries of a field, and what a deed keeps so that it can be undone.
Scalar = str | int | None
Was = dict[str, Scalar]

# Reads a working copy.
Reading = Callable[[WorkingCopy], object]

KEPT = frozenset({Standing.DRAFT, Standing.SCHEDULED, Standing.LIVE, Standing.WITHDRAWN})


class Tags(Protocol):
    """The tags of a page: a manager of taggit's."""

    def count(self) -> int: ...

    def all(self) -> Iterable[NamedTag]: ...

    def add(self, *names: str) -> None: ...

    def remove(self, *names: str) -> None: ...


@runtime_checkable
class TaggedPage(Protocol):
    """A page that carries tags."""

    @property
    def tags(self) -> Tags: ...


class NothingToChange(Refused):
    """The page is already as it is asked to be."""


class ChangedSince(Refused):
    """Somebody has changed it since, and that stays."""


def changing(model: type[models.Model], name: str, label: str) -> Verb:
    """Return the row of a verb that asks for the right to change pages of `model`."""
    return Verb(
        name=name,
        label=label,
        permission=f"{model._meta.app_label}.change_{model._meta.model_name}",
        when=KEPT,
        help="",
    )


def plain(value: datetime.date | Scalar) -> Scalar:
    """Return a field's value as JSON can carry it, times in UTC."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else value


@transaction.atomic
def assign(
    verb: Verb,
    item: WorkingCopy,
    field: models.Field,
    value: Scalar,
    *,
    actor: User,
    note: str = "",
) -> Was:
    """Do what `put` does, and tell the new owner of a page."""
    was = put(verb, item, field, value, actor=actor, note=note)
    if field.name == "owner":
        tell_assigned(type(item)._default_manager.get(pk=item.pk), actor=actor)
    return was


@transaction.atomic
def put(
    verb: Verb,
    item: WorkingCopy,
    field: models.Field,
    value: Scalar,
    *,
    actor: User,
    note: str = "",
) -> Was:
    """Set a field that readers do not see. Returns what `reassign` needs. Raises NothingToChange."""
    item = begin(verb, item, actor=actor, note=note)
    stored = plain(getattr(item, field.attname))
    if stored == value:
        raise NothingToChange(f"“{item}” has this already.")
    _set(item, field, value, actor=actor, note=note)
    return {"from": stored, "to": value}


@transaction.atomic
def reassign(
    verb: Verb,
    item: WorkingCopy,
    field: models.Field,
    was: Was,
    *,
    actor: User,
    note: str = "",
) -> None:
    """Put back what `assign` returned. Raises ChangedSince where something else stands there now."""
    item = begin(verb, item, actor=actor, note=note)
    if plain(getattr(item, field.attname)) != was["to"]:
        raise ChangedSince(f"What “{item}” says there has been changed since: that stays.")
    _set(item, field, was["from"], actor=actor, note=note)


@transaction.atomic
def tag(
    verb: Verb,
    item: WorkingCopy,
    document_of: Reading,
    name: str,
    *,
    actor: User,
    note: str,
) -> Was:
    """Give the page a tag. Returns what `untag` needs to make it as it was. Raises NothingToChange."""
    item = begin(verb, item, actor=actor, note=note)
    if stored_name(item, name):
        raise NothingToChange(f"“{item}” has this tag already.")
    assert isinstance(item, TaggedPage)  # noqa: S101
    if (count := item.tags.count() + 1) > ROWS["tags"]:
        raise NothingToChange(f"“{item}”: {too_many('tags', count)}")
    was: Was = {"digest": item.digest, "state": item.state}
    item.tags.add(as_line(name))
    _remember(item, document_of, actor=actor, note=note, was={})
    return was | {"tag": stored_name(item, name)}


@transaction.atomic
def untag(
    verb: Verb,
    item: WorkingCopy,
    document_of: Reading,
    name: str,
    *,
    actor: User,
    note: str,
    was: Was | None = None,
) -> Was:
    """Take a tag from the page. `was` is what `tag` returned, where this undoes it."""
    item = begin(verb, item, actor=actor, note=note)
    found = stored_name(item, name)
    if not found:
        if was:
            raise ChangedSince(f"“{item}” has lost the tag since.")
        raise NothingToChange(f"“{item}” does not have this tag.")
    before: Was = {"digest": item.digest, "state": item.state, "tag": found}
    assert isinstance(item, TaggedPage)  # noqa: S101
    item.tags.remove(found)
    _remember(item, document_of, actor=actor, note=note, was=was or {})
    return before


@transaction.atomic
def retag(
    verb: Verb,
    item: WorkingCopy,
    document_of: Reading,
    was: Was,
    *,
    actor: User,
    note: str,
) -> None:
    """Give a page back the tag that `untag` took; `was` is what that returned."""
    item = begin(verb, item, actor=actor, note=note)
    name = str(was["tag"])
    if stored_name(item, name):
        raise ChangedSince(f"“{item}” has got the tag back since.")
    assert isinstance(item, TaggedPage)  # noqa: S101
    item.tags.add(name)
    _remember(item, document_of, actor=actor, note=note, was=was)


def stored_name(item: WorkingCopy, name: str) -> str:
    """Return a tag of the page as it is written there, however it was asked for; "" for none."""
    assert isinstance(item, TaggedPage)  # noqa: S101
    for each in item.tags.all():
        if tag_slug(each.name) == tag_slug(name):
            return str(each.name)
    return ""


def _remember(item: WorkingCopy, document_of: Reading, *, actor: User, note: str, was: Was) -> None:
    """Keep the digest of the document with its new tags. A page that says again what it said `was`
    settled is settled again.
    """
    now = digest(document_of(type(item)._default_manager.get(pk=item.pk)))
    item.remember(now, actor=actor)
    settled = item.state == State.DRAFTING and was.get("state") == State.SETTLED
    if settled and item.digest == was["digest"]:
        item.state = State.SETTLED
        item.save(update_fields=["state"])
    log(item, "edit", actor=actor, note=note, detail={"fields": ["tags"]})


def _set(item: WorkingCopy, field: models.Field, value: Scalar, *, actor: User, note: str) -> None:
    setattr(item, field.attname, field.to_python(value))
    item.changed_by = actor
    item.save(update_fields=[field.attname, "changed_by", "changed_at"])
    log(item, "assign", actor=actor, note=note, detail={"fields": [str(field.verbose_name)]})
