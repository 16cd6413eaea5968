"""What stands between a story and its readers."""

from newsdesk.publishing.problems import Findings, Problem, image_problems
from stories.documents import StoryDocument


def findings(document: StoryDocument) -> Findings:
    """Return what blocks the page."""
    return Findings(blocking=tuple(problems(document)))


def problems(document: StoryDocument) -> list[Problem]:
    """Return what must be mended before the story can be published, each with the field to go to."""
    found = []
    if not document.headline:
        found.append(Problem("headline", "The story has no headline."))
    if not document.slug:
        found.append(Problem("slug", "The story has no slug, so it would have no address."))
    if not document.summary:
        found.append(
            Problem("summary", "The story does not say what has happened: the summary is empty.")
        )
    found += image_problems(document.image)
    found += [
        Problem(f"analysis:{part.id}.body", f"The analysis part “{part.heading}” has no text.")
        for part in document.analysis
        if part.heading and not part.body
    ]
    found += [
        Problem(f"timeline:{event.id}.date", f"The timeline event “{event.text}” has no date.")
        for event in document.timeline
        if not event.date
    ]
    return found
