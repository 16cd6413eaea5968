"""The sections as readers see them now: what kickers, the menu and their pages show."""

from dataclasses import dataclass
from functools import cached_property

from django.core.validators import slug_re
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.urls import reverse

from newsdesk.catalogue.kept import kept
from newsdesk.catalogue.models import Reference
from newsdesk.publication.targets import Target
from newsdesk.sections.models.section import PREFIX, Section


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as pages show it; `path` is empty where no visible story is in it, so that it has no page."""

    slug: str
    name: str
    standfirst: str
    tone: int
    path: str


@dataclass(frozen=True)
class Sections:
    """All sections, in the order of the menu."""

    all: tuple[ShownSection, ...] = ()

    @cached_property
    def menu(self) -> tuple[ShownSection, ...]:
        """Those that readers can open."""
        return tuple(each for each in self.all if each.path)

    def named(self, slug: str) -> ShownSection | None:
        """Return the section of that slug, None for "" and for what the desk does not know."""
        return self._by_slug.get(slug)

    def open(self, slug: str) -> ShownSection | None:
        """Return the section of that slug if readers can open it."""
        found = self.named(slug)
        return found if found and found.path else None

    @cached_property
    def _by_slug(self) -> dict[str, ShownSection]:
        return {each.slug: each for each in self.all}


def current_sections() -> Sections:
    """Return the sections of now. One query, none where that is known."""
    return kept("sections", _read)


def menu_targets() -> list[Target]:
    """Return the sections that readers can open, as what a line of the menu may lead to."""
    return [Target(label=each.name, path=each.path) for each in current_sections().menu]


def target_of(slug: str) -> str:
    """Return what the catalogue knows the section of that slug by."""
    return f"{PREFIX}{slug}"


def section_path(slug: str) -> str:
    """Return where a section is, "" for what is no slug."""
    return reverse("section", args=[slug]) if slug_re.fullmatch(slug) else ""


def _read() -> Sections:
    # SECURITY: a section whose first story waits, or is withdrawn, is told to nobody.
    stories = Reference.objects.visible().filter(shown=Concat(Value(PREFIX), OuterRef("slug")))
    rows = Section.objects.annotate(shown=Exists(stories))
    told = rows.values_list("slug", "name", "standfirst", "colour", "shown")
    return Sections(
        tuple(
            ShownSection(slug, name, standfirst, colour, section_path(slug) if shown else "")
            for slug, name, standfirst, colour, shown in told
        )
    )
