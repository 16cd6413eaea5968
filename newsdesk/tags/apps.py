"""App configuration: who knows which tag is shown as which, and what keeps addresses of new tags."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save

from newsdesk.catalogue.kinds import add_tombstones
from newsdesk.pages.triggers import create_triggers


class TagsConfig(AppConfig):
    name = "newsdesk.tags"
    label = "tags"

    def ready(self) -> None:
        from newsdesk.tags.addresses import remember_address, renamed

        add_tombstones("tag", renamed)
        post_save.connect(remember_address, sender="taggit.Tag")
        post_migrate.connect(create_triggers, sender=self)
