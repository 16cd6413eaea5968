"""How many letters one address may send, and all of them together.

SECURITY: no address is kept. What is counted under is an HMAC of the address with a random salt that
exists in the cache alone and is another one every day: once it has expired, nobody can tell whose
count it was, not with the secret key either.
"""

import hmac
import logging
import secrets
import threading
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

    A cache that is down must not shut the letterbox, nor leave it open to whoever fills it: then this
    process counts by itself, all senders together.
    """
    now = time.time()
    try:
        sender = _sender(request, int(now // DAY))
        waits = [_wait(f"{sender}:{seconds}", most, seconds, now) for most, seconds in PER_ADDRESS]
        # Who is shut out alone must not use up what there is for everybody.
        if not any(waits):
            waits.append(_wait("everybody", settings.LETTERS_AN_HOUR, HOUR, now))
    except Exception:
        logger.exception("The cache did not answer: this process counts letters by itself.")
        waits = [_ALONE.wait(now)]
    if longest := max(waits):
        raise TooMany(longest)


class _Alone:
    """The letters of the last hour, as this process has counted them."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._lock = threading.Lock()

    def wait(self, now: float) -> int:
        """Count one; return how long to wait if it is one too many, else 0."""
        with self._lock:
            self._times = [each for each in self._times if each > now - HOUR]
            if len(self._times) >= settings.LETTERS_AN_HOUR:
                return max(1, int(self._times[0] + HOUR - now)) if self._times else HOUR
            self._times.append(now)
            return 0


_ALONE = _Alone()


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
