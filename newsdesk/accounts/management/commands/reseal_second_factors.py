"""Seal the secrets of second factors with the newest secret key."""

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand
from django.db import transaction

from newsdesk.accounts import sealed_secrets


class Command(BaseCommand):
    help = (
        "Seals the secrets of authenticator apps and recovery codes with NEWSDESK_SECRET_KEY. Run it "
        "before taking an old key out of NEWSDESK_SECRET_KEY_FALLBACKS."
    )

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        done = lost = 0
        for factor in Authenticator.objects.select_for_update().exclude(
            type=Authenticator.Type.WEBAUTHN  # Public keys: nothing to hide.
        ):
            name = "secret" if factor.type == Authenticator.Type.TOTP else "seed"
            try:
                factor.data[name] = sealed_secrets.resealed(factor.data[name])
            except InvalidToken:
                lost += 1
                continue
            factor.save(update_fields=["data"])
            done += 1
        self.stdout.write(f"{done} sealed anew, {lost} that no key opens.")
