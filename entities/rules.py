"""What stands between an entity and its readers.

Blocking: no name, no address, no description, name and kind that nobody has confirmed, a picture without
a text alternative. Warnings: words that need a date, unless the description says as of which day it is
true; forecasts that are over; long sentences.
"""

import datetime
from collections.abc import Iterator

from entities.documents import EntityDocument
from newsdesk.rules import sources, wording
from newsdesk.rules.findings import Findings, Problem, findings, image_problems
from newsdesk.rules.passages import Sentence, passage, rich_passage


def problems(document: EntityDocument, *, confirmed: bool, today: datetime.date) -> Findings:
    """Return what blocks and what warns, each with the field to go to. Pure."""
    sentences = _sentences(document)
    return findings(
        _blocking(document, confirmed),
        [
            *wording.undated(() if document.as_of else sentences),
            *wording.past_forecasts(sentences, today),
            *wording.long_sentences(sentences),
            *sources.small_picture(document.image),
        ],
    )


def forecasts(document: EntityDocument) -> Iterator[wording.Forecast]:
    """Yield what the entity's page says is to come."""
    return wording.forecasts(_sentences(document))


def _sentences(document: EntityDocument) -> list[Sentence]:
    described = passage("description", document.description).sentences
    return [*described, *rich_passage("body", document.body).sentences]


def _blocking(document: EntityDocument, confirmed: bool) -> Iterator[Problem]:
    if not document.name.strip():
        yield Problem("name", "The topic has no name.", "no-name")
    if not document.slug:
        yield Problem("slug", "The topic has no slug, so it would have no address.", "no-slug")
    if not document.description.strip():
        yield Problem("description", "The topic has no description.", "no-description")
    if not confirmed:
        message = "Nobody has confirmed the topic's name and kind."
        yield Problem("kind", message, "unconfirmed")
    yield from image_problems(document.image)
