"""Outlets: the papers and sites whose reports a story gathers."""

from django.db import models


class Outlet(models.Model):
    """A paper, agency or site. It has no page of its own and no editions."""

    name = models.CharField(max_length=200, unique=True)
    aliases = models.TextField(blank=True, help_text="Other names, one a line: NY Post …")
    domains = models.TextField(blank=True, help_text="Its web domains, one a line: nypost.com …")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
