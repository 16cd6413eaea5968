"""App configuration."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "newsdesk.desk.bulk"
    label = "bulk"
