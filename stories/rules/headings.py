"""Headings of the analysis that say nothing."""

from collections.abc import Iterator

from newsdesk.rules.findings import Problem
from newsdesk.rules.wording import is_generic
from stories.documents import StoryDocument


def generic(document: StoryDocument) -> Iterator[Problem]:
    """Warn of headings that could stand over anything; an empty one is better than "Background"."""
    for part in document.analysis:
        if is_generic(part.heading):
            message = (
                f"The heading “{part.heading}” could stand over any story. Say what this part says, "
                "or leave it empty."
            )
            yield Problem(f"analysis:{part.id}.heading", message, "generic-heading", part.heading)
