"""A command that is told to end cleans up before it does."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_TOLD_TO_END = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the block as Ctrl-C does: what it has begun is taken back."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Signals are the main thread's.
        return
    before = [signal.signal(number, _end) for number in _TOLD_TO_END]
    try:
        yield
    finally:
        for number, handler in zip(_TOLD_TO_END, before, strict=True):
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)
