"""Pages by what they mean: for plain questions whose words are not on the page that answers them.

A page waits for its vector in `catalogue_vector` until somebody encodes it: a job that is handed in with it,
the command `encode_pages`, or a search that finds some waiting. A page without one is not
found by meaning and by words as ever. All vectors are held in memory, 430 bytes a page.

SECURITY: pages that nobody can see yet are held apart, else they could keep visible ones out of the
nearest. Whoever asks fetches pages by `visible()`.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.replica import PRIMARY, reading
from newsdesk.catalogue.search.engines import side
from newsdesk.meaning.model_status import meaning
from newsdesk.meaning.tokeniser import known_words

if TYPE_CHECKING:
    from newsdesk.meaning.vectors import VectorIndex

NEAREST = 30
AT_ONCE = 64  # pages that one search encodes at most, of those that wait for it
WHOLE = 5_000  # so many vectors are read whole each time, more by when they were written
# A transaction may commit later than the time that it wrote; no writer here takes longer.
OVERLAP = timedelta(minutes=2)
RELOAD = 3_600  # seconds, after which pages that are gone are forgotten
READ = 5_000  # vectors read at once
TEXT = 500  # characters of the summary and of the text that are read


class NearPage(NamedTuple):
    """The primary key of a page, and the cosine of its meaning with that of what was asked."""

    pk: int
    cosine: float


class _Memory:
    """One a process."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.vectors: VectorIndex | None = None
        self.waiting: dict[int, tuple[datetime, bytes]] = {}
        self.model = ""
        self.read_until: datetime | None = None
        self.loaded = 0.0


_memory = _Memory()


def notice() -> str:
    """Return the sentence that says why nothing is found by meaning, or ""."""
    return "" if meaning().encoder else f"Nothing is found by meaning. {meaning().notice}"


def english(words: Iterable[str]) -> frozenset[str]:
    """Return those of `words` that the model knows as words of their own. None without a model."""
    return known_words(words) if meaning().encoder else frozenset()


def await_vectors(pages: Iterable[Page]) -> None:
    """Note that pages have to be encoded, in the caller's transaction. One query."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    rows = [(page.pk, "", b"", now) for page in pages]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalogue_vector (page_id, model, vector, written_at) VALUES "  # noqa: S608
            + ", ".join(["(%s, %s, %s, %s)"] * len(rows))
            + " ON CONFLICT (page_id) DO UPDATE SET model = '', written_at = EXCLUDED.written_at",
            [value for row in rows for value in row],
        )


def await_other_models() -> None:
    """Note that what another model encoded has to be encoded again. One query."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_vector SET model = '' WHERE model <> %s", [_model()])


def encode_waiting(limit: int = AT_ONCE) -> int:
    """Encode up to so many pages that wait for it. Returns how many those were. Two queries; one for none."""
    if not (encoder := meaning().encoder):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.page_id, p.title, p.summary, SUBSTR(p.text, 1, %s) FROM catalogue_vector v"
            " JOIN catalogue_page p ON p.id = v.page_id WHERE v.model = ''"
            " ORDER BY v.page_id DESC LIMIT %s",
            [TEXT, limit],
        )
        rows = cursor.fetchall()
        if not rows:
            return 0
        heads = [f"{title}. {summary[:TEXT]}" for _, title, summary, _ in rows]
        told = [(head, f"{head} {row[-1]}") for head, row in zip(heads, rows, strict=True)]
        vectors = encoder.encode_together(told)
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.executemany(
            "UPDATE catalogue_vector SET model = %s, vector = %s, written_at = %s WHERE page_id = %s",
            [(_model(), vector, now, pk) for (pk, *_), vector in zip(rows, vectors, strict=True)],
        )
    return len(rows)


