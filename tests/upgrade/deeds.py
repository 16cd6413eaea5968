"""What is done on the desk that is kept, in a process of its own: see `tests.programs.desk`."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from lxml import html

# When the desk was filled, and when it is read.
FILLED = datetime(2026, 11, 30, 9, tzinfo=UTC)
READ = FILLED + timedelta(days=3)
# What is drawn or encoded anew comes out in other bytes with another library.
LEFT_OUT = {"picture", "social card", "icon"}


def fill() -> None:
    """Publish, correct, merge, withdraw, schedule: something of each of which the desk keeps a row."""
    with time_machine.travel(FILLED):
        _fill()


def _fill() -> None:
    from faqs import merging
    from newsdesk.workflow.roles import sync_roles
    from stories.models.draft import Story
    from stories.workflow import STORY
    from stories.working_copy import document_of
    from tests import pages
    from tests.people import person
    from tests.public import desk
    from tests.release import publish, schedule

    sync_roles()
    chief = person("Desk chief")
    topic = desk.topic(chief, body="<p>It keeps the piers.</p>")
    asked = desk.full_question(chief, entities=(topic.key,))
    ferry = desk.full_story(chief, tags=("Ships",), faqs=(asked.key,), entities=(topic.key,))
    document = replace(document_of(ferry), standfirst="It turned at eleven.")
    STORY.correct(
        ferry, actor=chief, document=document, wrong="It was noon.", right="It was eleven."
    )
    moved = desk.story(chief, "Ferries moor")
    STORY.revise(moved, replace(document_of(moved), slug="ferries-moored"), actor=chief)
    publish(Story.objects.get(pk=moved.pk), actor=chief, kind="update")
    gone = desk.story(chief, "Ferries sink")
    STORY.withdraw(gone, actor=chief, note="It was wrong.")
    one, two = (desk.question(chief, f"Why do ferries lean {how}?") for how in ("so far", "much"))
    merging.merge(one, two, actor=chief, reason="The same.")
    pages.story(chief, "A draft of ferries")
    schedule(pages.story(chief, "Ferries tomorrow"), actor=chief, at=FILLED + timedelta(days=400))


def said() -> dict[str, str]:
    """Return status and digest of what each public address says: of pages the words, of all else every byte.

    How pages are marked up may change from release to release; what they say may not.
    """
    from newsdesk.requests.addresses import API
    from newsdesk.site.api_addresses import api_addresses
    from newsdesk.site.public_addresses import Desk, addresses
    from newsdesk.site.public_answers import Reader

    with time_machine.travel(READ, tick=False):
        found = addresses(Desk(READ), words=[], texts=[], more=[api_addresses])
        # The ids of the API are drawn by lot, by the migration that first gave them.
        paths = [each.path for each in found if each.kind not in LEFT_OUT]
        wanted = sorted(path for path in paths if not path.startswith(API))
        reader = Reader()
        found_all = {path: _said(reader.fetch(path)) for path in wanted}
    # What is found in which order may become better; that an address answers may not.
    return {path: s[:3] if path.startswith("/search/") else s for path, s in found_all.items()}


def _said(answer: Any) -> str:
    body = answer.body
    if body and answer.headers.get("Content-Type", "").startswith("text/html"):
        main = html.fromstring(body.decode()).find(".//main")
        body = " ".join(main.text_content().split()).encode() if main is not None else b""
    told = body + answer.headers.get("Location", "").encode()
    return f"{answer.status} {hashlib.sha256(told).hexdigest()[:32]}"


def retitle(path: str) -> None:
    """Change what readers see of a page, past the desk."""
    from newsdesk.catalogue.models import Page

    assert Page.objects.filter(path=path).update(title="Something else")
