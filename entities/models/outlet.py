"""Outlets: the papers and sites whose reports a story gathers."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_noop

from newsdesk.merging.models import Mergeable, MergeableQuerySet
from newsdesk.pages.fields import LineField, LinesField
from newsdesk.pages.findable import Findable
from newsdesk.pages.lines import to_lines
from newsdesk.pages.models import Event
from newsdesk.pages.uid import Identified
from newsdesk.text.normalise import fold
from newsdesk.text.slugs import slug_of


def outlet_key(name: str) -> str:
    """Return what all writings of one outlet's name have in common.

    "The Mail & Guardian", "Mail and Guardian" and "MAIL-AND-GUARDIAN" are one outlet, "L.A. Times" and
    "LA Times" too: whoever means another one says which, as in "The Nation (Kenya)".
    """
    plain = fold(name).replace("&", " and ").replace("-", " ").replace(".", "")
    return " ".join(plain.split()).removeprefix("the ")


SLUG_LENGTH = 100
KINDS = {
    "newspaper": gettext_noop("newspaper"),
    "broadcaster": gettext_noop("broadcaster"),
    "public-broadcaster": gettext_noop("public broadcaster"),
    "state-media": gettext_noop("state media"),
    "agency": gettext_noop("news agency"),
    "magazine": gettext_noop("magazine"),
    "site": gettext_noop("news site"),
    "trade": gettext_noop("trade or scientific press"),
    "primary-source": gettext_noop("primary source: a body that publishes its own news"),
}
PRIMARY_SOURCE = "primary-source"


class Outlet(Findable, Mergeable, Identified):
    """A paper, agency or site. It has no editions; its page tells what readers see cited of it.

    `country` is a code of ISO 3166-1, `languages` are codes of ISO 639, the main one first, `owner_as_of`
    is the year for which the owner is vouched. `proposed` marks a name that an import has taken for an
    outlet's and that nobody has confirmed; `registered` one into which the facts of the product's register
    were laid down: from then on they are the desk's, and the register leaves them alone.

    `shown_as` is the last survivor of what was merged into another, so that finding it never follows
    a chain; merging alone writes it. Reports keep naming the outlet that they named: readers are shown
    the survivor's name (entities.outlet_names).

    `slug` is the address of its page, made of the name; it stays as soon as readers may have seen it.
    `past_names` are names that it had and that editions have of it, one a line; `entities.outlets.save`
    writes both. What its page says of it, from the owner on, readers see as soon as it is saved.
    """

    seen_by_readers = True

    found_by = ("name", "aliases", "domains")

    name = LineField(max_length=200, unique=True)
    aliases = LinesField(blank=True, help_text="Other names, one a line: NY Post …")
    domains = LinesField(blank=True, help_text="Its web domains, one a line: nypost.com …")
    owner = LineField(
        max_length=200,
        blank=True,
        help_text="Who owns it: a company, a family, a state. Papers of one owner count as one source. "
        "Leave it empty where you do not know.",
    )
    owner_as_of = models.PositiveSmallIntegerField(
        "owner as of",
        null=True,
        blank=True,
        help_text="The year for which that is known: 2024. Owners change.",
    )
    kind = models.CharField(max_length=20, blank=True, choices=list(KINDS.items()))
    country = models.CharField(
        max_length=2,
        blank=True,
        help_text="Two letters: GB, US, DE … Empty where it has no one seat.",
    )
    languages = LineField(
        max_length=60, blank=True, help_text="Codes, the main one first: en, cy …"
    )
    proposed = models.BooleanField(
        "only a guess",
        default=False,
        help_text="An import took this name for an outlet’s. Untick it if it is one.",
    )
    registered = models.BooleanField(default=False, editable=False)
    slug = models.SlugField(max_length=SLUG_LENGTH, unique=True, editable=False)
    past_names = LinesField(blank=True, editable=False)
    shown_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = MergeableQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        permissions = [("merge_outlet", "Can merge outlets, and undo it")]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the names that it is looked up by, too; give it an address where it has none."""
        if not self.slug:
            (self.slug,) = free_slugs([self.name])
        super().save(*args, **kwargs)
        wanted = self.keys()
        if dict(self.names.values_list("key", "own")) == wanted:
            return
        self.names.all().delete()
        OutletName.objects.bulk_create(
            OutletName(outlet=self, key=key, own=own) for key, own in wanted.items()
        )

    def keys(self) -> dict[str, bool]:
        """Return each of its names as it is looked up by, with whether it is the name itself."""
        own = outlet_key(self.name)
        aliases = (outlet_key(alias) for alias in to_lines(self.aliases))
        return {key: key == own for key in (own, *aliases) if key}


def free_slugs(names: Sequence[str]) -> list[str]:
    """Return for each name an address that no outlet has: "the-nation", then "the-nation-2". One query."""
    taken = set(Outlet.objects.values_list("slug", flat=True))
    found = []
    for name in names:
        wanted = slug_of(name, SLUG_LENGTH - 5) or "outlet"
        tries = (f"{wanted}-{number}" for number in count(2))
        slug = wanted if wanted not in taken else next(each for each in tries if each not in taken)
        taken.add(slug)
        found.append(slug)
    return found


class OutletName(models.Model):
    """A name or alias of an outlet as it is looked up by; `own` is the name itself.

    Written by `Outlet.save`. That no two outlets share one is the rule of `entities.outlets.save`, not
    of the table: a desk from before the rule may hold such pairs, and has to open.
    """

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="names")
    key = models.CharField(max_length=250, db_index=True)
    own = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outlet", "key"], name="outlet_name_once"),
        ]

    def __str__(self) -> str:
        return self.key


class OutletEvent(Event):
    """One deed done to an outlet."""

    item = models.ForeignKey("entities.Outlet", models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
