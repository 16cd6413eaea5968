"""The findings of the gate for stories as they are in the database, many at once."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from faqs.models.draft import Faq, FaqAnswer, FaqEntity
from newsdesk.catalogue.compiled import CompiledValues
from newsdesk.catalogue.models import Name, Page
from newsdesk.comments.threads import open_queries
from newsdesk.pages.documents import as_data
from newsdesk.pages.keys import numbers
from newsdesk.pages.lines import to_lines
from newsdesk.pages.rich_text import plain
from newsdesk.rules.findings import Findings
from newsdesk.rules.import_doubts import and_doubts
from newsdesk.text.mentions import Names
from newsdesk.text.names_and_words import fold
from newsdesk.text.slugs import slug_of
from stories import working_copy
from stories.documents import StoryDocument
from stories.models.draft import Story
from stories.rules.about import About, Query, Question, Topic
from stories.rules.document_passages import read
from stories.rules.findings import problems

Queries = Mapping[str, Sequence[Query]]
Read = Callable[[StoryDocument, About], Findings]

# Runs of capitalised words and figures, with the small words that may join them.
_RUN = re.compile(
    r"[A-Z\u00c0-\u00de0-9][\w’'.&-]*(?: (?:(?:of|de|du|la|the|and|for|von|van|al|on|in) )*"
    r"[A-Z\u00c0-\u00de0-9&][\w’'.&-]*)*"
)
_LONGEST_NAME = 8  # words
_MOST_NAMES = 5_000  # asked for one by one; for more, all names are fetched


def judge(
    story: Story, document: StoryDocument, *, queries: Sequence[Query] | None = None
) -> Findings:
    """Return what the gate finds in a document of `story`, its open queries included. Eight queries."""
    if queries is None:
        return judge_many([(story, document)])[0]
    return findings({story.key: document}, queries={story.key: queries})[story.key]


def judge_many(
    drafts: Sequence[tuple[Story, StoryDocument]], *, read: Read = problems
) -> list[Findings]:
    """Return the same of each story with a document of its. Eight queries for all. `read` are the rules."""
    documents = {story.key: document for story, document in drafts}
    queries = {
        key: [
            Query(part=part.partition(":")[2] or part, text=text, blocking=blocking)
            for part, text, blocking in asked
        ]
        for key, asked in open_queries(documents).items()
    }
    found = findings(documents, queries=queries, read=read)
    return [found[story.key] for story, _ in drafts]


def findings_of(story: Story, *, queries: Sequence[Query] | None = None) -> Findings:
    """Return what the gate finds in the working copy. Eight queries besides those for its document."""
    return judge(story, working_copy.document_of(story), queries=queries)


def findings(
    documents: Mapping[str, StoryDocument],
    *,
    queries: Queries | None = None,
    read: Read = problems,
) -> dict[str, Findings]:
    """Return what the gate finds in each document, by the key of its page. Seven queries for all."""
    told = gather(documents, queries=queries or {})
    found = {key: read(document, told[key]) for key, document in documents.items()}
    return and_doubts(found, lambda key: as_data(documents[key]), whole="headline")


class _Case:
    """A document with what the gate is told about it: equal where both say the same."""

    def __init__(self, document: StoryDocument, about: About) -> None:
        self.document, self.about = document, about
        told = (getattr(about, field.name) for field in fields(about))
        self._told = (
            document,
            *(tuple(each.items()) if isinstance(each, Mapping) else each for each in told),
        )

    def __hash__(self) -> int:
        return hash(self._told)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Case) and self._told == other._told


def known_problems(document: StoryDocument, about: About) -> Findings:
    """Return what `problems` does. It is pure: a form that is opened again, with nothing changed of what the
    rules are told, does not have its story read again.
    """
    return _judged(_Case(document, about))


@lru_cache(maxsize=32)
def _judged(case: _Case) -> Findings:
    return problems(case.document, case.about)


def gather(documents: Mapping[str, StoryDocument], *, queries: Queries) -> dict[str, About]:
    """Return what the gate is told about each document, by the key of its page. Seven queries for all.

    `queries` are the open desk queries by page.
    """
    faqs = _faqs(documents.values())
    same = _survivors()
    topics = _topics({key for document in documents.values() for key in document.entities}, same)
    known = _known(documents.values())
    guessed = _guessed_outlets(documents.values())
    return {
        key: About(
            today=timezone.localdate(),
            topics={k: topics[k] for k in document.entities if k in topics},
            faqs={k: faqs[k] for k in document.faqs if k in faqs},
            queries=tuple(queries.get(key, ())),
            known=known,
            same=same,
            guessed_outlets=guessed,
        )
        for key, document in documents.items()
    }


def _guessed_outlets(documents: Iterable[StoryDocument]) -> frozenset[str]:
    """Return the outlets of documents that are an importer's guess; no query where there is no outlet."""
    names = {report.outlet for document in documents for report in document.reports} - {""}
    return frozenset(_GUESSED.rows(names=sorted(names)) if names else ())


def _survivors() -> dict[str, str]:
    """Return for the key of each merged entity that of its last survivor."""
    into = dict(_MERGED.rows())
    found = {}
    for loser, survivor in into.items():
        while survivor in into:
            survivor = into[survivor]
        found[f"entity:{loser}"] = f"entity:{survivor}"
    return found


