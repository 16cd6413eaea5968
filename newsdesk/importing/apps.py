"""App configuration."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "newsdesk.importing"
    label = "importing"
