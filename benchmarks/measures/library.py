"""A large site, made in some minutes: N stories, half as many questions, a topic for every ten.

Written in bulk, past the transitions. Both sides are there: what readers can open with all that hangs on
it, and the desk's working copies, editions and log. In Zipf's proportions are the words of all texts, and
what pages name: three stories in ten name the first topic and cite the first outlet, all have the first
tag. Of a hundred stories, and of a hundred questions, one waits, one was withdrawn and one question in a
hundred was merged into another; so was one topic in fifty, and one tag in twenty. Of the latest 2,000
stories one in ten is in work; one in twenty was corrected. All dates lie within five years, whatever the
size.

`kept` makes one, once, and `copied` gives a copy that may be changed; `site` sets Django up around them.
`python -m benchmarks.measures.library 100000` makes one and says how long that takes.
"""

import hashlib
import logging
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

YEARS = timedelta(days=5 * 365)
DAY = timedelta(days=1)
AUTHORS = 40
OUTLETS = 200
PEOPLE = 20
COMMON = "the of and to in a is that for it as was with on by at from this will which".split()
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
WORDS = 40_000
# Of so many words is a sentence; so many sentences there are.
SENTENCE, SENTENCES = 14, 40_000
LAST_NAMES = "Arden Blake Conway Doyle Ellis Farrow Grant Hale Irwin Joyce".split()
FIRST_NAMES = "Ada Ben Clara Dan".split()


class Draw:
    """Numbers from 0 up to a count, in Zipf's proportions: the second half as often as the first."""

    def __init__(self, count: int, *, skip: int = 0) -> None:
        self.numbers = range(skip, max(count, skip + 1))
        self.weights = list(accumulate(1 / (n + 1) for n in self.numbers))

    def some(self, chance: random.Random, k: int) -> list[int]:
        return chance.choices(self.numbers, cum_weights=self.weights, k=k)


class Row(NamedTuple):
    """A page: its number among those of its kind, the times of it, and what it names, by number."""

    n: int
    at: datetime
    title: str
    texts: list[str]
    topics: list[int]
    tags: list[int]
    questions: list[int]
    author: int

    @property
    def waits(self) -> bool:
        return self.n % 100 == 50

    @property
    def withdrawn(self) -> bool:
        return self.n % 100 == 51

    @property
    def corrected(self) -> bool:
        return self.n % 20 == 7

    @property
    def outlets(self) -> list[int]:
        """The outlets that a story cites, by number: three stories in ten cite the first one."""
        return [*([0] if self.n % 10 < 3 else []), 1 + self.n % (OUTLETS - 1)]


