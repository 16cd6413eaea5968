"""Lays the demo desk down: people, pictures and pages, through the verbs and once only.

What was laid down is remembered in the log: each page's first event carries its reference. A page
that was ever laid down is never laid again, whatever became of it.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.text import slugify

import entities.workflow
import faqs.workflow
import stories.workflow
from entities.documents import Image
from entities.models.draft import Entity
from entities.models.edition import EntityEvent
from entities.models.outlet import Outlet
from entities.outlets import known_outlets
from faqs.models.draft import Faq
from faqs.models.edition import FaqEvent
from newsdesk.catalogue.folding import fold
from newsdesk.publishing.images import store
from newsdesk.publishing.lines import from_lines
from newsdesk.publishing.roles import sync_roles
from stories.demo import pictures
from stories.demo.loader import DemoEntity, DemoPage, DemoStory, Desk, Login, Picture, resolved
from stories.models.author import Author
from stories.models.draft import Story
from stories.models.edition import StoryEvent

MARK = "Demo content, "


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
        with transaction.atomic():
            return _Laying(desk, stored).all()
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise


def laid_before() -> dict[str, str]:
    """Return the key of every page that stands or was laid down, under its reference. Six queries.

    What an editor wrote under the same slug counts: it is used, never replaced.
    """
    keys: dict[str, str] = {}
    for kind, pages, events in (
        ("entity", Entity, EntityEvent),
        ("faq", Faq, FaqEvent),
        ("story", Story, StoryEvent),
    ):
        rows: Any = pages._default_manager
        for slug, pk in rows.exclude(slug="").values_list("slug", "pk"):
            keys[f"{kind}:{slug}"] = f"{kind}:{pk}"
        log: Any = events._default_manager
        marked = log.filter(verb="create", note__startswith=MARK)
        for note, pk in marked.values_list("note", "item_id"):
            keys[note.removeprefix(MARK)] = f"{kind}:{pk}"
    return keys


class _Laying:
    def __init__(self, desk: Desk, stored: list[str]) -> None:
        self.desk = desk
        self.stored = stored
        self.keys = laid_before()
        self.fresh: dict[str, Any] = {}

    def all(self) -> Laid:
        sync_roles()
        roles = {author.name: author.role for author in self.desk.authors}
        logins = _missing(self.desk.logins)
        for login in logins:
            _add_login(login, roles)
        if not self._new(self.desk.entities, self.desk.faqs, self.desk.stories):
            return Laid(len(logins), 0, 0, 0)
        self.people = {user.get_username(): user for user in get_user_model().objects.all()}
        self._add_outlets()
        counts = (self._entities(), self._faqs(), self._stories())
        self._publish_the_rest()
        return Laid(len(logins), *counts)

    def _new(self, *kinds: Iterable[Any]) -> list[Any]:
        return [page for pages in kinds for page in pages if page.reference not in self.keys]

    def _note(self, reference: str, row: Any) -> None:
        self.keys[reference] = row.key
        self.fresh[reference] = row

    def _add_outlets(self) -> None:
        known = known_outlets()
        Outlet.objects.bulk_create(
            Outlet(
                name=outlet.name,
                aliases=from_lines(outlet.aliases),
                domains=from_lines(outlet.domains),
                owner=outlet.owner,
            )
            for outlet in self.desk.outlets
            if fold(outlet.name) not in known
        )

    def _entities(self) -> int:
        new = self._new(self.desk.entities)
        for page in new:
            row = entities.workflow.create(
                self._illustrated(page, pictures.ENTITY_SIZE),
                actor=self.people["moderator"],
                note=MARK + page.reference,
                confirmed=not page.draft,
            )
            self._note(page.reference, row)
        return len(new)

    def _faqs(self) -> int:
        new = self._new(self.desk.faqs)
        for page in new:
            row = faqs.workflow.create(
                resolved(page.document, self.keys),
                actor=self.people["moderator"],
                note=MARK + page.reference,
            )
            self._note(page.reference, row)
        return len(new)

    def _stories(self) -> int:
        new = self._new(self.desk.stories)
        for page in new:
            document = resolved(self._illustrated(page, pictures.STORY_SIZE), self.keys)
            row = stories.workflow.create(
                document, actor=self.people["reporter"], note=MARK + page.reference
            )
            self.keys[page.reference] = row.key
            if page.draft:
                continue
            together = list(self._waiting((*page.document.entities, *page.document.faqs)))
            stories.workflow.submit(row, actor=self.people["reporter"])
            stories.workflow.approve(row, actor=self.people["editor"])
            stories.workflow.publish(
                row,
                actor=self.people["editor"],
                together=together,
                **_looked_at(stories.workflow, row),
            )
            if page.change:
                stories.workflow.revise(
                    row,
                    dataclasses.replace(document, **page.change),
                    actor=self.people["reporter"],
                    note=page.change_note,
                )
        return len(new)

    def _waiting(self, references: Iterable[str]) -> Iterator[Any]:
        """Yield the pages laid down just now that may be published and are not yet, once each."""
        pages: tuple[DemoPage, ...] = (*self.desk.entities, *self.desk.faqs)
        drafts = {page.reference for page in pages if page.draft}
        for reference in references:
            if reference in self.fresh and reference not in drafts:
                yield self.fresh.pop(reference)

    def _publish_the_rest(self) -> None:
        for row in list(self._waiting(list(self.fresh))):
            workflow = entities.workflow if isinstance(row, Entity) else faqs.workflow
            workflow.publish(row, actor=self.people["editor"], **_looked_at(workflow, row))

    def _illustrated(self, page: DemoEntity | DemoStory, size: tuple[int, int]) -> Any:
        if not page.picture:
            return page.document
        image = self._drawn(page.picture, size, page.reference)
        return dataclasses.replace(page.document, image=image)

    def _drawn(self, picture: Picture, size: tuple[int, int], seed: str) -> Image:
        drawn = pictures.draw(picture.scene, picture.tone, size, seed)
        kept = store(pictures.as_file(drawn))
        self.stored.append(kept.name)
        return picture.stored_as(kept.name, kept.width, kept.height)


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
            slug=slugify(login.name),
            defaults={"name": login.name, "role": bylines[login.name], "user": user},
        )


def _looked_at(workflow: Any, row: Any) -> dict[str, Any]:
    """Return what confirms the gate's warnings about a page of the demo desk, for the log."""
    found = workflow.PAGES.findings(row, workflow.PAGES.document_of(row))
    reason = "Looked at when the demo desk was written." if found.warnings else ""
    return {"confirmed": [warning.identity for warning in found.warnings], "reason": reason}
