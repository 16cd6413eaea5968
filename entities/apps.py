"""App configuration: registers the app's kind of page, and guards append-only rows."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class EntitiesConfig(AppConfig):
    name = "entities"

    def ready(self) -> None:
        from entities.workflow import ENTITY
        from newsdesk.workflow.register import register

        register(ENTITY)
        post_migrate.connect(create_triggers, sender=self)
