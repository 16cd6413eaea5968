"""App configuration: offers sections to menus, guards the log of sections and front pages."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class SectionsConfig(AppConfig):
    name = "newsdesk.sections"
    label = "sections"

    def ready(self) -> None:
        from newsdesk.catalogue.search import called_in
        from newsdesk.publication.targets import offer
        from newsdesk.sections.current import menu_targets
        from newsdesk.sections.models.section import PREFIX, Section

        offer("sections", menu_targets)
        called_in(PREFIX, Section)
        post_migrate.connect(create_triggers, sender=self)
