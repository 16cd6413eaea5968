"""App configuration: guards the rows that are written once."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class PeopleConfig(AppConfig):
    name = "newsdesk.people"
    label = "people"

    def ready(self) -> None:
        post_migrate.connect(create_triggers, sender=self)
