"""The verbs of a story, and the table that its buttons are drawn from."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from django.db import transaction

import entities.workflow
import faqs.workflow
from entities.models.draft import Entity
from faqs.models.draft import Faq
from newsdesk.catalogue import write as catalogue
from newsdesk.catalogue.entries import entries_of_page
from newsdesk.catalogue.resolve import shown_as
from newsdesk.live_checks.results import Gate, keep
from newsdesk.pages.documents import as_data
from newsdesk.pages.keys import numbers
from newsdesk.pages.status import Standing
from newsdesk.workflow import correct as mending
from newsdesk.workflow import publish as releasing
from newsdesk.workflow import review
from newsdesk.workflow.guards import Unconfirmed
from newsdesk.workflow.page_type import Pages
from newsdesk.workflow.restore import restore as restore_edition
from newsdesk.workflow.standard_transitions import review_verbs, standard_verbs
from newsdesk.workflow.transitions import log, require, table
from stories import restorable, working_copy
from stories.documents import SCHEMA, StoryDocument, read
from stories.entry import entry_of
from stories.models.draft import Story
from stories.models.edition import StoryEdition
from stories.rules.dates import forecasts
from stories.rules.rule_inputs import findings, judge

NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})

VERBS = table(*review_verbs("stories", "story"), *standard_verbs("stories", "story"))

PAGES = Pages(
    verbs=VERBS,
    schema=SCHEMA,
    document_of=working_copy.document_of,
    fit=working_copy.fit,
    write=working_copy.write,
    write_back=working_copy.write_back,
    read=read,
    restorable=restorable.restorable,
    findings=judge,
    show=lambda story: catalogue.put(
        story.key, entries_of_page(story.editions.in_order(), entry_of)
    ),
    keep=partial(keep, Gate(read=read, find=findings, forecasts=forecasts)),
)
submit = partial(review.submit, PAGES)
return_ = partial(review.return_, PAGES)
approve = partial(review.approve, PAGES)
mark_read = partial(review.mark_read, PAGES)
reschedule = partial(releasing.reschedule, PAGES)
unschedule = partial(releasing.unschedule, PAGES)
embargo = partial(releasing.embargo, PAGES)
correct = partial(mending.correct, PAGES)
clarify = partial(mending.clarify, PAGES)
check = partial(mending.check, PAGES)
restore = partial(restore_edition, PAGES)
withdraw = partial(mending.withdraw, PAGES)
discard = partial(mending.discard, PAGES)
take_back = partial(mending.take_back, PAGES)


@transaction.atomic
def create(
    document: StoryDocument, *, actor: Any, note: str = "", detail: dict[str, Any] | None = None
) -> Story:
    """Write a new story from `document`; `detail` goes into the log."""
    require(actor, "stories.add_story")
    story = Story(created_by=actor, changed_by=actor)
    working_copy.write(document, story, actor=actor)
    log(story, "create", actor=actor, note=note, detail=detail)
    return story


@transaction.atomic
def revise(story: Story, document: StoryDocument, *, actor: Any, note: str = "") -> Story:
    """Replace the working copy by `document`; what stood there before is kept in the log."""
    require(actor, "stories.change_story")
    story = Story.objects.select_for_update().get(pk=story.pk)
    replaced = as_data(working_copy.document_of(Story.objects.get(pk=story.pk)))
    story.changed_by = actor
    working_copy.write(document, story, actor=actor)
    log(story, "revise", actor=actor, note=note, detail={"replaced": replaced})
    return story


@transaction.atomic
def publish(
    story: Story,
    *,
    actor: Any,
    together: Sequence[Faq | Entity] = (),
    confirm: Sequence[Entity] = (),
    confirmed_with: Mapping[str, Collection[str]] = NOTHING,
    **told: Any,
) -> StoryEdition:
    """Publish the story and, with it, the drafts in `together`: all of them or nothing.

    The entities in `confirm` are confirmed first. `confirmed_with` are the warnings about the drafts that
    somebody has looked at, under the keys of these, for the same `reason` as the story's own. `told`
    and what is raised, for whichever page is in the way, are those of `releasing.publish`.
    """
    _confirm(story, confirm, actor=actor)
    edition: StoryEdition = releasing.publish(PAGES, story, actor=actor, **told)
    confirmation = (confirmed_with, told.get("reason", ""))
    _bring_along(story, together, edition, actor=actor, confirmation=confirmation)
    return edition


@transaction.atomic
def schedule(
    story: Story,
    *,
    actor: Any,
    at: datetime,
    together: Sequence[Faq | Entity] = (),
    confirm: Sequence[Entity] = (),
    confirmed_with: Mapping[str, Collection[str]] = NOTHING,
    **told: Any,
) -> StoryEdition:
    """Schedule the story and, for the same time, the drafts in `together`; see `publish`."""
    _confirm(story, confirm, actor=actor)
    edition: StoryEdition = releasing.schedule(PAGES, story, actor=actor, at=at, **told)
    confirmation = (confirmed_with, told.get("reason", ""))
    _bring_along(story, together, edition, actor=actor, confirmation=confirmation)
    return edition


def _confirm(story: Story, confirm: Sequence[Entity], *, actor: Any) -> None:
    for entity in confirm:
        entities.workflow.confirm(entity, actor=actor, note=f"With “{story}”.")


def _bring_along(
    story: Story,
    together: Sequence[Faq | Entity],
    edition: StoryEdition,
    *,
    actor: Any,
    confirmation: tuple[Mapping[str, Collection[str]], str],
) -> None:
    """Let the drafts that go with the story appear when it does, not before."""
    confirmed, reason = confirmation
    if confirmed.keys() - {page.key for page in together}:
        raise Unconfirmed("A warning was ticked of a page that is not published along.")
    for page in together:
        workflow: Any = entities.workflow if isinstance(page, Entity) else faqs.workflow
        told: dict[str, Any] = {
            "note": f"With “{story}”.",
            "confirmed": confirmed.get(page.key, ()),
            "reason": reason,
        }
        if edition.visible_from > edition.at:
            workflow.schedule(page, actor=actor, at=edition.visible_from, **told)
        else:
            workflow.publish(page, actor=actor, **told)


def waiting_with(story: Story) -> list[Faq | Entity]:
    """Return the FAQs and entities of the story that no reader has seen yet, FAQs first. Six queries.

    Those that are merged or split count as what the story shows for them.
    """
    faq_keys = [f"faq:{pk}" for pk in story.faq_rows.values_list("faq", flat=True)]
    entity_keys = [f"entity:{pk}" for pk in story.entity_rows.values_list("entity", flat=True)]
    return [*_waiting(Faq, faq_keys, story), *_waiting(Entity, entity_keys, story)]


def _waiting(model: Any, keys: list[str], story: Story) -> list[Any]:
    shown = list(shown_as(keys, page=story.key).values())
    drafts = model.objects.standing(Standing.DRAFT)
    rows = drafts.filter(pk__in=numbers(model.key_prefix, shown))
    return sorted(rows, key=lambda row: shown.index(row.key))
