"""The texts of a document whose words can be commented on, each by its path."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from newsdesk.comments.quotes import Quote, SearchedText
from newsdesk.comments.spelled import SpelledText, spelled
from newsdesk.comparison.labels import Field, Fields, Shape, group_in, items_in
from newsdesk.comparison.three_way_merge import Data, identity


@dataclass(frozen=True)
class Passage:
    """A text of a document. `path` is where it stands there, "analysis:3f2a9c01.body"; `part` is the path of
    the part of the form that it is in, "analysis:3f2a9c01".
    """

    path: str
    part: str
    value: str
    rich: bool

    @cached_property
    def spelled(self) -> SpelledText:
        return spelled(self.value, rich=self.rich)

    @cached_property
    def searched(self) -> SearchedText:
        return SearchedText(self.spelled.text)


def passages_of(fields: Fields, document: Data) -> dict[str, Passage]:
    """Return the texts of a document's data by path, in the order of its description."""
    return {passage.path: passage for passage in _passages(fields, document)}


def place_of(quote: Quote, part: str, passages: Iterable[Passage]) -> tuple[str, Quote]:
    """Return in which text of a part the words stand, and the words as they stand there.

    Where nobody finds them the path is empty and the quote as it was.
    """
    for passage in passages:
        if part in (passage.part, passage.path, ""):
            found = passage.searched.find(quote)
            if found and found.as_they_were:
                return passage.path, passage.searched.quote(found.start, found.end)
    return "", quote


def _passages(fields: Fields, data: Data) -> Iterator[Passage]:
    for field in fields:
        value = data.get(field.name)
        if field.shape is Shape.GROUP:
            inside = group_in(value)
            for inner in field.fields:
                yield from _text(
                    inner, inside, f"{field.name}.{inner.name}", f"{field.name}_{inner.name}"
                )
        elif field.shape is Shape.PARTS:
            for item in items_in(value):
                part = f"{field.name}:{identity(item)}"
                for inner in field.fields:
                    yield from _text(inner, group_in(item), f"{part}.{inner.name}", part)
        else:
            yield from _text(field, data, field.name, field.name)


def _text(field: Field, data: Data, path: str, part: str) -> Iterator[Passage]:
    value = data.get(field.name)
    rich = field.shape is Shape.RICH
    if isinstance(value, str) and value and (rich or field.prose):
        yield Passage(path=path, part=part, value=value, rich=rich)
