"""Search over the catalogue: one call, `search`, the same on SQLite and PostgreSQL.

First pages of just that name, then those with all words, then, where these are few, those with most words
or a like meaning. What finds nothing is tried again with the words put right. Tags and authors of that
name are results too. Two statements, two more where something was mistyped, three more for meaning.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from newsdesk.catalogue.compiled import CompiledQuery
from newsdesk.catalogue.facets import SECTION, SINCE, Choice, Facets, kind_choices
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.search import spelling
from newsdesk.catalogue.search.candidates import (
    AUTHOR,
    CHOICES,
    FACETED,
    FEW,
    LISTS,
    MOST,
    NEWEST,
    OUTLET,
    TAG,
    TOPIC,
    Candidate,
    Filters,
    Matches,
    called_in,
    matches,
)
from newsdesk.catalogue.search.engines import LAST, engine, side, visible
from newsdesk.catalogue.search.index import forget, index, retime
from newsdesk.catalogue.search.meaning import english, nearest, notice
from newsdesk.catalogue.search.query import Query, joined, name_keys, read, undotted
from newsdesk.catalogue.search.ranking import RankedCandidate, alike, ranked, root
from newsdesk.catalogue.search.sql import Sql, fill, joined_by
from newsdesk.catalogue.snippets import Fragment, snippet, stem
from newsdesk.text.names_and_words import STOP_WORDS, fold, search_terms, words
from newsdesk.text.romanise import romanised
from newsdesk.text.spoken import gettext

__all__ = [
    "Hit",
    "ListHit",
    "SearchResults",
    "answers",
    "called_in",
    "forget",
    "index",
    "notice",
    "retime",
    "search",
    "suggest",
]

SIZE = 10
# A page without all of the words is a result when its meaning is this near: of two words nearer than of a
# sentence. One with most of them needs hardly be near.
NEAR, NEAR_TWO, NEAR_AT_ALL = 0.24, 0.36, 0.15
# What all words of a question are worth beside the cosine of its meaning, and each point of a rank.
WORDS, RANK = 0.35, 0.03
MOSTLY = 0.5  # More than this share of the words are most of them.
RELATED = 10
ANSWERED = 0.7  # The share of a question's words that must have been asked for.
ASKED = 0.7  # The share of what was asked that its page must speak of.


@dataclass(frozen=True, slots=True)
class Hit:
    """A page found, with the passage that shows why: fragments of text, some of them marked; and why it
    stands where it does, for `?explain`.
    """

    page: Page
    passage: tuple[Fragment, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListHit:
    """A tag, an author or an outlet found: `kind` is "tag", "author" or "outlet". Where an outlet's page is
    stands in no table of the catalogue: its `path` is empty.
    """

    kind: str
    name: str
    path: str

    @property
    def label(self) -> str:
        """What it is, as readers call it."""
        return gettext(_CALLED[self.kind])


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of results. `capped` says that there are more than `total`, `sampled` that the numbers of
    topics and tags are not known. `meant` is what the words were taken for, "" for what they are. `partly`
    says that no page holds all of them.
    """

    hits: tuple[Hit, ...] = ()
    lists: tuple[ListHit, ...] = ()
    total: int = 0
    capped: bool = False
    sampled: bool = False
    facets: Facets = field(default_factory=lambda: Facets([], [], [], [], []))
    meant: str = ""
    partly: bool = False


class _Attempt(NamedTuple):
    """A query, what it found, the words that it was taken for if they are others, and which share of what
    was typed its words are: some may be known to nobody.
    """

    query: Query
    found: Matches
    meant: str = ""
    known: float = 1.0


def search(typed: str, filters: Filters, page: int = 1, *, size: int = SIZE) -> SearchResults:
    """Return a page of what was found for what was typed, within `filters`: see `facets.SearchFilter`."""
    query = read(typed)
    newest = MOST if page * size > NEWEST else FACETED
    asked = _Attempt(query, matches(query, filters, newest=newest))
    may_be_mistyped = not filters and not query.phrases
    if may_be_mistyped and query.length and not asked.found.total:
        # A question says in its own words what our pages say in others: those are right if they are English.
        kept = english(query.words) if query.is_sentence else frozenset()
        asked = _put_right(asked, spelling.readings(query.words, kept=kept), newest)
    part = _part(asked, filters, page, size)
    if may_be_mistyped and not asked.meant and _is_odd(query, part):
        readings = spelling.readings(query.words, inflected=False)
        better = _put_right(asked, readings, newest)
        part = part if better is asked else _part(better, filters, page, size)
    return part


def _part(asked: _Attempt, filters: Filters, page: int, size: int) -> SearchResults:
    """Return a page of what was found."""
    query, found = asked.query, asked.found
    order = _order(query, found)
    held = bool(order) and asked.known == 1
    little = query.is_sentence and found.total < FEW
    if (little or not held) and query.is_plain and not filters:
        order = _with_related(asked, order)
    shown = order[(page - 1) * size : page * size]
    pages = _pages([each.candidate.pk for each in shown])
    hits = tuple(
        Hit(row, snippet(row.summary, row.text, query.typed), each.why)
        for each in shown
        if (row := pages.get(each.candidate.pk))
    )
    return SearchResults(
        hits=hits,
        lists=_lists(query, found) if page == 1 and not filters else (),
        total=min(max(found.total if held else 0, len(order)), MOST),
        capped=found.capped,
        sampled=found.sampled,
        facets=_facets(found),
        meant=asked.meant,
        partly=bool(order) and not held,
    )


