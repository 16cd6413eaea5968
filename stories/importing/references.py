"""Addresses that stand apart from what they belong to: footnotes, and a closing list of sources."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from django.core.exceptions import ValidationError

from newsdesk.intake.lines import Line, Span, Unreadable
from newsdesk.pages.fields import WebAddressValidator
from newsdesk.requests.addresses import host_of
from newsdesk.text.names_and_words import fold
from stories.importing.name_words import without_article
from stories.importing.outlets import Outlets

MAX_REFERENCES = 1_000
_FULL = WebAddressValidator()
_LONGEST_LINK = 500
_BETWEEN = re.compile(r"\s*[:–—|,;(\[-]+\s*$")


@dataclass(frozen=True, slots=True)
class Reference:
    """A note or an entry of the list of sources: where it leads, and the words beside the address.

    `folded` are these words as names are compared, for what is looked up by the name of an outlet.
    """

    line: Line
    url: str
    words: str
    folded: str = ""


class References:
    """The references of a page, and which of them something has used."""

    def __init__(self, notes: Iterable[Line], sources: Iterable[Line]) -> None:
        self._of_key: dict[str, list[Reference]] = {}
        self._listed: list[Reference] = []
        self.used: dict[int, str] = {}
        key = ""
        for line in notes:
            key = line.marks[0].target if line.marks else key  # A note may go on in further lines.
            self._of_key.setdefault(key, []).append(_reference(line))
        for line in sources:
            if line.text and line.role != "rule":
                self._listed.append(_reference(line))
        if sum(1 for _ in self.all()) > MAX_REFERENCES:
            raise Unreadable(f"No page has more than {MAX_REFERENCES:,} notes and sources.")

    def of_mark(self, key: str) -> list[Reference]:
        """Return the references behind a mark: notes with an address. A mark may be an address itself."""
        if is_address(key) and is_full_address(key):
            return [Reference(Line(0, ""), key, "")]
        return [each for each in self._of_key.get(key, []) if each.url]

    def of_outlet(self, outlet: str, outlets: Outlets) -> Reference | None:
        """Return the first reference, not used yet, that names an outlet or is on its domain."""
        name = fold(without_article(outlet))
        named = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") if name else None
        return next(
            (
                each
                for each in self.all()
                if each.url
                and each.line.number not in self.used
                and (is_of(each.url, outlet, outlets) or (named and named.search(each.folded)))
            ),
            None,
        )

    def use(self, reference: Reference, where: str) -> str:
        """Say what a reference gave its address to, and return the address."""
        if reference.line.number:
            self.used.setdefault(reference.line.number, where)
        return reference.url

    def give_again(self, url: str, where: str) -> None:
        """Mark the entries of the list of sources whose address a report has from its own words."""
        for each in self._listed:
            if url and each.url == url:
                self.use(each, where)

    def all(self) -> Iterator[Reference]:
        yield from self._listed
        for references in self._of_key.values():
            yield from references

    def linked(self, line: Line, where: str) -> Line:
        """Return a line in which the word before the mark of a note is a link to its address."""
        if not line.marks:
            return line
        spans = [span for span in line.spans if span.kind != "mark"]
        for mark in line.marks:
            for reference in self.of_mark(mark.target)[:1]:
                word = re.search(
                    r"[^\W_][\w'’-]*(?=\W*$)", line.text[max(0, mark.start - 60) : mark.start]
                )
                free = word and not any(
                    span.kind == "link" and span.start < mark.start <= span.end + 3
                    for span in spans
                )
                if word and free:
                    start = max(0, mark.start - 60) + word.start()
                    spans.append(Span(start, start + len(word[0]), "link", reference.url))
                    self.use(reference, where)
        return replace(line, spans=tuple(spans))


def is_of(url: str, outlet: str, outlets: Outlets) -> bool:
    """Tell whether an address is of an outlet: on its domain, or on one that has its name."""
    known = outlets.at(url)
    if known is not None:
        return known == outlet
    name = _letters_of_name(outlet)
    return len(name) > 3 and name in _letters_of_host(url)


# Every report without an address is held against every reference.
@lru_cache(maxsize=1024)
def _letters_of_name(outlet: str) -> str:
    return re.sub(r"\W", "", fold(without_article(outlet)))


@lru_cache(maxsize=1024)
def _letters_of_host(url: str) -> str:
    return re.sub(r"[\W_]", "", host_of(url))


def _reference(line: Line) -> Reference:
    link = next((link for link in line.links if is_full_address(link.target)), None)
    words = line.text
    if link is not None and is_address(line.text[link.start : link.end]):
        words = line.text[: link.start] + line.text[link.end :]
    words = _BETWEEN.sub("", words.strip()).strip(" ()[]<>")
    return Reference(line, link.target if link else "", words, fold(words))


def is_full_address(url: str) -> bool:
    """Tell whether a report or a source may hold an address as its link."""
    try:
        _FULL(url)
    except ValidationError:
        return False
    return len(url) <= _LONGEST_LINK


def is_address(words: str) -> bool:
    """Tell whether the words of a link are an address themselves."""
    return re.match(r"(?:https?://|www\.)\S+$", words.strip(), re.IGNORECASE) is not None
