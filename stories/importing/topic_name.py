"""Which of a topic's names is *the* name: the one above it, the one it is known by, the page's own.

The reasons, from strong to weak: a name stands above the description; the description says how its
subject is commonly known; the page itself uses a form, the most frequent one wins; another
description uses it; a middle name is left out where that is the custom; the words as they stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsdesk.text.mentions import Names
from newsdesk.text.names_and_words import fold
from stories.importing.forms import Spellings, drops_middle_name, of_person, shortened
from stories.importing.pieces import first_name
from stories.importing.unnamed_topics import LONGEST_NAME, SubjectName

SURE = "sure"
LIKELY = "likely"
GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Choice:
    """A name with the other forms that go with it, and why it was chosen; `forms` are all to look up."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    confidence: str
    reason: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DescribedTopic:
    """A description, the name above it (or ""), what it calls its subject, and possible other forms."""

    text: str
    head: str
    naming: SubjectName | None
    forms: tuple[str, ...] = ()


class Chooser:
    """Chooses names for the topics of one page, knowing how the page and all descriptions use them."""

    def __init__(
        self, topics: Sequence[tuple[str, str, SubjectName | None]], page_text: Sequence[str]
    ) -> None:
        """Take the topics as text, head and naming."""
        spellings = Spellings("\n\n".join(page_text))
        self.described = [
            DescribedTopic(text, head, naming, _forms(naming, spellings))
            for text, head, naming in topics
        ]
        names = Names((form, form) for topic in self.described for form in topic.forms)
        self._on_page = _count(names, page_text)
        self._in_descriptions = _count(names, [topic.text for topic in self.described])

    def choose(self, topic: DescribedTopic) -> Choice:
        naming = topic.naming
        if topic.head:
            return _choice(topic, topic.head, SURE, "The name stands above the description.")
        if naming is None:
            name = first_name(topic.text) or " ".join(topic.text.split()[:6])
            return _choice(topic, name[:LONGEST_NAME], GUESS, "No sentence says what this is.")
        if naming.short:
            return _choice(topic, naming.short, SURE, "The description says so.")
        return self._as_used(topic, naming) or _as_described(topic, naming)

    def _as_used(self, topic: DescribedTopic, naming: SubjectName) -> Choice | None:
        """Choose the form that the page uses most, or that a description uses of a person."""
        used = max(topic.forms, key=lambda form: (self._on_page.get(form, 0), -len(form)))
        if times := self._on_page.get(used):
            reason = f"The page itself says “{used}”, {_times(times)}."
            also = [form for form in topic.forms if self._on_page.get(form)]
            return _choice(topic, used, SURE if used == naming.name else LIKELY, reason, also)
        others = topic.forms[1:] if naming.kind == "person" else ()
        used = max(others, key=lambda form: self._in_descriptions.get(form, 0), default="")
        if self._in_descriptions.get(used):
            return _choice(topic, used, LIKELY, f"A description says “{used}”.")
        return None


def _forms(naming: SubjectName | None, spellings: Spellings) -> tuple[str, ...]:
    """Return the forms in which the page might use a name, the description's own first."""
    if naming is None:
        return ()
    forms = [naming.name, naming.short, *naming.others]
    if naming.kind == "person":
        forms += of_person(naming.name)
    else:
        forms += [*spellings.abbreviations(naming.name), *spellings.coined_from(naming.name)]
    if naming.kind == "organisation":
        forms += shortened(naming.name)
    return tuple(dict.fromkeys(form for form in forms if form))


def _count(names: Names, lines: Iterable[str]) -> dict[str, int]:
    """Return how often each form is used; the longest form at a place counts."""
    counts: dict[str, int] = {}
    for line in lines:
        for mention in names.find(line):
            for form in mention.keys:
                counts[form] = counts.get(form, 0) + 1
    return counts


def _as_described(topic: DescribedTopic, naming: SubjectName) -> Choice:
    if naming.kind == "person" and drops_middle_name(naming.name, topic.text):
        reason = "First and last name; the description gives the name in full."
        return _choice(topic, of_person(naming.name)[0], LIKELY, reason)
    confidence = GUESS if naming.generic else LIKELY
    return _choice(topic, naming.name, confidence, f"The words before “{naming.by}”.")


def _choice(
    topic: DescribedTopic, name: str, confidence: str, reason: str, also: Iterable[str] = ()
) -> Choice:
    naming = topic.naming
    own = [naming.name, naming.short, *naming.others] if naming else []
    aliases = {fold(form): form for form in reversed([*own, *also]) if form}
    aliases.pop(fold(name), None)
    others = tuple(reversed(aliases.values()))
    return Choice(
        name=name,
        aliases=others,
        kind=naming.kind if naming else "other",
        confidence=confidence,
        reason=reason,
        forms=tuple(dict.fromkeys((name, *others, *topic.forms))),
    )


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
