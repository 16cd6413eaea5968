"""A description without a heading -> the names it gives, in its own words, and the kind of thing.

Read from the shape of an encyclopaedia's first sentence: "The <name>, known as <name>, is a <kind>".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsdesk.text.mentions import Word, words
from stories.importing.kinds import kind_of
from stories.importing.people import looks_like_person

LONGEST_NAME = 120  # characters
_REACH = 400  # characters in which a definition names its subject
_COPULAS = frozenset("is was are were refers denotes means".split())
_BRACKETS = re.compile(r"\s*\([^()]{0,300}\)")
_OPEN_BRACKET = re.compile(r"\s*\([^()]*$")
_ARTICLE = re.compile(r"(?:The|An?)\s+", re.IGNORECASE)
_SHORT = (
    "commonly known as",
    "better known as",
    "best known as",
    "more commonly known as",
    "known professionally as",
    "known mononymously as",
    "usually known as",
    "simply known as",
    "known simply as",
    "trading as",
    "doing business as",
    "d/b/a",
    "often shortened to",
    "or simply",
    "commonly called",
    "usually called",
    "commonly referred to as",
    "often simply called",
)
_OTHER = (
    "also known as",
    "known as",
    "officially known as",
    "officially the",
    "officially",
    "formally the",
    "formally",
    "formerly known as",
    "formerly the",
    "formerly",
    "also called",
    "often called",
    "abbreviated as",
    "abbreviated to",
    "abbreviated",
    "stylised as",
    "stylized as",
    "also spelled",
    "also spelt",
    "legally",
    "born",
    "short for",
    "or",
)
_ABBREVIATION = re.compile(r"[A-Z](?:[a-z.&-]?[A-Z0-9]){1,9}[a-z.]{0,2}")
_PRONOUNS = frozenset("he she it they this these that those there its his her their".split())
_BORN = frozenset({"born"})


@dataclass(frozen=True, slots=True)
class SubjectName:
    """What a description calls its subject.

    `name` is the subject as written, without an article; `short` the form it says people use; `others`
    what else it is called. `generic` marks the definition of a word ("A starship is ...").
    """

    name: str
    kind: str = "other"
    short: str = ""
    others: tuple[str, ...] = ()
    generic: bool = False
    by: str = ""


def read(description: str) -> SubjectName | None:
    """Return the names and the kind in a description, or None where it does not define anything."""
    head = description[:_REACH]
    at = _copula(head)
    if at is None:
        return None
    subject, definition = head[: at.start], head[at.start :]
    abbreviations = tuple(_abbreviations(subject))
    bare = _OPEN_BRACKET.sub("", _BRACKETS.sub("", subject)).strip(" ,")
    article = _ARTICLE.match(bare)
    if not bare or bare.split()[0].casefold() in _PRONOUNS:
        return None
    rest = bare[article.end() :] if article else bare
    if article and article[0][0] in "Aa" and rest[:1].islower():
        return _generic(rest, _kind(definition, subject))
    parts = _parts(rest)
    if not parts[0] or not parts[0][0].isalnum() or len(parts[0]) > LONGEST_NAME:
        return None
    short, others = _also(parts[1:])
    return SubjectName(
        name=parts[0] if parts[0] != parts[0].lower() else _capitalised(parts[0]),
        kind=_kind(definition, subject),
        short=short,
        others=(*others, *abbreviations),
        by=at.text,
    )


def defines(text: str) -> bool:
    """Tell whether a line begins as the definition of something named: "Holm is a town"."""
    found = read(text)
    copula = _copula(text[:_REACH])
    if found is None or copula is None or not (found.generic or found.name[:1].isupper()):
        return False
    return text[copula.end :].split(maxsplit=1)[:1] in (["a"], ["an"], ["the"], ["one"], ["born"])


def _copula(text: str) -> Word | None:
    """Return the verb after the subject: the first "is", "was" ... outside brackets."""
    depth, place = 0, 0
    for word in words(text):
        between = text[place : word.start]
        depth = max(0, depth + between.count("(") - between.count(")"))
        place = word.end
        if depth == 0 and word.text in _COPULAS and word.start > 0:
            return word
        if depth == 0 and re.search(r"[.!?]\s", between) and len(text[: word.start].split()) > 25:
            return None
    return None


def _parts(subject: str) -> list[str]:
    """Return the subject split at its commas, "Inc." and "LLC" left with the name they belong to."""
    parts: list[str] = []
    for part in subject.split(","):
        part = part.strip()
        if parts and part.rstrip(".").casefold() in {"inc", "llc", "ltd", "l.p", "plc", "jr", "sr"}:
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    return parts


def _also(asides: Sequence[str]) -> tuple[str, list[str]]:
    """Return the short form and the other names given between commas after the name."""
    short, others = "", []
    for aside in asides:
        folded = aside.casefold()
        if not short and (lead := _lead(folded, _SHORT)):
            short = _name(aside[len(lead) :])
        elif (lead := _lead(folded, _OTHER)) and (name := _name(aside[len(lead) :])):
            others.append(name)
    return short, others


def _lead(text: str, leads: Sequence[str]) -> str:
    return next((lead for lead in leads if text.startswith(lead + " ")), "")


def _name(text: str) -> str:
    """Return `text` as a name if it looks like one: short, and not a clause."""
    name = _ARTICLE.sub("", text.strip().strip("\"“”'‘’"), count=1)
    parts = name.split()
    if (
        not parts
        or len(parts) > 8
        or len(name) > LONGEST_NAME
        or not (parts[0][0].isupper() or parts[0][0].isdigit())
    ):
        return ""
    return name


def _abbreviations(subject: str) -> list[str]:
    """Return the abbreviations in brackets: "European Space Agency (ESA; French: ...)"."""
    brackets = (bracket[0].strip(" ()") for bracket in _BRACKETS.finditer(subject))
    firsts = (re.split(r"[;,:]", words_in, maxsplit=1)[0].strip() for words_in in brackets)
    return [first for first in firsts if _ABBREVIATION.fullmatch(first)]


def _generic(subject: str, kind: str) -> SubjectName:
    """Return the naming of a word: "A ferry, boat, or small ship is ..."."""
    forms = [re.sub(r"^(?:or|and)\s+(?:an?\s+)?", "", part) for part in _parts(subject)]
    forms = [form for part in forms for form in part.split(" or ") if form]
    return SubjectName(
        name=_capitalised(forms[0]), kind=kind, others=tuple(forms[1:]), generic=True, by="is"
    )


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _kind(definition: str, subject: str) -> str:
    parts = words(definition)
    gaps = [definition[here.end : after.start] for here, after in pairwise(parts)]
    if any(word.folded in _BORN for word in parts[1:4]):
        return "person"
    kind = kind_of(parts[1:], [*gaps[1:], ""])
    born = re.search(r"\((?:[^()]*;\s*)?(?:born\b|[^()]*\d{4}\s*[–-]\s*)", subject)
    if born and looks_like_person(_BRACKETS.sub("", subject).strip()):
        return "person"
    return kind
