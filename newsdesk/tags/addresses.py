"""Which tag a name means, and which address readers are led to."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from taggit.models import Tag

from newsdesk.catalogue import write as catalogue
from newsdesk.catalogue.entries import Tombstone
from newsdesk.catalogue.models import Page, Reference
from newsdesk.catalogue.tags import PREFIX, tag_slug, tag_target
from newsdesk.tags.models import TagAddress, TagMerge


def tags_named(names: Iterable[str]) -> dict[str, Tag]:
    """Return the tag of each of `names`, making those that nothing knows. Two queries where all are known.

    An exact name is its own tag's, also of one that was merged: a page says again what it said when the
    merge is undone.
    """
    wanted = {name: tag_slug(name) for name in names}
    if not wanted:
        return {}
    found = {tag.name: tag for tag in Tag.objects.filter(name__in=wanted)}
    missing = {name: slug for name, slug in wanted.items() if name not in found}
    known = dict(_known(missing.values())) if missing else {}
    for name, slug in missing.items():
        if slug not in known:
            known[slug], _ = Tag.objects.get_or_create(slug=slug, defaults={"name": name})
        found[name] = known[slug]
    return found


def _known(slugs: Iterable[str]) -> Iterable[tuple[str, Tag]]:
    rows = TagAddress.objects.filter(slug__in=set(slugs)).select_related("tag")
    return [(row.slug, row.tag) for row in rows]


def remember_address(sender: type[Tag], instance: Tag, raw: bool = False, **kwargs: object) -> None:
    """Receiver of post_save: the slug of a tag, and that of its name, mean the tag unless they are
    another's already.
    """
    if raw:
        return
    for slug in {instance.slug, tag_slug(instance.name)} - {""}:
        TagAddress.objects.get_or_create(slug=slug, defaults={"tag": instance})


def owner_of(slug: str) -> Tag | None:
    """Return the tag that an address belongs to, or once belonged to. One query."""
    row = TagAddress.objects.filter(slug=slug).select_related("tag").first()
    return row.tag if row else None


def last_survivors() -> dict[int, Tag]:
    """Return, for each tag that was merged, the one that readers see in its place. One query."""
    merges = TagMerge.objects.active().select_related("survivor")
    into = {merge.loser_id: merge.survivor for merge in merges}
    found = {}
    for loser, survivor in into.items():
        last = survivor
        while last.pk in into:
            last = into[last.pk]
        found[loser] = last
    return found


def family(tag: Tag) -> set[int]:
    """Return `tag` and all that was merged into it."""
    return {tag.pk} | {pk for pk, last in last_survivors().items() if last.pk == tag.pk}


def same_for_readers(name: str) -> set[int]:
    """Return the tags that readers see as the one called `name`, in any writing; none for no tag."""
    tag = owner_of(tag_slug(name))
    return family(last_survivors().get(tag.pk, tag)) if tag else set()


def targets_of(tag: Tag) -> list[str]:
    """Return all that the catalogue may know the tag by, and what was merged into it."""
    rows = TagAddress.objects.filter(tag__in=family(tag)).values_list("slug", flat=True)
    return [f"{PREFIX}{slug}" for slug in sorted(rows)]


def renamed() -> list[Tombstone]:
    """Return every address that is not, or not any more, the one of its tag. Two queries.

    The title is the name that readers see. What that name itself would give as an address is no secret.
    """
    merged = last_survivors()
    found = []
    for row in TagAddress.objects.select_related("tag").order_by("pk"):
        last = merged.get(row.tag_id, row.tag)
        if row.slug != last.slug:
            found.append(
                Tombstone(
                    key=f"{PREFIX}{row.slug}",
                    into=f"{PREFIX}{last.slug}",
                    title=last.name,
                    known=row.public or (row.tag == last and row.slug == tag_slug(last.name)),
                )
            )
    return found


def settle() -> None:
    """Let readers be led to the addresses that tags have now."""
    catalogue.point_names(PREFIX, renamed())


def note_public(*tags: Tag) -> None:
    """Remember which addresses of `tags` readers have been shown, before they change."""
    begun = Page.objects.filter(visible_from__lte=timezone.now())
    for tag in tags:
        slugs = TagAddress.objects.filter(tag=tag).values_list("slug", flat=True)
        named = Reference.objects.filter(
            target__in=[f"{PREFIX}{slug}" for slug in slugs], page__in=begun.values("pk")
        )
        shown = {target.removeprefix(PREFIX) for target in named.values_list("target", flat=True)}
        if shown:
            shown.add(tag.slug)
        TagAddress.objects.filter(tag=tag, slug__in=shown).update(public=True)


def forget_unused(tag: Tag) -> None:
    """Give back slugs of names that the tag had and no edition ever named."""
    for row in TagAddress.objects.filter(tag=tag, public=False).exclude(
        slug__in={tag.slug, tag_slug(tag.name)}
    ):
        if not Reference.objects.filter(target=f"{PREFIX}{row.slug}").exists():
            row.delete()


def matching(words: str) -> Q:
    """Return the condition under which a tag is found by `words`, which may be unfinished."""
    slugs = [tag_slug(word) for word in words.split()]
    found = Q()
    for slug in slugs:
        rows = TagAddress.objects.filter(slug__contains=slug).values("tag")
        found &= Q(pk__in=rows)
    return found


__all__ = [
    "family",
    "forget_unused",
    "last_survivors",
    "matching",
    "note_public",
    "owner_of",
    "remember_address",
    "renamed",
    "settle",
    "tag_target",
    "tags_named",
    "targets_of",
]
