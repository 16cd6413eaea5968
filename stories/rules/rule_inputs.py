"""The findings of the gate for stories as they are in the database, many at once."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Exists, OuterRef
from django.utils import timezone

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from faqs.models.draft import Faq, FaqAnswer, FaqEntity
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


def judge_many(drafts: Sequence[tuple[Story, StoryDocument]]) -> list[Findings]:
    """Return the same of each story with a document of its. Eight queries for all."""
    documents = {story.key: document for story, document in drafts}
    queries = {
        key: [
            Query(part=part.partition(":")[2] or part, text=text, blocking=blocking)
            for part, text, blocking in asked
        ]
        for key, asked in open_queries(documents).items()
    }
    found = findings(documents, queries=queries)
    return [found[story.key] for story, _ in drafts]


def findings_of(story: Story, *, queries: Sequence[Query] | None = None) -> Findings:
    """Return what the gate finds in the working copy. Eight queries besides those for its document."""
    return judge(story, working_copy.document_of(story), queries=queries)


def findings(
    documents: Mapping[str, StoryDocument], *, queries: Queries | None = None
) -> dict[str, Findings]:
    """Return what the gate finds in each document, by the key of its page. Seven queries for all."""
    told = gather(documents, queries=queries or {})
    found = {key: problems(document, told[key]) for key, document in documents.items()}
    return and_doubts(found, lambda key: as_data(documents[key]), whole="headline")


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
    names = {report.outlet for document in documents for report in document.reports}
    rows = Outlet.objects.filter(name__in=names - {""}, proposed=True).order_by()
    return frozenset(rows.values_list("name", flat=True))


def _survivors() -> dict[str, str]:
    """Return for the key of each merged entity that of its last survivor."""
    into = dict(Entity.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    found = {}
    for loser, survivor in into.items():
        while survivor in into:
            survivor = into[survivor]
        found[f"entity:{loser}"] = f"entity:{survivor}"
    return found


def _topics(keys: Iterable[str], same: Mapping[str, str]) -> dict[str, Topic]:
    """Return the topics behind `keys`; a merged one is its survivor, with the names of both."""
    shown = {key: same.get(key, key) for key in keys}
    absorbed: dict[str, list[str]] = {}
    for loser, survivor in same.items():
        absorbed.setdefault(survivor, []).append(loser)
    wanted = {*shown.values(), *(key for s in shown.values() for key in absorbed.get(s, ()))}
    named = Entity.objects.filter(pk__in=numbers("entity", wanted))
    told = named.values_list("pk", "name", "aliases", "kind", "confirmed")
    rows = {f"entity:{row[0]}": row[1:] for row in told}
    found = {}
    for key, survivor in shown.items():
        if survivor not in rows:
            continue
        name, aliases, kind, confirmed = rows[survivor]
        names = list(to_lines(aliases))
        for loser in absorbed.get(survivor, ()):
            names += [rows[loser][0], *to_lines(rows[loser][1])] if loser in rows else []
        found[key] = Topic(name=name, names=tuple(names), kind=kind, confirmed=confirmed)
    return found


def _faqs(documents: Iterable[StoryDocument]) -> dict[str, Question]:
    wanted = numbers("faq", {key for document in documents for key in document.faqs})
    entities: dict[int, list[str]] = {}
    rows = FaqEntity.objects.filter(item__in=wanted).order_by("position", "pk")
    for faq, entity in rows.values_list("item_id", "entity_id"):
        entities.setdefault(faq, []).append(f"entity:{entity}")
    texts: dict[int, list[str]] = {}
    answers = FaqAnswer.objects.filter(item__in=wanted).order_by("position", "pk")
    for faq, question, text in answers.values_list("item_id", "question", "text"):
        texts.setdefault(faq, []).extend((question, plain(text)))
    told = Faq.objects.filter(pk__in=wanted).values_list("pk", "question", "intro")
    return {
        f"faq:{pk}": Question(
            title=title,
            text="\n".join((title, plain(intro), *texts.get(pk, ()))),
            entities=tuple(entities.get(pk, ())),
        )
        for pk, title, intro in told
    }


def _known(documents: Iterable[StoryDocument]) -> Names:
    """Return the names of public topics that the documents may use, found by what is capitalised there.

    Fetching every name of a large desk for one story would take longer than all the rules.
    """
    slugs = {slug for document in documents for slug in _slugs(read(document).text)}
    pages = Page.objects.visible().of_kind("entity")
    # Asked of each name that was found, and not of all topics.
    rows = Name.objects.filter(Exists(pages.filter(pk=OuterRef("page"))))
    if len(slugs) <= _MOST_NAMES:
        rows = rows.filter(slug__in=slugs)
    return Names(rows.order_by("pk").values_list("text", "page__key"))


def _slugs(text: str) -> Iterator[str]:
    for run in _RUN.finditer(text):
        parts = run[0].split(" ")
        for begin in range(len(parts)):
            for end in range(begin + 1, min(len(parts), begin + _LONGEST_NAME) + 1):
                spelt = fold(" ".join(parts[begin:end])).strip(" .")
                yield slug_of(spelt.removesuffix("'s"))
