"""What documents name: keys of pages and names of pictures, said otherwise in all of a document's fields.

A key holds a primary key and means something on one desk alone. What leaves a desk names pages by their
`uid`: "entity:5" is "entity:0b7c…" there. Where in a document a key stands is told by the labels of its
fields, so that a text that looks like a key stays what it is.
"""

from collections.abc import Callable, Iterable, Mapping

from newsdesk.comparison.labels import Field, Fields, Shape
from newsdesk.comparison.three_way_merge import Data

# From what stands in a document to what is to stand there; "" for what nothing is called, and leaves lists.
Renaming = Callable[[str], str]


def renamed(data: Data, fields: Fields, *, key: Renaming, file: Renaming) -> Data:
    """Return the data of a document, or of some of its fields, with other keys and other names of files."""
    known = {field.name: field for field in fields}
    return {
        name: _value(known[name], value, key, file) if name in known and value else value
        for name, value in data.items()
    }


def _value(field: Field, value: object, key: Renaming, file: Renaming) -> object:
    if field.shape is Shape.KEY and isinstance(value, str):
        return key(value)
    if field.shape is Shape.FILE and isinstance(value, str):
        return file(value)
    if field.shape is Shape.GROUP and isinstance(value, dict):
        return renamed(value, field.fields, key=key, file=file)
    if isinstance(value, list) and field.shape is Shape.KEYS:
        return [new for each in value if (new := key(each))]
    if isinstance(value, list) and field.shape is Shape.PARTS:
        return [renamed(part, field.fields, key=key, file=file) for part in value]
    return value


def taken_renamed(taken: Data, fields: Fields, *, key: Renaming, file: Renaming) -> Data:
    """Return what a merge took, as `newsdesk.merging.taken.MergeChoice` keeps it, with other keys."""
    lists = {field.name for field in fields if field.shape is Shape.KEYS}

    def identities(chosen: Mapping[str, Iterable[str]]) -> Data:
        return {
            name: [key(each) or each for each in ids] if name in lists else list(ids)
            for name, ids in chosen.items()
        }

    return taken | {
        "values": renamed(taken.get("values", {}), fields, key=key, file=file),
        "items": identities(taken.get("items", {})),
        "dropped": identities(taken.get("dropped", {})),
    }


def named_in(documents: Iterable[Data], fields: Fields) -> tuple[set[str], set[str]]:
    """Return the keys and the names of files that documents of one kind hold."""
    keys: set[str] = set()
    files: set[str] = set()

    def noted(where: set[str]) -> Renaming:
        def note(value: str) -> str:
            where.add(value)
            return value

        return note

    for document in documents:
        renamed(document, fields, key=noted(keys), file=noted(files))
    return keys, files
