"""App configuration: registers the app's kind of page, and guards append-only rows."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class StoriesConfig(AppConfig):
    name = "stories"

    def ready(self) -> None:
        from newsdesk.catalogue.kinds import add_tombstones
        from newsdesk.workflow.register import register
        from stories.authors import renamed
        from stories.workflow import STORY

        register(STORY)
        add_tombstones("author", renamed)
        post_migrate.connect(create_triggers, sender=self)
