"""How many letters one address may send, and all of them together. `accounts/rate.py` keeps no address."""

import logging
import threading
import time

from django.conf import settings
from django.http import HttpRequest

from newsdesk.accounts.rate import DAY, Rate
from newsdesk.text.spoken import ngettext

MINUTE, HOUR = 60, 3_600
LETTERS = Rate("letters")
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
            number = max(2, minutes)
            return ngettext("in %(number)d minute", "in %(number)d minutes", number) % {
                "number": number
            }
        number = -(-minutes // 60)
        return ngettext("in %(number)d hour", "in %(number)d hours", number) % {"number": number}


def count(request: HttpRequest) -> None:
    """Count one letter of the sender of `request`. Raises TooMany.

    A cache that is down must not shut the letterbox, nor leave it open to whoever fills it: then this
    process counts by itself, all senders together.
    """
    now = time.time()
    try:
        sender = LETTERS.sender(request, now)
        waits = [
            LETTERS.wait(f"{sender}:{seconds}", most, seconds, now) for most, seconds in PER_ADDRESS
        ]
        # Who is shut out alone must not use up what there is for everybody.
        if not any(waits):
            waits.append(LETTERS.wait("everybody", settings.LETTERS_AN_HOUR, HOUR, now))
    except Exception:
        logger.exception("The cache did not answer: this process counts letters by itself.")
        waits = [_ALONE.wait(now)]
    if longest := max(waits):
        raise TooMany(longest)


def is_first_today(request: HttpRequest, what: str) -> bool:
    """Tell whether the sender of `request` sends `what`, a digest, for the first time today, and count it.

    A cache that is down counts everybody.
    """
    now = time.time()
    try:
        return not LETTERS.wait(f"{LETTERS.sender(request, now)}:{what}", 1, DAY, now)
    except Exception:
        logger.exception("The cache did not answer: a letter may be counted twice.")
        return True


class _LettersHere:
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


_ALONE = _LettersHere()
