"""App configuration."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "newsdesk.pages"
    label = "pages"

    def ready(self) -> None:
        from newsdesk.pages import system_checks  # noqa: F401  Registers them.
