"""What does it cost to publish a story together with its drafts, and to import a page of text?

Run it as `python -m benchmarks.publishing`; it needs no database server, and takes one with `python -m
tests.postgres python -m benchmarks.publishing`. Prints queries and milliseconds (of processor time, that of
a database server left out) of the publish page, of publishing and of scheduling, by the transition and
through the admin, for a story with few drafts and for one of the usual shape, and what each further page
adds; then the processor time of reading a page and of making its drafts, one beside the other. Ends with 1
where a bar is missed. All text is made up, in a database that is thrown away.
"""

import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.importing import Writer
from benchmarks.measures.bars import Bar, report

# Questions and topics of a story: few of them, and the usual shape.
FEW, USUAL = (5, 7), (13, 18)
# How many pages are read and made drafts of.
IMPORTS = 15
# The bars, in queries for the usual shape, and for each page that is published along.
PAGE, TRANSITION, ADMIN, GROWTH = 60, 150, 250, 2
# How many times the processor time of reading a page making its drafts may take.
IMPORT = 4


class LongNames(Writer):
    """Writes of topics that no other page of the desk names."""

    def name(self) -> str:
        return f"{super().name()}{super().name().lower()}"


class Desk:
    """A desk with people who write, read and publish; every story of it is another one."""

    def __init__(self) -> None:
        from django.contrib.auth.models import User

        self.chief = User.objects.create_superuser("chief")
        self.made = 0

    def page(self, questions: int, topics: int) -> str:
        self.made += 1
        return LongNames(self.made).page(questions, topics)

    def drafts(self, questions: int, topics: int) -> Any:
        """Return a story that may be published, with drafts that wait with it."""
        from entities.models.draft import Entity
        from entities.workflow import ENTITY
        from stories.importing.drafts import create_drafts, known_names
        from stories.importing.parser import parse
        from stories.models.draft import Story
        from stories.workflow import waiting_with
        from tests import release

        text = self.page(questions, topics)
        explainer = parse(text, known=known_names())
        name = f"{self.made}.txt"
        record = create_drafts(explainer, text=text, source_name=name, actor=self.chief)
        story = Story.objects.get(pk=record.target.partition(":")[2])
        for topic in Entity.objects.filter(confirmed=False):
            ENTITY.confirm(topic, actor=self.chief)
        self._complete(story)
        story = release.approve(Story.objects.get(pk=story.pk), actor=self.chief)
        along = waiting_with(story)
        assert len(along) == questions + topics, len(along)
        return story

    def _complete(self, story: Any) -> None:
        """Do by hand what the gate asks of every imported story."""
        from stories.documents import Byline
        from stories.models.draft import Story
        from stories.workflow import STORY

        document = STORY.document_of(Story.objects.get(pk=story.pk))
        reports = tuple(
            replace(
                report,
                url=f"https://paper.example/{n}",
                paraphrase=report.paraphrase.translate(dict.fromkeys(map(ord, '“”"'))),
            )
            for n, report in enumerate(document.reports)
        )
        whole = replace(
            document, bylines=(Byline(name="Ada Reed", slug="ada-reed"),), reports=reports
        )
        STORY.revise(story, whole, actor=self.chief)

    def told(self, story: Any) -> dict[str, Any]:
        """Return what the transition is told: every warning is accepted."""
        from stories.workflow import waiting_with
        from tests import release

        along = waiting_with(story)
        boxes = {page.key: release.accepted(page)["confirmed"] for page in along}
        return release.accepted(story) | {"together": along, "confirmed_with": boxes}

    def sent(self, told: dict[str, Any]) -> dict[str, Any]:
        """Return the same as the admin's form sends it."""
        from newsdesk.rules.subjects import SUBJECTS

        return {
            "together": [page.key for page in told["together"]],
            "confirmed": told["confirmed"],
            "accepted": [subject.name for subject in SUBJECTS],
            **{f"reason-{subject.name}": told["reason"] for subject in SUBJECTS},
            "confirmed_with": [
                f"{key}/{each}" for key, boxes in told["confirmed_with"].items() for each in boxes
            ],
        }


