"""What the desk of the stack is told to do, in a process of its own: see `tests.programs.desk`."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs.backend import number_of
from newsdesk.site.public_answers import Reader
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.people import person
from tests.public import desk


def publish(headline: str) -> dict[str, str]:
    """Publish a story with a picture; return where both are."""
    item = pages.story(_chief(), headline, image=desk.image())
    release.publish(item, actor=_chief())
    return {"key": item.key, "page": item.public_path, "picture": _media(document_of(item))}


def publish_words(headline: str) -> dict[str, str]:
    """Publish a story without a picture."""
    item = desk.story(_chief(), headline)
    return {"key": item.key, "page": item.public_path}


def draft(headline: str) -> dict[str, str]:
    """Write a story with a picture and publish nothing."""
    item = pages.story(_chief(), headline, image=desk.image())
    return {"key": item.key, "picture": _media(document_of(item))}


def schedule(headline: str) -> None:
    item = pages.story(_chief(), headline)
    release.schedule(item, actor=_chief(), at=timezone.now() + timedelta(days=1))


def withdraw(key: str) -> None:
    item = Story.objects.get(pk=key.partition(":")[2])
    STORY.withdraw(item, actor=_chief(), note="It was wrong.")


def session() -> dict[str, str]:
    """Sign somebody in; return their cookies and the address of a form that they may fill in."""
    client = Client(headers={"X-Forwarded-Proto": "https", "Host": "news.example"})
    client.force_login(_chief())
    name = settings.SESSION_COOKIE_NAME
    headline = "A form to fill in"
    item = Story.objects.filter(headline=headline).first() or pages.story(_chief(), headline)
    return {
        "cookie": f"{name}={client.cookies[name].value}",
        "form": reverse("admin:stories_story_change", args=[item.pk]),
    }


def finished() -> bool:
    """Tell whether no job waits or runs."""
    waiting = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return not DBTaskResult.objects.filter(status__in=waiting).exists()


def jobs_of(number: str) -> list[str]:
    """Return the jobs that the request of that number has handed in."""
    return [row.task_path for row in DBTaskResult.objects.all() if number_of(row) == number]


def body_of(path: str) -> str:
    answer = Reader().fetch(path)
    return answer.body.decode() if answer.status == 200 else str(answer.status)


def _media(document: Any) -> str:
    return f"/media/{document.image.name}"


def _chief() -> Any:
    return User.objects.filter(username="desk-chief").first() or person("Desk chief")
