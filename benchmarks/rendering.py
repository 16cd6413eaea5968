"""What does the first rendering of a public page cost? In CPU of one process, beside a bare Django view.

    python -m benchmarks.rendering                                     SQLite
    python -m tests.postgres python -m benchmarks.rendering            PostgreSQL, a throw-away server

Code and templates are loaded, no answer is kept: every request goes through the whole WSGI application, with
all its middleware, and asks the database anew. The bare view reads one row and answers with 27 kB, behind
the middleware that `django-admin startproject` writes down. There is no web server in between, without
which the bare view costs half as much: so the bars are twice those of issue 12, which `benchmarks.serving`
holds. The pages are the demo desk's: its longest story, the topic that most stories name, and lists. Ends
with 1 where a bar is missed.
"""

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measures.bars import Bar, report

ROUNDS, TIMES = 9, 4
# In times of the bare view without a web server.
STORY, TOPIC = 14, 24
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
Application = Callable[[dict[str, Any], Callable[..., object]], Any]


def asked(application: Application, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of the answer to a GET, as a WSGI server has them."""
    told: dict[str, Any] = {}
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT": "text/html",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **headers,
    }

    def start(status: str, headers: list[tuple[str, str]], info: object = None) -> None:
        told.update(status=int(status[:3]), headers=dict(headers))

    answer = application(environ, start)
    body = b"".join(answer)
    if close := getattr(answer, "close", None):  # What is kept is given as a list.
        close()
    return told["status"], told["headers"], body


@contextmanager
def demo_desk(*, kept: int = 0) -> Iterator[Application]:
    """Lay the demo desk down in a database of its own, and give the application that shows it.

    `kept` is how many megabytes of answers it may keep.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "newsdesk.settings", "NEWSDESK_VAR": folder}
        os.environ |= {
            "NEWSDESK_RENDITIONS_AT_PUBLISH": "0",
            "NEWSDESK_RESPONSE_CACHE_MB": str(kept),
        }
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'demo.sqlite3'}")
        import logging

        from django.core.management import call_command
        from django.db import connections

        from newsdesk.wsgi import application
        from tests.programs.desk import make_tables

        logging.disable(logging.WARNING)
        make_tables()
        call_command("demo_desk", force=True, stdout=io.StringIO())
        yield application
        connections.close_all()


@contextmanager
def bare_application() -> Iterator[Application]:
    """Give an application with one view, which reads one row, and Django's usual middleware."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    with override_settings(MIDDLEWARE=MIDDLEWARE, ROOT_URLCONF="benchmarks.measures.bare_view"):
        yield WSGIHandler()


def pages() -> dict[str, str]:
    """Return name and path of the pages that are measured."""
    from django.db.models import Count, F

    from newsdesk.catalogue.models import Page, Reference

    shown = Page.objects.visible()
    named = Reference.objects.filter(page__in=shown.of_kind("story").values("pk"))
    most = named.filter(target__startswith="entity:").values_list("target").annotate(n=Count("pk"))
    longest = named.filter(target__startswith="entity:").values_list("page").annotate(n=Count("pk"))
    question = named.filter(target__startswith="faq:").values_list("target", flat=True)
    return {
        "story": shown.get(pk=longest.order_by("-n", "page")[0][0]).path,
        "topic": shown.get(key=most.order_by(F("n").desc(), "target")[0][0]).path,
        "question": shown.get(key=question.order_by("target")[0]).path,
        "home": "/",
        "stories": "/stories/",
        "questions": "/questions/",
        "topics": "/topics/",
        "archive": "/archive/",
    }


def cost(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of one call."""
    began = time.process_time()
    for _ in range(TIMES):
        work()
    return (time.process_time() - began) / TIMES * 1e3


def measure() -> list[Bar]:
    """Print what each page costs; return the bars of story and topic."""
    from django.db import connection

    taken: dict[str, list[float]] = {}
    sizes: dict[str, int] = {}
    with demo_desk() as application:
        shown = pages()
        for name, path in shown.items():
            status, _, body = asked(application, path)
            assert status == 200, (path, status)
            sizes[name] = len(body)
        for _ in range(ROUNDS):
            with bare_application() as one_query:
                bare = cost(lambda: asked(one_query, shown["story"]))
                taken.setdefault("bare view", []).append(bare)
            for name, path in shown.items():
                taken.setdefault(name, []).append(cost(lambda p=path: asked(application, p)))
                known = {"HTTP_IF_NONE_MATCH": asked(application, path)[1]["ETag"]}
                assert asked(application, path, **known)[0] == 304, path
                again = cost(lambda p=path, k=known: asked(application, p, **k))
                taken.setdefault(f"{name}, 304", []).append(again)
        database = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    costs = {name: statistics.median(each) for name, each in taken.items()}
    unit = costs["bare view"]
    print(f"\n{database}: CPU of a request in ms, the median of {ROUNDS} rounds")
    for name, each in costs.items():
        path = shown.get(name, "")
        size = f"{sizes[name]:8,} bytes {path}" if path else ""
        print(f"  {name:16}{each:7.2f}{each / unit:7.1f} x bare {size}".rstrip())
    return [
        Bar.at_most(name, costs[page] / unit, bound, unit="x bare", database=database)
        for name, page, bound in (
            ("first rendering of a story", "story", STORY),
            ("first rendering of a topic", "topic", TOPIC),
        )
    ]


def main() -> int:
    return report(measure())


if __name__ == "__main__":
    sys.exit(main())
