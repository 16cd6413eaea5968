"""Rows of the desk itself: the filters of lists that somebody has saved for themselves."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from newsdesk.pages.fields import LineField

NAME_LENGTH = 60
QUERY_LENGTH = 2_000
# So many of one person stand above one list.
MOST_SAVED = 30


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Saved filters, in the order of their names."""

    def of(self, person: User, model: type[models.Model]) -> "SavedFilterQuerySet":
        """Keep those that a person has saved of the list of one kind of page."""
        return self.filter(person=person, kind=model._meta.label_lower)


class SavedFilter(models.Model):
    """A filter of one list under a name, for one person alone; it goes with their account.

    `kind` is the label of what is listed, "stories.story"; `query` what the list is asked for, as it stands
    in the address, "state=drafting&owner=5".
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=100)
    name = LineField(max_length=NAME_LENGTH)
    query = models.CharField(max_length=QUERY_LENGTH)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "name"], name="saved_filter_once"),
        ]

    def __str__(self) -> str:
        return self.name
