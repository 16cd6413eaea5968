"""Makes an empty desk what a backup holds: all of it, or nothing."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.utils.text import get_text_list

from newsdesk.accounts import sealed_secrets
from newsdesk.backup import desk, numbers, pictures
from newsdesk.backup.archive import Archive
from newsdesk.backup.contents import label_of, models
from newsdesk.backup.rows import Names, Table
from newsdesk.backup.save import Told
from newsdesk.catalogue.write import rebuild
from newsdesk.images.storage import StoreFailed
from newsdesk.workflow.register import workflows
from newsdesk.workflow.roles import roles

logger = logging.getLogger("newsdesk.backup")


class RestoreRefused(Exception):
    """The desk or the file is not fit for it; the message is a sentence for whoever runs it."""


def restore(archive: Archive, told: Told) -> None:
    """Write rows and pictures, the search index too. Raises Refused or Unusable with nothing changed."""
    told("comparing the file with this desk")
    _check_migrations(archive)
    _check_columns(archive)
    archive.check_names()
    _check_empty()
    _check_pictures(archive)
    said = archive.manifest.models
    with _pictures_or_none() as stored, transaction.atomic(durable=True):
        _shut_out_others()
        _check_empty()
        try:
            _write_rows(archive, told)
            told("what readers can open, and search")
            rebuild()
            # After it, since the upserts of a rebuild use numbers up.
            numbers.go_on_from({model: said[label_of(model)].highest for model in models()})
        except DatabaseError as error:
            # SECURITY: the first line alone; PostgreSQL goes on with the row, and this is logged.
            why = str(error).partition("\n")[0]
            raise RestoreRefused(
                f"The database does not take what the file holds: {why}."
            ) from error
        for name in archive.manifest.files:
            if not default_storage.exists(name):
                told(name)
                with archive.open(name) as file:
                    pictures.store(name, file)
                stored.append(name)
    _forget_cache()


def differences(archive: Archive) -> list[str]:
    """Return what of the settings is not as it was where the backup was made, a sentence for each."""
    now = desk.settings_named()
    return [
        f"{name} was {was!r} there and is {now.get(name)!r} here."
        for name, was in archive.manifest.settings.items()
        if now.get(name) != was
    ]


def lost_factors() -> int:
    """Return how many second factors no secret key of this desk opens."""
    lost = 0
    for factor in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        name = "secret" if factor.type == Authenticator.Type.TOTP else "seed"
        try:
            sealed_secrets.resealed(factor.data[name])
        except InvalidToken:
            lost += 1
    return lost


def _check_migrations(archive: Archive) -> None:
    here, there = {*desk.migrations()}, {*archive.manifest.migrations}
    told = []
    if more := sorted(there - here):
        told.append(f"the backup has {', '.join(more)}, which this desk has not")
    if more := sorted(here - there):
        told.append(f"this desk has {', '.join(more)}, which the backup has not")
    if told:
        raise RestoreRefused(
            f"The backup was made by another release: {'; '.join(told)}. Restore it with the release "
            "that made it, then upgrade. Nothing was changed."
        )


def _check_columns(archive: Archive) -> None:
    names = Names()
    here = {table.label: table.columns for table in (Table(each, names) for each in models())}
    there = {label: rows.columns for label, rows in archive.manifest.models.items()}
    differing = [label for label in sorted({*here, *there}) if here.get(label) != there.get(label)]
    if differing:
        raise RestoreRefused(
            f"The backup and this desk keep other things of {', '.join(differing)}: it was made by "
            "another release. Nothing was changed."
        )


def _check_empty() -> None:
    """Roles without people may stand there: `sync_roles` makes them, and the backup brings its own."""
    pages = [workflow.model for workflow in workflows()]
    found = []
    for model in sorted(models(), key=lambda each: each is not User and each not in pages):
        rows = model._base_manager.all()
        if model is Group:
            rows = rows.exclude(name__in=roles())
        elif model is Group.permissions.through:
            rows = rows.exclude(group__name__in=roles())
        if number := rows.count():
            opts = model._meta
            called = opts.verbose_name if number == 1 else opts.verbose_name_plural
            found.append(f"{number:,} {called}")
    if found:
        more = [f"{len(found) - 6} other kinds of rows"] if len(found) > 7 else found[6:]
        raise RestoreRefused(
            f"This desk is not empty: it has {get_text_list([*found[:6], *more], 'and')}. Restore into "
            "a new database. Nothing was changed."
        )


def _check_pictures(archive: Archive) -> None:
    """See that what is in the storage already is the same, as a restore leaves it that was killed."""
    for name, said in archive.manifest.files.items():
        file = pictures.opened(name) if default_storage.exists(name) else None
        if file is not None and pictures.digest(file) != said.sha256:
            raise RestoreRefused(
                f"The media storage has another {name} than the backup. Nothing was changed."
            )


def _shut_out_others() -> None:
    """Let nobody write a row that belongs to a person, and no second restore begin, until the end.

    SQLite lets one write at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE auth_user, auth_group IN EXCLUSIVE MODE")


def _write_rows(archive: Archive, told: Told) -> None:
    Group.objects.all().delete()
    names = Names()
    tables = [Table(model, names) for model in models()]
    for table in tables:
        told(f"rows of {table.label}")
        table.write(archive.lines(table.label))
    connection.check_constraints()
    for table in tables:
        told(f"reading {table.label} again")
        if _digest(table) != archive.manifest.models[table.label].sha256:
            raise RestoreRefused(
                f"The rows of {table.label} are not the same in this database. Nothing was changed."
            )


def _digest(table: Table) -> str:
    found = hashlib.sha256()
    for lines in table.lines():
        found.update(b"".join(lines))
    return found.hexdigest()


@contextmanager
def _pictures_or_none() -> Iterator[list[str]]:
    """Give a list for the files that the block writes; delete these where it fails."""
    stored: list[str] = []
    try:
        yield stored
    except BaseException:
        for name in stored:
            try:
                default_storage.delete(name)
            except StoreFailed:
                logger.warning("%s was stored and could not be deleted.", name, exc_info=True)
        raise


def _forget_cache() -> None:
    """What the cache knows is of the desk that stood here before."""
    try:
        cache.clear()
    except Exception:  # Each cache has errors of its own, and none undoes what was restored.
        logger.warning("The cache could not be emptied; do it by hand.", exc_info=True)
