"""“More on these topics” -> entities: a name, a kind and aliases for each description."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from entities.documents import EntityDocument
from entities.mentions import Names
from newsdesk.catalogue.folding import fold

from . import naming
from .entries import split
from .explainer import Line, ProposedEntity
from .forms import Spellings, drops_middle_name, of_person, shortened
from .naming import LONGEST_NAME, Naming
from .pieces import first_name
from .register import Register


@dataclass
class Topics:
    """The entities of a section with the lines of each, and the lone dashes between them."""

    entities: list[ProposedEntity] = field(default_factory=list)
    lines: list[list[Line]] = field(default_factory=list)
    namings: list[Naming | None] = field(default_factory=list)
    separators: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Choice:
    """A name with the other forms that go with it, and why it was chosen."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    confidence: str
    reason: str
    to_match: tuple[str, ...] = ()


def read(blocks: Iterable[Sequence[Line]], page_text: Sequence[str], register: Register) -> Topics:
    """Read the section. `page_text` are the other lines of the page, which show how it names things."""
    entries = split(blocks, _begins)
    topics = Topics(lines=entries.entries, separators=entries.separators)
    heads = [_given_name(lines) for lines in entries.entries]
    described = [
        "\n".join(line.text for line in (lines[1:] if head else lines))
        for lines, head in zip(entries.entries, heads, strict=True)
    ]
    topics.namings = [naming.read(description) for description in described]
    spellings = Spellings("\n\n".join(page_text))
    forms = [_forms(found, spellings) for found in topics.namings]
    on_page, in_descriptions = _count(forms, page_text), _count(forms, described)
    for index, lines in enumerate(entries.entries):
        choice = _choose(
            heads[index],
            topics.namings[index],
            described[index],
            forms[index],
            on_page,
            in_descriptions,
        )
        topics.entities.append(
            _propose(choice, register, described[index], index + 1, lines[0].number)
        )
    return topics


def _begins(line: Line, entry: Sequence[Line], after_blank: bool) -> bool:
    """Tell whether a line opens a new description: after a blank, or where it defines something."""
    if _given_name([*entry, line]) and len(entry) == 1:
        return False
    return after_blank or naming.read(line.text) is not None


def _given_name(lines: Sequence[Line]) -> str:
    """Return the first line of an entry where it is a name, and not the beginning of a description."""
    first = lines[0].text
    if len(lines) < 2 or len(first) > 80 or first.endswith((".", "!", "?", ";", ",")):
        return ""
    return "" if naming.read(first) or not first[0].isalnum() else first.removesuffix(":")


def _forms(found: Naming | None, spellings: Spellings) -> list[str]:
    """Return the forms in which the page might use a name, the description's own first."""
    if found is None:
        return []
    forms = [found.name, found.short, *found.others]
    if found.kind == "person":
        return [*forms, *of_person(found.name)]
    forms += [*spellings.abbreviations(found.name), *spellings.coined_from(found.name)]
    if found.kind == "organisation":
        forms += shortened(found.name)
    return list(dict.fromkeys(form for form in forms if form))


def _count(forms: Sequence[Sequence[str]], lines: Iterable[str]) -> dict[str, int]:
    """Return how often each form is used; the longest form at a place counts."""
    names = Names((form, form) for some in forms for form in some)
    counts: dict[str, int] = {}
    for line in lines:
        for mention in names.find(line):
            for form in mention.keys:
                counts[form] = counts.get(form, 0) + 1
    return counts


def _choose(
    head: str,
    found: Naming | None,
    description: str,
    forms: Sequence[str],
    on_page: dict[str, int],
    in_descriptions: dict[str, int],
) -> _Choice:
    kind = found.kind if found else "other"
    if head:
        others = [found.name, found.short, *found.others] if found else []
        return _choice(head, others, kind, "sure", "The name stands above the description.", forms)
    if found is None:
        name = first_name(description) or " ".join(description.split()[:6])
        return _choice(name[:LONGEST_NAME], (), kind, "guess", "No sentence says what this is.", ())
    own = [found.name, found.short, *found.others]
    used = max(forms, key=lambda form: (on_page.get(form, 0), -len(form)))
    if found.short:
        return _choice(found.short, own, kind, "sure", "The description says so.", forms)
    if times := on_page.get(used):
        reason = f"The page itself says “{used}”, {_times(times)}."
        sure = "sure" if used == found.name else "likely"
        return _choice(used, [*own, *_used(forms, on_page)], kind, sure, reason, forms)
    used = max(forms[1:], key=lambda form: in_descriptions.get(form, 0), default="")
    if used and in_descriptions.get(used) and kind == "person":
        reason = f"A description says “{used}”."
        return _choice(used, own, kind, "likely", reason, forms)
    if kind == "person" and drops_middle_name(found.name, description):
        short = of_person(found.name)[0]
        reason = "First and last name; the description gives the name in full."
        return _choice(short, own, kind, "likely", reason, forms)
    reason = f"The words before “{found.by}”."
    return _choice(found.name, own, kind, "guess" if found.generic else "likely", reason, forms)


def _choice(
    name: str,
    others: Iterable[str],
    kind: str,
    confidence: str,
    reason: str,
    to_match: Sequence[str],
) -> _Choice:
    seen = {fold(name), ""}
    aliases = []
    for other in others:
        if fold(other) not in seen:
            seen.add(fold(other))
            aliases.append(other)
    matching = tuple(dict.fromkeys((name, *aliases, *to_match)))
    return _Choice(name, tuple(aliases), kind, confidence, reason, matching)


def _used(forms: Sequence[str], counts: dict[str, int]) -> list[str]:
    return [form for form in forms if counts.get(form)]


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _propose(
    choice: _Choice, register: Register, description: str, number: int, line: int
) -> ProposedEntity:
    """Return the entity as it exists, or as a new one to be confirmed."""
    entity = register.match(choice.to_match, kind=choice.kind)
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
        confidence="sure",
        reason=f"“{entity.name}” is a topic already.",
    )
