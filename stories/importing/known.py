"""What the desk knows already: the names of topics and outlets, read for the parser; new outlets."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache

from django.contrib.auth.models import User
from django.utils import timezone

from entities.models.draft import Entity
from entities.models.outlet import Outlet, outlet_key
from entities.outlet_register import RegisterEntry, register
from entities.outlets import fill, known_outlets, save
from entities.register_loading import document_of
from newsdesk.importing.models import NameAnswer, SectionWord
from newsdesk.pages.documents import Data
from newsdesk.pages.lines import from_lines, to_lines
from stories.importing.explainer import KnownEntity, KnownNames, KnownOutlet
from stories.importing.outlet_directory import Directory
from stories.importing.register import Register


def known_names() -> KnownNames:
    """Return the names of all topics and outlets, the desk's words for sections, and what it has said
    of names. Four queries.
    """
    return KnownNames(
        entities=Register(_entities()),
        outlets=Directory.of(_outlets()),
        sections=section_words(),
        names=name_answers(),
    )


def name_answers() -> dict[str, str]:
    """Return what the desk has said of names that stood where an outlet stands, the last answer to each."""
    rows = NameAnswer.objects.order_by("answered_at", "pk")
    return dict(rows.values_list("form", "meaning"))


def remember_names(answers: Mapping[str, tuple[str, str]], actor: User) -> None:
    """Write down what names are: the words and the meaning by form. Each answer is a row: nothing is lost."""
    before = name_answers()
    NameAnswer.objects.bulk_create(
        NameAnswer(
            form=form,
            words=words,
            meaning=meaning,
            answered_by=actor,
            answered_at=timezone.now(),
        )
        for form, (words, meaning) in answers.items()
        if before.get(form) != meaning
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
    """Return what is known once these pages, data by key, have been written.

    Reading everything anew after each of a thousand pages would take longer than to write them. An outlet
    that a page has brought along was known to the register before, or stays a guess.
    """
    topics = Register.of(known.entities)
    for key, page in written:
        if key.startswith("entity:") and topics.get(key) is None:
            topics.add(
                KnownEntity(
                    key=key,
                    name=page["name"],
                    kind=page["kind"],
                    aliases=tuple(page["aliases"]),
                    description=page["description"],
                )
            )
    return replace(known, entities=topics)


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
    """Yield the desk's outlets; what is only a guess stays one until somebody confirms it."""
    fields = ("name", "aliases", "domains", "kind")
    for name, aliases, domains, kind in Outlet.objects.filter(proposed=False).values_list(*fields):
        yield KnownOutlet(
            name=name, aliases=to_lines(aliases), domains=to_lines(domains), kind=kind
        )


def make_outlets(names: Iterable[str], *, guesses: Collection[str] = ()) -> None:
    """Make rows for outlets that the desk does not have yet, with all that the register knows of them.

    One of `guesses` is marked as a guess; one that was a guess and is none any more is an outlet now.
    """
    wanted = {name for name in names if name}
    have = known_outlets(wanted)
    for name, outlet in have.items():
        if outlet.proposed and name not in guesses:
            outlet.proposed = False
            save(outlet)
    for name in sorted(wanted - have.keys()):
        registered = _registered().get(outlet_key(name))
        if registered is None:
            save(Outlet(name=name, proposed=name in guesses))
        elif same := known_outlets([name, registered.name]):
            _also_called(name, same)
        else:
            aliases = _aliases(registered, name)
            taken = known_outlets(aliases)
            free = tuple(each for each in aliases if each not in taken)
            save(fill(Outlet(registered=True), document_of(registered, free)))


def _also_called(name: str, known: dict[str, Outlet]) -> None:
    """Let an outlet that the desk has under the name by which all know it be found as `name` too."""
    if name not in known:
        (outlet,) = known.values()
        outlet.aliases = from_lines((*to_lines(outlet.aliases), name))
        save(outlet)


@cache
def _registered() -> dict[str, RegisterEntry]:
    """Return the outlets of the register by each of their names, as these are looked up."""
    found: dict[str, RegisterEntry] = {}
    for each in register(more=True):
        for name in (each.name, *each.aliases):
            found.setdefault(outlet_key(name), each)
    return found


def _aliases(outlet: RegisterEntry, used: str) -> tuple[str, ...]:
    """Return the aliases of an outlet, with the form that was used if it is none of its names yet."""
    forms = {outlet_key(form) for form in (outlet.name, *outlet.aliases)}
    return outlet.aliases if outlet_key(used) in forms else (*outlet.aliases, used)
