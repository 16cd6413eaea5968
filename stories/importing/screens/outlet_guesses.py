"""Names that an import takes for outlets: what are they? The answers are kept with the unfinished import."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from newsdesk.importing.models import NameAnswer
from stories.importing.explainer import Explainer
from stories.importing.outlets import form_of

_PREFIX = "name:"
_MOST = 500
_LONGEST = 200
_UNSAID = ("", "I cannot say yet")

# Words and meaning by form.
Answers = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Guess:
    """A name that is asked about. `field` is the form's name for the answer, `line` where it stands first,
    None for one that was answered and is asked no more.
    """

    name: str
    field: str
    line: int | None
    chosen: str

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [*NameAnswer.MEANINGS.items(), _UNSAID]

    @property
    def id(self) -> str:
        return f"name-{form_of(self.name)}".replace(" ", "-")


def answers_in(data: QueryDict) -> Answers:
    """Return what was answered; anything that says nothing of a name is no answer."""
    found: Answers = {}
    for field in data:
        name = field.removeprefix(_PREFIX)
        form = form_of(name) if field.startswith(_PREFIX) and len(name) <= _LONGEST else ""
        meaning = data.get(field, "")
        if form and meaning in NameAnswer.MEANINGS and len(found) < _MOST:
            found[form] = (name, meaning)
    return found


def answers_after(before: Answers, data: QueryDict) -> Answers:
    """Return the answers that stand once `data` was sent: an empty one takes an earlier one back."""
    empty = {
        form_of(field.removeprefix(_PREFIX))
        for field in data
        if field.startswith(_PREFIX) and not data[field]
    }
    kept = {form: said for form, said in before.items() if form not in empty}
    return kept | answers_in(data)


def guesses_of(explainer: Explainer, answers: Mapping[str, tuple[str, str]]) -> list[Guess]:
    """Return what is asked of a page: names that were answered, and those that are guesses, by the alphabet,
    so that a name stays in its place when it is answered.
    """
    return sorted(_guesses(explainer, answers), key=lambda guess: form_of(guess.name))


def _guesses(explainer: Explainer, answers: Mapping[str, tuple[str, str]]) -> Iterator[Guess]:
    for name, meaning in answers.values():
        yield Guess(name, f"{_PREFIX}{name}", None, meaning)
    for each in explainer.proposed_outlets:
        if form_of(each.name) not in answers:
            yield Guess(each.name, f"{_PREFIX}{each.name}", each.line, "")
