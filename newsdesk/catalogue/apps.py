"""App configuration: search tables and the triggers of the generation are made after each migrate."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.catalogue.generation import create_triggers
from newsdesk.catalogue.search_tables import create_tables


class CatalogueConfig(AppConfig):
    name = "newsdesk.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        post_migrate.connect(create_tables, sender=self)
        post_migrate.connect(create_triggers)
