"""Between a story's rows and its document, both ways."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.contrib.auth.models import User
from taggit.models import Tag

from entities.outlets import outlets_named
from entities.working_copy import image_of, write_image
from newsdesk.pages.documents import digest
from newsdesk.pages.keys import numbers
from newsdesk.pages.page_rows import read_rows, read_target
from newsdesk.pages.parts import (
    new_links,
    new_parts,
    store_new,
    write_links,
    write_parts,
)
from newsdesk.sections.workflow import sections_of
from newsdesk.tags.addresses import tags_named
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
from stories.series import refuse_circle

# What a story's rows are, and what is fetched along with them.
_ROWS = {
    parts.Byline: ("author",),
    parts.AnalysisPart: (),
    parts.SourceReport: ("outlet", "wire"),
    parts.TimelineEvent: (),
    parts.DeeperQuestion: (),
    parts.StoryFaq: (),
    parts.StoryEntity: (),
    Tag: (),
}


class Rows(NamedTuple):
    """The rows that a story is made of, by the name that it knows them by."""

    bylines: Iterable[parts.Byline]
    analysis: Iterable[parts.AnalysisPart]
    reports: Iterable[parts.SourceReport]
    timeline: Iterable[parts.TimelineEvent]
    deeper: Iterable[parts.DeeperQuestion]
    faq_rows: Iterable[parts.StoryFaq]
    entity_rows: Iterable[parts.StoryEntity]


_PLAIN = ("headline", "slug", "standfirst", "summary", "background")
_REPORT = (
    "headline",
    "url",
    "published",
    "read_on",
    "paywalled",
    "medium",
    "paraphrase",
    "quotation",
    "speaker",
    "attribution_guessed",
)


def document_of(story: Story) -> StoryDocument:
    """Return what a reader would see if the story were published now. Nine queries at most."""
    _read([story])
    rows = Rows(*(getattr(story, name).all() for name in Rows._fields))
    return _document(story, rows, (tag.name for tag in story.tags.all()))


def _document(story: Story, rows: Rows, tags: Iterable[str]) -> StoryDocument:
    return StoryDocument(
        **{name: getattr(story, name) for name in _PLAIN},
        section=story.section.slug if story.section else "",
        earlier=f"story:{story.earlier_id}" if story.earlier_id else "",
        bylines=tuple(_byline(row.author) for row in rows.bylines),
        tags=tuple(sorted(tags)),
        image=image_of(story),
        analysis=tuple(
            AnalysisPart(id=row.uid, kind=row.kind, heading=row.heading, body=row.body)
            for row in rows.analysis
        ),
        reports=tuple(_report(row) for row in rows.reports),
        timeline=tuple(
            TimelineEvent(id=row.uid, date=row.date, text=row.text) for row in rows.timeline
        ),
        deeper=tuple(
            DeeperQuestion(id=row.uid, text=row.text, target=_target(row)) for row in rows.deeper
        ),
        faqs=tuple(f"faq:{row.faq_id}" for row in rows.faq_rows),
        entities=tuple(f"entity:{row.entity_id}" for row in rows.entity_rows),
    )


def documents_of(stories: Sequence[Story]) -> list[StoryDocument]:
    """Return the document of each, as `document_of`. Nine queries for all, however many."""
    _read(stories)
    return [document_of(story) for story in stories]


def _read(stories: Sequence[Story]) -> None:
    read_target(stories, "section")
    for model, along in _ROWS.items():
        read_rows(stories, model, *along)


def write_back(document: StoryDocument, story: Story, *, actor: User) -> None:
    """Write what has been stored before, however large it is: an undo is never refused. Its pages must
    exist, and the story must not come before itself, or NotStorable is raised.

    Outlets and authors that nothing knows yet are made. Who owns an outlet is said at the outlet
    alone: what an older document said of it is not written back.
    """
    _fill(story, document, actor=actor)
    story.save()
    story.tags.set(document.tags)
    for name, wanted in _parts(document).items():
        write_parts(story, name, wanted)
    write_links(story, "bylines", "author_id", [author.pk for author in _authors(document)])
    write_links(story, "faq_rows", "faq_id", numbers("faq", document.faqs))
    write_links(story, "entity_rows", "entity_id", numbers("entity", document.entities))
    store_digest(story, actor=actor)


def write_new(document: StoryDocument, story: Story, *, actor: User) -> None:
    """Store a story that is new, as its document says, which is one that fits.

    Such a document is what is stored, so that nothing has to be read back for its digest.
    """
    _fill(story, document, actor=actor)
    wanted = _parts(document)
    topics, faqs = numbers("entity", document.entities), numbers("faq", document.faqs)
    rows = Rows(
        bylines=new_links(parts.Byline, story, "author", _authors(document)),
        analysis=new_parts(parts.AnalysisPart, story, wanted["analysis"]),
        reports=new_parts(parts.SourceReport, story, wanted["reports"]),
        timeline=new_parts(parts.TimelineEvent, story, wanted["timeline"]),
        deeper=new_parts(parts.DeeperQuestion, story, wanted["deeper"]),
        faq_rows=new_links(parts.StoryFaq, story, "faq_id", faqs),
        entity_rows=new_links(parts.StoryEntity, story, "entity_id", topics),
    )
    tags = {tag.name for tag in tags_named(document.tags).values()}
    story.digest = digest(_document(story, rows, tags))
    store_new([story], [row for some in rows for row in some], actor=actor)
    if document.tags:
        story.tags.set(document.tags)


def _fill(story: Story, document: StoryDocument, *, actor: User) -> None:
    for name in _PLAIN:
        setattr(story, name, getattr(document, name))
    story.section = sections_of([document.section], actor=actor).get(document.section)
    earlier = numbers("story", filter(None, [document.earlier]))
    story.earlier_id = earlier[0] if earlier else None
    refuse_circle(story)
    write_image(document.image, story)


def _parts(document: StoryDocument) -> dict[str, Iterable[tuple[str, dict[str, object]]]]:
    return {
        "analysis": (
            (p.id, {"kind": p.kind, "heading": p.heading, "body": p.body})
            for p in document.analysis
        ),
        "reports": _report_rows(document.reports),
        "timeline": ((e.id, {"date": e.date, "text": e.text}) for e in document.timeline),
        "deeper": ((q.id, {"text": q.text, **_linked(q)}) for q in document.deeper),
    }


def _authors(document: StoryDocument) -> list[Author]:
    return authors_of((each.slug, each.name, each.role) for each in document.bylines)


def store_digest(story: Story, *, actor: User) -> None:
    """Remember what the rows say now and that `actor` made them so; call it after every change of them.

    Raises NotStorable where the story would continue itself.
    """
    refuse_circle(story)
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


def _report_rows(reports: tuple[SourceReport, ...]) -> Iterator[tuple[str, dict[str, object]]]:
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
