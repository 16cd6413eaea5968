"""What a command is doing, on one line of a terminal; nothing where nobody looks on."""

from typing import TextIO


class Progress:
    """Called with what is being done; `end` takes the line away."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._watched = stream.isatty()

    def __call__(self, doing: str) -> None:
        if self._watched:
            self._stream.write(f"\r\x1b[K{doing[:78]}")
            self._stream.flush()

    def end(self) -> None:
        if self._watched:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
