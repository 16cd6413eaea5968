"""App configuration."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "newsdesk.mail"
    label = "mail"

    def ready(self) -> None:
        from newsdesk.mail import delivery  # noqa: F401  Registers what runs by the clock.
