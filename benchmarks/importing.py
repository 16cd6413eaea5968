"""How quick is an import? Run it as `python -m benchmarks.importing [PAGES]`; it needs no database server.

Prints the median time to read one page of the usual size, to make its drafts, and to take in PAGES
files (1,000 unless told) in one call of `import_explainer`; and what `import_site` costs for as many posts of
one WordPress export, in CPU, beside reading them alone: four times that is the bar. All text is made up
here, by a dice that always falls the same way; the drafts go into a database that is thrown away.
"""

import io
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

_SYLLABLES = "ba den fi gor hal ir ka lu men nor op ra sel tu vik wen yr zan".split()
_NOUNS = "harbour ferry council storm bridge vaccine glacier election turbine orchard".split()
_VERBS = "reports warns opens closes repairs counts delays explains measures doubts".split()
_PAPERS = ("Reuters", "The Guardian", "The Brimsey Courier", "Le Monde", "the BBC", "NPR")
_KINDS = ("town", "company", "rocket", "politician", "agency", "river", "mission", "festival")


class Writer:
    """Writes explainers that have the usual shape and length, and say nothing."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)

    def name(self) -> str:
        return "".join(self._dice.choices(_SYLLABLES, k=3)).capitalize()

    def sentence(self, words: int = 18) -> str:
        chosen = self._dice.choices(_NOUNS + _VERBS, k=words)
        return f"The {' '.join(chosen)} in {self.name()}."

    def paragraph(self, sentences: int = 4) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def report(self) -> str:
        paper, quoted = self._dice.choice(_PAPERS), self.sentence(6).lower()
        return f'{paper} reports that the {quoted[4:-1]}, quoting Ann {self.name()} as "{quoted}"'

    def page(self, questions: int = 13, topics_named: int = 18) -> str:
        """Return a page of about 14 kB: four parts, six reports, 13 questions, 18 topics."""
        topics = [self.name() for _ in range(topics_named)]
        lines = [f"{topics[0]} {self.sentence(6)[4:-1]}", self.sentence(12), "What's happened"]
        lines += [self.paragraph(), "What's behind the headline?"]
        for heading in ("The cost", "The people", "Wider context", "Forecast"):
            lines += [heading, self.paragraph(3)]
        lines += ["What the papers say", " ".join(f"{self.report()}." for _ in range(6))]
        lines += ["How we got here", self.paragraph(3), "Go deeper"]
        lines += [f"- Why does the {self.sentence(7)[4:-1]}?" for _ in range(3)]
        lines.append("Common questions")
        for topic in topics[:questions]:
            lines += ["-", f"What is {topic} and why does it matter?", self.paragraph(3)]
        lines.append("More on these topics")
        for topic in topics:
            lines += [
                "-",
                f"{topic} is a {self._dice.choice(_KINDS)} in {self.name()}. {self.sentence(14)}",
            ]
        return "\n".join(lines)


def milliseconds(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000


def reading(pages: list[str]) -> list[float]:
    """Return the milliseconds that each page takes to be read."""
    from stories.importing.parser import parse

    times = []
    for page in pages:
        begin = time.perf_counter()
        parse(page)
        times.append(milliseconds(begin))
    return times


def importing(folder: Path, pages: list[str], *options: str) -> float:
    """Return the seconds that one call of the command takes for all pages."""
    from django.core.management import call_command

    files = []
    for number, page in enumerate(pages):
        files.append(folder / f"page-{number}.txt")
        files[-1].write_text(page, encoding="utf-8")
    begin = time.perf_counter()
    call_command("import_explainer", *map(str, files), *options, verbosity=0, stdout=io.StringIO())
    return time.perf_counter() - begin


# What a whole site may cost, beside reading its texts alone.
MOST_TIMES = 4.0


def site(folder: Path, pages: list[str]) -> tuple[float, float, int]:
    """Return the seconds of CPU to read a WordPress export, to take it in, and the memory of that in MB."""
    import resource

    from django.core.management import call_command

    from newsdesk.intake import sites
    from newsdesk.intake.lines import FileContents
    from stories.importing.known import known_names
    from stories.importing.source import pages_of

    path = folder / "site.xml"
    path.write_text(wordpress(pages), encoding="utf-8")
    known = known_names()
    begin = _cpu()
    for text in sites.texts(path):
        assert text.document is not None, text.reason
        pages_of(FileContents((text.document,)), text.outside, known)
    read = _cpu() - begin
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = _cpu()
    call_command("import_site", str(path), verbosity=0, stdout=io.StringIO())
    taken = _cpu() - begin
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return read, taken, grown // 1024


def _cpu() -> float:
    """Return the seconds of CPU of this process and of those that it has waited for."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def wordpress(pages: list[str]) -> str:
    """Return a WordPress export of these pages."""
    items = []
    for number, page in enumerate(pages, start=1):
        title, *lines = page.split("\n")
        body = "\n\n".join(lines).replace("&", "&amp;")
        items.append(
            f"<item><title>{title}</title><link>https://old.example/{number}/</link>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
            f"<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
        )
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"'
    )
    return f'<?xml version="1.0"?><rss {spaces}><channel>{"".join(items)}</channel></rss>'


def main(count: int) -> None:
    """Measure and print."""
    pages = [Writer(seed).page() for seed in range(count)]
    size = statistics.median(len(page.encode()) for page in pages)
    print(f"pages of {size:,.0f} bytes (median), {count:,} of them")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSDESK_VAR": folder, "DJANGO_SETTINGS_MODULE": "newsdesk.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from tests.programs.desk import make_tables

        make_tables()
        reading(pages[:20])
        print(f"read one page: {statistics.median(reading(pages[:200])):.1f} ms (median)")
        dry = importing(Path(folder), pages, "--dry-run")
        print(f"dry run of all in one call: {dry:.1f} s, {dry / count * 1000:.1f} ms a page")
        wet = importing(Path(folder), pages)
        print(f"import of all in one call: {wet:.1f} s, {wet / count * 1000:.1f} ms a page")
        posts = [Writer(seed).page() for seed in range(count, 2 * count)]
        read, taken, grown = site(Path(folder), posts)
        met = "met" if taken <= MOST_TIMES * read else "MISSED"
        print(
            f"a site of {count:,} posts: read {read:.1f} s of CPU, taken in {taken:.1f} s", end=""
        )
        print(f", {taken / read:.1f} times ({met}: {MOST_TIMES:.0f}), {grown} MB more memory")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
