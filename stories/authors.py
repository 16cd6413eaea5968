"""What is done to authors: adding them, and changing their name and address."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsdesk.catalogue import write as catalogue
from newsdesk.catalogue.entries import Tombstone
from newsdesk.catalogue.models import Reference
from newsdesk.images.jobs import make_sizes
from newsdesk.jobs.job import hand_in
from newsdesk.merging.foreign_keys import referring_rows
from newsdesk.merging.impact import ReferringPages, Use, shown_pages
from newsdesk.pages.findable import folded_text
from newsdesk.people.portraits import take_away
from newsdesk.text.slugs import slug_of
from newsdesk.workflow.transitions import Refused, require
from stories.documents import AUTHOR
from stories.models.author import Author, AuthorAddress, AuthorEvent
from stories.portraits import SHAPES, stored_portrait


class AddressTaken(Refused):
    """The slug is, or once was, another author's."""

    def __init__(self, slug: str, other: Author) -> None:
        self.other = other
        super().__init__(f"The address /people/{slug}/ belongs to “{other}”, or once did.")


@transaction.atomic
def save(author: Author, *, actor: User, fields: Iterable[str] = ()) -> Author:
    """Store a new or changed author. Raises PermissionDenied, AddressTaken, or ValidationError for a
    portrait that readers could not be shown.

    An address that readers were shown leads to the new one at once. Names on pages are those of their
    editions: they change when a story is published again.
    """
    stored = Author.objects.select_for_update().filter(pk=author.pk).first()
    require(actor, "stories.change_author" if stored else "stories.add_author")
    refuse_taken(author)
    author.clean()
    author.save()
    if stored and stored.slug != author.slug:
        _leave(author, stored.slug)
    _show_portrait(author, stored)
    was = {"name": stored.name, "slug": stored.slug} if stored else {}
    detail = {"fields": list(fields), "was": was, "name": author.name, "slug": author.slug}
    verb = "edit" if stored else "create"
    AuthorEvent.objects.create(item=author, verb=verb, actor=actor, detail=detail)
    return author


def _show_portrait(author: Author, stored: Author | None) -> None:
    """Have the sizes made that pages show, and take away the portrait that was there before."""
    if portrait := stored_portrait(author):
        hand_in(make_sizes, [(SHAPES, portrait)])
    if stored and stored.image.name != author.image.name:
        take_away(stored)


def refuse_taken(author: Author) -> None:
    """Raise AddressTaken where the slug is, or was, another author's. Two queries."""
    other = Author.objects.filter(slug=author.slug).exclude(pk=author.pk).first()
    past = AuthorAddress.objects.filter(slug=author.slug).exclude(author=author.pk)
    if other is None and (row := past.select_related("author").first()):
        other = row.author
    if other is not None:
        raise AddressTaken(author.slug, other)


def _leave(author: Author, slug: str) -> None:
    AuthorAddress.objects.filter(slug=author.slug).delete()
    named = Reference.objects.filter(target=f"{AUTHOR}{slug}")
    if named.exists():
        public = named.filter(page__visible_from__lte=timezone.now()).exists()
        AuthorAddress.objects.create(author=author, slug=slug, public=public)
    catalogue.point_names(AUTHOR, renamed())


def authors_of(bylines: Iterable[tuple[str, str, str]]) -> list[Author]:
    """Return the author of each byline, a slug, a name and a role, making those that nothing knows.

    The slug says who it is, also one that the author had before; without one known, the name does, in
    whatever writing. Two people of one name have two slugs.
    """
    told, found = list(bylines), []
    known = known_authors(slug for slug, _, _ in told)
    for slug, name, role in told:
        author = known.get(slug)
        if author is None:
            author = Author.objects.filter(folded=folded_text([name])).order_by("pk").first()
        if author is None:
            author, _ = Author.objects.get_or_create(
                slug=slug or slug_of(name), defaults={"name": name, "role": role}
            )
        found.append(author)
    return found


def known_authors(slugs: Iterable[str]) -> dict[str, Author]:
    """Return the author that each slug means or meant, for those that are known. Two queries."""
    wanted = set(slugs)
    past = AuthorAddress.objects.filter(slug__in=wanted).select_related("author")
    found = {row.slug: row.author for row in past}
    return found | {row.slug: row for row in Author.objects.filter(slug__in=wanted)}


def uses_of(author: Author) -> tuple[Use, ...]:
    """Return every story that has the author in its byline, live, scheduled or being written."""
    found = ReferringPages()
    for page in shown_pages().mentioning(f"{AUTHOR}{author.slug}"):
        found.page(page)
    for _, row in referring_rows(Author, [author.pk]):
        found.draft(row.item)
    return found.uses()


def renamed() -> list[Tombstone]:
    """Return the addresses that authors had, each with the one that it leads to. One query."""
    return [
        Tombstone(
            key=f"{AUTHOR}{row.slug}",
            into=f"{AUTHOR}{row.author.slug}",
            title=row.author.name,
            known=row.public,
        )
        for row in AuthorAddress.objects.select_related("author").order_by("pk")
    ]