def _topics(listed: Iterable[str], same: Mapping[str, str]) -> dict[str, Topic]:
    """Return the topics that are `listed`; a merged one is its survivor, with the names of both."""
    shown = {key: same.get(key, key) for key in listed}
    absorbed: dict[str, list[str]] = {}
    for loser, survivor in same.items():
        absorbed.setdefault(survivor, []).append(loser)
    wanted = {*shown.values(), *(key for s in shown.values() for key in absorbed.get(s, ()))}
    keys = sorted(numbers("entity", wanted))
    rows = {f"entity:{row.pk}": row for row in (_NAMED.rows(keys=keys) if keys else ())}
    found = {}
    for key, survivor in shown.items():
        if survivor not in rows:
            continue
        row = rows[survivor]
        names = list(to_lines(row.aliases))
        for loser in absorbed.get(survivor, ()):
            if loser in rows:
                names += [rows[loser].name, *to_lines(rows[loser].aliases)]
        found[key] = Topic(
            name=row.name, names=tuple(names), kind=row.kind, confirmed=row.confirmed
        )
    return found


def _faqs(documents: Iterable[StoryDocument]) -> dict[str, Question]:
    wanted = sorted(numbers("faq", {key for document in documents for key in document.faqs}))
    if not wanted:
        return {}
    entities: dict[int, list[str]] = {}
    for faq, entity in _FAQ_TOPICS.rows(faqs=wanted):
        entities.setdefault(faq, []).append(f"entity:{entity}")
    texts: dict[int, list[str]] = {}
    for faq, question, text in _ANSWERS.rows(faqs=wanted):
        texts.setdefault(faq, []).extend((question, plain(text)))
    return {
        f"faq:{pk}": Question(
            title=title,
            text="\n".join((title, plain(intro), *texts.get(pk, ()))),
            entities=tuple(entities.get(pk, ())),
        )
        for pk, title, intro in _FAQS.rows(faqs=wanted)
    }


def _known(documents: Iterable[StoryDocument]) -> Names:
    """Return the names of public topics that the documents may use, found by what is capitalised there.

    Fetching every name of a large desk for one story would take longer than all the rules.
    """
    slugs = {slug for document in documents for slug in _names_in(document)}
    now = timezone.now()
    if not slugs:
        return Names()
    if len(slugs) <= _MOST_NAMES:
        return _index(tuple(_NAMES.rows(now=now, slugs=sorted(slugs))))
    return Names(_public_names(now).values_list("text", "page__key"))


@lru_cache(maxsize=32)
def _index(names: tuple["_Name", ...]) -> Names:
    return Names(names)


def _public_names(now: datetime) -> QuerySet:
    pages = Page.objects.visible(now).of_kind("entity")
    # Asked of each name that was found, and not of all topics.
    return Name.objects.filter(Exists(pages.filter(pk=OuterRef("page")))).order_by("pk")


class _Link(NamedTuple):
    one: int
    other: int


class _Told(NamedTuple):
    faq: int
    question: str
    text: str


class _Named(NamedTuple):
    pk: int
    name: str
    aliases: str
    kind: str
    confirmed: bool


class _Name(NamedTuple):
    text: str
    key: str


# What every form of a story and every publication asks, put together once.
_GUESSED = CompiledValues(
    Outlet,
    str,
    lambda names: (
        Outlet.objects.filter(name__in=names, proposed=True).order_by().values_list("name")
    ),
)
_MERGED = CompiledValues(
    Entity,
    _Link,
    # SQLite looks up in an index what is above a number, and reads all rows for what is not null.
    lambda: (
        Entity.objects.filter(merged_into__gt=0)
        .order_by("merged_into")
        .values_list("pk", "merged_into")
    ),
)
_NAMED = CompiledValues(
    Entity,
    _Named,
    lambda keys: Entity.objects.filter(pk__in=keys).values_list(
        "pk", "name", "aliases", "kind", "confirmed"
    ),
)
_FAQ_TOPICS = CompiledValues(
    FaqEntity,
    _Link,
    lambda faqs: (
        FaqEntity.objects.filter(item__in=faqs)
        .order_by("position", "pk")
        .values_list("item_id", "entity_id")
    ),
)
_ANSWERS = CompiledValues(
    FaqAnswer,
    _Told,
    lambda faqs: (
        FaqAnswer.objects.filter(item__in=faqs)
        .order_by("position", "pk")
        .values_list("item_id", "question", "text")
    ),
)
_FAQS = CompiledValues(
    Faq,
    _Told,
    lambda faqs: Faq.objects.filter(pk__in=faqs).values_list("pk", "question", "intro"),
)
_NAMES = CompiledValues(
    Name,
    _Name,
    lambda now, slugs: _public_names(now).filter(slug__in=slugs).values_list("text", "page__key"),
)


@lru_cache(maxsize=32)
def _names_in(document: StoryDocument) -> frozenset[str]:
    """Return what might be names in a document, as slugs."""
    # A name does not go over the end of a line.
    return frozenset().union(*map(_names_in_line, read(document).text.split("\n")))


@lru_cache(maxsize=1_000)
def _names_in_line(line: str) -> frozenset[str]:
    return frozenset(_slugs(line))


def _slugs(text: str) -> Iterator[str]:
    for run in _RUN.finditer(text):
        parts = run[0].split(" ")
        for begin in range(len(parts)):
            for end in range(begin + 1, min(len(parts), begin + _LONGEST_NAME) + 1):
                spelt = fold(" ".join(parts[begin:end])).strip(" .")
                yield slug_of(spelt.removesuffix("'s"))
