"""Secrets of second factors as they lie in the database: sealed, so that a copy of it opens no account."""

import base64
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

logger = logging.getLogger("newsdesk.accounts")
_SALT = "newsdesk.accounts.sealed_secrets"


def seal(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the secret; one that fits no code where the key is gone that it was sealed with."""
    try:
        return _fernet().decrypt(sealed).decode()
    except InvalidToken:
        logger.exception("A secret of two-step sign-in cannot be read: was the secret key changed?")
        # SECURITY: chance, never "" - an empty secret has codes that anybody can work out.
        return base64.b32encode(secrets.token_bytes(20)).decode()


def resealed(sealed: str) -> str:
    """Return the secret sealed with the newest key. Raises InvalidToken."""
    return _fernet().rotate(sealed).decode()


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac(_SALT, "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
