"""What a desk in another process is told to do: `Desk.do("tests.engines.deeds:publish", ...)`."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from newsdesk.catalogue.models import Page
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release
from tests.people import person


def chief() -> Any:
    return User.objects.filter(username="grace").first() or person("Desk chief", "grace")


def publish(headline: str = "The ferry turns") -> str:
    """Publish a story and return its address."""
    item = pages.story(chief(), headline)
    release.publish(item, actor=chief())
    return Page.objects.visible().get(key=item.key).path


def withdraw(path: str) -> None:
    key = Page.objects.visible().get(path=path).key
    item = next(each for each in Story.objects.all() if each.key == key)
    STORY.withdraw(item, actor=chief(), note="It did not turn.")


def read(path: str, **headers: str) -> list[Any]:
    """Return status and body of what a reader gets in this process."""
    answer = Client(headers={name.replace("_", "-"): v for name, v in headers.items()}).get(path)
    body = b"".join(answer) if answer.streaming else answer.content
    return [answer.status_code, body.decode(errors="replace")]
