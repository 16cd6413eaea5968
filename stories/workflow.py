"""The verbs of a story, and the table that its buttons are drawn from."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

import entities.workflow
import faqs.workflow
from entities.models.draft import Entity
from faqs.models.draft import Faq
from newsdesk.catalogue import write as catalogue
from newsdesk.publishing.documents import as_data
from newsdesk.publishing.standing import Standing
from newsdesk.publishing.workflow import Pages, log, require, standard_verbs, table
from stories import gate, working_copy
from stories.documents import SCHEMA, StoryDocument, read
from stories.entries import entry_of
from stories.models.draft import Story
from stories.models.edition import StoryEdition

VERBS = table(*standard_verbs("stories", "story"))

PAGES = Pages(
    verbs=VERBS,
    schema=SCHEMA,
    document_of=working_copy.document_of,
    read=read,
    problems=lambda story: gate.problems(working_copy.document_of(story)),
    show=lambda editions: catalogue.put(entry_of(editions)),
)
withdraw = PAGES.withdraw
discard = PAGES.discard
take_back = PAGES.take_back


@transaction.atomic
def create(
    document: StoryDocument, *, actor: Any, note: str = "", detail: dict[str, Any] | None = None
) -> Story:
    """Write a new story from `document`; `detail` goes into the log."""
    require(actor, "stories.add_story")
    story = Story(created_by=actor, changed_by=actor)
    working_copy.write(document, story)
    log(story, "create", actor=actor, note=note, detail=detail)
    return story


@transaction.atomic
def revise(story: Story, document: StoryDocument, *, actor: Any, note: str = "") -> Story:
    """Replace the working copy by `document`; what stood there before is kept in the log."""
    require(actor, "stories.change_story")
    story = Story.objects.select_for_update().get(pk=story.pk)
    replaced = as_data(working_copy.document_of(Story.objects.get(pk=story.pk)))
    story.changed_by = actor
    working_copy.write(document, story)
    log(story, "revise", actor=actor, note=note, detail={"replaced": replaced})
    return story


@transaction.atomic
def publish(
    story: Story,
    *,
    actor: Any,
    note: str = "",
    kind: str = "",
    together: Sequence[Faq | Entity] = (),
    confirm: Sequence[Entity] = (),
) -> StoryEdition:
    """Publish the story and, with it, the drafts in `together`: all of them or nothing.

    The entities in `confirm` are confirmed first. Raises what `Pages.publish` raises, for whichever
    page is in the way.
    """
    edition: StoryEdition = PAGES.publish(story, actor=actor, note=note, kind=kind)
    for entity in confirm:
        entities.workflow.confirm(entity, actor=actor, note=f"With “{story}”.")
    for page in together:
        workflow = entities.workflow if isinstance(page, Entity) else faqs.workflow
        workflow.publish(page, actor=actor, note=f"With “{story}”.")
    return edition


def waiting_with(story: Story) -> list[Faq | Entity]:
    """Return the FAQs and entities of the story that no reader has seen yet, FAQs first. Two queries."""
    waiting_faqs = (
        Faq.objects.standing(Standing.DRAFT)
        .filter(story_rows__item=story)
        .order_by("story_rows__position")
    )
    waiting_entities = (
        Entity.objects.standing(Standing.DRAFT)
        .filter(story_rows__item=story)
        .order_by("story_rows__position")
    )
    return [*waiting_faqs, *waiting_entities]
