"""App configuration: tells the catalogue who knows the app's pages, and guards append-only rows."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.catalogue.entries import register
from newsdesk.pages.triggers import create_triggers


class StoriesConfig(AppConfig):
    name = "stories"

    def ready(self) -> None:
        register("story", "stories.entry.all_entries", tombstones="stories.authors.renamed")
        post_migrate.connect(create_triggers, sender=self)
