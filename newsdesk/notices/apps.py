"""App configuration."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "newsdesk.notices"
    label = "notices"
