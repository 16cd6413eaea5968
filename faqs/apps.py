"""App configuration: registers the app's kind of page, and guards append-only rows."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class FaqsConfig(AppConfig):
    name = "faqs"

    def ready(self) -> None:
        from faqs.workflow import FAQ
        from newsdesk.workflow.register import register

        register(FAQ)
        from faqs import jobs  # noqa: F401  Registers what runs by the clock.

        post_migrate.connect(create_triggers, sender=self)
