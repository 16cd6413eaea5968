"""The transition tables in words: for the command, and for the help page of the desk."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsdesk.pages.status import Standing, State
from newsdesk.workflow.roles import roles
from newsdesk.workflow.transitions import Table, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A verb as an editor reads it."""

    verb: str
    who: str
    when: str
    asks: str
    help: str


def rows(verbs: Table) -> Iterator[Row]:
    """Yield the rows of a transition table, in its order."""
    table = roles()
    for verb in verbs.values():
        yield Row(
            verb=verb.label,
            who=", ".join(role for role, rights in table.items() if verb.permission in rights),
            when=_when(verb),
            asks="; ".join(_asked(verb)),
            help=verb.help,
        )


def _when(verb: Verb) -> str:
    standings = ", ".join(each.value for each in Standing if each in verb.when)
    if verb.states == frozenset(State):
        return standings
    states = ", ".join(each.label.lower() for each in State if each in verb.states)
    return f"{standings}; {states}"


def _asked(verb: Verb) -> Iterator[str]:
    if verb.note_required:
        yield "a note"
    if verb.for_waiting:
        yield "a version that is scheduled"
    if verb.for_unread:
        yield "a correction that no second person has read"
    yield from verb.guards
