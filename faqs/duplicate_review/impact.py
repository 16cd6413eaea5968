"""What merging FAQs changes elsewhere: every page that refers to them, every address that will lead on.

Pages of other apps are found through the catalogue and through the foreign keys that point at a FAQ;
nothing here knows which apps there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from faqs.models.draft import Faq
from newsdesk.catalogue.models import Merged, Reference
from newsdesk.merging import links_in_text
from newsdesk.merging.foreign_keys import pointing
from newsdesk.merging.impact import (
    LIVE,
    SCHEDULED,
    WORKING_COPY,
    Redirect,
    Use,
    in_order,
    paths_of,
    redirects,
)
from newsdesk.merging.survivors import family

LISTED, IN_TEXT = "lists the question", "links to it in the text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Everything that a merge changes outside the pages that are merged."""

    uses: tuple[Use, ...]
    redirects: tuple[Redirect, ...]
    stories: int
    second_moderator_from: int

    @property
    def needs_second(self) -> bool:
        """Tell whether one moderator is not enough: the pages merged away are used by many others."""
        return 0 < self.second_moderator_from <= self.stories


@dataclass(slots=True)
class _Found:
    places: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, str] = field(default_factory=dict)
    public: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, where: str, how: str, *, title: str) -> None:
        place = f"{where} {how}"
        if place not in self.places[key]:
            self.places[key].append(place)
        self.titles.setdefault(key, title)


def impact_of(losers: Iterable[Faq], survivor: Faq) -> Impact:
    """Return what merging `losers` into `survivor` changes. The number of queries does not depend on how
    much there is, only on how many kinds of page there are.
    """
    gone = {key for loser in losers for key in family(Faq, loser.pk)}
    names = {f"faq:{key}" for key in gone}
    paths = paths_of(names)
    found = _Found()
    _from_catalogue(found, names)
    _from_working_copies(found, gone)
    _from_texts(found, paths)
    for key in names | {survivor.key}:
        found.places.pop(key, None)
    uses = in_order(_uses(found))
    return Impact(
        uses=uses,
        redirects=redirects(paths, survivor),
        stories=len(uses),
        second_moderator_from=getattr(settings, "NEWSDESK_SECOND_MODERATOR_FROM", 5),
    )


def inbound(keys: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return for each FAQ the pages that refer to it, live or being written: their titles by key."""
    wanted = set(keys)
    users: dict[int, dict[str, str]] = {key: {} for key in wanted}
    names = {f"faq:{key}": key for key in wanted}
    referring = Reference.objects.filter(target__in=names).values_list(
        "target", "page__key", "page__title"
    )
    for target, user, title in referring:
        users[names[target]][user] = title
    for field_name, model in pointing(Faq):
        rows = model._default_manager.filter(**{f"{field_name}__in": wanted}, item__discarded=False)
        for row in rows.select_related("item"):
            users[getattr(row, f"{field_name}_id")].setdefault(row.item.key, str(row.item))
    return users


def _from_catalogue(found: _Found, names: set[str]) -> None:
    merged = Merged.objects.filter(into__in=names).values_list("key", flat=True)
    now = timezone.now()
    still = Q(page__visible_until=None) | Q(page__visible_until__gt=now)
    rows = Reference.objects.filter(still, target__in=names | set(merged)).select_related("page")
    for row in rows.order_by("page", "position"):
        where = SCHEDULED if row.page.visible_from > now else LIVE
        how = f"asks “{row.label}”" if row.label else LISTED
        found.add(row.page.key, where, how, title=row.page.title)
        found.public[row.page.key] = row.page.path if where == LIVE else ""


def _from_working_copies(found: _Found, keys: set[int]) -> None:
    for name, model in pointing(Faq):
        rows = model._default_manager.filter(**{f"{name}__in": keys}).select_related("item")
        for row in rows.filter(item__discarded=False):
            said = getattr(row, "text", "")
            how = f"asks “{said}”" if said else LISTED
            found.add(row.item.key, WORKING_COPY, how, title=str(row.item))


def _from_texts(found: _Found, paths: list[str]) -> None:
    for item in links_in_text.working_copies(paths):
        found.add(item.key, WORKING_COPY, IN_TEXT, title=str(item))
    for page in links_in_text.pages(paths):
        found.add(page.key, LIVE, IN_TEXT, title=page.title)
        found.public[page.key] = page.path


def _uses(found: _Found) -> Iterator[Use]:
    for key, places in found.places.items():
        public = found.public.get(key, "")
        yield Use.of(key, title=found.titles[key], places=places, public=public)
