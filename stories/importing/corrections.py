"""What an editor puts right of a reading, as data: over its lines, and over what was understood of them.

A correction names a thing by a key that is the same when the text is read again: a line by its words
("line:3f2a9c01"), a report or a part by its id ("report:1f0c22ab"), a topic or a question by the line that
it begins with ("topic:3f2a9c01"). Those over lines go through the parser; the others change what it gave.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from newsdesk.intake.lines import Line, Span, cut
from stories.importing.markup import Ids
from stories.importing.places import IN, Place, Places, place_from
from stories.importing.section_words import SOURCES

LINE, STORY, REPORT, PART, EVENT = "line", "story", "report", "part", "event"
TOPIC, QUESTION, DOUBT, ADDRESSES = "topic", "question", "doubt", "addresses"
# The fields of each kind of thing, with the longest value of each.
FIELDS: dict[str, dict[str, int]] = {
    LINE: {"place": 20, "words": 20_000},
    STORY: {"headline": 200, "standfirst": 1_000, "bylines": 300, "picture": 10, "alt": 300},
    REPORT: {
        "outlet": 200,
        "reporters": 300,
        "url": 500,
        "quotation": 2_000,
        "speaker": 200,
        "attribution": 5,
    },
    PART: {"heading": 200, "kind": 20},
    EVENT: {"date": 10},
    TOPIC: {"becomes": 40, "name": 200, "kind": 20, "description": 5_000, "confirmed": 5},
    QUESTION: {"becomes": 40, "question": 250},
    DOUBT: {"reason": 300},
    ADDRESSES: {"list": 20_000},
}
MOST = 5_000
YES = "yes"
NEW, OUT = "new", "out"  # what a topic or a question becomes, beside the key of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One thing put right: `field` of the thing with the key `of` is `value`."""

    of: str
    field: str
    value: str

    @property
    def kind(self) -> str:
        return self.of.partition(":")[0]

    @property
    def of_lines(self) -> bool:
        """Tell whether the parser reads the text anew with it."""
        return self.kind in (LINE, ADDRESSES)

    @property
    def allowed(self) -> bool:
        longest = FIELDS.get(self.kind, {}).get(self.field, 0)
        return len(self.of) <= 200 and 0 <= len(self.value) <= longest and "\0" not in self.value


Corrections = Sequence[Correction]


def is_page(kind: str, value: str) -> bool:
    """Tell whether a value is the key of a page of that kind ("faq:5"), and not of a proposal."""
    start, _, number = value.partition(":")
    return start == kind and number.isdecimal() and len(number) < 19


def corrections_from(data: object) -> tuple[Correction, ...]:
    """Return the corrections that `data_of` wrote; what is none is left out."""
    rows = data if isinstance(data, list) else []
    found = (Correction(**row) for row in rows[:MOST] if isinstance(row, dict) and _is_one(row))
    return tuple(each for each in found if each.allowed)


def _is_one(row: Mapping[str, object]) -> bool:
    return row.keys() == {"of", "field", "value"} and all(isinstance(v, str) for v in row.values())


def data_of(corrections: Corrections) -> list[dict[str, str]]:
    return [asdict(each) for each in corrections]


def put(corrections: Corrections, new: Correction) -> tuple[Correction, ...]:
    """Return corrections with `new` last; it takes the place of an earlier one of the same field."""
    return (*taken_back(corrections, new.of, new.field), new)


def taken_back(corrections: Corrections, of: str, field: str) -> tuple[Correction, ...]:
    return tuple(each for each in corrections if (each.of, each.field) != (of, field))


def by_thing(corrections: Corrections) -> Mapping[str, Mapping[str, str]]:
    """Return the value of each corrected field, by the key of its thing."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for each in corrections:
        found[each.of][each.field] = each.value
    return found


def keys_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the key of each line: eight digits for its words, others where a line says the same again."""
    ids = Ids()
    return tuple(ids.make(LINE, line.text) for line in lines)


@dataclass(frozen=True, slots=True)
class CorrectedLines:
    """Lines as an editor wants them, counted anew: their keys, and where the editor has put them."""

    lines: tuple[Line, ...]
    keys: tuple[str, ...]
    places: Places


def corrected_lines(lines: Sequence[Line], corrections: Corrections) -> CorrectedLines:
    """Return lines with what was said of their words and places; added addresses stand last."""
    said = by_thing(corrections)
    rows: list[tuple[Line, str, Place | None]] = []
    for line, key in zip(lines, keys_of(lines), strict=True):
        values = said.get(f"{LINE}:{key}", {})
        place = place_from(values.get("place", ""))
        texts = list(_reworded(line, values["words"])) if "words" in values else [line]
        rows += [
            (text, key if index == 0 else f"{key}-{index}", place if index == 0 else _after(place))
            for index, text in enumerate(texts)
        ]
    for index, line in enumerate(_addresses(said.get(ADDRESSES, {}).get("list", ""))):
        rows.append((line, f"address-{index}", Place(IN, SOURCES)))
    numbered = [replace(line, number=number) for number, (line, _, _) in enumerate(rows, start=1)]
    places = {number: place for number, (_, _, place) in enumerate(rows, start=1) if place}
    return CorrectedLines(tuple(numbered), tuple(key for _, key, _ in rows), places)


def _after(place: Place | None) -> Place | None:
    """Return the place of what was cut off a line: what is put elsewhere goes there as a whole."""
    return place if place and place.verb in (IN, "out") else None


def _addresses(listed: str) -> Iterator[Line]:
    for address in listed.split():
        span = Span(0, len(address), "link", address)
        yield Line(0, address, "note", spans=(span,), at="added by you")


def _reworded(line: Line, words: str) -> Iterator[Line]:
    """Yield the lines that new words make; links and emphasis stay where the words around them stayed."""
    text = "\n".join(row for each in words.split("\n") if (row := " ".join(each.split())))
    if not text:
        yield replace(line, text="", role="blank", spans=())
        return
    whole = replace(line, text=text, spans=tuple(_moved(line, text)))
    start = 0
    for row in text.split("\n"):
        yield cut(whole, start, start + len(row))
        start += len(row) + 1


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)


def _moved(line: Line, text: str) -> Iterator[Span]:
    before = _alike(line.text, text)
    shorter = min(len(line.text), len(text)) - before
    after = min(_alike(line.text[::-1], text[::-1]), shorter)
    last = len(line.text) - after  # where the unchanged end of the old words begins
    longer = len(text) - len(line.text)
    for span in line.spans:
        if span.end <= before:
            yield span
        elif span.start >= last:
            yield replace(span, start=span.start + longer, end=span.end + longer)
        elif span.start < before and span.end > last:
            yield replace(span, end=span.end + longer)
