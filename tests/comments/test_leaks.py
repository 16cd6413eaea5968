"""Nothing that the desk says to itself, and nothing that it shares, reaches a reader."""

import pytest
from django.test import Client

from newsdesk.comments import threads
from newsdesk.comments.models import DeskQuery
from stories.workflow import STORY
from tests.desk.screens import signed_in
from tests.people import person
from tests.public import desk
from tests.public.test_leaks import ADDRESSES, SENTINEL

pytestmark = pytest.mark.django_db


def test_no_query_note_or_shared_version_reaches_a_reader(ada, share):
    chief = person("Desk chief")
    topic, asked = desk.topic(chief), desk.question(chief)
    item = desk.story(chief, entities=(topic.key,), faqs=(asked.key,))
    for page in (topic, asked, item):
        query = threads.ask(page, actor=ada, text=SENTINEL, quoted=SENTINEL)
        threads.reply(query, actor=chief, text=SENTINEL)
        threads.resolve(query, actor=ada, note=SENTINEL)
        path = share(page, recipient=SENTINEL)
        Client().post(f"{path}answer/", {"name": SENTINEL, "verdict": "note", "text": SENTINEL})
    for page in (asked, item):
        threads.ask(page, actor=ada, text="", quoted=str(page), proposed=SENTINEL)
    STORY.withdraw(item, actor=chief, note="Gone.")
    restored = desk.story(chief, "The ferry turns again")
    assert restored.latest_edition().document["headline"] == "The ferry turns again"
    token = path.split("/")[2]
    reader = Client()
    for path in [path for paths in ADDRESSES.values() for path in paths]:
        answer = reader.get(path)
        if SENTINEL in path or "zqsecretw" in path:
            continue  # These say back what was asked for.
        body = b"".join(answer) if answer.streaming else answer.content
        said = body.decode(errors="replace") + str(answer.headers)
        assert SENTINEL not in said, path
        assert token not in said, path
    assert DeskQuery.objects.filter(text=SENTINEL).count() == 6


def test_the_sentinel_would_have_been_seen_on_the_desk(ada):
    item = desk.story(person("Desk chief"))
    threads.ask(item, actor=ada, text=SENTINEL)
    assert (
        SENTINEL in signed_in(ada).get(f"/admin/stories/story/{item.pk}/change/").content.decode()
    )
