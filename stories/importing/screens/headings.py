"""Headings that the desk does not know: which section is this? The answers are kept with the text."""

from collections.abc import Iterable, Mapping

from django.http import QueryDict

from newsdesk.intake.lines import Line
from stories.importing.explainer import Explainer
from stories.importing.section_words import CALLED, LONGEST_HEADING, form_of

UNKNOWN = "heading-unknown"
_PREFIX = "section:"
_MOST = 100

# Words and section by form.
Answers = dict[str, tuple[str, str]]


def answers_in(data: QueryDict) -> Answers:
    """Return what was answered; anything that names no section is no answer."""
    found: Answers = {}
    for name in data:
        words = name.removeprefix(_PREFIX)
        form = form_of(words) if name.startswith(_PREFIX) and len(words) <= LONGEST_HEADING else ""
        section = data.get(name, "")
        if form and section in CALLED and len(found) < _MOST:
            found[form] = (words, section)
    return found


def answers_after(before: Answers, data: QueryDict) -> Answers:
    """Return the answers that stand once `data` was sent: an empty one takes an earlier one back."""
    sent = {form_of(name.removeprefix(_PREFIX)) for name in data if name.startswith(_PREFIX)}
    kept = {form: said for form, said in before.items() if form not in sent}
    return kept | answers_in(data)


def asked_in(
    explainer: Explainer, answers: Mapping[str, tuple[str, str]]
) -> list[dict[str, object]]:
    """Return the questions of a page that was understood: its unknown headings, and what was answered."""
    numbers = {note.line for note in explainer.notes if note.code == UNKNOWN}
    return asked_of((line for line in explainer.lines if line.number in numbers), answers)


def asked_of(
    lines: Iterable[Line], answers: Mapping[str, tuple[str, str]]
) -> list[dict[str, object]]:
    """Return a question for each heading that can be remembered, those that are answered first."""
    asked: dict[str, dict[str, object]] = {
        form: {"words": words, "line": None, "chosen": chosen}
        for form, (words, chosen) in answers.items()
    }
    for line in lines:
        form = form_of(line.text)
        if form and form not in asked:
            asked[form] = {"words": line.text, "line": line.number, "chosen": ""}
    return [
        {**each, "name": f"{_PREFIX}{each['words']}", "choices": list(CALLED.items())}
        for each in asked.values()
    ]
