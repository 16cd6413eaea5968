"""How heavy is a page? Run it as `python -m benchmarks.pages`; it needs no database server and no browser.

Prints for each page type its HTML, raw and compressed, the style sheet and the scripts that it asks for,
and the SQL queries of an uncached visit, for stories of 5 and of 50 parts. Ends with 1 where a bar of
the readers' site is missed. The desk is made up here and thrown away.
"""

import gzip
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measures.bars import Bar, report

PARTS = (5, 50)
# The bars, in bytes and queries. The HTML's is for an article of the usual length.
HTML, CSS, SCRIPTS, QUERIES = 60_000, 25_000, 12_000, 6
STORY_PATH = "/stories/benchmark/"
TYPES = {
    "home": "/",
    "story": STORY_PATH,
    "topic": "/topics/harbour-1/",
    "question": "/questions/ferry-1/",
    "stories": "/stories/",
    "topics": "/topics/",
    "questions": "/questions/",
    "tag": "/tags/ships/",
    "archive": "/archive/",
    "person": "/people/ada-reed/",
    "corrections": "/corrections/",
    "search": "/search/?q=harbour",
    "about": "/about/",
}
BODY = "<p>The Harbour 1 paid for the ferry, and the ferry sailed. " + "Nobody fell. " * 45 + "</p>"


def build(parts: int) -> None:
    """Publish a story with `parts` of everything, and what it names."""
    from django.contrib.auth.models import User

    from entities.documents import EntityDocument
    from entities.workflow import ENTITY
    from faqs.documents import Answer, FaqDocument, Source
    from faqs.workflow import FAQ
    from stories.documents import AnalysisPart, Byline, SourceReport, StoryDocument, TimelineEvent
    from stories.workflow import STORY
    from tests import release

    chief = User.objects.create_superuser("chief")
    topics, asked = [], []
    for n in range(1, parts + 1):
        entity = EntityDocument(
            kind="place",
            name=f"Harbour {n}",
            slug=f"harbour-{n}",
            description=f"Harbour number {n}.",
        )
        topics.append(ENTITY.create(entity, actor=chief, confirmed=True))
        release.publish(topics[-1], actor=chief)
        answer = Answer(id=f"a{n:07}", question="And then?", text="<p>It sailed.</p>")
        question = FaqDocument(
            question=f"Ferry {n}?",
            slug=f"ferry-{n}",
            intro="<p>It sailed.</p>",
            answers=(answer,),
            sources=(Source(id=f"s{n:07}", title="On ferries", url="https://ferry.example/"),),
            entities=(topics[0].key,),
        )
        asked.append(FAQ.create(question, actor=chief))
        release.publish(asked[-1], actor=chief)
    numbers = range(parts)
    document = StoryDocument(
        headline="A story of many parts",
        slug="benchmark",
        summary=BODY,
        bylines=(Byline(name="Ada Reed", slug="ada-reed"),),
        tags=("Ships",),
        analysis=tuple(
            AnalysisPart(id=f"p{n:07}", heading=f"Part {n}", body=BODY) for n in numbers
        ),
        reports=tuple(
            SourceReport(
                id=f"r{n:07}",
                outlet=f"Paper {n}",
                url=f"https://paper.example/{n}",
                paraphrase=f"It sailed {n} times.",
            )
            for n in numbers
        ),
        timeline=tuple(
            TimelineEvent(id=f"e{n:07}", date=str(1970 + n), text="It sailed.") for n in numbers
        ),
        faqs=tuple(faq.key for faq in asked),
        entities=tuple(topic.key for topic in topics),
    )
    story = STORY.create(document, actor=chief)
    release.publish(story, actor=chief)


def visit(path: str) -> tuple[bytes, int]:
    """Return the HTML of a page and the number of queries that an uncached visit costs."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = Client().get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content, len(queries)


def asked_for(html: bytes, pattern: str) -> bytes:
    """Return the files of ours that a page asks for, one after the other."""
    names = re.findall(pattern, html.decode())
    return b"".join(Path("static", name).read_bytes() for name in dict.fromkeys(names))


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


def measure(parts: int) -> Iterator[Bar]:
    """Print the figures of every page type; yield its bars."""
    heaviest_css = heaviest_scripts = 0
    print(f"\nStories of {parts} parts    HTML  packed     CSS  packed      JS  packed  queries")
    for name, path in TYPES.items():
        html, queries = visit(path)
        css = asked_for(html, r'rel="stylesheet" href="/static/([^"]+)"')
        scripts = asked_for(html, r'src="/static/([^"]+\.js)"')
        sizes = (len(html), packed(html), len(css), packed(css), len(scripts), packed(scripts))
        print(f"{name:20}{''.join(f'{size:8,}' for size in sizes)}{queries:9}")
        heaviest_css, heaviest_scripts = (
            max(heaviest_css, packed(css)),
            max(heaviest_scripts, packed(scripts)),
        )
        if path == STORY_PATH and parts == min(PARTS):
            yield Bar.at_most(f"HTML of a story of {parts} parts", len(html), HTML, unit="bytes")
        if path == STORY_PATH:
            yield Bar.at_most(f"queries of a story of {parts} parts", queries, QUERIES)
    what = f"of the heaviest page of a desk with stories of {parts} parts"
    yield Bar.at_most(f"CSS {what}", heaviest_css, CSS, unit="bytes, gzip")
    yield Bar.at_most(f"scripts {what}", heaviest_scripts, SCRIPTS, unit="bytes, gzip")


def main() -> int:
    """Measure with few parts and with many; status 1 where a bar is missed."""
    bars: list[Bar] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSDESK_VAR": folder, "DJANGO_SETTINGS_MODULE": "newsdesk.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.conf import settings
        from django.test.utils import setup_test_environment

        from tests.programs.desk import make_tables

        setup_test_environment(debug=False)
        logging.disable(logging.INFO)
        Path(folder, "static").mkdir()
        static: Any = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = settings.STORAGES | {"staticfiles": static}
        for parts in PARTS:
            Path(folder, "db.sqlite3").unlink(missing_ok=True)
            django.db.connections.close_all()
            make_tables()
            build(parts)
            bars += measure(parts)
            django.db.connections.close_all()
    return report(bars)


if __name__ == "__main__":
    sys.exit(main())
