"""What the demo desk has beside its pages: sections, an arranged front page, profiles of those who write."""

import dataclasses
from collections.abc import Callable, Mapping

from django.contrib.auth.models import User

from newsdesk.catalogue.models import Page
from newsdesk.sections import arrangement
from newsdesk.sections import workflow as sections
from newsdesk.sections.models.front import HOME, Arrangement
from newsdesk.sections.models.section import Section
from newsdesk.site.demo.desk import CREDIT, Desk, Picture
from newsdesk.text.slugs import slug_of
from stories import authors
from stories.models.author import Author

PROFILE = ("biography", "covers", "languages", "contact", "disclosures")


def add_sections(desk: Desk, *, actor: User) -> None:
    """Make the sections that are not there, unless the login was there before and is no desk chief's."""
    if not actor.has_perm("sections.add_section"):
        return
    known = set(Section.objects.values_list("slug", flat=True))
    for place, section in enumerate(desk.sections, start=1):
        if section.slug not in known:
            sections.save(Section(**dataclasses.asdict(section), position=place), actor=actor)


def arrange(desk: Desk, keys: Mapping[str, str], *, actor: User) -> None:
    """Pin on the front page what is there, unless somebody has arranged it before.

    `keys` are those of pages by their references.
    """
    if not actor.has_perm(arrangement.ARRANGE):
        return
    if not desk.front or Arrangement.objects.filter(front=HOME).exists():
        return
    shown = set(Page.objects.visible().values_list("key", flat=True))
    for place, reference in desk.front:
        if keys.get(reference) in shown:
            arrangement.put(HOME, place, keys[reference], actor=actor)
    arrangement.show(HOME, actor=actor)


def add_profiles(desk: Desk, *, actor: User, keep: Callable[[Picture], str]) -> None:
    """Say of authors what their pages say and show, unless somebody has done it before.

    `keep` stores a picture and returns its name.
    """
    if not actor.has_perm("stories.change_author"):
        return
    for told in desk.authors:
        row = Author.objects.filter(slug=slug_of(told.name), biography="", image="").first()
        if row is None:
            continue
        for name in PROFILE:
            setattr(row, name, getattr(told, name))
        if told.portrait:
            row.image = keep(told.portrait)
            row.image_alt, row.image_credit = told.portrait.alt, CREDIT
        authors.save(row, actor=actor, fields=(*PROFILE, "image"))
