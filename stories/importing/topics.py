"""“More on these topics” -> entities: a name, a kind and aliases for each description."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from entities.documents import EntityDocument
from newsdesk.intake.lines import Line, cut
from stories.importing import unnamed_topics
from stories.importing.entries import split
from stories.importing.explainer import ProposedEntity
from stories.importing.register import Register
from stories.importing.topic_name import SURE, Choice, Chooser
from stories.importing.unnamed_topics import SubjectName

_NAMED = re.compile(r"(?P<name>[^\W_][^:.!?;–—]{0,79}?)\s?(?::|\s[–—-])\s+(?=\S)")
# A name and nothing else: words that begin with a capital, with small ones between them.
_WORD_OF_NAME = r"(?:[A-ZÀ-ÞŁ-Ž0-9][\w.&'’-]*|of|the|and|for|de|la|du|der|von|van|den|&)"
_BARE = re.compile(rf"{_WORD_OF_NAME}(?: {_WORD_OF_NAME}){{0,7}}")


@dataclass
class Topics:
    """The entities of a section with the lines of each, and the lone dashes between them."""

    entities: list[ProposedEntity] = field(default_factory=list)
    lines: list[list[Line]] = field(default_factory=list)
    namings: list[SubjectName | None] = field(default_factory=list)
    separators: list[Line] = field(default_factory=list)


def read(blocks: Iterable[Sequence[Line]], page_text: Sequence[str], register: Register) -> Topics:
    """Read the section. `page_text` are the other lines of the page, which show how it names things."""
    entries = split(blocks, _begins)
    topics = Topics(lines=entries.entries, separators=entries.separators)
    taken_apart = []
    for lines in entries.entries:
        head, description = _head_and_description(lines)
        named = unnamed_topics.read(description)
        if head and (named is None or named.generic) and description:
            # "Halden: a town in Norway" says what "Halden is a town in Norway" says.
            named = unnamed_topics.read(f"{head} is {description[:1].lower()}{description[1:]}")
        topics.namings.append(named)
        taken_apart.append((description, head, named))
    chooser = Chooser(taken_apart, page_text)
    for number, topic in enumerate(chooser.described, start=1):
        line = topics.lines[number - 1][0].number
        choice = chooser.choose(topic)
        topics.entities.append(_propose(choice, register, topic.text, number, line))
    return topics


def _head_and_description(lines: Sequence[Line]) -> tuple[str, str]:
    """Return the name that an entry gives before its description, or "", and the description."""
    if head := _given_name(lines):
        return head, "\n".join(line.text for line in lines[1:])
    first = lines[0]
    split_at = _NAMED.match(first.text)
    if split_at and not unnamed_topics.defines(first.text):
        rest = cut(first, split_at.end(), len(first.text)).text
        return split_at["name"], "\n".join([rest, *(line.text for line in lines[1:])])
    if len(lines) == 1 and _BARE.fullmatch(first.text) and len(first.text) <= 80:
        return first.text, ""
    return "", "\n".join(line.text for line in lines)


def _begins(line: Line, entry: Sequence[Line], after_blank: bool) -> bool:
    """Tell whether a line opens a new description: after a blank, or where it defines something."""
    if _given_name([*entry, line]) and len(entry) == 1:
        return False
    if after_blank or unnamed_topics.defines(line.text):
        return True
    return _NAMED.match(line.text) is not None and _NAMED.match(entry[0].text) is not None


def _given_name(lines: Sequence[Line]) -> str:
    """Return the first line of an entry where it is a name, and not the beginning of a description."""
    first = lines[0].text
    if lines[0].role == "heading" and len(first) <= 80:
        return first.rstrip(" :")
    if len(lines) < 2 or len(first) > 80 or first.endswith((".", "!", "?", ";", ",")):
        return ""
    return "" if unnamed_topics.read(first) or not first[0].isalnum() else first.removesuffix(":")


def _propose(
    choice: Choice, register: Register, description: str, number: int, line: int
) -> ProposedEntity:
    """Return the entity as it exists, or as a new one to be confirmed."""
    entity = register.match(choice.forms, kind=choice.kind)
    if entity is None:
        return ProposedEntity(
            key=f"entity:new-{number}",
            document=EntityDocument(
                kind=choice.kind,
                name=choice.name,
                aliases=choice.aliases,
                description=description,
            ),
            line=line,
            confidence=choice.confidence,
            reason=choice.reason,
        )
    return ProposedEntity(
        key=entity.key,
        document=EntityDocument(
            kind=entity.kind,
            name=entity.name,
            aliases=entity.aliases,
            description=description,
        ),
        line=line,
        known=True,
        confidence=SURE,
        reason=f"“{entity.name}” is a topic already.",
    )
