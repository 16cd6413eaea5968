"""What is done on the desk of the stack, in a process of its own: `python -m tests.stack.deeds`.

It reads lines of JSON, `[name, arguments]`, and answers each with one.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any


def publish(headline: str) -> dict[str, str]:
    """Publish a story with a picture; return where both are."""
    from stories.working_copy import document_of
    from tests import pages
    from tests.public import desk
    from tests.release import publish as release

    item = pages.story(_chief(), headline, image=desk.image())
    release(item, actor=_chief())
    return {"key": item.key, "page": item.public_path, "picture": _media(document_of(item))}


def publish_words(headline: str) -> dict[str, str]:
    """Publish a story without a picture."""
    from tests.public import desk

    item = desk.story(_chief(), headline)
    return {"key": item.key, "page": item.public_path}


def draft(headline: str) -> dict[str, str]:
    """Write a story with a picture and publish nothing."""
    from stories.working_copy import document_of
    from tests import pages
    from tests.public import desk

    item = pages.story(_chief(), headline, image=desk.image())
    return {"key": item.key, "picture": _media(document_of(item))}


def schedule(headline: str) -> None:
    from django.utils import timezone

    from tests import pages
    from tests.release import schedule as release

    item = pages.story(_chief(), headline)
    release(item, actor=_chief(), at=timezone.now() + timedelta(days=1))


def withdraw(key: str) -> None:
    from stories.models.draft import Story
    from stories.workflow import STORY

    item = Story.objects.get(pk=key.partition(":")[2])
    STORY.withdraw(item, actor=_chief(), note="It was wrong.")


def session() -> dict[str, str]:
    """Sign somebody in; return their cookies and the address of a form that they may fill in."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from stories.models.draft import Story
    from tests import pages

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
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    waiting = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return not DBTaskResult.objects.filter(status__in=waiting).exists()


def jobs_of(number: str) -> list[str]:
    """Return the jobs that the request of that number has handed in."""
    from django_tasks_db.models import DBTaskResult

    from newsdesk.jobs.backend import number_of

    return [row.task_path for row in DBTaskResult.objects.all() if number_of(row) == number]


def body_of(path: str) -> str:
    from newsdesk.site.public_answers import Reader

    answer = Reader().fetch(path)
    return answer.body.decode() if answer.status == 200 else str(answer.status)


def _media(document: Any) -> str:
    return f"/media/{document.image.name}"


def _chief() -> Any:
    from django.contrib.auth.models import User

    from tests.people import person

    return User.objects.filter(username="desk-chief").first() or person("Desk chief")


DEEDS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        publish,
        publish_words,
        draft,
        schedule,
        withdraw,
        session,
        finished,
        jobs_of,
        body_of,
    )
}


def main() -> None:
    import django
    from django.db import close_old_connections

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    for line in sys.stdin:
        name, args = json.loads(line)
        close_old_connections()
        print(json.dumps(DEEDS[name](*args)), flush=True)


if __name__ == "__main__":
    main()
