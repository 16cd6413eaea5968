"""App configuration."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "newsdesk.publishing"
    label = "publishing"

    def ready(self) -> None:
        from . import checks  # noqa: F401  Registers them.
