"""The kinds of page that there are, for public pages. See `newsdesk.workflow.register`, which fills it."""

from typing import Any

from newsdesk.catalogue.kinds import UnknownKind, list_kind
from newsdesk.kinds.kind import Kind

# Of whatever documents and editions: who looks a kind up by name cannot know which.
AnyKind = Kind[Any, Any]

_kinds: dict[str, AnyKind] = {}


def add_kind(kind: AnyKind) -> None:
    """Let public pages and the catalogue know a kind of page."""
    list_kind(kind)
    _kinds[kind.name] = kind


def kinds() -> tuple[AnyKind, ...]:
    """Return every kind of page, in the order in which the apps are installed."""
    return tuple(_kinds.values())


def kind_named(name: str) -> AnyKind:
    """Return the kind of that name. Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError as error:
        raise UnknownKind(name) from error


def kind_of(key: str) -> AnyKind:
    """Return the kind of the page with this key, "story:5". Raises UnknownKind."""
    return kind_named(key.partition(":")[0])
