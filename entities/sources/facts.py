"""What a page of news says, as values of the fields that reports and sources have, with the desk's outlets.

An outlet that the domain of the address belongs to is the outlet, whatever the page calls itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from entities.models.outlet import Outlet
from entities.outlet_register import domains_of, registered_as, registered_at
from entities.outlets import known_outlets
from newsdesk.intake.news.found import FoundText, NewsPage
from newsdesk.pages.lines import to_lines
from newsdesk.requests.addresses import host_of

REGISTER = "the register, by its domain"
# What is found of a report, by the names of its fields.
CALLED = {
    "url": "link",
    "outlet": "outlet",
    "headline": "headline",
    "reporters": "reporters",
    "published": "date",
    "wire": "agency",
    "paywalled": "subscription",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that was found. `name` is that of the field in a report; `value` is what its input holds
    (of an outlet the primary key, "" where the desk does not have it yet), `shown` what a person reads.
    """

    name: str
    value: str
    shown: str
    where: str
    guess: bool = False

    @property
    def sentence(self) -> str:
        """Where it was found, for beside the field."""
        return f"A guess from {self.where}: check it." if self.guess else f"Found in {self.where}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What was found of one page; `host` is where it is."""

    facts: tuple[Fact, ...]
    host: str

    def shown(self, name: str) -> str:
        return next((fact.shown for fact in self.facts if fact.name == name), "")

    @property
    def told(self) -> str:
        """One sentence about what was found, for a list in which reports are made of addresses."""
        guesses = [CALLED[fact.name] for fact in self.facts if fact.guess]
        told = (
            "Read." if self.shown("outlet") else "Read; the page does not say which outlet it is."
        )
        if self.unknown_outlet:
            told = f"Read; {self.unknown_outlet} is new to the desk and becomes an outlet."
        return f"{told} A guess: {', '.join(guesses)}." if guesses else told

    @property
    def unknown_outlet(self) -> str:
        """The name of the outlet, where the desk does not have it yet."""
        return next((f.shown for f in self.facts if f.name == "outlet" and not f.value), "")


def source_of(page: NewsPage) -> Source:
    """Return what a page says, with the outlet that its address belongs to. Two queries at most."""
    host = host_of(page.address.text).removeprefix("www.")
    outlet, named = _outlet(page.outlet, host)
    facts = [
        *_plain("url", page.address),
        *_of_outlet("outlet", outlet, named),
        *_plain("headline", page.headline),
        *_plain("reporters", page.reporters),
        *_plain("published", page.day),
        *_of_wire(page.agency, named.text),
    ]
    if page.paywall:
        where, guess = page.paywall.where, page.paywall.guess
        facts.append(Fact(name="paywalled", value="on", shown="yes", where=where, guess=guess))
    return Source(facts=tuple(facts), host=host)


def _plain(name: str, found: FoundText) -> Iterator[Fact]:
    if found:
        yield Fact(
            name=name, value=found.text, shown=found.text, where=found.where, guess=found.guess
        )


def _of_outlet(name: str, outlet: Outlet | None, found: FoundText) -> Iterator[Fact]:
    if outlet is not None:
        yield Fact(
            name=name, value=str(outlet.pk), shown=outlet.name, where=found.where, guess=found.guess
        )
    elif found:
        yield Fact(name=name, value="", shown=found.text, where=found.where, guess=found.guess)


def _of_wire(agency: FoundText, outlet: str) -> Iterator[Fact]:
    """Yield the agency behind a report, where it is not the outlet itself."""
    if outlet not in (agency.text, registered_as(agency.text)):
        yield from _of_outlet("wire", known_outlets([agency.text]).get(agency.text), agency)


def _outlet(named: FoundText, host: str) -> tuple[Outlet | None, FoundText]:
    """Return the outlet of a page, None where the desk has it not, and its name with where it was found."""
    if outlet := outlet_at(host):
        return outlet, FoundText(outlet.name, REGISTER)
    if known := registered_at(host):
        return known_outlets([known]).get(known), FoundText(known, REGISTER)
    if outlet := known_outlets([named.text]).get(named.text):
        return outlet, named
    # By name alone where nothing says where the page stood: papers of one name are told by their addresses.
    if not host and (known := registered_as(named.text)):
        return known_outlets([known]).get(known), FoundText(known, named.where, named.guess)
    return None, named


def outlet_at(host: str) -> Outlet | None:
    """Return the desk's outlet that a host belongs to, the longest of its domains first."""
    wanted = list(domains_of(host))
    if not wanted:
        return None
    somewhere = Q()
    for domain in wanted:
        somewhere |= Q(domains__icontains=domain)
    rows = Outlet.objects.filter(somewhere).select_related("shown_as")
    of_domain = {
        domain.casefold().removeprefix("www."): row
        for row in rows
        for domain in to_lines(row.domains)
    }
    found = next((of_domain[domain] for domain in wanted if domain in of_domain), None)
    return found and (found.shown_as or found)