def nearest(text: str, pks: Sequence[int] = ()) -> list[NearPage]:
    """Return the pages nearest in meaning, the nearest first, and those of `pks` wherever they are.

    Empty where there is no model. Two queries, more where pages wait for their vector.
    """
    if not (encoder := meaning().encoder):
        return []
    # Who reads a replica writes nothing: workers encode what waits.
    if reading().alias == PRIMARY:
        encode_waiting()
    with _memory.lock:
        vectors = _follow(_memory)
    asked = encoder.encode([text])[0]
    found = {near.key: near.cosine for near in vectors.nearest(asked, NEAREST)}
    found |= vectors.cosines(asked, [str(pk) for pk in pks])
    return sorted(
        (NearPage(int(key), cosine) for key, cosine in found.items()), key=lambda n: -n.cosine
    )


def _model() -> str:
    encoder = meaning().encoder
    return f"{encoder.name} {encoder.version}" if encoder else ""


def _follow(memory: _Memory) -> "VectorIndex":
    """Bring what is held in line with the rows. One query, and one an hour that forgets what is gone."""
    if memory.vectors is not None and time.monotonic() - memory.loaded > RELOAD:
        _forget_gone(memory, memory.vectors)
    if memory.vectors is None or memory.model != _model():
        # Only with the model is numpy there to hold vectors in.
        memory.vectors = import_module("newsdesk.meaning.vectors").VectorIndex()
        memory.waiting, memory.read_until = {}, None
        memory.model, memory.loaded = _model(), time.monotonic()
    vectors, now = memory.vectors, timezone.now()
    whole = len(vectors) < WHOLE
    since = None if whole or memory.read_until is None else memory.read_until - OVERLAP
    waiting: dict[int, tuple[datetime, bytes]] = {}
    seen: set[str] = set()
    for rows in _rows(since):
        waiting |= {pk: (begins, vector) for pk, vector, begins in rows if begins > now}
        told = {str(pk): vector for pk, vector, begins in rows if begins <= now}
        vectors.put_many(
            {k: v for k, v in told.items() if k not in vectors or vectors.vector(k) != v}
        )
        seen |= told.keys() if whole else set()
    if whole:
        for key in vectors.keys() - seen:
            vectors.remove(key)
        memory.waiting = {}
    memory.waiting |= waiting
    for pk in [pk for pk, (begins, _) in memory.waiting.items() if begins <= now]:
        vectors.put(str(pk), memory.waiting.pop(pk)[1])
    memory.read_until = now
    return vectors


def _forget_gone(memory: _Memory, vectors: "VectorIndex") -> None:
    """Forget vectors of pages that are gone or wait again; all of them where some row was never read."""
    with reading().cursor() as cursor:
        cursor.execute(
            f"SELECT v.page_id FROM catalogue_vector v JOIN {side()} s ON s.page_id = v.page_id"  # noqa: S608
            " WHERE v.model = %s AND s.visible_from <= %s",
            [_model(), connection.ops.adapt_datetimefield_value(timezone.now())],
        )
        there = {str(pk) for (pk,) in cursor.fetchall()}
    held = vectors.keys()
    if there - held - {str(pk) for pk in memory.waiting}:
        memory.vectors = None
        return
    for key in held - there:
        vectors.remove(key)
    memory.loaded = time.monotonic()


def _rows(since: datetime | None) -> Iterator[list[tuple[int, bytes, datetime]]]:
    """Yield page, vector and from when it can be seen, some thousand at a time."""
    newer = " AND v.written_at >= %s" if since else ""
    params: list[str | None] = [_model()]
    if since:
        params.append(connection.ops.adapt_datetimefield_value(since))
    with reading().cursor() as cursor:
        cursor.execute(
            f"SELECT v.page_id, v.vector, s.visible_from FROM catalogue_vector v JOIN {side()} s"  # noqa: S608
            f" ON s.page_id = v.page_id WHERE v.model = %s{newer}",
            params,
        )
        while rows := cursor.fetchmany(READ):
            yield [(pk, bytes(vector), _time(begins)) for pk, vector, begins in rows]


def _time(value: datetime) -> datetime:
    """Return a time as the database gives it: SQLite keeps it without its zone, which is UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)
