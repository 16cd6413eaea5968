"""App configuration."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "newsdesk.publication"
    label = "publication"
