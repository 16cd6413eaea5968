"""The signed part of a shared preview's address: made from the link's random name, checked before any query.

The address itself is stored nowhere. Who has the database alone cannot make one, and the desk can show
it again to who may share the page. What a signature cannot do, expiring early, the row does.
"""

import secrets

from django.core.signing import BadSignature, Signer


def new_uid() -> str:
    """Return 128 random bits as 22 letters."""
    return secrets.token_urlsafe(16)


def token_of(uid: str) -> str:
    return _signer().sign(uid)


def uid_of(token: str) -> str:
    """Return the random name in a token of ours. Raises LookupError for any other text."""
    try:
        return _signer().unsign(token)
    except BadSignature as error:
        raise LookupError("No preview has this address.") from error


def _signer() -> Signer:
    """Return what signs with the key of now, and knows those of before."""
    # A dot ends no signature and no random name, and mail programs do not break links at it.
    return Signer(sep=".", salt="newsdesk.comments.preview")
