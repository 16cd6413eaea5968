"""What search keeps of pages: words, names, spelling, and that their meaning is to be worked out."""

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.db import connection

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.search import meaning, spelling
from newsdesk.catalogue.search.engines import Parts, engine, side
from newsdesk.catalogue.search.jobs import encode_pages
from newsdesk.catalogue.search.query import beginnings, joined, name_keys
from newsdesk.jobs.job import hand_in
from newsdesk.text.names_and_words import fold, words
from newsdesk.text.romanise import romanised

# Words of a page besides its own: parts written together, other scripts in Latin letters.
MOST_MORE = 300


def index(pages: Sequence[Page], labels: Mapping[int, Iterable[str]] | None = None) -> None:
    """Make pages findable, in the caller's transaction; `labels` are the tags and authors of each, by its
    primary key. What is visible is decided when searching.
    """
    if not pages:
        return
    told = [(page, _parts(page, (labels or {}).get(page.pk, ()))) for page in pages]
    engine().index(told)
    _call(pages)
    spelling.learn({page.pk: parts for page, parts in told})
    meaning.await_vectors(pages)
    # A rebuild is not to encode everything itself, for hours: where no worker runs there is a command.
    if len(pages) <= meaning.AT_ONCE or not settings.JOBS_IN_REQUESTS:
        hand_in(encode_pages)


def is_lost() -> bool:
    """Tell whether there are pages and search knows none: a release made its tables anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM catalogue_page) AND NOT EXISTS (SELECT 1 FROM {side()})"  # noqa: S608
        )
        return bool(cursor.fetchone()[0])


def forget(pages: Sequence[Page]) -> None:
    if not pages:
        return
    engine().forget(pages)
    keys = [page.pk for page in pages]
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        for table in ("called", "vector"):
            cursor.execute(f"DELETE FROM catalogue_{table} WHERE page_id IN ({marks})", keys)  # noqa: S608


def retime() -> None:
    """Note when pages can be seen, where that was changed past `index`."""
    table = side()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET (visible_from, visible_until) = (SELECT p.visible_from,"  # noqa: S608
            f" p.visible_until FROM catalogue_page p WHERE p.id = {table}.page_id)"
            f" WHERE page_id IN (SELECT id FROM catalogue_page)"
        )


def _call(pages: Sequence[Page]) -> None:
    """Keep what pages are called. Two queries."""
    rows = {
        (page.pk, whole, key)
        for page in pages
        for name in (page.title, *page.also.splitlines())
        for whole, keys in ((1, name_keys(name)), (0, beginnings(name)))
        for key in keys
        if key
    }
    marks = ", ".join(["%s"] * len(pages))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM catalogue_called WHERE page_id IN ({marks})",  # noqa: S608
            [page.pk for page in pages],
        )
        for some in _batches(sorted(rows)):
            cursor.execute(
                "INSERT INTO catalogue_called (page_id, whole, called) VALUES "  # noqa: S608
                + ", ".join(["(%s, %s, %s)"] * len(some)),
                [value for row in some for value in row],
            )


def _batches(rows: Sequence[tuple[int, int, str]]) -> Iterable[Sequence[tuple[int, int, str]]]:
    """Yield rows in parts that a statement can take: SQLite allows some 250,000 parameters."""
    return (rows[n : n + 5_000] for n in range(0, len(rows), 5_000))


def _parts(page: Page, labels: Iterable[str]) -> Parts:
    """Return what the index keeps of a page, folded: title, also, more, summary, text."""
    own = (page.title, page.also, page.summary, page.text)
    more = {word for text in own for word in joined(text)}
    for text in own[:3]:
        if not (plain := fold(text)).isascii():
            more |= set(words(romanised(plain))) - set(words(plain))
    names = [fold(label) for label in labels]
    more |= {word for name in names for word in joined(name)}
    told = sorted(filter(None, more))[:MOST_MORE]
    title, also, summary, text = map(fold, own)
    return title, also, " ".join([*told, *names]), summary, text
