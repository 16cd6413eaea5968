"""What is done to tags: adding, renaming, merging, and taking a merge back."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from taggit.models import Tag

from newsdesk.catalogue.tags import LENGTH, tag_slug
from newsdesk.tags.addresses import forget_unused, last_survivors, note_public, owner_of, settle
from newsdesk.tags.models import TagEvent, TagMerge
from newsdesk.workflow.transitions import Refused, require

CHANGE, MERGE = "taggit.change_tag", "tags.merge_tag"


class TagTaken(Refused):
    """The name or the address is another tag's."""

    def __init__(self, what: str, other: Tag) -> None:
        self.other = other
        super().__init__(
            f"{what} belongs to the tag “{other}”. Choose another, or merge the two tags."
        )


class TagMergeRefused(Refused):
    """The two cannot be merged, for the reason given."""


def clean_name(name: str) -> str:
    """Return a tag's name as it is stored. Raises Refused with a sentence."""
    name = " ".join(name.split())
    if not name:
        raise Refused("A tag has a name.")
    if len(name) > LENGTH:
        raise Refused(f"A tag has {LENGTH} characters at most.")
    return name


def refuse_taken(tag: Tag, *, name: str, slug: str) -> None:
    """Raise TagTaken where the name or the slug means another tag."""
    for what, asked in ((f"“{name}”", tag_slug(name)), (f"The address /tags/{slug}/", slug)):
        other = owner_of(asked)
        if other is not None and other.pk != tag.pk:
            raise TagTaken(what, other)


@transaction.atomic
def create(name: str, *, slug: str = "", actor: User) -> Tag:
    """Make a tag. Raises PermissionDenied, TagTaken or Refused."""
    require(actor, "taggit.add_tag")
    name = clean_name(name)
    tag = Tag(name=name, slug=slug or tag_slug(name))
    refuse_taken(tag, name=name, slug=tag.slug)
    tag.save()
    _log(tag, "create", actor=actor, detail={"name": name, "slug": tag.slug})
    return tag


@transaction.atomic
def rename(tag: Tag, *, name: str, slug: str = "", actor: User, note: str = "") -> Tag:
    """Give the tag another name, another address, or both. Raises PermissionDenied, TagTaken or Refused.

    The page and the feeds of the tag are at the new address at once, and every address that readers were
    shown leads there. The words on a page are those of its edition: they change when it is published
    again. No slug means that of the name.
    """
    require(actor, CHANGE)
    name = clean_name(name)
    slug = slug or tag_slug(name)
    tag = Tag.objects.select_for_update().get(pk=tag.pk)
    refuse_taken(tag, name=name, slug=slug)
    was = {"name": tag.name, "slug": tag.slug}
    if was == {"name": name, "slug": slug}:
        return tag
    note_public(tag)
    tag.name, tag.slug = name, slug
    tag.save()
    forget_unused(tag)
    settle()
    _log(tag, "rename", actor=actor, note=note, detail={"was": was, "name": name, "slug": slug})
    return tag


@transaction.atomic
def merge(loser: Tag, survivor: Tag, *, actor: User, reason: str = "") -> TagMerge:
    """Let readers find all pages of `loser` under `survivor`. Raises PermissionDenied or TagMergeRefused.

    No page is changed: a page that has `loser` keeps it, and `undo` brings back what was.
    """
    require(actor, MERGE)
    rows = Tag.objects.select_for_update().order_by("pk").filter(pk__in={loser.pk, survivor.pk})
    found = {row.pk: row for row in rows}
    loser, survivor = found[loser.pk], found[survivor.pk]
    if loser == survivor:
        raise TagMergeRefused(f"“{loser}” cannot be merged into itself.")
    gone = last_survivors()
    for tag in (loser, survivor):
        if tag.pk in gone:
            raise TagMergeRefused(f"“{tag}” has been merged into “{gone[tag.pk]}” already.")
    note_public(loser, survivor)
    record = TagMerge.objects.create(loser=loser, survivor=survivor, actor=actor, reason=reason)
    settle()
    detail = {"record": record.pk, "loser": loser.name, "survivor": survivor.name}
    _log(loser, "merge", actor=actor, note=reason, detail=detail)
    _log(survivor, "absorb", actor=actor, note=reason, detail=detail)
    return record


@transaction.atomic
def undo(record: TagMerge, *, actor: User, reason: str = "") -> TagMerge:
    """Let both tags stand alone again. Raises PermissionDenied or TagMergeRefused."""
    require(actor, MERGE)
    record = TagMerge.objects.select_for_update().get(pk=record.pk)
    if not record.is_active:
        raise TagMergeRefused(f"The merge of “{record.loser}” was undone before.")
    note_public(record.survivor)
    record.undone_at, record.undone_by, record.undo_reason = timezone.now(), actor, reason
    record.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    settle()
    for tag in (record.loser, record.survivor):
        _log(tag, "unmerge", actor=actor, note=reason, detail={"record": record.pk})
    return record


def _log(
    tag: Tag, verb: str, *, actor: User, note: str = "", detail: dict[str, object] | None = None
) -> None:
    TagEvent.objects.create(item=tag, verb=verb, actor=actor, note=note, detail=detail or {})
