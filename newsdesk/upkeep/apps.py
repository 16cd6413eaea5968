"""App configuration."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "newsdesk.upkeep"
    label = "upkeep"