def _is_odd(query: Query, part: SearchResults) -> bool:
    """Tell whether few pages were found, and none of them has some word: engines' stems happen to agree, as
    of "organise" and "organ".
    """
    if part.partly or not 0 < part.total <= len(part.hits):
        return False
    rows = [hit.page for hit in part.hits]
    told = undotted(fold(" ".join(f"{p.title} {p.also} {p.summary} {p.text}" for p in rows)))
    held = {*words(told), *joined(told), *words(romanised(told))}
    held |= {word for name in part.lists for word in words(name.name)}
    last = query.terms[-1:]
    return any(
        not any(alike(term, word) or ((term,) == last and word.startswith(term)) for word in held)
        for term in query.terms
    )


def _put_right(
    asked: _Attempt, readings: Sequence[spelling.Interpretation], newest: int
) -> _Attempt:
    """Return what was asked with mistyped words put right, and without those that nobody knows; as it was
    where nothing comes of that. One statement, none where nothing is to be put right.
    """
    query = asked.query
    groups = [each.likely for each in readings if each.likely]
    if not groups or all(each.likely == (each.typed,) for each in readings):
        return asked
    sentence = " ".join((each.likely or (each.typed,))[0] for each in readings)
    own = tuple(group for group in groups if group[0] not in STOP_WORDS)
    better = replace(read(sentence), groups=own)
    again = matches(better, {}, newest=newest)
    if not (again.total or again.some):
        return asked
    unknown = sum(not each.likely for each in readings)
    best = ranked(again.candidates, better) or ranked(again.some, better)
    told = [_meant(each.likely or (each.typed,), best[0].candidate) for each in readings]
    known = len(own) / (len(own) + unknown) if unknown else 1.0
    meant = " ".join(told) if sentence != query.plain else ""
    return _Attempt(replace(better, typed=" ".join(told)), again, meant, known)


def _meant(group: Sequence[str], page: Candidate) -> str:
    """Return the alternative that a page holds, the likeliest where that is not known."""
    held = words(" ".join((page.title, page.also, page.summary)).replace("-", ""))
    held += words(" ".join((page.title, page.also, page.summary)))
    return next(
        (each for each in group if all(any(alike(w, h) for h in held) for w in each.split())),
        group[0],
    )


def _order(query: Query, found: Matches) -> list[RankedCandidate]:
    """Return everything that was found with all words, the best first, as far as it can be paged through."""
    best = ranked(found.candidates, query)
    known = {each.candidate.pk for each in best}
    rest = [Candidate(pk, "", "", "", "", "") for pk in found.newest if pk not in known]
    return best + [RankedCandidate(each, 0.0, ("newest of the rest",)) for each in rest]


def _with_related(asked: _Attempt, order: list[RankedCandidate]) -> list[RankedCandidate]:
    """Return what was found with all words and what holds most of them or means the like, the best first.

    Pages of just that name stay before all.
    """
    query, found = asked.query, asked.found
    whole = {each.candidate.pk: each for each in order}
    some = {each.pk: each.words / len(query.groups) for each in found.some}
    near = {each.pk: each.cosine for each in nearest(query.typed, [*whole, *some])}
    least = NEAR if query.length > 2 else NEAR_TWO
    scored: list[tuple[float, RankedCandidate]] = []
    for pk in {*whole, *some, *near}:
        share = 1.0 if pk in whole else some.get(pk, 0.0)
        cosine = near.get(pk, 0.0)
        held = share * (asked.known if near and query.is_sentence else 1)
        most = held > MOSTLY and (not near or cosine >= NEAR_AT_ALL)
        if held == 1 or most or cosine >= least:
            one = whole.get(pk) or RankedCandidate(Candidate(pk, "", "", "", "", ""), 0.0, ())
            value = cosine + WORDS * share * asked.known + RANK * one.score
            told = (f"words: {share * asked.known:.2f}", f"meaning: {cosine:.2f}")
            scored.append((value, one._replace(score=value, why=one.why + told)))
    if not scored:
        return order
    scored.sort(key=lambda each: (-each[0], each[1].candidate.pk))
    return [each for _, each in scored][: max(len(order), RELATED)]


def _pages(pks: Sequence[int]) -> dict[int, Page]:
    """Return the visible pages of `pks`, by these. One query, none for none.

    SECURITY: the only way from a number that search knows to a page.
    """
    rows = _VISIBLE.rows(pks=list(pks), now=timezone.now()) if pks else []
    return {row.pk: row for row in rows}


_VISIBLE = CompiledQuery(
    Page, lambda pks, now: Page.objects.visible(now).filter(pk__in=pks).order_by()
)