def counted(deed: Callable[[], object]) -> float:
    """Return how many queries a deed asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)


def timed(deed: Callable[[], object]) -> float:
    """Return how many milliseconds of processor time a deed takes while nobody counts its queries."""
    begin = time.process_time()
    deed()
    return (time.process_time() - begin) * 1000


def deeds(desk: Desk, shape: tuple[int, int]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is measured, each with a story of its own, not published yet."""
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from stories.workflow import STORY, waiting_with

    client = Client()
    client.force_login(desk.chief)

    def address(story: Any, verb: str) -> str:
        return reverse("admin:stories_story_verb", args=[story.pk, verb])

    def ask(story: Any) -> None:
        assert client.get(address(story, "publish")).status_code == 200

    def send(story: Any, verb: str, data: dict[str, Any]) -> None:
        assert client.post(address(story, verb), data).status_code == 302
        assert waiting_with(story) == []

    at = timezone.now() + timedelta(days=3)
    story = desk.drafts(*shape)
    ask(story)
    yield "publish page", lambda: ask(story)
    for verb, function in (
        ("publish", STORY.publish),
        ("schedule", STORY.schedule),
    ):
        when: dict[str, Any] = {"at": at} if verb == "schedule" else {}
        by_verb, by_admin = desk.drafts(*shape), desk.drafts(*shape)
        told, sent = desk.told(by_verb), desk.sent(desk.told(by_admin))
        if when:
            sent["at"] = f"{at:%Y-%m-%dT%H:%M}"
        yield (
            f"{verb}, transition",
            lambda: function(by_verb, actor=desk.chief, **told, **when),  # noqa: B023
        )
        yield f"{verb}, admin", lambda: send(by_admin, verb, sent)  # noqa: B023


def publishing(desk: Desk, database: str) -> Iterator[Bar]:
    """Print the figures of publishing; yield its bars."""
    queries: dict[tuple[int, int], dict[str, float]] = {}
    times: dict[tuple[int, int], dict[str, float]] = {}
    for shape in (FEW, USUAL):
        queries[shape] = {name: counted(deed) for name, deed in deeds(desk, shape)}
        times[shape] = {name: timed(deed) for name, deed in deeds(desk, shape)}
    more = sum(USUAL) - sum(FEW)
    print(f"{'':22}{f'with {sum(FEW)} pages':>20}{f'with {sum(USUAL)} pages':>20}{'a page':>10}")
    for name, usual in queries[USUAL].items():
        few = queries[FEW][name]
        growth = (usual - few) / more
        print(
            f"{name:22}{few:8.0f} q {times[FEW][name]:7.0f} ms"
            f"{usual:8.0f} q {times[USUAL][name]:7.0f} ms{growth:8.1f} q"
        )
        bar = PAGE if name == "publish page" else ADMIN if "admin" in name else TRANSITION
        yield Bar.at_most(f"{name}, 31 pages", usual, bar, unit="queries", database=database)
        yield Bar.at_most(
            f"{name}, each further page", growth, GROWTH, unit="queries", database=database
        )


def importing(desk: Desk, database: str, rounds: int = IMPORTS) -> Iterator[Bar]:
    """Print what reading pages costs and what making their drafts does; yield its bar."""
    from stories.importing.drafts import create_drafts, known_names
    from stories.importing.parser import parse

    reading, making = [], []
    for number in range(rounds):
        text, known = desk.page(*USUAL), known_names()
        begin = time.process_time()
        explainer = parse(text, known=known)
        read = time.process_time()
        create_drafts(explainer, text=text, source_name=f"import-{number}", actor=desk.chief)
        made = time.process_time()
        reading.append((read - begin) * 1000)
        making.append((made - read) * 1000)
    text = desk.page(*USUAL)
    explainer = parse(text, known=known_names())
    asked = counted(lambda: create_drafts(explainer, text=text, source_name="", actor=desk.chief))
    read_ms, made_ms = statistics.median(reading), statistics.median(making)
    times = made_ms / read_ms
    print(
        f"\nreading a page: {read_ms:.1f} ms of processor time; making its drafts: {made_ms:.1f} ms, "
        f"{times:.1f} times as much, {asked:.0f} queries, {asked / (sum(USUAL) + 1):.1f} a draft"
    )
    yield Bar.at_most(
        "import of a page", times, IMPORT, unit="times its reading", database=database
    )


def main() -> int:
    """Measure and print; status 1 where a bar is missed."""
    bars: list[Bar] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSDESK_VAR": folder, "DJANGO_SETTINGS_MODULE": "newsdesk.settings"}
        if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
            os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection
        from django.test.utils import (
            setup_databases,
            setup_test_environment,
            teardown_databases,
        )

        setup_test_environment(debug=False)
        logging.disable(logging.WARNING)
        Path(folder, "static").mkdir()
        static: Any = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = settings.STORAGES | {"staticfiles": static}
        # As tests have them: what migrations lead to is shown there once.
        connection.settings_dict["TEST"]["MIGRATE"] = False
        made = setup_databases(verbosity=0, interactive=False)
        print(f"{connection.vendor}; a second person reads: {', '.join(settings.SECOND_READER)}")
        desk = Desk()
        bars += publishing(desk, connection.display_name)
        bars += importing(desk, connection.display_name)
        teardown_databases(made, verbosity=0)
    return report(bars)


if __name__ == "__main__":
    sys.exit(main())
