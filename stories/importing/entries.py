"""A section made of entries (questions, topics): where one ends and the next begins."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from newsdesk.intake.lines import Line, Unreadable
from stories.importing.sections import is_separator

MAX_ENTRIES = 500

Begins = Callable[[Line, Sequence[Line], bool], bool]


@dataclass
class Entries:
    """The entries of a section, each its non-blank lines, and the lone dashes between them."""

    entries: list[list[Line]] = field(default_factory=list)
    separators: list[Line] = field(default_factory=list)


def split(blocks: Iterable[Sequence[Line]], begins: Begins) -> Entries:
    """Take a section apart: by headings or lone dashes where there are any, by bullets, else by `begins`.

    `begins(line, entry, after_blank)` tells whether a line opens a new entry after the lines of
    `entry`. Raises Unreadable where there are too many entries to be one page.
    """
    found = Entries()
    for lines in blocks:
        if any(line.role == "heading" and line.level for line in lines):
            part = _by_headings(lines, begins)
        elif any(is_separator(line) for line in lines):
            part = _by_lone_dashes(lines)
        elif _all_listed(lines):
            part = _by_bullets(lines)
        else:
            part = _by_rule(lines, begins)
        found.entries += part.entries
        found.separators += part.separators
    if len(found.entries) > MAX_ENTRIES:
        line = found.entries[MAX_ENTRIES][0].number
        raise Unreadable(f"Line {line}: no page has more than {MAX_ENTRIES} entries in a section.")
    return found


def _by_headings(lines: Sequence[Line], begins: Begins) -> Entries:
    """Every heading opens an entry; what stands before the first one is taken apart by itself."""
    first = next(index for index, line in enumerate(lines) if line.role == "heading")
    found = Entries()
    if any(line.text and not is_separator(line) for line in lines[:first]):
        found = split([lines[:first]], begins)
    else:
        found.separators += [line for line in lines[:first] if is_separator(line)]
    for line in lines[first:]:
        if line.role == "heading":
            found.entries.append([line])
        elif is_separator(line):
            found.separators.append(line)
        elif line.text:
            found.entries[-1].append(line)
    return found


def _by_lone_dashes(lines: Sequence[Line]) -> Entries:
    found = Entries()
    entry: list[Line] = []
    for line in lines:
        if is_separator(line):
            found.separators.append(line)
            entry = []
        elif line.text:
            if not entry:
                found.entries.append(entry)
            entry.append(line)
    return found


def _all_listed(lines: Sequence[Line]) -> bool:
    first = next((line for line in lines if line.text), None)
    return first is not None and first.listed


def _by_bullets(lines: Sequence[Line]) -> Entries:
    """Every item of the list opens an entry; those of a list inside it belong to it."""
    found = Entries()
    top = min(line.level for line in lines if line.listed)
    for line in lines:
        if line.listed and (line.level <= top or not found.entries):
            found.entries.append([line])
        elif line.text:
            found.entries[-1].append(line)
    return found


def _by_rule(lines: Sequence[Line], begins: Begins) -> Entries:
    found = Entries()
    after_blank = True
    for line in lines:
        if not line.text:
            after_blank = True
            continue
        if not found.entries or begins(line, found.entries[-1], after_blank):
            found.entries.append([])
        found.entries[-1].append(line)
        after_blank = False
    return found
