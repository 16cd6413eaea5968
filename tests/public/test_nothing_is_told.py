"""A desk with every kind of page answers strangers the same, to the byte, whether or not anything waits."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from entities.merging import topics as entity_merging
from entities.workflow import ENTITY
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Page
from newsdesk.site.api_addresses import api_addresses
from newsdesk.site.leak_scan import secret_words
from newsdesk.site.public_addresses import Desk, Kind, addresses
from newsdesk.site.public_answers import Reader, faults
from stories.documents import AnalysisPart, Byline
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages
from tests.broken import THOROUGH
from tests.people import person
from tests.public import desk
from tests.release import publish, schedule
from tests.workflow.situations import soon

# Misspelled, a word that visible pages hold; the waiting page holds others that are as near to it.
ASKED = ["harbuor", "ferry ledger", "ledger ferry", "harb", "zephyr", "hydrofoils lean"]
# Pictures have names that are drawn by lot, and pages of the API ids.
BY_NAMES_OF_LOT = ("/media/", "/api/")
BY_LOT = re.compile(rb"pictures/../[0-9a-f]{32}")
FROZEN = re.compile(rb'"(?:entity|faq):\d+"|<code>[0-9a-f]{64}</code>')
NEAR = "harbuors harbuory harbuorz xharbuor harbuort harbuorn harbuore harbuorl harbuork"


@pytest.fixture
def shop(db, today, settings):
    """One of everything that readers can meet: live, corrected, moved, merged, withdrawn in both ways."""
    with time_machine.travel(timezone.now() - timedelta(hours=3), tick=False):
        chief = person("Desk chief")
        topic = desk.topic(chief, image=desk.image())
        twin = desk.topic(chief, "Port Trust", aliases=("Harbour Trust",))
        asked = desk.full_question(chief, entities=(topic.key,))
        known = desk.full_story(chief, image=desk.image(), entities=(topic.key, twin.key))
        # All of one instant, so that nothing but their place in the table orders them.
        for n in range(3):
            desk.story(chief, f"Ferry ledger {n}", entities=(topic.key,), faqs=(asked.key,))
    entity_merging.merge(twin, topic, actor=chief)
    moved = pages.story(chief, "Ferries moor")
    publish(moved, actor=chief)
    STORY.revise(moved, replace(document_of(moved), slug="ferries-moored"), actor=chief)
    publish(moved, actor=chief, kind="update")
    STORY.revise(moved, replace(document_of(moved), standfirst="Right."), actor=chief)
    told = {"note": "Wrong year.", "wrong": "1989", "right": "1999", "gravity": "top"}
    publish(moved, actor=chief, kind="correction", **told)
    for status in (410, 200):
        gone = pages.story(chief, f"Gone {status}")
        publish(gone, actor=chief)
        STORY.withdraw(gone, actor=chief, note="It was wrong.", gone_status=status)
    return chief, known, topic, asked


def let_everything_wait(shop):
    """Schedule and embargo a page of every kind, new ones and versions of live ones."""
    chief, known, topic, asked = shop
    later = soon(2)
    secret = pages.entity(chief, "Zephyr Syndicate", aliases=("Harbour Trust",), image=desk.image())
    ENTITY.embargo(secret, actor=chief, until=later, note="Embargoed report.")
    publish(secret, actor=chief)
    why = pages.faq(chief, "Why do zephyrs lean?", tags=("Ships", "Zephyr"), entities=(topic.key,))
    schedule(why, actor=chief, at=later)
    body = f"<p>{'Ferry hydrofoils lean. ' * 400}{NEAR} {NEAR}</p>"
    held = pages.story(
        chief,
        "Zephyrs overboard",
        image=desk.image(),
        entities=(secret.key, topic.key),
        faqs=(why.key, asked.key),
        tags=("Zephyr", "Ships 1"),
        bylines=(Byline(name="Zoe Zephyr", slug="zoe-zephyr"),),
        analysis=(AnalysisPart(id="ana00009", kind="forecast", heading="Harbuors", body=body),),
    )
    schedule(held, actor=chief, at=later)
    update = replace(
        document_of(Story.objects.get(pk=known.pk)),
        headline="Quixotic hydrofoils",
        slug="quixotic",
        image=desk.image(),
        tags=("Ships 1", "Hydrofoils"),
    )
    STORY.revise(known, update, actor=chief)
    schedule(known, actor=chief, at=later, kind="update")
    FAQ.embargo(asked, actor=chief, until=later, note="Embargoed report.")
    draft = pages.story(chief, "Draft zephyrs", image=desk.image())
    STORY.embargo(draft, actor=chief, until=later, note="Embargoed report.")
    Page.objects.visible().filter(title="Ferry ledger 1").update(visible_until=later)
    return [held, draft]


def newsroom(chief, meanwhile):
    """Lay down pages that were published, corrected, moved, merged and withdrawn; call `meanwhile` between.

    Returns what every public address answers, apart from ETags, which are digests, the names of pictures,
    which are drawn by lot, and how frozen documents name other pages, with their fingerprints.
    """
    with time_machine.travel(timezone.now(), tick=False):
        meanwhile(0)
        topic = desk.topic(chief)
        twin = desk.topic(chief, "Port Trust")
        meanwhile(1)
        asked = desk.full_question(chief, entities=(topic.key,))
        known = desk.full_story(chief, entities=(topic.key, twin.key), faqs=(asked.key,))
        for n in range(3):
            meanwhile(2 + n)
            desk.story(chief, f"Ferry ledger {n}", entities=(topic.key,))
        entity_merging.merge(twin, topic, actor=chief)
        gone = desk.story(chief, "Gone")
        STORY.withdraw(gone, actor=chief, note="It was wrong.")
        meanwhile(5)
        moved = replace(document_of(known), slug="moved", standfirst="Right.")
        STORY.revise(known, moved, actor=chief)
        told = {"note": "Wrong year.", "wrong": "1989", "right": "1999"}
        publish(known, actor=chief, kind="correction", **told)
        known = addresses(Desk(timezone.now()), words=ASKED, texts=(), more=[api_addresses])
        paths = [each.path for each in known if not each.path.startswith(BY_NAMES_OF_LOT)]
        answers = {path: Reader().fetch(path) for path in paths}
    told = {}
    for path, answer in answers.items():
        body = BY_LOT.sub(b"", answer.body)
        if "/history/" in path:
            body = FROZEN.sub(b"", body)
        length = str(len(body)) if "Content-Length" in answer.headers else ""
        told[path] = (answer.status, answer.headers | {"ETag": "", "Content-Length": length}, body)
    return told


def test_nothing_counts_what_was_written_and_is_known_to_nobody(db, settings):
    """Numbers of the database stand nowhere: their gaps would count drafts and waiting editions."""
    chief = person("Desk chief")

    def keep_to_ourselves(n):
        pages.entity(chief, f"Zephyr Syndicate {n}")
        pages.faq(chief, f"Why do {n} zephyrs lean?")
        story = pages.story(chief, f"Zephyrs overboard {n}")
        schedule(story, actor=chief, at=soon(2))
        STORY.unschedule(story, actor=chief, number=1)
        for known in Story.objects.filter(headline="The ferry turns"):
            update = replace(document_of(known), headline=f"Zephyrs {n}", slug=f"zephyr-{n}")
            was = document_of(known)
            STORY.revise(known, update, actor=chief)
            schedule(known, actor=chief, at=soon(2), kind="update")
            STORY.unschedule(known, actor=chief, number=known.editions.last().number)
            STORY.revise(Story.objects.get(pk=known.pk), was, actor=chief)

    def lay_down(meanwhile):
        with transaction.atomic():
            answers = newsroom(chief, meanwhile)
            transaction.set_rollback(True)
        return answers

    with time_machine.travel(timezone.now(), tick=False):
        alone, beside = lay_down(lambda n: None), lay_down(keep_to_ourselves)
    assert len(alone) > 150
    assert alone.keys() == beside.keys()
    assert [path for path, answer in alone.items() if answer != beside[path]] == []


@pytest.mark.parametrize("seconds", [0, 86_400] if THOROUGH else [86_400])
def test_every_public_answer_is_the_same_whether_or_not_anything_waits(shop, settings, seconds):
    settings.SHARED_CACHE_SECONDS = seconds
    reader = Reader()

    def ask(paths):
        first = {path: reader.fetch(path) for path in paths}
        return first, {
            path: reader.fetch(path, tag=answer.headers["ETag"])
            for path, answer in first.items()
            if "ETag" in answer.headers
        }

    with time_machine.travel(timezone.now(), tick=False), transaction.atomic():
        with transaction.atomic():
            waiting = let_everything_wait(shop)
            texts = [STORY.document_of(item) for item in waiting]
            words = [*ASKED, *secret_words(texts)[:10]]
            known = addresses(Desk(timezone.now()), words=words, texts=(), more=[api_addresses])
            assert {address.kind for address in known} == set(Kind) - {Kind.STYLESHEET}
            with_it, again_with_it = ask([address.path for address in known])
            wrong = [(a.path, list(faults(a, with_it[a.path]))) for a in known]
            assert [each for each in wrong if each[1]] == []
            transaction.set_rollback(True)
        assert not Page.objects.filter(visible_from__gt=timezone.now()).exists()
        without, again_without = ask(with_it)
    differing = {
        path: list(answer.differences(without[path]))
        for path, answer in with_it.items()
        if answer != without[path]
    }
    assert differing == {}
    assert again_with_it == again_without
    assert {answer.status for answer in again_with_it.values()} == {304}
