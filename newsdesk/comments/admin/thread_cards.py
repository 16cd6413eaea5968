"""Queries as the desk shows them: with what has become of the part that they are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.safestring import SafeString

from newsdesk.comments.models import DeskQuery, QueryEntry
from newsdesk.comments.parts import PagePart, section_of
from newsdesk.comments.quotes import SearchedText
from newsdesk.comments.threads import may_resolve
from newsdesk.comparison.diff.marked import runs_html
from newsdesk.comparison.diff.words import text_runs
from newsdesk.desk.layout import Section

HERE, REWORDED, LOST, GONE = "here", "reworded", "lost", "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A query with its entries. `part` is what its part is called now, or was when it is gone.

    `state` is one of HERE, REWORDED, LOST where the part is there and the words are not, and GONE.
    `place` the id of the part in the form; `section` the anchor of its section, or empty for what is
    about the whole page.
    """

    query: DeskQuery
    entries: list[QueryEntry]
    part: str
    state: str
    place: str
    section: str
    may_resolve: bool

    @property
    def changes(self) -> SafeString:
        """What its proposed wording changes, word by word."""
        return runs_html(text_runs(self.query.quoted, self.query.proposed or ""))


def threads_of(
    queries: Iterable[DeskQuery],
    *,
    parts: Mapping[str, PagePart],
    sections: Iterable[Section],
    actor: User,
) -> list[Thread]:
    """Return a thread for each query. No queries to the database after `threads.with_threads`."""
    sections = tuple(sections)
    return [
        Thread(
            query=query,
            entries=list(query.entries.all()),
            part=_name(query, parts),
            state=_state(query, parts),
            place=_place(query, parts),
            section=section_of(query.part, sections),
            may_resolve=may_resolve(actor, query),
        )
        for query in queries
    ]


def _name(query: DeskQuery, parts: Mapping[str, PagePart]) -> str:
    part = parts.get(query.part)
    return part.name if part else query.part_name


def _state(query: DeskQuery, parts: Mapping[str, PagePart]) -> str:
    if not query.part:
        return HERE
    part = parts.get(query.part)
    if part is None:
        return GONE
    if part.words == query.words:
        return HERE
    if not query.quoted:
        return REWORDED
    found = SearchedText(part.words).find(query.quote)
    if found is None:
        return LOST
    return HERE if found.as_they_were else REWORDED


def _place(query: DeskQuery, parts: Mapping[str, PagePart]) -> str:
    part = parts.get(query.part)
    if part is None:
        return ""
    if part.is_list:
        return f"{part.path}-group"
    _, _, uid = part.path.partition(":")
    return uid or f"field-{part.path}"
