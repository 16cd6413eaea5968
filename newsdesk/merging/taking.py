"""What a survivor takes over from the page that is merged into it. Plain data in, plain data out."""

from dataclasses import dataclass, field
from typing import Any

from newsdesk.publishing.compare import Data, identity


@dataclass(frozen=True, slots=True)
class Taken:
    """A moderator's choice, by field of the document.

    `fields` are taken from the loser; `values` were written anew; `items` names, for a list, the
    items to add from the loser; `dropped` those of the survivor's own to leave out. What is not named
    stays the survivor's.
    """

    fields: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    dropped: dict[str, list[str]] = field(default_factory=dict)

    def as_data(self) -> Data:
        return {
            "fields": list(self.fields),
            "values": self.values,
            "items": self.items,
            "dropped": self.dropped,
        }

    @classmethod
    def from_data(cls, data: Data) -> "Taken":
        return cls(tuple(data["fields"]), data["values"], data["items"], data["dropped"])


NOTHING = Taken()


def take(taken: Taken, *, survivor: Data, loser: Data) -> Data:
    """Return the survivor's data with what was taken. Items that are gone by now are passed over."""
    result = dict(survivor)
    for name in taken.fields:
        result.pop(name, None)
        if name in loser:  # What has its default is not written.
            result[name] = loser[name]
    result |= taken.values
    for name, ids in taken.dropped.items():
        result[name] = [item for item in result.get(name, []) if identity(item) not in ids]
    for name, ids in taken.items.items():
        present = {identity(item) for item in result.get(name, [])}
        result[name] = result.get(name, []) + [
            item for item in loser[name] if identity(item) in ids and identity(item) not in present
        ]
    return result


def everything(survivor: Data, loser: Data) -> Taken:
    """Return the choice of taking every item of the loser's lists, and nothing else."""
    lists = {
        name: [str(identity(item)) for item in value]
        for name, value in loser.items()
        if isinstance(value, list) and value
    }
    return Taken(items=lists)
