"""Between a story's rows and its document, both ways."""

from collections.abc import Iterator
from typing import Any

from django.db.models import prefetch_related_objects

from entities.outlets import outlets_named
from entities.working_copy import image_of, write_image
from newsdesk.pages.documents import digest
from newsdesk.pages.keys import numbers
from newsdesk.pages.parts import write_links, write_parts
from stories.authors import authors_of
from stories.documents import (
    AnalysisPart,
    Byline,
    DeeperQuestion,
    SourceReport,
    StoryDocument,
    TimelineEvent,
)
from stories.models import parts
from stories.models.author import Author
from stories.models.draft import Story

RELATED = (
    "bylines__author",
    "tags",
    "analysis",
    "reports__outlet",
    "reports__wire",
    "timeline",
    "deeper",
    "faq_rows",
    "entity_rows",
)
_PLAIN = ("headline", "slug", "standfirst", "summary", "background")
_REPORT = (
    "headline",
    "url",
    "published",
    "read_on",
    "paraphrase",
    "quotation",
    "speaker",
    "attribution_guessed",
)


def document_of(story: Story) -> StoryDocument:
    """Return what a reader would see if the story were published now. Eleven queries at most."""
    prefetch_related_objects([story], *RELATED)
    return StoryDocument(
        **{name: getattr(story, name) for name in _PLAIN},
        bylines=tuple(_byline(row.author) for row in story.bylines.all()),
        tags=tuple(sorted(tag.name for tag in story.tags.all())),
        image=image_of(story),
        analysis=tuple(
            AnalysisPart(id=row.uid, kind=row.kind, heading=row.heading, body=row.body)
            for row in story.analysis.all()
        ),
        reports=tuple(_report(row) for row in story.reports.all()),
        timeline=tuple(
            TimelineEvent(id=row.uid, date=row.date, text=row.text) for row in story.timeline.all()
        ),
        deeper=tuple(
            DeeperQuestion(id=row.uid, text=row.text, target=_target(row))
            for row in story.deeper.all()
        ),
        faqs=tuple(f"faq:{row.faq_id}" for row in story.faq_rows.all()),
        entities=tuple(f"entity:{row.entity_id}" for row in story.entity_rows.all()),
    )


def write_back(document: StoryDocument, story: Story, *, actor: Any) -> None:
    """Write what has been stored before, however large it is: an undo is never refused. Its pages must
    exist.

    Outlets and authors that nothing knows yet are made. Who owns an outlet is said at the outlet
    alone: what an older document said of it is not written back.
    """
    for name in _PLAIN:
        setattr(story, name, getattr(document, name))
    write_image(document.image, story)
    story.save()
    story.tags.set(document.tags)
    authors = authors_of((each.slug, each.name, each.role) for each in document.bylines)
    write_links(story.bylines, "author_id", [author.pk for author in authors])
    write_parts(
        story.analysis,
        ((p.id, {"kind": p.kind, "heading": p.heading, "body": p.body}) for p in document.analysis),
    )
    write_parts(story.reports, _report_rows(document.reports))
    write_parts(
        story.timeline, ((e.id, {"date": e.date, "text": e.text}) for e in document.timeline)
    )
    write_parts(story.deeper, ((q.id, {"text": q.text, **_linked(q)}) for q in document.deeper))
    write_links(story.faq_rows, "faq_id", numbers("faq", document.faqs))
    write_links(story.entity_rows, "entity_id", numbers("entity", document.entities))
    store_digest(story, actor=actor)


def store_digest(story: Story, *, actor: Any) -> None:
    """Remember what the rows say now and that `actor` made them so; call it after every change of them."""
    story.remember(digest(_document_now(story)), actor=actor)


def _document_now(story: Story) -> StoryDocument:
    return document_of(Story.objects.get(pk=story.pk))


def _byline(author: Author) -> Byline:
    return Byline(name=author.name, slug=author.slug, role=author.role)


def _report(row: parts.SourceReport) -> SourceReport:
    return SourceReport(
        id=row.uid,
        outlet=row.outlet.name if row.outlet else "",
        owner=row.outlet.owner if row.outlet else "",
        wire=row.wire.name if row.wire else "",
        reporters=tuple(name for raw in row.reporters.split(",") if (name := raw.strip())),
        **{name: getattr(row, name) for name in _REPORT},
    )


def _report_rows(reports: tuple[SourceReport, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    outlets = outlets_named(name for report in reports for name in (report.outlet, report.wire))
    for report in reports:
        values = {name: getattr(report, name) for name in _REPORT}
        values["outlet"] = outlets.get(report.outlet)
        values["wire"] = outlets.get(report.wire)
        values["reporters"] = ", ".join(report.reporters)
        yield report.id, values


def _target(row: parts.DeeperQuestion) -> str:
    if row.faq_id:
        return f"faq:{row.faq_id}"
    return f"story:{row.story_id}" if row.story_id else ""


def _linked(question: DeeperQuestion) -> dict[str, int | None]:
    kind, _, number = question.target.partition(":")
    return {
        "faq_id": int(number) if kind == "faq" else None,
        "story_id": int(number) if kind == "story" else None,
    }
