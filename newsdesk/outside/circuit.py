"""A program that does not answer is left alone for a while, and few threads wait for it at once.

A limit on each call is not enough: eight readers who ask for pictures of a store that hangs would take all
the threads of a web server for as long as the limit is, again and again.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

logger = logging.getLogger("newsdesk.outside")


class Away(ConnectionError):
    """It was not asked: it did not answer a moment ago, or enough threads wait for it."""


class Circuit:
    """One program, as this process knows it. Safe for threads.

    After a failure nobody asks for `pause` seconds; then one does, and the others go on as if it failed until
    that one has an answer. At most `most` threads ask at once; one more waits `patience` seconds for a place.
    """

    def __init__(
        self, name: str, *, pause: float, most: int | None = None, patience: float = 0
    ) -> None:
        self.name, self.pause, self.patience = name, pause, patience
        self._places = threading.BoundedSemaphore(most) if most else None
        self._lock = threading.Lock()
        self._again: float | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it has failed and has not answered since."""
        return self._again is not None

    @contextmanager
    def asking(self, is_failure: Callable[[Exception], bool]) -> Iterator[None]:
        """Ask within the block. Raises Away, or what the block raises; `is_failure` says what is no answer.

        One `asking` within another takes a second place: ask for one thing at a time.
        """
        self.begin()
        self._take_place()
        try:
            yield
        except Exception as error:
            if is_failure(error):
                self.fail(error)
            else:
                self.answered()
            raise
        else:
            self.answered()
        finally:
            if self._places:
                self._places.release()

    def begin(self) -> None:
        """Go on where it has not failed, or where this thread is the one to ask again. Raises Away."""
        with self._lock:
            if self._again is None:
                return
            if time.monotonic() < self._again:
                raise Away(f"The {self.name} did not answer a moment ago.")
            self._again = time.monotonic() + self.pause

    def _take_place(self) -> None:
        if self._places is None or self._places.acquire(blocking=False):
            return
        if not self._places.acquire(timeout=self.patience):
            raise Away(f"Enough threads wait for the {self.name}.")
        try:
            self.begin()  # It may have failed meanwhile.
        except Away:
            self._places.release()
            raise

    def fail(self, error: Exception | None = None) -> None:
        """Note that it did not answer."""
        with self._lock:
            first, self._again = self._again is None, time.monotonic() + self.pause
        if first:
            logger.warning("The %s does not answer: %s", self.name, error)

    def answered(self) -> None:
        with self._lock:
            was_open, self._again = self._again is not None, None
        if was_open:
            logger.info("The %s answers again.", self.name)
