"""App configuration: listens to what is frozen, shown and merged; guards the rows that are written once."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class WebhooksConfig(AppConfig):
    name = "newsdesk.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from newsdesk.catalogue.write import pages_written
        from newsdesk.merging.engine import pages_merged, pages_parted
        from newsdesk.webhooks import clock, occurrences  # noqa: F401  What runs by the clock.
        from newsdesk.workflow.editions import editions_frozen

        post_migrate.connect(create_triggers, sender=self)
        editions_frozen.connect(occurrences.note_frozen)
        pages_written.connect(occurrences.tell_of_written)
        pages_merged.connect(occurrences.tell_of_merge)
        pages_parted.connect(occurrences.tell_of_parting)
