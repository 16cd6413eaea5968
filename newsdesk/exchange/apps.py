"""App configuration."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "newsdesk.exchange"
    label = "exchange"
