"""App configuration: tells the catalogue who knows the app's pages, and guards append-only rows."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.catalogue.entries import register
from newsdesk.pages.triggers import create_triggers


class EntitiesConfig(AppConfig):
    name = "entities"

    def ready(self) -> None:
        register("entity", "entities.entry.all_entries", tombstones="entities.entry.all_tombstones")
        post_migrate.connect(create_triggers, sender=self)
