"""What an import was not sure of, as findings of the publishing checks until it is cured.

A doubt is cured when the words that it is about are no longer there, or when somebody says why they stay,
as of any warning.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from newsdesk.catalogue.compiled import CompiledRows
from newsdesk.importing.models import ImportDoubt
from newsdesk.pages.documents import Data
from newsdesk.pages.rich_text import plain
from newsdesk.rules.findings import Findings, Problem, findings

# What to do about each, by the code of the note that the import made.
CURES = {
    "about-a-word": "Describe what the page means, or link the topic that it means.",
    "answers-missing": "Write the answers, or cut the promise.",
    "cut-off": "Complete the description.",
    "date-doubtful": "Look at the date.",
    "foot-kept": "Take the line out, if it is none of the text.",
    "heading-unknown": "Give the words under it their place.",
    "headline-proposed": "Write a headline.",
    "link-left": "Give the address a place, if it is a source.",
    "name-missing": "Give the topic its name.",
    "named-inside": "Take the topic off the page, if it is about something else.",
    "outlet-shared": "Take another outlet, if that one is meant.",
    "table": "Read how its rows stand.",
    "text-differs": "Choose one of the two.",
    "undescribed": "Say what it is.",
    "unplaced": "Write it where it belongs, if it does.",
}
_OTHERWISE = "Put it right, or say why it may stay."


def keep(doubts: Iterable[ImportDoubt], pages: Collection[str]) -> None:
    """Write down the doubts of pages in the place of those that an earlier import left with them."""
    ImportDoubt.objects.filter(page__in=pages).delete()
    ImportDoubt.objects.bulk_create(doubts)


def problem_of(doubt: ImportDoubt, whole: str) -> Problem:
    """Return a doubt as a finding; `whole` is the field to jump to where it names none."""
    cure = CURES.get(doubt.code, _OTHERWISE)
    message = f"The import was not sure: {doubt.message} {cure}"
    return Problem(doubt.field or whole, message, doubt.code, doubt.words)


def and_doubts(
    found: Mapping[str, Findings], data_of: Callable[[str], Data], *, whole: str
) -> dict[str, Findings]:
    """Return the findings of pages, by their keys, with the doubts that stand behind them. One query.

    `data_of` gives the data of a page's document by its key; `whole` is where to jump to for the whole page.
    """
    kept: dict[str, list[ImportDoubt]] = {}
    for doubt in _DOUBTS.rows(pages=list(found)) if found else ():
        kept.setdefault(doubt.page, []).append(doubt)
    return {
        key: _with(each, kept[key], data_of(key), whole) if key in kept else each
        for key, each in found.items()
    }


_DOUBTS = CompiledRows(ImportDoubt, lambda pages: ImportDoubt.objects.filter(page__in=pages))


def _with(found: Findings, kept: Sequence[ImportDoubt], data: Data, whole: str) -> Findings:
    standing = [problem_of(doubt, whole) for doubt in kept if stands(doubt, data)]
    return findings(found.blocking, [*found.warnings, *standing])


def stands(doubt: ImportDoubt, data: Data) -> bool:
    """Tell whether a document still says what the doubt is about; `data` is that of the document."""
    if not doubt.field:
        return bool(doubt.words) and doubt.words not in _in_line(_texts(data))
    return words_at(data, doubt.field) == doubt.words


def words_at(data: Data, field: str) -> str | None:
    """Return what a document says at a field, with single spaces; None where there is no such part."""
    name, colon, rest = field.partition(":")
    value = data.get(name)
    if colon:
        identity, _, part = rest.partition(".")
        rows = value if isinstance(value, list | tuple) else ()
        row = next((row for row in rows if _is_part(row, identity)), None)
        if row is None:
            return None
        value = row.get(part) if part else row
    return _in_line(_texts(value))


def _is_part(row: object, identity: str) -> bool:
    return isinstance(row, Mapping) and row.get("id") == identity


def _in_line(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def _texts(value: object) -> Iterable[str]:
    """Yield the texts in a value, as readers see them."""
    if isinstance(value, str):
        yield plain(value) if "<" in value else value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name != "id":
                yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
