"""The verbs of desk queries: ask, reply, resolve, reopen. Each is one transaction.

Whoever may see a page and ask may also answer, and may resolve what does not stop publishing. A query
that stops it is resolved by who asked it or by who may resolve those of others: an author cannot talk
away what an editor wants mended.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.text import Truncator

from newsdesk.catalogue.compiled import CompiledRows, CompiledValues
from newsdesk.comments.access import may_see, page_of
from newsdesk.comments.mentions import meant
from newsdesk.comments.models import DeskQuery, QueryEntry
from newsdesk.comments.parts import PagePart
from newsdesk.comments.passages import Passage, passages_of, place_of
from newsdesk.comments.quotes import CONTEXT, Quote
from newsdesk.notifications.inbox import tell
from newsdesk.pages.documents import as_data
from newsdesk.pages.models import WorkingCopy
from newsdesk.workflow.register import workflow_of
from newsdesk.workflow.storable import no_longer
from newsdesk.workflow.transitions import Refused, log, require

ASK = "reviewing.ask_query"
RESOLVE = "reviewing.resolve_query"
TEXT_LENGTH = 4_000
# What a comment says that proposes a wording and nothing else.
PROPOSES = "Proposes another wording."
MOST_OPEN = 200


# What a notice says that somebody did.
DEEDS = {
    QueryEntry.Kind.RESOLVED: "has resolved a comment",
    QueryEntry.Kind.REOPENED: "has reopened a comment",
    QueryEntry.Kind.TAKEN: "has taken a proposed wording",
    QueryEntry.Kind.DECLINED: "has declined a proposed wording",
}


class EmptyComment(Refused):
    """A query or a reply without a word in it."""


class NoSuchWords(Refused):
    """A wording is proposed for words that do not stand in one paragraph of the page."""


class AlreadySo(Refused):
    """The query is resolved, or open, already."""


class TooMany(Refused):
    """The page has more open queries than anybody could answer."""


@transaction.atomic
def ask(
    item: WorkingCopy,
    *,
    actor: User,
    text: str,
    about: PagePart | None = None,
    quoted: str = "",
    around: tuple[str, str] = ("", ""),
    proposed: str | None = None,
    blocking: bool = False,
) -> DeskQuery:
    """Ask about a part of a page, or about the whole of it; `blocking` stops publishing until resolved.

    `quoted` are the words that it is about and `around` what stands before and after them; `proposed`
    is what to write in their place, "" to take them out, and says enough without a `text`. Tells
    the page's author and whoever is mentioned. Raises PermissionDenied, NothingSaid, NoSuchWords or
    TooMany.
    """
    _require(actor, item)
    text = _said(text) if proposed is None or text.strip() else PROPOSES
    wanted = Quote(
        exact=no_longer(quoted, TEXT_LENGTH), before=around[0][-CONTEXT:], after=around[1][:CONTEXT]
    )
    path, quote, wording = _words(item, about, wanted, proposed)
    if DeskQuery.objects.about(item.key).open().count() >= MOST_OPEN:
        raise TooMany(f"“{item}” has {MOST_OPEN} open comments. Resolve some of them first.")
    query = DeskQuery.objects.create(
        key=item.key,
        part=about.path if about else "",
        part_name=about.name if about else "",
        words=about.words if about else "",
        quoted=quote.exact,
        path=path,
        before=quote.before,
        after=quote.after,
        proposed=wording,
        text=text,
        blocking=blocking,
        asked_by=actor,
        asked_at=timezone.now(),
    )
    log(item, "ask_query", actor=actor, detail={"query": query.pk, "blocking": blocking})
    named = _tell_mentioned(query, item, text, actor=actor)
    words = "comments, to be resolved before publishing," if blocking else "comments"
    _tell(query, item, [item.created_by], "query", words, text, actor=actor, but=named)
    return query


@transaction.atomic
def reply(query: DeskQuery, *, actor: User, text: str) -> QueryEntry:
    """Answer a query, open or resolved. Tells all who took part, and whoever is mentioned."""
    query, item = begin_on(query, actor=actor)
    text = _said(text)
    entry = _add(query, QueryEntry.Kind.REPLY, actor=actor, text=text)
    named = _tell_mentioned(query, item, text, actor=actor)
    _tell(query, item, _people(query), "reply", "replies", text, actor=actor, but=named)
    return entry


@transaction.atomic
def resolve(query: DeskQuery, *, actor: User, note: str = "") -> DeskQuery:
    """Settle a query. Raises PermissionDenied or, where it is settled, AlreadySo."""
    query, item = begin_on(query, actor=actor)
    if not may_resolve(actor, query):
        raise PermissionDenied("A comment that must be resolved is resolved by who wrote it.")
    if not query.is_open:
        raise AlreadySo(f"This comment has been resolved already, by {query.resolved_by}.")
    query.resolved_by, query.resolved_at = actor, timezone.now()
    query.save(update_fields=["resolved_by", "resolved_at"])
    settle(query, item, QueryEntry.Kind.RESOLVED, "resolve_query", actor=actor, note=note)
    return query


@transaction.atomic
def reopen(query: DeskQuery, *, actor: User, note: str = "") -> DeskQuery:
    """Take a resolution back; a blocking query stops publishing again. Raises AlreadySo."""
    query, item = begin_on(query, actor=actor)
    if query.is_open:
        raise AlreadySo("This comment is open already.")
    query.resolved_by = query.resolved_at = None
    query.save(update_fields=["resolved_by", "resolved_at"])
    settle(query, item, QueryEntry.Kind.REOPENED, "reopen_query", actor=actor, note=note)
    return query


def may_resolve(actor: User, query: DeskQuery) -> bool:
    """Tell whether somebody who may ask may also settle this query."""
    return not query.blocking or query.asked_by_id == actor.pk or actor.has_perm(RESOLVE)


def open_blocking(key: str) -> list[tuple[str, str]]:
    """Return what stops a page from being published: path of the part, and what is asked. One query."""
    rows = DeskQuery.objects.about(key).blocking()
    return list(rows.values_list("part", "text"))


def with_threads(key: str) -> list[DeskQuery]:
    """Return the queries about a page, open ones first, with the people and every entry. Two queries, one
    where there is none.
    """
    found = _ABOUT.rows(key=key)
    entries = QueryEntry.objects.select_related("actor")
    prefetch_related_objects(found, Prefetch("entries", entries))
    return found


_ABOUT = CompiledRows(
    DeskQuery, lambda key: DeskQuery.objects.about(key).open_first().with_people()
)


def open_queries(keys: Iterable[str]) -> dict[str, list[tuple[str, str, bool]]]:
    """Return path, text and whether it stops publishing, of each open query of some pages, by the keys
    of these. One query.
    """
    found: dict[str, list[tuple[str, str, bool]]] = {key: [] for key in keys}
    for key, part, text, blocking in _OPEN.rows(keys=list(found)) if found else ():
        found[key].append((part, text, blocking))
    return found


class _Open(NamedTuple):
    key: str
    part: str
    text: str
    blocking: bool


_OPEN = CompiledValues(
    DeskQuery,
    _Open,
    lambda keys: (
        DeskQuery.objects.filter(key__in=keys).open().values_list("key", "part", "text", "blocking")
    ),
)


def _require(actor: User, item: WorkingCopy) -> None:
    require(actor, ASK)
    if not may_see(actor, item):
        raise PermissionDenied(f"{actor} may not see this page.")


def begin_on(query: DeskQuery, *, actor: User) -> tuple[DeskQuery, WorkingCopy]:
    """Return the query, freshly read and locked, and its page, once the actor's right is checked."""
    locked = DeskQuery.objects.select_for_update().get(pk=query.pk)
    item = page_of(locked.key)
    _require(actor, item)
    return locked, item


