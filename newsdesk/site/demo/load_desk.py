"""Lays the demo desk down: people, pictures and pages, through the verbs and once only.

What was laid down is remembered in the log: each page's first event carries its reference. A page
that was ever laid down is never laid again, whatever became of it.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from entities.documents import EntityDocument
from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.outlets import known_outlets, save
from entities.workflow import ENTITY
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.comments import threads
from newsdesk.comments.parts import parts_of
from newsdesk.images.uploads import StoredImage, store
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.lines import from_lines
from newsdesk.pages.models import WorkingCopy
from newsdesk.site.demo import days
from newsdesk.site.demo.deeds import DemoVerb
from newsdesk.site.demo.desk import DemoPage, DemoStory, Desk, Login, Picture
from newsdesk.site.demo.front import add_profiles, add_sections, arrange
from newsdesk.site.demo.past_decisions import PastDecisions
from newsdesk.site.demo.publication import lay_publication
from newsdesk.site.demo.references import resolved
from newsdesk.text.slugs import slug_of
from newsdesk.workflow.register import AnyWorkflow, workflow_of, workflows
from newsdesk.workflow.roles import sync_roles
from stories.admin import StoryAdmin
from stories.documents import StoryDocument
from stories.models.author import Author
from stories.models.draft import Story
from stories.models.edition import StoryEdition
from stories.workflow import STORY

MARK = "Demo content, "
REASON = "Looked at when the demo desk was written."

Page = TypeVar("Page", bound=DemoPage)
Pictured = TypeVar("Pictured", EntityDocument, StoryDocument)


@dataclass(frozen=True, slots=True)
class Laid:
    """How much was new."""

    logins: int
    entities: int
    faqs: int
    stories: int


def lay(desk: Desk) -> Laid:
    """Lay down what never was before: all of it or nothing. Raises what the verbs raise."""
    stored: list[str] = []
    try:
        with transaction.atomic(), days.jobs_of_today():
            return _Laying(desk, stored).all()
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise


def laid_before() -> dict[str, str]:
    """Return the key of every page that stands or was laid down, under its reference. Two queries a kind.

    What an editor wrote under the same slug counts: it is used, never replaced.
    """
    keys: dict[str, str] = {}
    for workflow in workflows():
        kind, rows = workflow.kind.name, workflow.model._default_manager
        for slug, pk in rows.exclude(slug="").values_list("slug", "pk"):
            keys[f"{kind}:{slug}"] = f"{kind}:{pk}"
        events = workflow.model._meta.get_field("events").related_model._default_manager
        marked = events.filter(verb="create", note__startswith=MARK)
        for note, pk in marked.values_list("note", "item_id"):
            keys[note.removeprefix(MARK)] = f"{kind}:{pk}"
    return keys


class _Laying:
    def __init__(self, desk: Desk, stored: list[str]) -> None:
        self.desk = desk
        self.stored = stored
        self.today = timezone.now()
        self.keys = laid_before()
        self.fresh: dict[str, Faq | Entity] = {}

    def all(self) -> Laid:
        sync_roles()
        roles = {author.name: author.role for author in self.desk.authors}
        logins = _missing(self.desk.logins)
        for login in logins:
            _add_login(login, roles)
        desk = self.desk
        if not any((self._new(desk.entities), self._new(desk.faqs), self._new(desk.stories))):
            return Laid(len(logins), 0, 0, 0)
        self.people = {user.get_username(): user for user in get_user_model().objects.all()}
        self._add_outlets()
        add_sections(self.desk, actor=self.people["chief"])
        with days.on(self._first_day()):
            counts = (self._entities(), self._faqs())
        self._past_decisions()
        laid = Laid(len(logins), *counts, self._stories())
        with days.on(self._first_day()):
            self._publish_the_rest()
            lay_publication(self.people, self.keys, mark=MARK)
        if laid.stories:
            arrange(self.desk, self.keys, actor=self.people["editor"])
            add_profiles(self.desk, actor=self.people["chief"], keep=self._name_of)
        return laid

    def _first_day(self) -> datetime:
        """The day before the oldest story was written, or the first question was asked twice."""
        stories = [story.days_ago + 1 for story in self.desk.stories]
        asked = [question.days_ago for question in self.desk.asked_twice]
        return self.today - timedelta(days=max((*stories, *asked), default=0) + 1)

    def _past_decisions(self) -> None:
        past = PastDecisions(today=self.today, keys=self.keys, people=self.people, mark=MARK)
        past.lay(each for each in self.desk.asked_twice if each.reference not in self.keys)

    def _new(self, pages: Iterable[Page]) -> list[Page]:
        return [page for page in pages if page.reference not in self.keys]

    def _note(self, reference: str, row: Faq | Entity) -> None:
        self.keys[reference] = row.key
        self.fresh[reference] = row

    def _add_outlets(self) -> None:
        known = known_outlets(outlet.name for outlet in self.desk.outlets)
        for outlet in self.desk.outlets:
            if outlet.name not in known:
                save(
                    Outlet(
                        name=outlet.name,
                        aliases=from_lines(outlet.aliases),
                        domains=from_lines(outlet.domains),
                        owner=outlet.owner,
                        owner_as_of=outlet.owner_as_of,
                        country=outlet.country,
                        kind=outlet.kind,
                        languages=", ".join(outlet.languages),
                    )
                )

    def _entities(self) -> int:
        new = self._new(self.desk.entities)
        for page in new:
            row = ENTITY.create(
                self._illustrated(page.document, page.picture),
                actor=self.people["moderator"],
                note=MARK + page.reference,
                confirmed=not page.draft,
            )
            self._note(page.reference, row)
        return len(new)

    def _faqs(self) -> int:
        new = self._new(self.desk.faqs)
        for page in new:
            row = FAQ.create(
                resolved(page.document, self.keys),
                actor=self.people["moderator"],
                note=MARK + page.reference,
            )
            self._note(page.reference, row)
        return len(new)

    def _stories(self) -> int:
        new = self._new(self.desk.stories)
        for page in new:
            self._story(page)
        return len(new)

    def _story(self, page: DemoStory) -> None:
        """Take a story as far as it goes: each step on its own day, by whoever would do it."""
        published = self.today - timedelta(days=page.days_ago)
        reporter, editor = self.people["reporter"], self.people["editor"]
        document = resolved(self._illustrated(page.document, page.picture), self.keys)
        with days.on(published - timedelta(days=1)):
            note = MARK + page.reference
            row = STORY.create(document, actor=reporter, note=note)
        self.keys[page.reference] = row.key
        if page.draft:
            return
        with days.on(published - timedelta(hours=5)):
            STORY.submit(row, actor=reporter)
        if page.review:
            self._ask(page, row)
            return
        with days.on(published - timedelta(hours=1)):
            STORY.approve(row, actor=editor)
        with days.on(published):
            self._release(page, row)
        for deed in page.deeds:
            document = self._do(deed, row, document)
        if page.change:
            changed = from_data(StoryDocument, as_data(document) | page.change)
            STORY.revise(row, changed, actor=reporter, note=page.change_note)

    def _release(self, page: DemoStory, row: Story) -> None:
        along = list(self._waiting((*page.document.entities, *page.document.faqs)))
        release = (
            partial(STORY.schedule, at=self.today + timedelta(hours=page.hours_ahead))
            if page.hours_ahead
            else STORY.publish
        )
        release(
            row,
            actor=self.people["editor"],
            together=along,
            confirmed=_looked_at(STORY, row),
            confirmed_with={each.key: _looked_at(workflow_of(each), each) for each in along},
            reason=REASON,
        )

    def _do(self, deed: DemoVerb, row: Story, document: StoryDocument) -> StoryDocument:
        """Do to a published story what its file tells next; return the document that it has then."""
        document = deed.changed(document)
        actor, note = self.people[deed.by], deed.note
        with days.on(self.today - timedelta(days=deed.days_ago)):
            if deed.verb == "publish":
                self._update(row, document, actor=actor, note=note)
            elif deed.verb == "withdraw":
                STORY.withdraw(row, actor=actor, note=note)
            elif deed.verb == "clarify":
                STORY.clarify(row, actor=actor, document=document, note=note)
            else:
                STORY.correct(
                    row,
                    actor=actor,
                    document=document,
                    wrong=deed.wrong,
                    right=deed.right,
                    gravity=deed.gravity or StoryEdition.Gravity.FOOT,
                    note=note,
                )
        return document

    def _update(self, row: Story, document: StoryDocument, *, actor: User, note: str) -> None:
        reporter = self.people["reporter"]
        row = STORY.revise(row, document, actor=reporter)
        STORY.submit(row, actor=reporter)
        STORY.approve(row, actor=actor)
        confirmed = _looked_at(STORY, row)
        STORY.publish(
            row, actor=actor, kind="update", note=note, confirmed=confirmed, reason=REASON
        )

    def _ask(self, page: DemoStory, row: Story) -> None:
        parts = parts_of(row, StoryAdmin.sections)
        for asked in page.queries:
            threads.ask(
                row,
                actor=self.people[asked.by],
                text=asked.text,
                about=parts[asked.part] if asked.part else None,
                blocking=asked.blocking,
            )

    def _waiting(self, references: Iterable[str]) -> Iterator[Faq | Entity]:
        """Yield the pages laid down just now that may be published and are not yet, once each."""
        pages: tuple[DemoPage, ...] = (*self.desk.entities, *self.desk.faqs)
        drafts = {page.reference for page in pages if page.draft}
        for reference in references:
            if reference in self.fresh and reference not in drafts:
                yield self.fresh.pop(reference)

    def _publish_the_rest(self) -> None:
        for row in list(self._waiting(list(self.fresh))):
            workflow = workflow_of(row)
            confirmed = _looked_at(workflow, row)
            workflow.publish(row, actor=self.people["editor"], confirmed=confirmed, reason=REASON)

    def _illustrated(self, document: Pictured, picture: Picture | None) -> Pictured:
        if not picture:
            return document
        kept = self._kept(picture)
        image = picture.stored_as(kept.name, kept.width, kept.height)
        return dataclasses.replace(document, image=image)

    def _name_of(self, picture: Picture) -> str:
        return self._kept(picture).name

    def _kept(self, picture: Picture) -> StoredImage:
        with picture.path.open("rb") as file:
            kept = store(file)
        self.stored.append(kept.name)
        return kept


def _missing(logins: Iterable[Login]) -> list[Login]:
    names = [login.username for login in logins]
    there = set(
        get_user_model().objects.filter(username__in=names).values_list("username", flat=True)
    )
    return [login for login in logins if login.username not in there]


def _add_login(login: Login, bylines: Mapping[str, str]) -> None:
    """Make the login and, for somebody in `bylines`, names with what they are, the author behind it."""
    first, _, last = login.name.partition(" ")
    user = get_user_model().objects.create_user(
        login.username,
        password=login.password,
        first_name=first,
        last_name=last,
        is_staff=True,
        is_superuser=not login.role,
    )
    if login.role:
        user.groups.add(Group.objects.get(name=login.role))
    if login.name in bylines:
        Author.objects.get_or_create(
            slug=slug_of(login.name),
            defaults={"name": login.name, "role": bylines[login.name], "user": user},
        )


def _looked_at(workflow: AnyWorkflow, row: WorkingCopy) -> list[str]:
    """Return what confirms the gate's warnings about a page of the demo desk."""
    found = workflow.findings(row, workflow.document_of(row))
    return [warning.identity for warning in found.warnings]
