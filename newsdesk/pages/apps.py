"""App configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.findable_index import create_indexes


class PagesConfig(AppConfig):
    name = "newsdesk.pages"
    label = "pages"

    def ready(self) -> None:
        from newsdesk.pages import system_checks  # noqa: F401  Registers them.

        post_migrate.connect(create_indexes)
