"""The signed slip in a letter's form: what the form is about, and since when it has been open.

Signed, not secret: it holds nothing that the page does not show.
"""

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing

# Seconds: quicker is no reader, and slower has forgotten what the page said.
SHORTEST, LONGEST = 3, 86_400


# What a form is about: what JSON holds of it.
About = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Slip:
    """An opened slip. `mark` is the same for every copy of one form, and no other form has it."""

    about: About
    age: float
    mark: str


class ForgedToken(ValueError):
    """Nobody here has signed this."""


def seal(purpose: str, about: About) -> str:
    """Return a new slip for a form of `purpose`, "ask"; `about` is plain data."""
    said = {"about": about, "at": int(time.time() * 10) / 10, "once": secrets.token_hex(8)}
    return signing.dumps(said, salt=f"newsdesk.submissions.{purpose}")


def opened(purpose: str, slip: str) -> Slip:
    """Return what a slip says, however old it is. Raises Forged."""
    try:
        said = signing.loads(slip, salt=f"newsdesk.submissions.{purpose}")
    except signing.BadSignature as error:
        raise ForgedToken("This form is not one of ours.") from error
    mark = hashlib.sha256(said["once"].encode()).hexdigest()
    return Slip(said["about"], time.time() - said["at"], mark)
