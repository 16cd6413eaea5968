"""What a story must have before readers see it: headline, words, byline, sources that can be checked."""

from collections.abc import Iterator

from newsdesk.rules.findings import Problem, image_problems
from newsdesk.text.quote import quoted
from stories.documents import SourceReport, StoryDocument
from stories.rules.about import About


def missing(document: StoryDocument) -> Iterator[Problem]:
    """Yield what is empty and must not be."""
    if not document.headline.strip():
        yield Problem("headline", "The story has no headline.", "no-headline")
    if not document.slug:
        yield Problem("slug", "The story has no slug, so it would have no address.", "no-slug")
    if not any(byline.name.strip() for byline in document.bylines):
        yield Problem("bylines", "The story has no byline: say who wrote it.", "no-byline")
    if not document.summary.strip():
        message = "The story does not say what has happened: the summary is empty."
        yield Problem("summary", message, "no-summary")
    yield from image_problems(document.image)
    for part in document.analysis:
        if part.heading and not part.body:
            message = f"The analysis part “{part.heading}” has no text."
            yield Problem(f"analysis:{part.id}.body", message, "part-without-text", part.heading)
    for event in document.timeline:
        if not event.date:
            message = f"The timeline event {quoted(event.text)} has no date."
            yield Problem(f"timeline:{event.id}.date", message, "event-without-date", event.text)


def is_source(report: SourceReport) -> bool:
    """Tell whether a report stands for somebody else's; a bare paraphrase is our own summary."""
    return bool(
        report.outlet
        or report.url
        or report.headline
        or report.reporters
        or report.quotation
        or report.speaker
    )


def sources(document: StoryDocument) -> Iterator[Problem]:
    """Yield what keeps a reader from checking what the papers say.

    One link is enough for all that an outlet says on a page, and none is needed for a report that is not
    on the web: it says so, or its headline and its day find it.
    """
    reports = [report for report in document.reports if is_source(report)]
    if not reports:
        message = "The story names no source: add at least one report with outlet and link."
        yield Problem("reports", message, "no-source")
    linked = {report.outlet for report in reports if report.url}
    for report in reports:
        named = quoted(report.headline or report.paraphrase or report.quotation or report.url, 60)
        if not report.outlet:
            message = (
                f"The source {named} has no outlet: name it, or take out link, headline, reporters, "
                "quotation and speaker, so that it is our own summary."
            )
            yield Problem(f"reports:{report.id}.outlet", message, "source-without-outlet", named)
        if not report.url and report.outlet not in linked and not is_in_print(report):
            who = report.outlet or named
            message = (
                f"The report of {who} has no link ({named}): give its address or, if it is not on the web, "
                "its headline and the day on which it appeared."
            )
            yield Problem(f"reports:{report.id}.url", message, "source-without-link", named)


def is_in_print(report: SourceReport) -> bool:
    """Tell whether a report needs no link: it says what it is instead, or can be found without one."""
    return bool(report.outlet and (report.medium or (report.headline.strip() and report.published)))


def unlinked(document: StoryDocument) -> Iterator[Problem]:
    """Warn of reports without a link of their own, whose outlet has one elsewhere on the page."""
    linked = {report.outlet for report in document.reports if report.url}
    for report in document.reports:
        own = report.url or is_in_print(report)
        if report.outlet and report.outlet in linked and not own and not report.attribution_guessed:
            named = quoted(report.headline or report.paraphrase or report.quotation, 60)
            message = (
                f"Is this in a report of {report.outlet} that the page links to? "
                f"It has no link itself ({named})."
            )
            yield Problem(f"reports:{report.id}.url", message, "link-elsewhere", named)


def proposed(document: StoryDocument, about: About) -> Iterator[Problem]:
    """Warn once of each outlet that an import has guessed and that nobody has confirmed."""
    told: set[str] = set()
    for report in document.reports:
        if report.outlet in about.guessed_outlets and report.outlet not in told:
            told.add(report.outlet)
            message = (
                f"That “{report.outlet}” is an outlet is the importer's guess. Say so on its page among the "
                "outlets, or take another."
            )
            yield Problem(f"reports:{report.id}.outlet", message, "guessed-outlet", report.outlet)


def topics(document: StoryDocument, about: About) -> Iterator[Problem]:
    """Yield the listed entities whose name and kind nobody has confirmed."""
    for key in document.entities:
        topic = about.topics.get(key)
        if topic is not None and not topic.confirmed:
            message = f"Nobody has confirmed name and kind of the topic “{topic.name}”."
            yield Problem(f"entities:{key}", message, "unconfirmed-entity", topic.name)


def guessed(document: StoryDocument) -> Iterator[Problem]:
    """Warn of reports whose outlet or reporter the importer carried over from another sentence."""
    for report in document.reports:
        if report.attribution_guessed:
            field = f"reports:{report.id}.attribution_guessed"
            named = quoted(report.paraphrase or report.quotation, 60)
            message = (
                f"Who says this is the importer's guess ({report.outlet or 'no outlet'}): {named}"
            )
            yield Problem(field, message, "guessed-attribution", report.paraphrase)
