"""App configuration: all that the site is told of recipes is the one registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from newsdesk.pages.triggers import create_triggers


class RecipesConfig(AppConfig):
    name = "tests.recipes"
    label = "recipes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from newsdesk.workflow.register import register
        from tests.recipes.workflow import RECIPE

        register(RECIPE)
        post_migrate.connect(create_triggers, sender=self)
