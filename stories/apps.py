"""App configuration: registers the app's kind of page, and guards append-only rows."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class StoriesConfig(AppConfig):
    name = "stories"

    def ready(self) -> None:
        from newsdesk.workflow.register import register
        from stories.workflow import STORY

        register(STORY)
        post_migrate.connect(create_triggers, sender=self)
