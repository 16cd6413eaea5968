"""App configuration: commands of the whole desk, and the inbox of error reports."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "newsdesk.site"
    label = "newsdesk_site"
