"""App configuration."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "newsdesk.bulk"
    label = "bulk"
