"""What is done to sections: adding and changing them."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from newsdesk.sections.models.section import Section, SectionEvent
from newsdesk.workflow.transitions import Refused, require

FIELDS = ("name", "slug", "standfirst", "colour", "position")


@transaction.atomic
def save(section: Section, *, actor: User) -> Section:
    """Store a new or changed section: readers see it at once. Raises PermissionDenied or Refused."""
    stored = Section.objects.select_for_update().filter(pk=section.pk).first()
    require(actor, "sections.change_section" if stored else "sections.add_section")
    if stored and stored.slug != section.slug:
        raise Refused("A section keeps its address: stories and readers’ bookmarks hold it.")
    section.save()
    changed: dict[str, object] = {
        name: [getattr(stored, name) if stored else None, getattr(section, name)]
        for name in FIELDS
        if not stored or getattr(stored, name) != getattr(section, name)
    }
    if changed:
        _log(section, "edit" if stored else "create", actor=actor, detail=changed)
    return section


def sections_of(slugs: Iterable[str], *, actor: User) -> dict[str, Section]:
    """Return the section of each slug, making those that this desk does not know, as from another's export.

    A made one is named after its slug. No right is asked for: nobody sees it before a story in it is out.
    """
    wanted = {slug for slug in slugs if slug}
    found = {row.slug: row for row in Section.objects.filter(slug__in=wanted)} if wanted else {}
    for slug in sorted(wanted - set(found)):
        name = slug.replace("-", " ").capitalize()
        if Section.objects.filter(name=name).exists():
            name = slug
        found[slug] = Section.objects.create(slug=slug, name=name)
        _log(found[slug], "create", actor=actor, detail={"name": [None, name]})
    return found


def _log(section: Section, verb: str, *, actor: User, detail: dict[str, object]) -> None:
    SectionEvent.objects.create(item=section, verb=verb, actor=actor, detail=detail)
