"""How many letters one address may send, and all of them together.

SECURITY: no address is kept. What is counted under is an HMAC of the address with a random salt that
exists in the cache alone and is another one every day: once it has expired, nobody can tell whose
count it was, not with the secret key either.
"""

import hmac
import logging
import secrets
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from newsdesk.accounts.origin import origin_of

MINUTE, HOUR, DAY = 60, 3_600, 86_400
# Letters of one address, and the seconds in which it may send them.
PER_ADDRESS = ((5, 10 * MINUTE), (20, DAY))

logger = logging.getLogger("newsdesk.submissions")


class TooMany(Exception):
    """No more for now; `retry_after` seconds from now there is room again."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"Too many messages; try again {self.when}.")

    @property
    def when(self) -> str:
        """When there is room again, in words."""
        minutes = -(-self.retry_after // MINUTE)
        if minutes < 90:
            return f"in {max(2, minutes)} minutes"
        return f"in {-(-minutes // 60)} hours"


def count(request: HttpRequest) -> None:
    """Count one letter of the sender of `request`. Raises TooMany.

    A cache that is down must not shut the letterbox: then nothing is counted.
    """
    now = time.time()
    try:
        sender = _sender(request, int(now // DAY))
        waits = [_wait(f"{sender}:{seconds}", most, seconds, now) for most, seconds in PER_ADDRESS]
        # Who is shut out alone must not use up what there is for everybody.
        if not any(waits):
            waits.append(_wait("everybody", settings.LETTERS_AN_HOUR, HOUR, now))
    except Exception:
        logger.exception("The cache did not answer: a letter was taken without being counted.")
        return
    if longest := max(waits):
        raise TooMany(longest)


def _wait(name: str, most: int, seconds: int, now: float) -> int:
    """Count one under `name`; return how long to wait if it is one too many, else 0."""
    window = int(now // seconds)
    key = f"letters:{name}:{window}"
    cache.add(key, 0, timeout=seconds)
    try:
        number = cache.incr(key)
    except ValueError:  # It ran out between the two.
        return 0
    return max(1, int((window + 1) * seconds - now)) if number > most else 0


def _sender(request: HttpRequest, day: int) -> str:
    name = f"letters:salt:{day}"
    cache.add(name, secrets.token_hex(32), timeout=DAY)
    salt = f"{settings.SECRET_KEY}{cache.get(name) or ''}"
    return hmac.new(salt.encode(), origin_of(request).encode(), "sha256").hexdigest()[:32]
