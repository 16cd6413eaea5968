"""A small desk with something of everything that a backup could lose."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from newsdesk.accounts import sealed_secrets
from newsdesk.comments import threads
from newsdesk.editing.models import Presence, Scratch
from newsdesk.images import uploads
from stories.models.draft import Story
from stories.workflow import STORY
from tests import database, pages, release
from tests.people import person
from tests.public import desk
from tests.worlds import world

HEADLINE = "The ferry turns"
CONTINUED = "The ferry turns back"
WORDING = "A draft that says more"
TYPED = "Nobody has saved these words"


@world
def small_desk() -> dict[str, Any]:
    """Lay it down; return the names of two pictures: `shown` by a page, `unsaved` in a form that is open."""
    chief = person("Desk chief")
    image = desk.image()
    topic = desk.topic(chief)
    asked = desk.question(chief)
    keys = {"entities": (topic.key,), "faqs": (asked.key,)}
    first = desk.story(chief, HEADLINE, image=image, tags=("Ships",), **keys)
    desk.story(chief, CONTINUED, earlier=first.key)
    gone = desk.story(chief, "Gone ferries")
    STORY.withdraw(gone, actor=chief, note="It was wrong.")
    later = pages.story(chief, "Ferries of next year")
    release.schedule(later, actor=chief, at=timezone.now() + timedelta(days=9))
    draft = pages.story(chief, "A draft")
    threads.ask(draft, actor=chief, text="", quoted=str(draft), proposed=WORDING)

    unsaved = uploads.store(pages.picture())
    typed = [["headline", TYPED], ["image-kept", uploads.ticket(unsaved)]]
    Scratch.objects.create(user=chief, key=draft.key, form="f" * 32, data=typed)
    Scratch.objects.create(user=chief, key=draft.key, form="e" * 32).delete()
    now = timezone.now()
    Presence.objects.create(user=chief, key=draft.key, active_at=now, seen_at=now)
    sealed = sealed_secrets.seal("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=chief, type="totp", data={"secret": sealed})
    chief.user_permissions.add(Permission.objects.get(codename="merge_tag"))
    LogEntry.objects.create(
        user=chief,
        content_type=ContentType.objects.get_for_model(Story),
        object_id=str(draft.pk),
        object_repr="A draft",
        action_flag=CHANGE,
    )
    return {"shown": image.name, "unsaved": unsaved.name}


def saved(folder: Path, name: str = "desk.backup") -> Path:
    """Return a backup of the desk as it is."""
    file = folder / name
    call_command("backup", str(file), verbosity=0)
    return file


_packed: dict[str, tuple[bytes, dict[str, Any]]] = {}


def packed(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return a backup of the small desk and the names of its pictures; leave the desk empty.

    Made once by each process.
    """
    if connection.vendor not in _packed:
        pictures = small_desk()
        _packed[connection.vendor] = (saved(folder).read_bytes(), pictures)
        database.empty("default")
    data, pictures = _packed[connection.vendor]
    file = folder / "desk.backup"
    file.write_bytes(data)
    return file, pictures


def emptied(settings: Any, folder: Path) -> None:
    """Take everything away: rows, and with an empty folder the pictures."""
    database.empty("default")
    folder.mkdir()
    settings.MEDIA_ROOT = folder


def rows() -> int:
    """Return how many rows there are of what a fresh desk has none of."""
    made_by_migrate = ("auth.group", "auth.group_permissions", "auth.permission")
    others = ("catalogue.generation", "contenttypes.contenttype", "sessions.session")
    left = (*made_by_migrate, *others)
    return sum(
        model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower not in left
    )
