"""Outlets: the papers and sites whose reports a story gathers."""

from django.db import models

from newsdesk.merging.models import Mergeable, MergeableQuerySet
from newsdesk.publishing.fields import LineField, LinesField
from newsdesk.publishing.models import Event


class Outlet(Mergeable):
    """A paper, agency or site. It has no page of its own and no editions.

    `shown_as` is the last survivor of what was merged into another, so that finding it never follows
    a chain; merging alone writes it. Reports keep naming the outlet that they named: readers are shown
    the survivor's name (entities.naming).
    """

    name = LineField(max_length=200, unique=True)
    aliases = LinesField(blank=True, help_text="Other names, one a line: NY Post …")
    domains = LinesField(blank=True, help_text="Its web domains, one a line: nypost.com …")
    owner = LineField(
        max_length=200,
        blank=True,
        help_text="Who owns it: a company, a family, a state. Papers of one owner count as one source. "
        "Leave it empty where you do not know.",
    )
    shown_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = MergeableQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        permissions = [("merge_outlet", "Can merge outlets, and undo it")]

    def __str__(self) -> str:
        return self.name


class OutletEvent(Event):
    """One deed done to an outlet."""

    item = models.ForeignKey("entities.Outlet", models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
