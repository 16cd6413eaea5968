"""How quick is the publish gate? Run it as `python -m benchmarks.gate`; it needs no database.

Prints the median time to check a story of the usual size, and to compare it with itself after a small
edit, as publishing something as minor does. All text is made up here, the same in every run.
"""

import dataclasses
import datetime
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.importing import Writer
from benchmarks.measures.bars import Bar, report

_TARGET = 20  # milliseconds for a page of 14 kB


def story_of(writer: Writer, size: int) -> Any:
    """Return a story whose text has about `size` bytes, in the proportions of a real one."""
    from stories.documents import (
        AnalysisPart,
        Byline,
        DeeperQuestion,
        SourceReport,
        StoryDocument,
        TimelineEvent,
    )

    def sentence(n: int) -> str:
        ends = (
            f" on {n % 28 + 1} March 20{n % 26:02}.",
            f", which cost £{n} million, {writer.name()} said.",
            " and is now the largest of all.",
            f" with {n} boats.",
            " while the others wait.",
            ".",
        )
        return writer.sentence(12).removesuffix(".") + ends[n % len(ends)]

    def paragraph(n: int) -> str:
        return f"<p>{' '.join(sentence(n + i) for i in range(4))}</p>"

    quotation = writer.sentence(9)
    parts, reports = [], []
    number = 0
    while sum(len(part.body) for part in parts) < size * 0.6:
        number += 1
        body = paragraph(number) + f"<p>He said “{quotation}”</p>"
        parts.append(AnalysisPart(id=f"a{number:07}", heading=writer.sentence(4), body=body))
    while sum(len(report.paraphrase) for report in reports) < size * 0.2:
        number += 1
        reports.append(
            SourceReport(
                id=f"r{number:07}",
                outlet="The Brimsey Courier",
                url=f"https://courier.example/{number}",
                paraphrase=" ".join(sentence(number + i) for i in range(2)),
                quotation=quotation,
            )
        )
    return StoryDocument(
        headline=writer.sentence(7),
        slug="benchmark",
        bylines=(Byline(name="Ada Morris", slug="ada-morris"),),
        summary=paragraph(1),
        analysis=tuple(parts),
        reports=tuple(reports),
        background=paragraph(2),
        timeline=tuple(
            TimelineEvent(id=f"t{n:07}", date=f"20{n:02}-03", text=sentence(n)) for n in range(8)
        ),
        deeper=tuple(DeeperQuestion(id=f"d{n:07}", text=writer.sentence(8)) for n in range(4)),
        entities=tuple(f"entity:{n}" for n in range(15)),
    )


def median(function: Callable[[], object], rounds: int = 60) -> float:
    """Return the median of the processor time that a call takes, in milliseconds."""
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        function()
        times.append((time.process_time() - begin) * 1000)
    return statistics.median(times)


def main() -> int:
    """Measure and print; status 1 when the gate is slower than it may be."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsdesk.settings"
    import django

    django.setup()
    from newsdesk.comparison.significance import changes
    from newsdesk.pages.documents import as_data
    from newsdesk.text.mentions import Names
    from stories.rules.about import About, Topic
    from stories.rules.document_passages import read
    from stories.rules.findings import problems

    writer = Writer(7)
    story = story_of(writer, 14_000)
    topics = {f"entity:{n}": Topic(name=writer.name()) for n in range(15)}
    about = About(
        today=datetime.date(2026, 11, 26),
        topics=topics,
        known=Names([(topic.name, key) for key, topic in topics.items()]),
    )
    size = len(read(story).text.encode())
    found = problems(story, about)
    taken = median(lambda: problems(story, about))
    print(f"a story of {size:,} bytes: {len(found.blocking)} block, {len(found.warnings)} warn")
    before = as_data(story)
    after = as_data(dataclasses.replace(story, background=story.background.replace("The ", "A ")))
    print(f"guard of minor changes: {median(lambda: changes(before, after)):.1f} ms")
    return report([Bar.at_most("check of a story of 14 kB", taken, _TARGET, unit="ms of CPU")])


if __name__ == "__main__":
    sys.exit(main())
