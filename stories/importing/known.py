"""What the desk knows already: the names of topics and outlets, read for the parser; new outlets."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.outlets import known_outlets, save
from newsdesk.importing.models import SectionWord
from newsdesk.pages.documents import Data
from newsdesk.pages.lines import from_lines, to_lines
from newsdesk.text.names_and_words import fold
from stories.importing.explainer import KnownEntity, KnownNames, KnownOutlet
from stories.importing.known_outlets import WELL_KNOWN
from stories.importing.outlets import without_article
from stories.importing.register import Register


def known_names() -> KnownNames:
    """Return the names of all topics and outlets, and the desk's words for sections. Three queries."""
    return KnownNames(
        entities=Register(_entities()), outlets=tuple(_outlets()), sections=section_words()
    )


def section_words() -> dict[str, str]:
    """Return the section that each of the desk's own words names, by form."""
    return dict(SectionWord.objects.values_list("form", "section"))


def remember_sections(answers: Mapping[str, tuple[str, str]], actor: User) -> None:
    """Write down which section a heading names: words and section by form. What is known is changed."""
    for form, (words, section) in answers.items():
        SectionWord.objects.update_or_create(
            form=form, defaults={"words": words, "section": section, "added_by": actor}
        )


def after(known: KnownNames, written: Iterable[tuple[str, Data]]) -> KnownNames:
    """Return what is known once these pages, data by key, have been written. One query.

    Reading everything anew after each of a thousand pages would take longer than to write them.
    """
    register = Register.of(known.entities)
    for key, page in written:
        if key.startswith("entity:") and register.get(key) is None:
            register.add(
                KnownEntity(
                    key=key,
                    name=page["name"],
                    kind=page["kind"],
                    aliases=tuple(page["aliases"]),
                    description=page["description"],
                )
            )
    same = len(known.outlets) == Outlet.objects.count()
    outlets = known.outlets if same else tuple(_outlets())
    return KnownNames(entities=register, outlets=outlets, sections=known.sections)


def _entities() -> Iterable[KnownEntity]:
    """Yield the topics; one that was merged into another lends its names to that one."""
    fields = ("pk", "name", "kind", "aliases", "description", "merged_into_id")
    rows = {row[0]: row for row in Entity.objects.filter(discarded=False).values_list(*fields)}
    names: dict[int, list[str]] = {pk: [] for pk in rows}
    for pk, name, _, aliases, _, _ in rows.values():
        survivor = pk
        for _ in rows:  # Merges may be chained; they never go round in a circle.
            if rows[survivor][5] not in rows:
                break
            survivor = rows[survivor][5]
        names[survivor] += [name, *to_lines(aliases)]
    for pk, name, kind, _, description, merged_into in rows.values():
        if merged_into is None:
            others = tuple(other for other in names[pk] if other and other != name)
            yield KnownEntity(
                key=f"entity:{pk}", name=name, kind=kind, aliases=others, description=description
            )


def _outlets() -> Iterable[KnownOutlet]:
    for name, aliases, domains in Outlet.objects.values_list("name", "aliases", "domains"):
        yield KnownOutlet(name=name, aliases=to_lines(aliases), domains=to_lines(domains))


def make_outlets(names: Iterable[str]) -> None:
    """Make rows for outlets that the desk does not have yet; the well-known with aliases and domains."""
    wanted = {name for name in names if name}
    for name in sorted(wanted - known_outlets(wanted).keys()):
        outlet = _well_known(name) or KnownOutlet(name=name)
        if same := known_outlets([name, outlet.name]):
            _also_called(name, same)
            continue
        aliases = _aliases(outlet, name)
        taken = known_outlets(aliases)
        save(
            Outlet(
                name=outlet.name,
                aliases=from_lines(tuple(each for each in aliases if each not in taken)),
                domains=from_lines(outlet.domains),
            )
        )


def _also_called(name: str, known: dict[str, Outlet]) -> None:
    """Let an outlet that the desk has under the name by which all know it be found as `name` too."""
    if name not in known:
        (outlet,) = known.values()
        outlet.aliases = from_lines((*to_lines(outlet.aliases), name))
        save(outlet)


def _well_known(name: str) -> KnownOutlet | None:
    wanted = fold(without_article(name))
    for outlet in WELL_KNOWN:
        if wanted in {fold(without_article(form)) for form in (outlet.name, *outlet.aliases)}:
            return outlet
    return None


def _aliases(outlet: KnownOutlet, used: str) -> tuple[str, ...]:
    """Return the aliases of an outlet, with the form that was used if it is none of its names yet."""
    forms = {fold(form) for form in (outlet.name, *outlet.aliases)}
    return outlet.aliases if fold(used) in forms else (*outlet.aliases, used)
