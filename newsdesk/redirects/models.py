"""Rows of old addresses, and the log of who added and removed which."""

from django.conf import settings
from django.db import models

from newsdesk.pages.append_only import AppendOnly

LONGEST = 500  # characters of an address


class Redirect(models.Model):
    """An address that this site never had and readers still know, with where it leads.

    `old` is a path, or a path with its query ("/?p=9"). `key` names the page that it leads to ("story:5"),
    wherever that is; without one it leads to what readers find at `target`. Written by `rules.py` alone.
    """

    seen_by_readers = True

    old = models.CharField("old address", max_length=LONGEST, unique=True)
    target = models.CharField("leads to", max_length=LONGEST)
    key = models.CharField(max_length=40, blank=True, db_index=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "old address"
        verbose_name_plural = "old addresses"
        ordering = ["old"]
        default_permissions = ()
        permissions = [("manage", "Can add and remove old addresses")]

    def __str__(self) -> str:
        return self.old


class RedirectDeed(AppendOnly):
    """One old address added, led elsewhere or removed: by whom and when."""

    verb = models.CharField(max_length=8)
    old = models.CharField(max_length=LONGEST)
    target = models.CharField(max_length=LONGEST)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.verb} {self.old} -> {self.target}"
