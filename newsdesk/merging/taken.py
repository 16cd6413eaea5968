"""What a survivor takes over from the page that is merged into it. Plain data in, plain data out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsdesk.comparison.three_way_merge import Clash, Data, identity


@dataclass(frozen=True, slots=True)
class MergeChoice:
    """A moderator's choice, by field of the document.

    `fields` are taken from the loser; `values` were written anew; `items` names, for a list, the
    items to add from the loser; `dropped` those of the survivor's own to leave out. What is not named
    stays the survivor's.
    """

    fields: tuple[str, ...] = ()
    values: Data = field(default_factory=dict)
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
    def from_data(cls, data: Data) -> "MergeChoice":
        return cls(tuple(data["fields"]), data["values"], data["items"], data["dropped"])

    def on(self, survivor: Data, loser: Data) -> Data:
        """Return the survivor's data with what was taken."""
        return take(self, survivor=survivor, loser=loser)


NOTHING = MergeChoice()


def take(taken: MergeChoice, *, survivor: Data, loser: Data) -> Data:
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
            item
            for item in loser.get(name, [])
            if identity(item) in ids and identity(item) not in present
        ]
    return result


def everything(survivor: Data, loser: Data) -> MergeChoice:
    """Return the choice of taking every item of the loser's lists, and nothing else."""
    lists = {
        name: [str(identity(item)) for item in value]
        for name, value in loser.items()
        if isinstance(value, list) and value
    }
    return MergeChoice(items=lists)


def known_part(taken: MergeChoice, known: Sequence[Data]) -> MergeChoice:
    """Return what readers may see of `taken` at once; `known` are data that they have seen.

    What was written anew waits, all of it together, unless it is put together from words that they know.
    As long as anything waits, nothing is dropped: its place would be empty until then.
    """
    if all(_is_known(name, new, known) for name, new in taken.values.items()):
        return taken
    return replace(taken, values={}, dropped={})


def _is_known(name: str, new: object, known: Sequence[Data]) -> bool:
    """Tell whether a value is made of nothing but what stands in `known`."""
    if new is None or any(name in data and data[name] == new for data in known):
        return True
    if isinstance(new, list):
        everything = [each for data in known for value in data.values() for each in _each(value)]
        return all(item in everything for item in new)
    if not isinstance(new, str):
        return False
    parts = {part for data in known if isinstance(part := data.get(name), str)}
    for part in sorted(parts, key=len, reverse=True):
        new = new.replace(part, " ")
    return not new.strip(" ;")


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def kept_apart(taken: MergeChoice, base: Data, own: Data) -> tuple[MergeChoice, tuple[Clash, ...]]:
    """Return what a text that says `own` takes, and where it keeps its own words.

    It keeps them where it says something else than `base`, what readers see.
    """
    apart = {name for name in (*taken.fields, *taken.values) if own.get(name) != base.get(name)}
    before, mine = (
        {name: {identity(item): item for item in data.get(name, [])} for name in taken.dropped}
        for data in (base, own)
    )
    kept = {
        name: [i for i in ids if i in mine[name] and mine[name][i] != before[name].get(i)]
        for name, ids in taken.dropped.items()
    }
    clashes = [
        Clash(name, base.get(name), own.get(name), taken.values.get(name)) for name in sorted(apart)
    ]
    clashes += [
        Clash(f"{name}:{i}", before[name].get(i), mine[name][i], None)
        for name, ids in kept.items()
        for i in ids
    ]
    narrowed = MergeChoice(
        fields=tuple(name for name in taken.fields if name not in apart),
        values={name: value for name, value in taken.values.items() if name not in apart},
        items=taken.items,
        dropped={
            name: [i for i in ids if i not in kept[name]] for name, ids in taken.dropped.items()
        },
    )
    return narrowed, tuple(clashes)
