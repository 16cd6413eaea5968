"""How long the front page of the desk takes to answer, among 500 stories and among 50,000.

    python benchmarks/front_page.py                                     SQLite
    python -m tests.postgres python benchmarks/front_page.py            PostgreSQL, a throw-away server

One story in ten is in work; each has an edition. The page has to answer in under 200 ms.
"""

import os
import statistics
import tempfile
import time
from datetime import timedelta
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

from newsdesk.publishing.roles import sync_roles  # noqa: E402
from newsdesk.publishing.standing import State  # noqa: E402
from stories.models.draft import Story  # noqa: E402
from stories.models.edition import StoryEdition  # noqa: E402

NUMBERS = (500, 50_000)
TIMES = 15
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
    StoryEdition.objects.bulk_create(
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


def main() -> None:
    call_command("migrate", verbosity=0)
    sync_roles()
    people = [User.objects.create_user(f"editor-{n}", is_staff=True) for n in range(20)]
    chief = User.objects.create_superuser("chief", password="x")
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(chief)
    print(f"Front page of the desk on {connection.vendor}, {TIMES} times each")
    written = 0
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


if __name__ == "__main__":
    main()
