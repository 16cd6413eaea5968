"""App configuration."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "newsdesk.notifications"
    label = "notices"
