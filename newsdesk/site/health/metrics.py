"""What a watching program asks: /metrics, in the text form of Prometheus."""

from collections.abc import Iterable, Iterator

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from faqs.models.duplicate_review import DuplicatePair
from newsdesk.jobs.overview import overview
from newsdesk.kinds.register import kinds
from newsdesk.requests.metrics import COUNTS
from newsdesk.site.health.probes import Probe, answers
from newsdesk.site.health.views import may_ask, nothing_here, unkept

# Name, type, help, and rows of a further part of the name, labels and number.
Row = tuple[str, dict[str, str], float]
Family = tuple[str, str, str, Iterable[Row]]


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell how many requests, queries, kept answers, jobs, published pages and open duplicates there are.

    SECURITY: as /readyz, for who asks from the machine itself, or from NEWSDESK_HEALTH_FROM.
    """
    if not may_ask(request):
        return nothing_here()
    found: list[Family] = []

    def ask() -> None:
        # Rows are queries that are asked when they are written.
        found.extend((name, kind, said, list(rows)) for name, kind, said, rows in _of_database())

    asked = Probe("numbers of the database", ask, needed=False)
    [answer] = answers([asked])
    # A database that hangs may still be answering into `found`: nothing of it is told then.
    families = [*_of_processes(), *([] if answer.failing else found)]
    up: Family = (
        "database_up",
        "gauge",
        "Whether the database answered within two seconds.",
        [("", {}, 0 if answer.failing else 1)],
    )
    text = "".join(_lines([*families, up]))
    return unkept(HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8"))


def _of_processes() -> Iterator[Family]:
    sums = COUNTS.sums()
    yield (
        "requests_total",
        "counter",
        "Answers, by kind of page and status.",
        (("", labels, number) for labels, number in sums.requests()),
    )
    yield "request_seconds", "histogram", "How long answers took to make.", sums.durations()
    yield (
        "kept_answers_total",
        "counter",
        "Public pages that were given again, at the door or further in, or made anew.",
        [
            ("", {"given": "door"}, sums.counted("kept_given_at_the_door")),
            ("", {"given": "inside"}, sums.counted("kept_given_inside")),
            ("", {"given": "no"}, sums.counted("kept_not")),
        ],
    )
    for name, said in (
        ("queries", "Statements asked of the database through the ORM."),
        ("query_seconds", "How long these took."),
        ("slow_queries", "Those that took longer than NEWSDESK_SLOW_QUERY_MS."),
    ):
        yield f"{name}_total", "counter", said, [("", {}, sums.counted(name))]


def _of_database() -> Iterator[Family]:
    """Yield what the desk as a whole has: the same from whichever machine it is asked."""
    jobs = overview()
    oldest = (jobs.now - jobs.since).total_seconds() if jobs.since else 0
    states = {
        "waiting": jobs.waiting,
        "later": jobs.later,
        "running": jobs.running,
        "failed": jobs.number_failed,
    }
    yield "jobs", "gauge", "Jobs by state.", [("", {"state": k}, v) for k, v in states.items()]
    yield "oldest_job_seconds", "gauge", "Since when the first waits.", [("", {}, oldest)]
    yield "workers", "gauge", "Workers that live.", [("", {}, len(jobs.workers))]
    late = sum(row.late for row in jobs.periodic)
    yield "late_periodic_jobs", "gauge", "Periodic jobs that are late.", [("", {}, late)]
    yield "publishes_total", "counter", "Versions that readers have seen, by kind.", _publishes()
    waiting = DuplicatePair.objects.waiting().count()
    yield "open_duplicates", "gauge", "Pairs of FAQs without a decision.", [("", {}, waiting)]


def _publishes() -> Iterator[Row]:
    for kind in kinds():
        counted = kind.editions.public().order_by().values_list("kind").annotate(Count("pk"))
        for edition, number in counted:
            yield "", {"kind": kind.name, "edition": edition}, number


def _lines(families: Iterable[Family]) -> Iterator[str]:
    for name, kind, said, rows in families:
        yield f"# HELP newsdesk_{name} {said}\n# TYPE newsdesk_{name} {kind}\n"
        for part, labels, number in rows:
            told = ",".join(f'{label}="{value}"' for label, value in labels.items())
            yield f"newsdesk_{name}{part}{f'{{{told}}}' if told else ''} {number:.17g}\n"
