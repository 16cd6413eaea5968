"""Lines of the log: one for each record, as text or JSON, with the request that it belongs to.

SECURITY: of a request a line holds its number, who is signed in, the address that it came from, method and
path; never the query, a body, a header or a cookie. Parts of paths that open something to whoever knows
them, and the senders of letters, are left out.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest

# What comes after these is a secret of whoever was given it: previews, numbers of letters, invitations,
# links that stop mail.
_SECRET = re.compile(
    r"^(?:(/(?:preview|ask|report)/)[^/]+|(/admin/(?:invitation|account/notices/stop)/).+)"
)
_LETTERS = re.compile(r"^/(?:ask|report)/")
# Whatever could end a line, or move the cursor of who reads the log on a terminal.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
NOBODY = "-"


@dataclass(frozen=True)
class AnsweredRequest:
    """The request that is being answered, as far as the log may tell."""

    request: HttpRequest
    number: str
    origin: str

    @property
    def method(self) -> str:
        return self.request.method or NOBODY

    @property
    def path(self) -> str:
        return _SECRET.sub(r"\1\2…", self.request.path)

    @property
    def hidden(self) -> str:
        """What `path` stands for wherever a record says it, "" where it hides nothing."""
        return self.request.path if self.path != self.request.path else ""

    @property
    def sender(self) -> str:
        return NOBODY if _LETTERS.match(self.request.path) else self.origin

    @property
    def user(self) -> str:
        """The username, if the request has looked it up: a line of the log asks no database."""
        user = getattr(self.request, "_cached_user", None)
        return (user.get_username() if user else "") or NOBODY


@dataclass(frozen=True)
class RunningJob:
    """A job that is being run: the path of its function, the number of the request that handed it in."""

    path: str
    number: str
    method: str = "JOB"
    sender: str = NOBODY
    user: str = NOBODY
    hidden: str = ""


_asked: ContextVar[AnsweredRequest | RunningJob | None] = ContextVar("asked", default=None)


@contextmanager
def about(request: HttpRequest, *, number: str, origin: str) -> Iterator[None]:
    """Let every record of the block, in this thread, say that it belongs to `request`."""
    token = _asked.set(AnsweredRequest(request, number, origin))
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def about_job(path: str, *, number: str) -> Iterator[None]:
    """Let every record of the block, in this thread, say that it belongs to the job."""
    token = _asked.set(RunningJob(path, number or NOBODY))
    try:
        yield
    finally:
        _asked.reset(token)


def number_of_request() -> str:
    """Return the number by which the log knows the request that is being answered, "" outside of one.

    In a job it is that of the request which handed it in, so that it goes on to what a job hands in.
    """
    asked = _asked.get()
    return asked.number if asked and asked.number != NOBODY else ""


def place_of_request() -> tuple[str, str]:
    """Return method and path as the log tells them, NOBODY outside of a request or job."""
    asked = _asked.get()
    return (asked.method, asked.path) if asked else (NOBODY, NOBODY)


class AboutRequest(logging.Filter):
    """Adds to each record which request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        asked = _asked.get()
        record.request_id = asked.number if asked else NOBODY
        record.user = asked.user if asked else NOBODY
        record.sender = asked.sender if asked else NOBODY
        record.method = asked.method if asked else NOBODY
        record.path = asked.path if asked else NOBODY
        record.hidden = asked.hidden if asked else ""
        return True


class _OneLine(logging.Formatter):
    """The parts that both forms share."""

    def moment(self, record: logging.LogRecord) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def message(self, record: logging.LogRecord) -> str:
        return self._hide(record, record.getMessage())

    def trace(self, record: logging.LogRecord) -> str:
        parts = [self.formatException(record.exc_info)] if record.exc_info else []
        parts += [self.formatStack(record.stack_info)] if record.stack_info else []
        return self._hide(record, "\n".join(parts))

    def _hide(self, record: logging.LogRecord, text: str) -> str:
        hidden = getattr(record, "hidden", "")
        return text.replace(hidden, getattr(record, "path", "")) if hidden else text


class TextLine(_OneLine):
    """`2026-11-29T12:00:00.000+00:00 ERROR django.request [id user sender GET /path] message | traceback`."""

    def format(self, record: logging.LogRecord) -> str:
        asked = [getattr(record, name, NOBODY) for name in _ASKED]
        line = f"{self.moment(record)} {record.levelname} {record.name} "
        line += f"[{' '.join(_spaceless(each) for each in asked)}] {self.message(record)}"
        if trace := self.trace(record):
            line += f" | {trace}"
        return escaped(line)


class JsonLine(_OneLine):
    """One JSON object, the traceback in it."""

    def format(self, record: logging.LogRecord) -> str:
        data: dict[str, object] = {
            "time": self.moment(record),
            "level": record.levelname,
            "logger": record.name,
            **{name: getattr(record, name, NOBODY) for name in _ASKED},
            "message": self.message(record),
        }
        if trace := self.trace(record):
            data["traceback"] = trace
        return json.dumps(data)


_ASKED = ("request_id", "user", "sender", "method", "path")


def escaped(text: str) -> str:
    """Return text that stands on one line whatever it holds."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _spaceless(text: object) -> str:
    return str(text).replace(" ", "\\x20")