def _facets(found: Matches) -> Facets:
    """Return by what the results can be narrowed, and how many pages each choice would leave: 0 where that
    is not known.
    """
    number = (lambda n: 0) if found.capped else (lambda n: n)
    most = sorted(found.named, key=lambda each: (-each.number, each.key))
    topics = [each for each in most if each.key.startswith(TOPIC) and each.path]
    tags = [each for each in most if each.key.startswith(TAG)]
    sections = [each for each in most if each.key.startswith(SECTION) and each.label]
    told = (lambda n: 0) if found.sampled else (lambda n: n)
    return Facets(
        [Choice(kind, label, number(found.kinds.get(kind, 0))) for kind, label in kind_choices()],
        [
            Choice(name, label, number(found.since.get(name, 0)))
            for name, (label, _) in SINCE.items()
        ],
        [Choice(e.path.split("/")[-2], e.label, told(e.number)) for e in topics[:CHOICES]],
        [Choice(e.key.removeprefix(TAG), e.label, told(e.number)) for e in tags[:CHOICES]],
        [Choice(e.key.removeprefix(SECTION), e.label, told(e.number)) for e in sections[:CHOICES]],
    )


def _lists(query: Query, found: Matches) -> tuple[ListHit, ...]:
    """Return the tags, authors and outlets that were asked for: all words are in the name, or the name is
    just it. Where the page of an outlet is, if it has one, knows who asks.
    """
    keys, terms = query.keys, {root(term) for term in query.terms}
    hits: dict[str, ListHit] = {}
    for each in (*found.lists, *found.named):
        prefix = next((p for p in (*LISTS, OUTLET) if each.key.startswith(p)), "")
        if not prefix or each.key == prefix:
            continue
        slug = each.key.removeprefix(prefix)
        # An outlet goes by the name that readers see now, which is its key.
        label = slug if prefix == OUTLET else each.label
        known_by, roots = _known_by(label.removeprefix("The ") if prefix == OUTLET else label)
        whole = not known_by.isdisjoint(keys)
        within = bool(terms) and terms <= roots
        if whole or (within and prefix == AUTHOR):
            name = _LISTED.get(prefix, "")
            path = reverse(name, args=[slug]) if name else ""
            hits[each.key] = ListHit(prefix[:-1], label, path)
    return tuple(hits.values())[:4]


_LISTED = {TAG: "tag", AUTHOR: "person"}
_CALLED = {
    "tag": gettext_noop("Tag"),
    "author": gettext_noop("Author"),
    "outlet": gettext_noop("Outlet"),
}


@lru_cache(maxsize=2_000)
def _known_by(label: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of a name, and its words without their inflections."""
    return frozenset(name_keys(label)), frozenset(map(root, {*words(label), *joined(label)}))


def answers(page: Page, typed: str) -> bool:
    """Tell whether a question page is what was asked, rather than something that mentions it."""
    asked = {stem(term) for term in search_terms(typed)}
    told = {
        stem(term) for term in search_terms(f"{page.title} {page.also} {page.summary} {page.text}")
    }
    if not asked or len(asked & told) < ASKED * len(asked):
        return False
    for wording in (page.title, *page.also.splitlines()):
        named = {stem(term) for term in search_terms(wording)}
        if named and len(asked & named) >= max(ANSWERED * len(named), min(2, len(named))):
            return True
    return False


def suggest(typed: str, *, limit: int = 8) -> list[Page]:
    """Return pages that begin to match what is being typed, spelled rightly or not: first those whose name
    begins with it, then those of which a later word does. Two queries; more where that is not enough.
    """
    query = read(typed)
    if not query.keys:
        return []
    found = _beginning(query.keys, limit)
    if not found:
        return [hit.page for hit in search(typed, {}).hits[:limit]]
    return list(found.values())[:limit]


def _beginning(keys: Sequence[str], limit: int) -> dict[int, Page]:
    """Return visible pages whose name has a word from which on it begins with one of `keys`. Two queries."""
    at = timezone.now()
    each = [
        fill(
            "SELECT * FROM (SELECT c.page_id, c.called, {whole} AS whole FROM catalogue_called c"
            " JOIN {side} s ON s.page_id = c.page_id WHERE c.whole = {whole}"
            " AND c.called >= {key} AND c.called < {end} AND {visible}"
            " ORDER BY c.called LIMIT {most}) e{n}{whole}",
            whole=whole,
            side=side(),
            key=Sql("%s", (key,)),
            end=Sql("%s", (key + LAST,)),
            visible=visible(at),
            most=2 * limit,
            n=n,
        )
        for n, key in enumerate(keys)
        for whole in (1, 0)
    ]
    rows = engine().rows(joined_by(" UNION ALL ", each))
    rows.sort(key=lambda row: (-int(row[2]), row[1]))
    pks = list(dict.fromkeys(int(row[0]) for row in rows))[: 2 * limit]
    shown = {row.pk: row for row in Page.objects.visible().filter(pk__in=pks).defer("text")}
    return {pk: shown[pk] for pk in pks if pk in shown}
