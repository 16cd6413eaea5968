"""App configuration: registers the kind of page, offers its pages to menus, guards append-only rows."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class SitePagesConfig(AppConfig):
    name = "newsdesk.site_pages"
    label = "site_pages"

    def ready(self) -> None:
        from newsdesk.publication.targets import offer
        from newsdesk.site_pages.offered import site_pages
        from newsdesk.site_pages.workflow import SITE_PAGE
        from newsdesk.workflow.register import register

        register(SITE_PAGE)
        offer("site-pages", site_pages)
        post_migrate.connect(create_triggers, sender=self)
