"""The history of stories for readers."""

from collections.abc import Mapping, Sequence
from typing import Any

from newsdesk.catalogue.models import Page
from newsdesk.comparison.diff.documents import keys_in
from newsdesk.pages.documents import as_data
from newsdesk.pages.editions import standing_notes
from newsdesk.presentation.history.pages import History
from newsdesk.presentation.history.record import PublicEdition
from stories.documents import StoryDocument, read
from stories.labels import STORY_FIELDS
from stories.models.edition import StoryEdition
from stories.notes import correction_of
from stories.story_page import story_context


def _context(
    document: StoryDocument,
    page: Page,
    named: Mapping[str, Page],
    editions: Sequence[PublicEdition],
) -> dict[str, Any]:
    notes = [correction_of(edition, edition.at) for edition in standing_notes(editions)]
    return story_context(document, page=page, targets=named, corrections=notes)


HISTORY = History(
    name="story",
    section="stories",
    editions=StoryEdition,
    fields=STORY_FIELDS,
    read=read,
    template="stories/story.html",
    targets=lambda document: sorted(keys_in(STORY_FIELDS, as_data(document))),
    context=_context,
)