def _said(text: str) -> str:
    text = text.strip()
    if not text:
        raise EmptyComment("There is nothing written in it.")
    if len(text) > TEXT_LENGTH:
        raise Refused(f"This is longer than {TEXT_LENGTH} characters. Say it shorter.")
    return text


def _passages_now(item: WorkingCopy) -> dict[str, Passage]:
    workflow = workflow_of(item)
    return passages_of(workflow.kind.labels, as_data(workflow.document_now(item)))


def _words(
    item: WorkingCopy,
    about: PagePart | None,
    quote: Quote,
    proposed: str | None,
) -> tuple[str, Quote, str | None]:
    """Return in which text of the page the quoted words stand, "" where in none, the words as they stand
    there, and the wording that is proposed, as one line. Raises NoSuchWords.
    """
    if not quote.exact and proposed is None:
        return "", quote, None
    passages = _passages_now(item)
    path, quote = place_of(quote, about.path if about else "", passages.values())
    if proposed is None:
        return path, quote, None
    if not path:
        raise NoSuchWords(
            "A wording is proposed for words as they stand in the page: select them, or copy them here."
        )
    passage = passages[path]
    found = passage.searched.find(quote)
    if found is None or not passage.spelled.is_one_line(found.start, found.end):
        raise NoSuchWords("These words run over two paragraphs. Select words of one of them.")
    return path, quote, " ".join(no_longer(proposed, TEXT_LENGTH).split())


