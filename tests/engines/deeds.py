"""What a desk in another process is told to do: `Desk.do("tests.engines.deeds:publish", ...)`."""

import os
import signal
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from faqs import merging
from newsdesk.catalogue import replica
from newsdesk.catalogue.models import Page
from newsdesk.images import uploads
from newsdesk.images.ladder import rungs
from newsdesk.site.health import probes
from newsdesk.site.public_addresses import Desk, _sources
from stories.documents import Image
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release
from tests.people import person
from tests.public import desk


def chief() -> Any:
    return User.objects.filter(username="grace").first() or person("Desk chief", "grace")


def publish(headline: str = "The ferry turns") -> str:
    """Publish a story and return its address."""
    item = pages.story(chief(), headline)
    release.publish(item, actor=chief())
    return Page.objects.visible().get(key=item.key).path


def publish_with_picture(headline: str = "The ferry turns") -> list[str]:
    """Publish a story with a picture; return the addresses of the two."""
    stored = uploads.store(pages.picture(size=(700, 400)))
    image = Image(name=stored.name, width=stored.width, height=stored.height, alt="A ferry")
    item = pages.story(chief(), headline, image=image)
    release.publish(item, actor=chief())
    return [Page.objects.visible().get(key=item.key).path, f"/media/{stored.name}"]


def draft_with_picture() -> list[str]:
    """Write a draft with a picture; return the addresses of its form and of the picture."""
    stored = uploads.store(pages.picture(size=(300, 200)))
    image = Image(name=stored.name, width=stored.width, height=stored.height, alt="A pier")
    item = pages.story(chief(), "Nobody knows", image=image)
    return [f"/admin/stories/story/{item.pk}/change/", f"/media/{stored.name}"]


def give_password(password: str) -> str:
    """Give the desk chief a password; return the name to sign in with."""
    person = chief()
    person.set_password(password)
    person.save()
    return str(person.username)


def another_person(password: str) -> str:
    """Return the name of somebody else of the desk, who has this password."""
    other = User.objects.filter(username="ben").first() or person("Desk chief", "ben")
    other.set_password(password)
    other.save()
    return str(other.username)


def work() -> None:
    """Do what waits, as a worker."""
    call_command("run_worker", batch=True, verbosity=0)


def a_size_of(picture: str) -> str:
    """Return the address of an AVIF file of a kept picture."""
    name = picture.removeprefix("/media/")
    return f"/media/{rungs(name, (700, 400), kind='avif')[0].name}"


def withdraw(path: str) -> None:
    key = Page.objects.visible().get(path=path).key
    item = next(each for each in Story.objects.all() if each.key == key)
    STORY.withdraw(item, actor=chief(), note="It did not turn.")


def read(path: str, **headers: str) -> list[Any]:
    """Return status and body of what a reader gets in this process."""
    told: Any = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = Client(headers=told, raise_request_exception=False).get(path)
    body = b"".join(answer) if answer.streaming else answer.content
    return [answer.status_code, body.decode(errors="replace")]


def read_noting(path: str, **headers: str) -> list[Any]:
    """Return status, body, and how many statements of a page each database was asked."""
    asked = dict.fromkeys(connections, 0)

    def note(alias: str) -> Callable[..., Any]:
        def noted(execute: Any, *args: Any) -> Any:
            asked[alias] += 1
            return execute(*args)

        return noted

    with ExitStack() as noting:
        for alias in asked:
            noting.enter_context(connections[alias].execute_wrapper(note(alias)))
        return [*read(path, **headers), asked]


def fill() -> None:
    """Publish a story with everything that there is, and merge two questions."""
    desk.full_story(chief(), "The ferry turns")
    lost, kept = (desk.question(chief(), f"Why do ferries lean {each}?") for each in ("so", "then"))
    merging.merge(lost, kept, actor=chief(), reason="The same.")


def read_everything() -> dict[str, dict[str, int]]:
    """Return for every public address how many statements each database was asked."""
    sources = _sources(Desk(timezone.now()), ["ferry", "ships"], [])
    paths = {each.path for source in sources.values() for each in source}
    return {path: read_noting(path)[2] for path in sorted(paths)}


def read_while_the_replica_dies(path: str, server: int) -> list[Any]:
    """Kill the replica's server at the first statement of a page."""

    def kill(execute: Any, *args: Any) -> Any:
        for each in connections["replica"].execute_wrappers[:]:
            if each is kill:
                connections["replica"].execute_wrappers.remove(each)
        os.kill(connections["replica"].connection.info.backend_pid, signal.SIGKILL)
        return execute(*args)

    connections["replica"].execute_wrappers.append(kill)
    return read(path)


def replica_is_given_up() -> bool:
    return replica.REPLICA_ASKED.is_open


def believe_the_replica() -> None:
    """Ask it again, whatever it did before."""
    replica.REPLICA_ASKED.answered()


def replica_probe() -> dict[str, Any]:
    [answer] = probes.answers([each for each in probes.PROBES if each.name == "replica"])
    return {"failing": answer.failing, "told": dict(answer.told)}


def set_setting(name: str, value: Any) -> None:
    setattr(settings, name, value)
