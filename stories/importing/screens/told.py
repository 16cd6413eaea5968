"""What an editor has put right so far, in words, the newest first: each can be taken back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stories.importing.corrected import thing_of_question, thing_of_topic
from stories.importing.corrections import (
    ADDRESSES,
    DOUBT,
    LINE,
    NEW,
    OUT,
    PART,
    REPORT,
    Correction,
    keys_of,
)
from stories.importing.explainer import Explainer
from stories.importing.parser import Part
from stories.importing.places import in_words, place_from

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class CorrectionTold:
    """One correction in words, and the button that takes it back."""

    words: str
    does: str


def told(
    explainer: Explainer, part: Part, corrections: Sequence[Correction]
) -> list[CorrectionTold]:
    """Return what was put right, the newest first."""
    names = dict(_names(explainer, part))
    return [
        CorrectionTold(_in_words(each, names), f"take-back:{each.of}:{each.field}")
        for each in reversed(corrections)
    ]


def _names(explainer: Explainer, part: Part) -> Iterator[tuple[str, str]]:
    """Yield each thing that can be put right with what it is called."""
    yield "story", "The story"
    yield ADDRESSES, "Addresses"
    for line, key in zip(part.lines, keys_of(part.lines), strict=True):
        yield f"{LINE}:{key}", f"Line {line.number}, {_short(line.text)}"
    for report in explainer.story.reports:
        yield f"{REPORT}:{report.id}", f"Report {_short(report.paraphrase)}"
    for each in explainer.story.analysis:
        yield f"{PART}:{each.id}", f"Part {_short(each.heading or 'without a heading')}"
    for entity in explainer.entities:
        yield thing_of_topic(explainer, entity), f"Topic {_short(entity.document.name)}"
    for faq in explainer.faqs:
        yield thing_of_question(explainer, faq), f"Question {_short(faq.document.question)}"


def _in_words(correction: Correction, names: dict[str, str]) -> str:
    if correction.kind == DOUBT:
        return f"A doubt that is none: {correction.value}"
    what = names.get(correction.of, "What was left out")
    value = correction.value
    if correction.field == "place":
        place = place_from(value)
        return f"{what}: {in_words(place)}" if place else what
    if correction.field == "becomes":
        done = {NEW: "is made as a page of its own", OUT: "is left out"}
        return f"{what}: {done.get(value, 'is linked')}"
    if correction.field in ("confirmed", "attribution"):
        return f"{what}: right as it is"
    label = correction.field.replace("_", " ").replace("url", "address")
    return f"{what}: {label} {_short(value)}" if value else f"{what}: no {label}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + ' …'}”"