class Library:
    """What stands in a site of `stories` stories, the same each time; stories have about `words` words."""

    def __init__(self, stories: int, *, words: int = 450) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.number = {"story": stories, "faq": stories // 2, "entity": max(stories // 10, 20)}
        self.tags = 50 + stories // 500
        self.words = {"story": words, "faq": words // 3, "entity": words // 6}
        self.vocabulary = _vocabulary()
        self._by_rank = Draw(len(self.vocabulary))
        self._authors = Draw(AUTHORS)
        self._topics, self._tags = Draw(self.number["entity"], skip=1), Draw(self.tags, skip=1)

    def rows(self, kind: str) -> Iterator[Row]:
        """Yield every page of a kind, the oldest first."""
        chance, number = random.Random(kind), self.number[kind]
        for n in range(number):
            text = self.text(chance, self.words[kind])
            yield Row(
                n=n,
                at=self.at(kind, n),
                title=self.title(kind, n, chance),
                texts=text,
                topics=self._named(chance, kind),
                tags=self._tagged(chance, kind),
                questions=chance.sample(range(self.number["faq"]), 2) if kind == "story" else [],
                author=self._authors.some(chance, 1)[0] if kind == "story" else 0,
            )

    def at(self, kind: str, n: int) -> datetime:
        """Return when page `n` appears: those that wait in the days to come."""
        if kind != "entity" and n % 100 == 50:
            return self.now + DAY * (n // 100 % 20 + 1)
        return self.now - YEARS * ((self.number[kind] - n) / self.number[kind])

    def text(self, chance: random.Random, words: int) -> list[str]:
        """Return paragraphs of about so many words in all."""
        sentences = chance.choices(self._sentences, k=-(-words // SENTENCE))
        return [" ".join(sentences[i : i + 5]) for i in range(0, len(sentences), 5)]

    @cached_property
    def _sentences(self) -> list[str]:
        """Sentences that all texts are made of: to draw each word of each text takes an hour."""
        chance = random.Random("sentences")
        drawn = [self.vocabulary[n] for n in self._by_rank.some(chance, SENTENCES * SENTENCE)]
        return [
            " ".join(drawn[i : i + SENTENCE]).capitalize() + "."
            for i in range(0, len(drawn), SENTENCE)
        ]

    def title(self, kind: str, n: int, chance: random.Random) -> str:
        words = " ".join(self.vocabulary[i] for i in self._by_rank.some(chance, 5))
        if kind == "entity":
            return self.topic(n)
        return f"{words.capitalize()} {n}{'?' if kind == 'faq' else ''}"

    def topic(self, n: int) -> str:
        return f"{self.vocabulary[500 + n % 5_000].capitalize()} {n}"

    def tag(self, n: int) -> str:
        return f"{self.vocabulary[100 + n]} {n}"

    def _named(self, chance: random.Random, kind: str) -> list[int]:
        if kind == "entity":
            return []
        first = [0] if chance.random() < 0.3 else []
        return list(dict.fromkeys(first + self._topics.some(chance, 3 if kind == "story" else 1)))

    def _tagged(self, chance: random.Random, kind: str) -> list[int]:
        if kind == "entity":
            return []
        first = [0] if kind == "story" else []
        return list(dict.fromkeys(first + self._tags.some(chance, 2)))


def author(n: int) -> tuple[str, str]:
    """Return name and slug of an author."""
    name = f"{FIRST_NAMES[n // 10]} {LAST_NAMES[n % 10]}"
    return name, name.lower().replace(" ", "-")


def outlet(n: int) -> tuple[str, str]:
    """Return name and slug of an outlet."""
    return f"The Paper {n}", f"the-paper-{n}"


def _vocabulary() -> list[str]:
    """Return words by rank, the commonest English ones first."""
    chance, made = random.Random(0), dict.fromkeys(COMMON)
    while len(made) < WORDS:
        made["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(made)


def fill(stories: int, *, words: int = 450) -> Library:
    """Fill the connected database, migrated and empty."""
    from benchmarks.measures import bulk, shelves

    library = Library(stories, words=words)
    with bulk.at_full_speed(*shelves.TABLES):
        shelves.fill(library)
        index()
    return library


def index() -> None:
    """Make every page of the catalogue findable, as its writer does."""
    from django.db import transaction

    from newsdesk.catalogue import search
    from newsdesk.catalogue.models import Page
    from newsdesk.catalogue.search import spelling

    last, pages = 0, Page.objects.order_by("pk")
    learn = _LearnOnce(spelling.learn)
    with transaction.atomic(), patch.object(spelling, "learn", learn):
        while some := list(pages.filter(pk__gt=last)[:1_000]):
            search.index(some)
            last = some[-1].pk


class _LearnOnce:
    """Learns the words of each sentence from the first page that has it, which halves the indexing."""

    def __init__(self, learn: Callable[[Mapping[int, Iterable[str]]], None]) -> None:
        self.learn, self.read = learn, set[str]()

    def __call__(self, texts: Mapping[int, Iterable[str]]) -> None:
        self.learn({page: self._unread(". ".join(parts)) for page, parts in texts.items()})

    def _unread(self, text: str) -> list[str]:
        found = [each for each in re.split(r"\.\s+", text) if each not in self.read]
        self.read.update(found)
        return found


def kept(stories: int, *, words: int = 450) -> str:
    """Return the name of a database with such a library; it is made where there is none of this code yet.

    On PostgreSQL it stands on the server of DATABASE_URL, on SQLite in the folder of NEWSDESK_LIBRARIES,
    else in NEWSDESK_VAR. Work on a `copied` one.
    """
    from benchmarks.measures import bulk
    from tests.programs.desk import make_tables

    name = _name(f"library_{stories}_{words}_{_digest()}")
    if not bulk.exists(name):
        bulk.drop(f"{name}_half")
        bulk.create(f"{name}_half")
        bulk.connect(f"{name}_half")
        make_tables()
        fill(stories, words=words)
        bulk.rename(f"{name}_half", name)
    return name


def copied(stories: int, *, words: int = 450) -> str:
    """Lead Django's connection to a copy of such a library, to be changed at will. Returns its name."""
    from benchmarks.measures import bulk

    template = kept(stories, words=words)
    name = _name(f"copy_{stories}_{os.getpid()}")
    bulk.copy(template, name)
    bulk.connect(name)
    return name


def _name(name: str) -> str:
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        return name[:63]
    folder = Path(os.environ.get("NEWSDESK_LIBRARIES") or settings.VAR_DIR)
    return str(folder / f"{name}.sqlite3")


def _digest() -> str:
    """Return what changes with this code, with the tables and with the index of search."""
    here = Path(__file__).parents[2]
    files = [
        Path(__file__),
        *here.glob("benchmarks/measures/shelves/*.py"),
        *here.glob("*/migrations/*.py"),
    ]
    files += [
        *here.glob("newsdesk/*/migrations/*.py"),
        *here.glob("newsdesk/catalogue/search/*.py"),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:10]


@contextmanager
def site() -> Iterator[None]:
    """Set Django up for a benchmark: on DATABASE_URL where that names a server, else on SQLite, in a folder
    that is thrown away.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
        os.environ["NEWSDESK_VAR"] = folder
        # Pages are measured as they are made, not as they are given again.
        os.environ["NEWSDESK_RESPONSE_CACHE_MB"] = "0"
        if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/site.sqlite3"
        import django

        django.setup()
        logging.disable(logging.WARNING)
        yield


def asked_for(stories: int) -> int:
    """Return how many stories the command line of a benchmark asks for, else `stories`."""
    return next((int(each) for each in sys.argv[1:] if each.isdecimal()), stories)


def main(sizes: list[int]) -> None:
    with site():
        for stories in sizes:
            begun = time.perf_counter()
            name = kept(stories)
            print(f"{name}: {time.perf_counter() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]])
