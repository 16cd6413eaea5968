"""An explainer becomes drafts: entities, FAQs and the story, through the workflow's verbs.

Everything of one page is one transaction. Importing again never makes a second copy: the story of
the earlier import is updated by merging three ways, between what the import wrote last (the base),
what the draft says now, and what the text says now. What an editor changed stays; where the text
has changed there as well, a note says what it has now. The verbs keep what a draft was before.
"""

from collections.abc import Set
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet

from entities.documents import EntityDocument
from entities.labels import ENTITY_FIELDS
from entities.models.draft import Entity
from faqs.documents import FaqDocument
from faqs.labels import FAQ_FIELDS
from faqs.models.draft import Faq
from newsdesk.comparison.labels import Fields
from newsdesk.importing import records
from newsdesk.importing.models import ImportRecord
from newsdesk.pages.documents import as_data
from newsdesk.pages.keys import numbers
from newsdesk.pages.slugs import free_slug
from newsdesk.workflow.storable import NotStorable, storable
from newsdesk.workflow.transitions import Refused
from stories.documents import StoryDocument
from stories.importing.corrections import Corrections
from stories.importing.draft_writer import NOTE, DraftWriter
from stories.importing.explainer import WARNING, Explainer
from stories.importing.known import known_names, make_outlets
from stories.importing.parser import VERSION
from stories.importing.titles import titled
from stories.labels import STORY_FIELDS
from stories.models.draft import Story
from stories.workflow import STORY

__all__ = ["check", "create_drafts", "find_earlier", "imported", "known_names", "update_drafts"]


class TooLong(Refused):
    """A page would be longer, or would have more rows, than a draft may hold."""


class NotImported(Refused):
    """There is no earlier import to update."""


def check(explainer: Explainer) -> None:
    """Raise TooLong where a text or a list would not fit into its draft."""
    whole: list[tuple[str, StoryDocument | FaqDocument | EntityDocument, type[Model], Fields]] = [
        ("The story", explainer.story, Story, STORY_FIELDS),
        *(
            (f"The question on line {each.line}", each.document, Faq, FAQ_FIELDS)
            for each in explainer.faqs
        ),
        *(
            (f"The topic on line {each.line}", each.document, Entity, ENTITY_FIELDS)
            for each in explainer.entities
            if not each.known
        ),
    ]
    for name, document, model, fields in whole:
        try:
            storable(document, model, fields)
        except NotStorable as error:
            raise TooLong(f"{name} does not fit into a draft. {error}") from error


def find_earlier(text: str, source_name: str = "") -> ImportRecord | None:
    """Return the newest import of this text, or of this file, whose page is not discarded."""
    for record in records.earlier(text, source_name):
        if imported(record).filter(discarded=False).exists():
            return record
    return None


def imported(record: ImportRecord) -> QuerySet[Story] | QuerySet[Faq]:
    """Return the page that an import made: a story, or the FAQ of a question page."""
    if record.target.startswith("faq:"):
        return Faq.objects.filter(pk__in=numbers("faq", [record.target]))
    return Story.objects.filter(pk__in=numbers("story", [record.target]))


@transaction.atomic
def create_drafts(
    explainer: Explainer,
    *,
    text: str,
    source_name: str,
    actor: User,
    confirmed: Set[str] = frozenset(),
    parsed: Explainer | None = None,
    corrections: Corrections = (),
) -> ImportRecord:
    """Make the drafts of an explainer and return the record; its `target` is the story's key.

    A question page makes one FAQ, and that is the target.

    `confirmed` are the keys of entities whose name and kind a person has checked; `parsed` is the
    explainer as the parser understood it, where a person has corrected its fields since: to a later update
    those are an editor's edits. `corrections` are kept with the record, for when the text comes again.
    Raises Refused or PermissionDenied; then nothing is written.
    """
    explainer = titled(explainer, source_name)
    check(explainer)
    drafting = DraftWriter(actor, confirmed, parsed or explainer)
    if explainer.question_page:
        drafting.make_faqs(explainer.faqs)
        page: Story | Faq = _question_page(drafting, explainer)
    else:
        drafting.make_entities(explainer)
        drafting.make_faqs(explainer.faqs)
        page = _make_story(drafting, explainer, source_name, actor)
    return drafting.remember(
        page, explainer, text=text, source_name=source_name, corrections=corrections
    )


def _make_story(
    drafting: DraftWriter, explainer: Explainer, source_name: str, actor: User
) -> Story:
    """Make the draft of the story, whose topics and questions have become pages before."""
    document = drafting.resolved(explainer.story)
    slug = free_slug(document.slug or document.headline, Story.objects.all())
    document = replace(document, slug=slug)
    _make_outlets(explainer, document)
    story = STORY.create(
        document, actor=actor, note=NOTE, detail={"source": source_name, "parser": VERSION}
    )
    drafting.documents[story.key] = as_data(document)
    drafting.written[story.key] = as_data(drafting.resolved(drafting.parsed.story))
    return story


def _make_outlets(explainer: Explainer, document: StoryDocument) -> None:
    """Make the outlets that a page names; what the import has guessed is marked as a guess."""
    guesses = {proposed.name for proposed in explainer.proposed_outlets}
    make_outlets((report.outlet for report in document.reports), guesses=guesses)


@transaction.atomic
def update_drafts(
    explainer: Explainer,
    *,
    text: str,
    source_name: str,
    actor: User,
    confirmed: Set[str] = frozenset(),
    parsed: Explainer | None = None,
    corrections: Corrections = (),
) -> ImportRecord:
    """Bring the drafts of the earlier import up to date with the text, and return the new record.

    Its notes say what editors have changed since, and where the text says otherwise. A text that was a
    FAQ and is an explainer now, or the other way round, makes what it is now; the earlier draft stays.
    For `parsed` see `create_drafts`.
    """
    explainer = titled(explainer, source_name)
    check(explainer)
    earlier = find_earlier(text, source_name)
    if earlier is None:
        raise NotImported("This text was not imported before: there is nothing to update.")
    last = ImportRecord.objects.filter(target=earlier.target).first() or earlier
    page = imported(last).select_for_update().get()
    drafting = DraftWriter(actor, confirmed, parsed or explainer, written=last.written)
    if page.digest != last.digest:
        drafting.note("draft-edited", WARNING, "story", _edited_since(last))
    if explainer.question_page:
        drafting.update_faqs(explainer.faqs)
        page = _question_page(drafting, explainer)
    else:
        page = _update_page(drafting, page, explainer, source_name, actor)
    return drafting.remember(
        page, explainer, text=text, source_name=source_name, corrections=corrections
    )


def _update_page(
    drafting: DraftWriter, page: Story | Faq, explainer: Explainer, source_name: str, actor: User
) -> Story:
    drafting.make_entities(explainer)
    drafting.update_faqs(explainer.faqs)
    if not isinstance(page, Story):  # The text was a FAQ, and has sections now.
        return _make_story(drafting, explainer, source_name, actor)
    document = drafting.resolved(explainer.story)
    _make_outlets(explainer, document)
    return drafting.update_story(page, document)


def _question_page(drafting: DraftWriter, explainer: Explainer) -> Faq:
    """Return the FAQ that a question page has become, or is linked to."""
    (pk,) = numbers("faq", [drafting.key_of(explainer.faqs[0].key)])
    return Faq.objects.get(pk=pk)


def _edited_since(record: ImportRecord) -> str:
    return (
        f"The draft was changed since it was imported on {record.at:%d %B %Y}; the changes stay, "
        "and the draft as it was is kept in its log."
    )
