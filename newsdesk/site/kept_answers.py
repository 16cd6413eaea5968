"""Answers that this process keeps: the ones asked for last, bounded in bytes. Safe for threads."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from sys import getsizeof
from threading import Lock
from typing import NamedTuple

from newsdesk.catalogue.generation import Epoch
from newsdesk.catalogue.statements import Statements
from newsdesk.site.compression import (
    PLAIN,
    coding_for,
    coding_named,
    has_already,
    recoded,
    tag_in,
)

# Of an entry: the objects that hold it, the key, and its places in the tables.
_OVERHEAD = 1_500


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What an answer is known by, beside its epoch. `host` is one of ALLOWED_HOSTS, as written there."""

    scheme: str
    host: str
    path: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer as it was in `epoch`, good as long as that is the present one.

    `body` is compressed where `is_compressed`; `headers` are those of the answer as it is, `unchanged`
    those of a 304, both without length, coding and ETag; `tag` is the ETag of the page as it is. Asked
    again, the `statements` have to find `digest` for it to be the answer of a later epoch.
    """

    epoch: Epoch
    headers: tuple[tuple[str, str], ...]
    unchanged: tuple[tuple[str, str], ...]
    tag: str
    body: bytes
    length: int
    is_compressed: bool
    statements: Statements | None
    digest: str

    def given(self, told: Mapping[str, str], *, head: bool = False) -> "KeptAnswer":
        """Return it in the form that a client takes which tells this (META), or that it has it already."""
        coding = coding_for(told.get("HTTP_ACCEPT_ENCODING", "")) if self.is_compressed else PLAIN
        tags = told.get("HTTP_IF_NONE_MATCH")
        if tags and has_already(tags, self.tag):
            named = coding_named(tags) if coding else PLAIN
            unchanged = [*self.unchanged, ("ETag", tag_in(named, self.tag))]
            return KeptAnswer(HTTPStatus.NOT_MODIFIED, unchanged, b"")
        body = recoded(self.body, coding) if self.is_compressed else self.body
        headers = [*self.headers, ("ETag", tag_in(coding, self.tag))]
        headers.append(("Content-Length", str(len(body))))
        if coding:
            headers.append(("Content-Encoding", coding))
        return KeptAnswer(HTTPStatus.OK, headers, b"" if head else body)

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        texts = [self.tag, self.digest, *(part for pair in self.headers for part in pair)]
        packed = len(self.statements.packed) if self.statements else 0
        return _OVERHEAD + len(self.body) + packed + sum(map(getsizeof, texts))


class KeptAnswer(NamedTuple):
    """What goes out: status, headers, body."""

    status: HTTPStatus
    headers: list[tuple[str, str]]
    body: bytes


class Answers:
    """Answers by address. What was not asked for longest goes when there is no room."""

    def __init__(self) -> None:
        self._kept: OrderedDict[AnswerKey, Answer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, address: AnswerKey) -> Answer | None:
        with self._lock:
            found = self._kept.get(address)
            if found is not None:
                self._kept.move_to_end(address)
            return found

    def put(self, address: AnswerKey, answer: Answer, *, room: int) -> None:
        """Keep an answer in place of the one of before, within `room` bytes for all."""
        with self._lock:
            self._take_out(address)
            if answer.size > room:
                return
            self._kept[address] = answer
            self._bytes += answer.size
            while self._bytes > room:
                self._take_out(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def addresses(self) -> list[AnswerKey]:
        return list(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        return self._bytes

    def _take_out(self, address: AnswerKey) -> None:
        if (gone := self._kept.pop(address, None)) is not None:
            self._bytes -= gone.size
