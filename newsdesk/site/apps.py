"""App configuration: commands of the whole desk, and the inbox of error reports."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "newsdesk.site"
    label = "newsdesk_site"

    def ready(self) -> None:
        from newsdesk.site import jobs  # noqa: F401  Registers what runs by the clock.
        from newsdesk.site.health import system_checks  # noqa: F401  Registers them.
