"""The story as the desk knows it: what can be done to one, and by what."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction

from entities.models.draft import Entity
from entities.workflow import ENTITY
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.catalogue.resolve import shown_as
from newsdesk.live_checks import results
from newsdesk.pages.keys import numbers
from newsdesk.pages.status import Standing
from newsdesk.rules.acknowledgements import Reason
from newsdesk.rules.findings import Findings
from newsdesk.rules.wording import Forecast
from newsdesk.workflow.editions import Notice
from newsdesk.workflow.guards import Unconfirmed
from newsdesk.workflow.publish_many import Release, publish_many
from newsdesk.workflow.restorable import Restorable
from newsdesk.workflow.roles import CHIEF, EDITOR, MODERATOR, REPORTER
from newsdesk.workflow.standard_transitions import review_verbs, standard_verbs
from newsdesk.workflow.transitions import lock, table
from newsdesk.workflow.workflow import Workflow
from stories import restorable, working_copy
from stories.documents import StoryDocument
from stories.kind import STORY_KIND
from stories.models.draft import Story
from stories.models.edition import StoryEdition
from stories.rules import dates, rule_inputs

NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})

# Who imports a text says which section a heading is; what was said wrong, editors put right.
_HEADINGS = tuple(f"importing.{verb}_sectionword" for verb in ("view", "add", "change", "delete"))
# The same of names that stand where an outlet stands; what was said before is never changed.
_NAMES = ("importing.view_nameanswer", "importing.add_nameanswer")


class StoryWorkflow(Workflow[Story, StoryDocument, StoryEdition]):
    """Stories on their way from a draft to their readers, alone or with what they name."""

    kind = STORY_KIND
    model = Story
    verbs = table(*review_verbs("stories", "story"), *standard_verbs("stories", "story"))
    kept_beside = ("author",)
    rights = {
        REPORTER: (*_HEADINGS[:3], *_NAMES),
        EDITOR: ("stories.handle_errorreport", *_HEADINGS, *_NAMES),
        MODERATOR: ("stories.handle_errorreport",),
        CHIEF: ("stories.handle_errorreport", *_HEADINGS, *_NAMES),
    }

    def publish(
        self,
        item: Story,
        *,
        actor: User,
        confirmed: Collection[str] = (),
        reason: Reason = "",
        kind: str = "",
        note: str = "",
        wrong: str = "",
        right: str = "",
        gravity: str = "",
        together: Sequence[Faq | Entity] = (),
        confirm: Sequence[Entity] = (),
        confirmed_with: Mapping[str, Collection[str]] = NOTHING,
    ) -> StoryEdition:
        """Publish the story and, with it, the drafts in `together`: all of them or nothing.

        The entities in `confirm` are confirmed first. `confirmed_with` are the warnings about the drafts that
        somebody has looked at, under the keys of these, for the same `reason` as the story's own. The other
        arguments, and what is raised for whichever page is in the way, are those of any page.
        """
        told = Notice(kind=kind, note=note, wrong=wrong, right=right, gravity=gravity)
        story = Release(kind=self, item=item, told=told, confirmed=confirmed, reason=reason)
        return self._release(story, together, confirm, confirmed_with, None, actor=actor)

    def schedule(
        self,
        item: Story,
        *,
        actor: User,
        at: datetime,
        confirmed: Collection[str] = (),
        reason: Reason = "",
        kind: str = "",
        note: str = "",
        wrong: str = "",
        right: str = "",
        gravity: str = "",
        together: Sequence[Faq | Entity] = (),
        confirm: Sequence[Entity] = (),
        confirmed_with: Mapping[str, Collection[str]] = NOTHING,
    ) -> StoryEdition:
        """Schedule the story and, for the same time, the drafts in `together`; see `publish`."""
        told = Notice(kind=kind, note=note, wrong=wrong, right=right, gravity=gravity)
        story = Release(kind=self, item=item, told=told, confirmed=confirmed, reason=reason)
        return self._release(story, together, confirm, confirmed_with, at, actor=actor)

    @transaction.atomic
    def _release(
        self,
        story: Release,
        together: Sequence[Faq | Entity],
        confirm: Sequence[Entity],
        confirmed_with: Mapping[str, Collection[str]],
        at: datetime | None,
        *,
        actor: User,
    ) -> StoryEdition:
        """Let the drafts that go with the story appear when it does, not before."""
        if confirmed_with.keys() - {page.key for page in together}:
            raise Unconfirmed("A warning was ticked of a page that is not published along.")
        note = f"With “{story.item}”."
        if confirm:
            lock([story.item, *together, *confirm])
            ENTITY.confirm_many(confirm, actor=actor, note=note)
        along = [
            Release(
                kind=ENTITY if isinstance(page, Entity) else FAQ,
                item=page,
                told=Notice(note=note),
                confirmed=confirmed_with.get(page.key, ()),
                reason=story.reason,
            )
            for page in together
        ]
        return self.own(publish_many(story, along, actor=actor, at=at)[0])

    def document_of(self, item: Story) -> StoryDocument:
        return working_copy.document_of(item)

    def documents_of(self, items: Sequence[Story]) -> list[StoryDocument]:
        return working_copy.documents_of(items)

    def write_back(self, document: StoryDocument, item: Story, *, actor: User) -> None:
        working_copy.write_back(document, item, actor=actor)

    def write_new(self, drafts: Sequence[tuple[Story, StoryDocument]], *, actor: User) -> None:
        for story, document in drafts:
            working_copy.write_new(document, story, actor=actor)

    def findings(self, item: Story, document: StoryDocument) -> Findings:
        return self.findings_of_many([(item, document)])[0]

    def findings_to_show(self, item: Story, document: StoryDocument) -> Findings:
        return rule_inputs.judge_many([(item, document)], read=rule_inputs.known_problems)[0]

    def findings_of_many(self, drafts: Sequence[tuple[Story, StoryDocument]]) -> list[Findings]:
        return rule_inputs.judge_many(drafts)

    def find(self, documents: Mapping[str, StoryDocument]) -> Mapping[str, Findings]:
        return rule_inputs.findings(documents)

    def forecasts(self, document: StoryDocument) -> Iterable[Forecast]:
        return dates.forecasts(document)

    def keep(self, item: Story, *, passed: Collection[int] = ()) -> None:
        self.keep_many([item], passed=passed)

    def keep_many(self, items: Sequence[Story], *, passed: Collection[int] = ()) -> None:
        results.keep(self, items, passed=passed)

    def restorable(self, item: Story, document: StoryDocument) -> Restorable[StoryDocument]:
        return restorable.restorable(item, document)


STORY = StoryWorkflow()
Draft = TypeVar("Draft", Faq, Entity)


def waiting_with(story: Story) -> list[Faq | Entity]:
    """Return the FAQs and entities of the story that no reader has seen yet, FAQs first. Six queries.

    Those that are merged or split count as what the story shows for them.
    """
    faq_keys = [f"faq:{pk}" for pk in story.faq_rows.values_list("faq", flat=True)]
    entity_keys = [f"entity:{pk}" for pk in story.entity_rows.values_list("entity", flat=True)]
    return [*_waiting(Faq, faq_keys, story), *_waiting(Entity, entity_keys, story)]


def _waiting(model: type[Draft], keys: list[str], story: Story) -> list[Draft]:
    shown = list(shown_as(keys, page=story.key).values())
    drafts = model.objects.standing(Standing.DRAFT)
    rows = drafts.filter(pk__in=numbers(model.key_prefix, shown))
    return sorted(rows, key=lambda row: shown.index(row.key))
