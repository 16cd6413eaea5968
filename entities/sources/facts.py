"""What a page of news says, as values of the fields that reports and sources have, with the desk's outlets.

An outlet that the domain of the address belongs to is the outlet, whatever the page calls itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db.models import Q

from entities.models.outlet import Outlet
from entities.outlet_register import register
from entities.outlets import known_outlets
from newsdesk.intake.news.found import Found, NewsPage
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
        *_of_outlet("wire", known_outlets([page.agency.text]).get(page.agency.text), page.agency),
    ]
    if page.paywall:
        facts.append(Fact(name="paywalled", value="on", shown="yes", where=page.paywall.where))
    return Source(facts=tuple(facts), host=host)


def _plain(name: str, found: Found) -> Iterator[Fact]:
    if found:
        yield Fact(
            name=name, value=found.text, shown=found.text, where=found.where, guess=found.guess
        )


def _of_outlet(name: str, outlet: Outlet | None, found: Found) -> Iterator[Fact]:
    if outlet is not None:
        yield Fact(
            name=name, value=str(outlet.pk), shown=outlet.name, where=found.where, guess=found.guess
        )
    elif found:
        yield Fact(name=name, value="", shown=found.text, where=found.where, guess=found.guess)


def _outlet(named: Found, host: str) -> tuple[Outlet | None, Found]:
    """Return the outlet of a page, None where the desk has it not, and its name with where it was found."""
    if outlet := outlet_at(host):
        return outlet, Found(outlet.name, REGISTER)
    if known := _registered().get(next((d for d in _domains(host) if d in _registered()), "")):
        return known_outlets([known]).get(known), Found(known, REGISTER)
    return known_outlets([named.text]).get(named.text), named


def outlet_at(host: str) -> Outlet | None:
    """Return the desk's outlet that a host belongs to, the longest of its domains first."""
    wanted = list(_domains(host))
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


def _domains(host: str) -> Iterator[str]:
    """Yield a host and the domains that it is in: "world.paper.example", "paper.example"."""
    while "." in host:
        yield host
        host = host.partition(".")[2]


@cache
def _registered() -> dict[str, str]:
    """Return the name of each outlet of the register that comes with the product, by its domains."""
    return {domain: each.name for each in register(more=True) for domain in each.domains}
