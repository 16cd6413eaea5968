"""What of an old story can be restored today."""

from dataclasses import replace

from entities.models.draft import Entity
from entities.restorable import outlets_now, pages_now, rows_now
from faqs.models.draft import Faq
from newsdesk.pages.keys import numbers
from newsdesk.pages.models import WorkingCopy
from newsdesk.workflow.restorable import GoneReference, Restorable, address_now, picture_now
from stories.authors import known_authors
from stories.documents import Byline, DeeperQuestion, SourceReport, StoryDocument
from stories.models.draft import Story
from stories.series import runs_in_circle


def restorable(story: Story, document: StoryDocument) -> Restorable:
    """Return `document` without what is gone. Nine queries at most, more after chains of merges."""
    slug, taken = address_now(story, document.slug)
    image, lost = picture_now(document.image)
    bylines, left = _bylines(document.bylines)
    reports, renamed = _reports(document.reports)
    faqs, merged = pages_now(Faq, document.faqs, path="faqs", noun="question")
    topics, joined = pages_now(Entity, document.entities, path="entities", noun="topic")
    deeper, led_nowhere = _deeper(document.deeper)
    earlier, parted = _earlier(story, document.earlier)
    return Restorable(
        replace(
            document,
            slug=slug,
            image=image,
            bylines=bylines,
            reports=reports,
            faqs=faqs,
            entities=topics,
            deeper=deeper,
            earlier=earlier,
        ),
        taken + lost + left + renamed + merged + joined + led_nowhere + parted,
    )


def _bylines(bylines: tuple[Byline, ...]) -> tuple[tuple[Byline, ...], tuple[GoneReference, ...]]:
    """Return the authors whom the desk knows, as it knows them now."""
    rows = known_authors(byline.slug for byline in bylines)
    kept = tuple(
        Byline(name=rows[b.slug].name, slug=rows[b.slug].slug, role=rows[b.slug].role)
        for b in bylines
        if b.slug in rows
    )
    gone = tuple(
        GoneReference(
            f"bylines:{b.slug}", f"The author “{b.name}” is not there any more: it is left out."
        )
        for b in bylines
        if b.slug not in rows
    )
    return kept, gone


def _reports(
    reports: tuple[SourceReport, ...],
) -> tuple[tuple[SourceReport, ...], tuple[GoneReference, ...]]:
    outlets, gone = outlets_now(
        (f"reports:{report.id}.outlet", report.outlet) for report in reports
    )
    return tuple(
        replace(report, outlet=outlets.get(f"reports:{report.id}.outlet", "")) for report in reports
    ), gone


def _deeper(
    questions: tuple[DeeperQuestion, ...],
) -> tuple[tuple[DeeperQuestion, ...], tuple[GoneReference, ...]]:
    """Return the questions, those whose page is gone without a target; a merged FAQ is its survivor."""
    targets = [question.target for question in questions]
    faqs = rows_now(Faq, (key for key in targets if key.startswith("faq:")))
    asked = numbers("story", (key for key in targets if key.startswith("story:")))
    there: dict[str, WorkingCopy] = {row.key: row for row in Story.objects.filter(pk__in=asked)}
    there |= {key: last for key, (_, last) in faqs.items()}
    kept, gone = [], []
    for question in questions:
        row = there.get(question.target)
        target = row.key if row and not row.discarded else ""
        if question.target and not target:
            sentence = f"“{question.text}” leads nowhere now: the page that answered it is gone."
            gone.append(GoneReference(f"deeper:{question.id}.target", sentence))
        kept.append(replace(question, target=target))
    return tuple(kept), tuple(gone)


def _earlier(story: Story, earlier: str) -> tuple[str, tuple[GoneReference, ...]]:
    """Return the story that this one continues, "" where it is discarded, or continues this one by now."""
    if not earlier:
        return "", ()
    there = Story.objects.filter(pk__in=numbers("story", [earlier]), discarded=False).first()
    if there is None or runs_in_circle(story, there.pk):
        gone = GoneReference(
            "earlier", "The story that this one continued cannot be its earlier story any more."
        )
        return "", (gone,)
    return there.key, ()
