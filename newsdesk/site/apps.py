"""App configuration: commands of the whole desk, and the inbox of error reports."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "newsdesk.site"
    label = "newsdesk_site"

    def ready(self) -> None:
        from django.apps import apps
        from django.conf import settings
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from newsdesk.pages.triggers import create_triggers
        from newsdesk.requests import error_reports
        from newsdesk.requests.queries import watch
        from newsdesk.site import jobs  # noqa: F401  Registers what runs by the clock.
        from newsdesk.site.health import system_checks  # noqa: F401  Registers them.

        connection_created.connect(watch)
        # Its rows lie lower than what guards them.
        post_migrate.connect(create_triggers, sender=apps.get_app_config("publication"))
        if settings.SENTRY_DSN:
            error_reports.start(settings.SENTRY_DSN)
