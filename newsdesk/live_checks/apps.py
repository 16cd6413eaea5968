"""App configuration."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "newsdesk.live_checks"
    label = "upkeep"
