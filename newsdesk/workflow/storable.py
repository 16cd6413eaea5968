"""The one gate through which texts and rows come into a working copy, whoever writes them.

A document is given the shape in which it is stored: rich text as the sanitiser writes it, links with a
scheme, no character that separates lines unseen. What would be longer than a page may hold, or would lose
something on the way, is refused whole, with a sentence for each field: nothing is cut and nothing vanishes.
Forms say the same sentences beside their fields; this is where the rule is kept.
"""

from collections.abc import Callable, Sized
from typing import TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from newsdesk.comparison.labels import Field, Fields, Shape, label, value_at
from newsdesk.comparison.three_way_merge import Data, identity
from newsdesk.pages import limits
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.rich_text import cleaned
from newsdesk.text.stored_characters import as_line, as_lines
from newsdesk.workflow.transitions import Refused

# Names of people and outlets, which have a row of their own.
_NAME_LENGTH = 200


Document = TypeVar("Document")


class NotStorable(Refused):
    """A page cannot hold this; `sentences` say of each field why, by its path."""

    def __init__(self, sentences: dict[str, str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences.values()))


def storable(
    document: Document,
    model: type[models.Model],
    fields: Fields,
    *,
    now: Callable[[], Document] | None = None,
) -> Document:
    """Return `document` as it is stored in rows of `model`; `fields` describe it.

    What is larger than a page may hold passes where it is no larger than in the document that `now`
    returns: a page that is older than a limit can be edited, and made smaller. Raises NotStorable.
    """
    gate = _Gate(model, fields, as_data(document))
    data = gate.whole()
    if gate.large and now is not None:
        gate.allow_what_is_there(as_data(now()))
    if wrong := gate.wrong | gate.large:
        raise NotStorable(wrong)
    return from_data(type(document), data)


def no_longer(text: str, most: int) -> str:
    """Return a note or a reason without the space around it. Raises NotStorable where it is too long."""
    text = text.strip()
    if len(text) > most:
        raise NotStorable({"": limits.too_long(len(text), most)})
    return text


class _Gate:
    """Goes through the data of a document once; `large` is over a limit, `wrong` can never be stored."""

    def __init__(self, model: type[models.Model], fields: Fields, data: Data) -> None:
        self.model, self.fields, self.data = model, fields, data
        self.wrong: dict[str, str] = {}
        self.large: dict[str, str] = {}

    def whole(self) -> Data:
        result = self._fields(self.fields, self.data, "")
        if (length := limits.length_of(result)) > limits.PAGE_LENGTH:
            self.large[""] = limits.page_too_long(length)
        return result

    def allow_what_is_there(self, now: Data) -> None:
        for path in list(self.large):
            there = value_at(self.fields, path, now) if path else now
            wanted = value_at(self.fields, path, self.data) if path else self.data
            if _size(there) >= _size(wanted):
                del self.large[path]

    def _fields(self, fields: Fields, data: Data, path: str) -> Data:
        known = {field.name: field for field in fields}
        return {
            name: self._value(known[name], value, f"{path}{name}")
            if name in known and value
            else value
            for name, value in data.items()
        }

    def _value(self, field: Field, value: object, path: str) -> object:
        if isinstance(value, str):
            if field.shape is Shape.RICH:
                return self._rich(field, value, path)
            return self._text(value, path) if field.shape in (Shape.TEXT, Shape.DATE) else value
        if isinstance(value, dict) and field.shape is Shape.GROUP:
            return self._fields(field.fields, value, f"{path}.")
        if isinstance(value, list):
            self._count(value, path)
            if field.shape is Shape.WORDS:
                return self._words([as_line(word) for word in value], path)
            if field.shape is Shape.PARTS:
                return [self._fields(field.fields, p, f"{path}:{identity(p)}.") for p in value]
        return value

    def _rich(self, field: Field, value: str, path: str) -> str:
        try:
            found = cleaned(value, headings=field.headings)
        except ValidationError as error:
            self._say(self.large, path, " ".join(error.messages))
            return value
        if found.losses:
            self._say(self.wrong, path, " ".join(found.losses))
        return found.html

    def _text(self, value: str, path: str) -> str:
        column = column_of(self.model, path)
        if isinstance(column, models.URLField):
            value = column.to_python(value)
            try:
                column.run_validators(value)
            except ValidationError as error:
                self._say(self.wrong, path, " ".join(error.messages))
            return value
        lines = isinstance(column, models.TextField)
        value = as_lines(value) if lines else as_line(value)
        most = limits.TEXT_LENGTH if lines else getattr(column, "max_length", None) or _NAME_LENGTH
        if len(value) > most:
            self._say(self.large, path, limits.too_long(len(value), most))
        return value

    def _words(self, words: list[str], path: str) -> list[str]:
        """Look at words that are stored in one text, or, as tags, each in a row of its own."""
        column = column_of(self.model, path)
        if isinstance(column, models.CharField | models.TextField):
            length, most = len(", ".join(words)), column.max_length or limits.TEXT_LENGTH
        else:
            length, most = max(map(len, words)), limits.TAG_LENGTH
        if length > most:
            self._say(self.large, path, limits.too_long(length, most))
        return words

    def _count(self, value: Sized, path: str) -> None:
        name = path.rpartition(".")[2]
        if name in limits.ROWS and len(value) > limits.ROWS[name]:
            self._say(self.large, path, limits.too_many(name, len(value)))

    def _say(self, where: dict[str, str], path: str, sentence: str) -> None:
        where[path] = f"{label(self.fields, path, self.data)}: {sentence}"


def _size(value: object) -> int:
    """Return what may not grow: how many rows a list has, how many characters a text."""
    return len(value) if isinstance(value, list) else limits.length_of(value)


def column_of(model: type[models.Model], path: str) -> models.Field | None:
    """Return the model field that a path of text is stored in, or None where it is no such thing."""
    first, _, inner = path.partition(".")
    name, _, item = first.partition(":")
    try:
        if not item:
            found = model._meta.get_field(f"{name}_{inner}" if inner else name)
        elif isinstance(rows := model._meta.get_field(name).related_model, type):
            found = rows._meta.get_field(inner)
        else:
            return None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.Field) else None
