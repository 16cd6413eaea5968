"""App configuration: guards the log."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class RedirectsConfig(AppConfig):
    name = "newsdesk.redirects"
    label = "redirects"

    def ready(self) -> None:
        post_migrate.connect(create_triggers, sender=self)
