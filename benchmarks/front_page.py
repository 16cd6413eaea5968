"""How long the front page of the desk takes to answer, among 500 stories and among 50,000.

    python -m benchmarks.front_page                                     SQLite
    python -m tests.postgres python -m benchmarks.front_page            PostgreSQL, a throw-away server

One story in ten is in work; each has an edition and a line in the log. Of those that are live, one in
fifty has a forecast that is over and one in five hundred a broken gate. There is a FAQ for every five
stories, a topic for every ten (one in fifty is to be confirmed), a pair of duplicates for every fifty, an
open question and an open report for every hundred. One story in twenty was corrected; one in fifty of
these corrections nobody has read. The page has to answer in under 200 ms.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

folder = tempfile.TemporaryDirectory()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
# The wrapper's server, or a database of its own: nothing is written into the desk's.
os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder.name) / 'front.sqlite3'}")
os.environ["NEWSDESK_VAR"] = folder.name

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.measures.bars import Bar, report  # noqa: E402
from entities.models.draft import Entity  # noqa: E402
from entities.models.edition import EntityEdition  # noqa: E402
from faqs.models.draft import Faq  # noqa: E402
from faqs.models.duplicate_review import DuplicatePair  # noqa: E402
from faqs.models.reader_question import AskedQuestion  # noqa: E402
from newsdesk.catalogue.models import Page  # noqa: E402
from newsdesk.live_checks.models import CheckRun, PageCheck  # noqa: E402
from newsdesk.pages.status import State  # noqa: E402
from newsdesk.workflow.roles import sync_roles  # noqa: E402
from stories.models.draft import Story  # noqa: E402
from stories.models.edition import StoryEdition, StoryEvent  # noqa: E402
from stories.models.error_report import ErrorReport  # noqa: E402

NUMBERS = (500, 50_000)
TIMES = 15
BAR = 200  # milliseconds
STATES = (State.DRAFTING, State.SUBMITTED, State.APPROVED)


def write(start: int, end: int, people: list[User]) -> None:
    """Add stories number `start` to `end`; every tenth is in work, every hundredth is scheduled too."""
    now, day = timezone.now(), timedelta(days=1)
    stories = Story.objects.bulk_create(
        [
            Story(
                headline=f"Story number {n}",
                slug=f"story-{n}",
                state=STATES[n // 10 % 3] if n % 10 == 0 else State.SETTLED,
                digest=f"{n:064}",
                due_at=now + day * (n % 20) if n % 10 == 0 else None,
                review_on=now.date() + day * (n % 400 + 1) if n % 7 == 0 else None,
                owner=people[n % len(people)],
                created_by=people[n % len(people)],
                changed_by=people[n % len(people)],
                submitted_by=people[0],
            )
            for n in range(start, end)
        ],
        batch_size=2_000,
    )
    editions = StoryEdition.objects.bulk_create(
        [
            StoryEdition(
                item=story,
                number=1,
                kind="first",
                actor=people[0],
                at=now,
                visible_from=now + day if n % 100 == 0 else now - day * (n % 900 + 1),
                schema=1,
                document={"headline": story.headline},
                digest=story.digest,
            )
            for n, story in enumerate(stories, start=start)
        ],
        batch_size=2_000,
    )
    StoryEvent.objects.bulk_create(
        [
            StoryEvent(item=story, verb="publish", actor=people[0], edition=1, at=now)
            for story in stories
        ],
        batch_size=2_000,
    )
    correct(stories[1::20], people)
    show(stories, editions, start)
    list_topics(start, end, people[0])
    send_in(start, end)


def correct(stories: list[Story], people: list[User]) -> None:
    """Correct stories; one in fifty of the corrections waits for a second reader."""
    editions = StoryEdition.objects.bulk_create(
        [
            StoryEdition(
                item=story,
                number=2,
                kind="correction",
                actor=people[0],
                at=timezone.now(),
                visible_from=timezone.now(),
                schema=1,
                document={"headline": story.headline},
                digest=story.digest,
            )
            for story in stories
        ],
        batch_size=2_000,
    )
    events = [
        StoryEvent(item=each.item, verb="correct", actor=people[0], edition=2) for each in editions
    ]
    events += [
        StoryEvent(item=each.item, verb="mark_read", actor=people[1], edition=2)
        for n, each in enumerate(editions)
        if n % 50
    ]
    StoryEvent.objects.bulk_create(events, batch_size=2_000)


def show(stories: list[Story], editions: list[StoryEdition], start: int) -> None:
    """Put the stories into the catalogue, with what a run of the gate would have kept of them."""
    pages = Page.objects.bulk_create(
        [
            Page(
                kind="story",
                key=story.key,
                uid=f"{story.pk:016x}",
                path=f"/stories/{story.slug}/",
                title=story.headline,
                sort_title=story.headline,
                edition=edition.pk,
                number=1,
                published_at=edition.visible_from,
                updated_at=edition.visible_from,
                visible_from=edition.visible_from,
            )
            for story, edition in zip(stories, editions, strict=True)
        ],
        batch_size=2_000,
    )
    now, day = timezone.now(), timedelta(days=1)
    PageCheck.objects.bulk_create(
        [
            _check(n, page, story.pk, now, now.date() + day * (30 if n % 50 else -3))
            for n, (page, story) in enumerate(zip(pages, stories, strict=True), start=start)
        ],
        batch_size=2_000,
    )
    CheckRun.objects.create(started_at=now, finished_at=now, pages=len(pages))


def _check(n: int, page: Page, item: int, now: datetime, due: date) -> PageCheck:
    """Return the check of page number `n`: every fifth tells of something to come by `due`."""
    broken, ahead = n % 500 == 1, n % 5 == 0
    told = [[due.isoformat(), "summary", "This was to come by then; say what happened."]]
    return PageCheck(
        page=page,
        kind="story",
        item=item,
        broken=int(broken),
        problems=[["summary", "The story does not say what has happened."]] if broken else [],
        forecasts=told if ahead else [],
        due_on=due if ahead else None,
        checked_at=now,
    )


def list_topics(start: int, end: int, person: User) -> None:
    """Add a topic for every ten stories, live but for one in fifty, which nobody has confirmed."""
    now = timezone.now()
    topics = Entity.objects.bulk_create(
        [
            Entity(
                name=f"Topic number {n}",
                slug=f"topic-{n}",
                kind="organisation",
                confirmed=bool(n % 500),
                state=State.SETTLED if n % 500 else State.DRAFTING,
                digest=f"{n:064}",
                changed_by=person,
            )
            for n in range(start, end, 10)
        ],
        batch_size=2_000,
    )
    EntityEdition.objects.bulk_create(
        [
            EntityEdition(
                item=topic,
                number=1,
                kind="first",
                actor=person,
                at=now,
                visible_from=now,
                schema=1,
                document={"name": topic.name},
                digest=topic.digest,
            )
            for topic in topics
            if topic.confirmed
        ],
        batch_size=2_000,
    )


def send_in(start: int, end: int) -> None:
    """Add FAQs, pairs of them that nobody has judged, and letters that nobody has answered."""
    now = timezone.now()
    faqs = Faq.objects.bulk_create(
        [Faq(question=f"Question number {n}?", slug=f"question-{n}") for n in range(start, end, 5)],
        batch_size=2_000,
    )
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(
                left=left,
                right=right,
                score=0.9,
                band="likely",
                urgency=n % 4,
                contradicts=n % 4 == 0,
                cluster=left.pk,
            )
            for n, (left, right) in enumerate(zip(faqs[::10], faqs[1::10], strict=True))
        ],
        batch_size=2_000,
    )
    numbers = range(start, end, 100)
    AskedQuestion.objects.bulk_create(
        AskedQuestion(text=f"Who is {n}?", fingerprint=str(n), last_asked_at=now) for n in numbers
    )
    ErrorReport.objects.bulk_create(
        ErrorReport(wrong=f"Not {n}.", mark=str(n), edition=n, page=f"story:{n}") for n in numbers
    )


def measure(client: Client) -> tuple[float, float, int]:
    """Return median and slowest time of the front page in milliseconds, and its queries."""
    times = []
    client.get("/admin/")
    for _ in range(TIMES):
        begun = time.perf_counter()
        assert client.get("/admin/").status_code == 200
        times.append((time.perf_counter() - begun) * 1_000)
    with CaptureQueriesContext(connection) as captured:
        client.get("/admin/")
    return statistics.median(times), max(times), len(captured)


def main() -> int:
    call_command("migrate", verbosity=0)
    sync_roles()
    people = [User.objects.create_user(f"editor-{n}", is_staff=True) for n in range(20)]
    chief = User.objects.create_superuser("chief", password="x")
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(chief)
    print(f"Front page of the desk on {connection.vendor}, {TIMES} times each")
    written, bars = 0, []
    for number in NUMBERS:
        write(written, number, people)
        written = number
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        median, slowest, queries = measure(client)
        print(
            f"  {number:>6} stories: median {median:.0f} ms, slowest {slowest:.0f} ms, {queries} queries"
        )
        name = f"front page of the desk, {number:,} stories"
        bars.append(Bar.at_most(name, median, BAR, unit="ms", database=connection.display_name))
    return report(bars)


if __name__ == "__main__":
    sys.exit(main())