def _add(query: DeskQuery, kind: str, *, actor: User, text: str = "") -> QueryEntry:
    return QueryEntry.objects.create(
        query=query, kind=kind, actor=actor, text=text, at=timezone.now()
    )


def settle(
    query: DeskQuery, item: WorkingCopy, kind: str, verb: str, *, actor: User, note: str
) -> None:
    """Keep in the thread and the log what was done to a query, and tell all who took part."""
    note = no_longer(note, TEXT_LENGTH)
    _add(query, kind, actor=actor, text=note)
    log(item, verb, actor=actor, note=note, detail={"query": query.pk})
    named = _tell_mentioned(query, item, note, actor=actor)
    deed = DEEDS[QueryEntry.Kind(kind)]
    _tell(query, item, _people(query), kind, deed, query.text, actor=actor, but=named)


def _people(query: DeskQuery) -> list[User | None]:
    """Return who asked, who shared the preview that it came by, and who has spoken since."""
    asked = DeskQuery.objects.select_related("asked_by", "link__made_by").get(pk=query.pk)
    spoke = [entry.actor for entry in query.entries.select_related("actor")]
    return [asked.asked_by, asked.link.made_by if asked.link else None, *spoke]


def _tell_mentioned(query: DeskQuery, item: WorkingCopy, text: str, *, actor: User) -> list[User]:
    people, _ = meant(text, item)
    _tell(query, item, people, "mention", "mentions you", text, actor=actor)
    return people


def _tell(
    query: DeskQuery,
    item: WorkingCopy,
    people: Iterable[User | None],
    kind: str,
    deed: str,
    text: str,
    *,
    actor: User,
    but: Sequence[User | None] = (),
) -> None:
    """Tell each of `people` once, of those who may see the page."""
    passage = Truncator(text).chars(200)
    sentence = f"{actor} {deed} on “{item}”: {passage}"
    for person in dict.fromkeys(people):
        if person not in but and may_see(person, item):
            tell(
                person,
                kind=kind,
                key=item.key,
                text=sentence,
                actor=actor,
                data=_where(query),
            )


def _where(query: DeskQuery) -> dict[str, object]:
    """Return where a notice leads: beside its words in the reading view as long as they are talked about."""
    if query.path and query.is_open:
        return {"screen": "review", "fragment": f"comment-{query.pk}"}
    return {"screen": "queries", "fragment": f"query-{query.pk}"}
