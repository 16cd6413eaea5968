"""What merging FAQs changes elsewhere: every page that refers to them, every address that will lead on.

Pages of other apps are found through the catalogue and through the foreign keys that point at a FAQ;
nothing here knows which apps there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from faqs.models.draft import Faq
from newsdesk.catalogue.models import Merged, Page, PastPath, Reference
from newsdesk.publishing.models import WorkingCopy

from . import links_in_text
from .guards import family

LIVE, SCHEDULED, WORKING_COPY = "live edition", "scheduled edition", "working copy"
LISTED, IN_TEXT = "lists the question", "links to it in the text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A page that refers to a question that is merged away: where in it, and where to open it."""

    key: str
    kind: str
    title: str
    places: tuple[str, ...]
    edit: str
    public: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An address that readers may know, and the one that it will lead to."""

    path: str
    to: str


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
    gone = {key for loser in losers for key in family(loser.pk)}
    names = {f"faq:{key}" for key in gone}
    paths = _paths(names)
    found = _Found()
    _from_catalogue(found, names)
    _from_working_copies(found, gone)
    _from_texts(found, paths)
    for key in names | {survivor.key}:
        found.places.pop(key, None)
    uses = tuple(sorted(_uses(found), key=lambda use: (use.kind, use.title, use.key)))
    to = Page.objects.filter(key=survivor.key).values_list("path", flat=True).first()
    return Impact(
        uses=uses,
        redirects=tuple(Redirect(path=path, to=to or survivor.public_path) for path in paths),
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
    for field_name, model in _pointing():
        rows = model._default_manager.filter(**{f"{field_name}__in": wanted}, item__discarded=False)
        for row in rows.select_related("item"):
            users[getattr(row, f"{field_name}_id")].setdefault(row.item.key, str(row.item))
    return users


def _paths(names: set[str]) -> list[str]:
    now = Page.objects.filter(key__in=names).values_list("path", flat=True)
    past = PastPath.objects.filter(key__in=names).values_list("path", flat=True)
    return sorted({*now, *past})


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
    for name, model in _pointing():
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
    models = links_in_text.kinds()
    for key, places in found.places.items():
        prefix, _, number = key.partition(":")
        model = models[prefix]
        yield Use(
            key=key,
            kind=str(model._meta.verbose_name),
            title=found.titles[key],
            places=tuple(places),
            edit=_edit_address(model, number),
            public=found.public.get(key, ""),
        )


def _edit_address(model: type[WorkingCopy], number: str) -> str:
    try:
        return reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[number]
        )
    except NoReverseMatch:
        return ""


def _pointing() -> Iterator[tuple[str, Any]]:
    """Yield name and model of every foreign key from a row of another kind of page to a FAQ."""
    app = Faq._meta.app_label
    for model in apps.get_models():
        if model._meta.app_label == app or not _owner(model):
            continue
        for each in model._meta.get_fields():
            if each.many_to_one and each.related_model is Faq:
                yield each.name, model


def _owner(model: Any) -> Any:
    """Return the kind of page that rows of `model` are parts of, or None."""
    names = {each.name for each in model._meta.get_fields()}
    owner = model._meta.get_field("item").related_model if "item" in names else None
    return owner if isinstance(owner, type) and issubclass(owner, WorkingCopy) else None
