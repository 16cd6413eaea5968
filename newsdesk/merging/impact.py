"""What a merge changes elsewhere, told alike for every kind of row: pages that refer to it, addresses.

Nothing here knows which apps there are: pages are found by the foreign keys that point at a row.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from newsdesk.catalogue.models import Page, PageQuerySet, PastPath
from newsdesk.merging import links_in_text
from newsdesk.merging.foreign_keys import referring_rows
from newsdesk.pages.models import WorkingCopy
from newsdesk.workflow.register import workflow_named, workflows

LIVE, SCHEDULED, DRAFT = "published version", "scheduled version", "draft"
IN_TEXT = "links to it in the text"
# Where a name changes that drafts show at once.
APPROVED = "What was approved with the old name has to be approved again."

NEVER_PUBLIC = "It was never public: no address leads on."
CARDS = "Where other sites show its card, they show that of the page to keep."


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A page that refers to a row that is merged: where in it, and where to open it."""

    key: str
    kind: str
    title: str
    places: tuple[str, ...]
    edit: str
    public: str

    @classmethod
    def of(cls, key: str, *, title: str, places: Iterable[str], public: str) -> "Use":
        """Return the use in the page `key`, "story:5"; `public` is its path where readers see it."""
        name, _, number = key.partition(":")
        model = workflow_named(name).model
        return cls(
            key=key,
            kind=str(model._meta.verbose_name),
            title=title,
            places=tuple(places),
            edit=_edit_address(model, number),
            public=public,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An address that readers may know, and the one that it will lead to."""

    path: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list with its feed that shows a page now: `stays` tells whether the page to keep is in it as well."""

    name: str
    path: str
    stays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What a deed does outside of what it is done to: `uses` are the pages concerned, `told` what becomes of
    them; `redirects` are addresses that will lead on, `dying` those that readers will not find any more,
    `listings` the lists and feeds that the page leaves, `slots` the places on front pages that hold it.
    """

    uses: tuple[Use, ...] = ()
    told: str = ""
    redirects: tuple[Redirect, ...] = ()
    dying: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    slots: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.uses or self.redirects or self.dying or self.slots)


@dataclass(slots=True)
class ReferringPages:
    """Pages that refer to something, gathered with the places."""

    places: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, str] = field(default_factory=dict)
    public: dict[str, str] = field(default_factory=dict)

    def page(self, page: Page, how: str = "") -> None:
        """Add what readers see now or later."""
        live = page.visible_from <= timezone.now()
        self._add(page.key, page.title, LIVE if live else SCHEDULED, how)
        if live:
            self.public[page.key] = page.path

    def draft(self, item: WorkingCopy, how: str = "") -> None:
        """Add what is being written."""
        self._add(item.key, str(item), DRAFT, how)

    def uses(self, *, but: str = "") -> tuple[Use, ...]:
        return in_order(
            Use.of(key, title=self.titles[key], places=places, public=self.public.get(key, ""))
            for key, places in self.places.items()
            if key != but
        )

    def _add(self, key: str, title: str, where: str, how: str) -> None:
        place = f"{where} {how}".strip()
        if place not in self.places[key]:
            self.places[key].append(place)
        self.titles.setdefault(key, title)


def shown_pages() -> PageQuerySet:
    """Return the pages that readers see now or later."""
    return Page.objects.to_see().defer("text").order_by("pk")


def uses_of_page(item: WorkingCopy) -> tuple[Use, ...]:
    """Return every page that names `item`, a page of any kind, or links to it in its text."""
    found, paths = ReferringPages(), paths_of([item.key])
    for page in shown_pages().mentioning(item.key):
        found.page(page)
    for _, row in referring_rows(type(item), [item.pk]):
        found.draft(row.item)
    for page in links_in_text.pages(paths):
        found.page(page, IN_TEXT)
    for draft in links_in_text.working_copies(paths):
        found.draft(draft, IN_TEXT)
    return found.uses(but=item.key)


def titled(keys: Iterable[str]) -> dict[str, Use]:
    """Return pages by key, without saying where in them. One query for each kind of page."""
    found: dict[str, Use] = {}
    wanted = set(keys)
    for kind in workflows():
        prefix = f"{kind.kind.name}:"
        numbers = [key.removeprefix(prefix) for key in wanted if key.startswith(prefix)]
        for row in kind.items.filter(pk__in=numbers) if numbers else ():
            found[row.key] = Use.of(row.key, title=str(row), places=(), public="")
    return found


def in_order(uses: Iterable[Use]) -> tuple[Use, ...]:
    return tuple(sorted(uses, key=lambda use: (use.kind, use.title, use.key)))


def paths_of(keys: Iterable[str]) -> list[str]:
    """Return the addresses of pages, now and before. Two queries."""
    now = Page.objects.filter(key__in=keys).values_list("path", flat=True)
    past = PastPath.objects.filter(key__in=keys).values_list("path", flat=True)
    return sorted({*now, *past})


def redirects(keys: Collection[str], survivor: WorkingCopy) -> tuple[Redirect, ...]:
    """Return the addresses of pages, now and before, that will lead to the page of `survivor`. One query."""
    now = Page.objects.filter(key__in=[*keys, survivor.key]).order_by().values_list("key", "path")
    past = PastPath.objects.filter(key__in=keys).order_by().values_list("key", "path")
    found = list(now.union(past))
    to = next((path for key, path in found if key == survivor.key), survivor.public_path)
    paths = sorted({path for key, path in found if key != survivor.key})
    return tuple(Redirect(path=path, to=to) for path in paths)


def _edit_address(model: type[Model], number: str) -> str:
    try:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        return reverse(name, args=[number])
    except NoReverseMatch:
        return ""
