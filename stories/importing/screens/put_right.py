"""What a screen sends: fields and buttons become corrections, or a sentence that says why not."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from entities.documents import KINDS
from stories.documents import ANALYSIS_KINDS
from stories.importing.corrected import doubt_of, thing_of_topic
from stories.importing.corrections import (
    ADDRESSES,
    DOUBT,
    EVENT,
    LINE,
    NEW,
    OUT,
    PART,
    QUESTION,
    REPORT,
    STORY,
    TOPIC,
    YES,
    Correction,
    Corrections,
    is_page,
    put,
    taken_back,
)
from stories.importing.explainer import WARNING, Explainer
from stories.importing.header import names_in_byline
from stories.importing.places import place_from
from stories.importing.references import is_full_address
from stories.importing.screens.fields import PREFIX, Section

SHORTEST_REASON = 3


class NotKept(ValueError):
    """This cannot be kept: one sentence that says what would be right."""


def shown_values(sections: Iterable[Section]) -> dict[str, str]:
    """Return what each field of the draft shows, by the name that it is sent as."""
    fields = [
        field
        for section in sections
        for field in (
            *([section.head] if section.head else []),
            *(field for card in section.cards for field in card.fields),
        )
    ]
    return {field.sent_as: field.value for field in fields}


def sent(data: QueryDict, shown: Mapping[str, str], explainer: Explainer) -> Iterable[Correction]:
    """Yield a correction for each field that is not as it was shown."""
    words = {
        f"{PREFIX}{LINE}:{key}:words": line.text
        for line, key in zip(explainer.lines, explainer.keys, strict=True)
    }
    for name in data:
        if not name.startswith(PREFIX):
            continue
        of, _, field = name.removeprefix(PREFIX).rpartition(":")
        value = data.get(name, "").replace("\r\n", "\n").strip()
        before = shown.get(name, words.get(name))
        if (before is None and not of.startswith(f"{LINE}:")) or value == (before or "").strip():
            continue
        yield Correction(of=of, field=field, value=value)


def checked(correction: Correction) -> Correction:
    """Return a correction that can be kept. Raises NotKept."""
    if not correction.allowed:
        raise NotKept("This is longer than it can be, or holds signs that nobody can print.")
    if why := _why_not(correction):
        raise NotKept(why)
    return correction


def _why_not(correction: Correction) -> str:
    value, what = correction.value, (correction.kind, correction.field)
    if what == (REPORT, "url") and value and not is_full_address(value):
        return "Enter a full web address, such as https://example.org/story."
    if what == (ADDRESSES, "list"):
        wrong = [each for each in value.split() if not is_full_address(each)]
        return f"This is no full web address: {wrong[0][:80]}" if wrong else ""
    if what == (EVENT, "date") and not _is_date(value):
        return "Write a year, a month or a day: 2014, 2014-03 or 2014-03-18."
    if what == (STORY, "bylines") and value and not names_in_byline(f"By {value}"):
        return "Write names with commas between them, such as “Ada Morris, Tom Okafor”."
    allowed = {
        (LINE, "place"): lambda: not value or place_from(value) is not None,
        (PART, "kind"): lambda: value in ANALYSIS_KINDS,
        (TOPIC, "kind"): lambda: value in KINDS,
        (TOPIC, "becomes"): lambda: value in (NEW, OUT) or is_page("entity", value),
        (QUESTION, "becomes"): lambda: value in (NEW, OUT) or is_page("faq", value),
    }.get(what)
    return "" if allowed is None or allowed() else "Choose one of the list."


def _is_date(value: str) -> bool:
    if len(value) not in (4, 7, 10):
        return False
    try:
        date.fromisoformat(f"{value}-01-01"[:10] if len(value) == 4 else f"{value}-01"[:10])
    except ValueError:
        return False
    return True


def pressed(
    data: QueryDict, explainer: Explainer, corrections: Corrections, *, may_confirm: bool
) -> tuple[Correction, ...]:
    """Return corrections as the button that was pressed leaves them. Raises NotKept."""
    does, _, rest = data.get("do", "").partition(":")
    if does == "take-back":
        return taken_back(corrections, *_of_and_field(rest))
    if does == "take-last-back":
        return tuple(corrections[:-1])
    if does == "say":
        start, _, value = rest.partition("=")
        new = checked(
            Correction(of=_of_and_field(start)[0], field=_of_and_field(start)[1], value=value)
        )
        return _allowed(put(corrections, new), may_confirm)
    if does == "confirm-all":
        for entity in explainer.entities:
            if not entity.known:
                of = thing_of_topic(explainer, entity)
                corrections = put(corrections, Correction(of=of, field="confirmed", value=YES))
        return _allowed(tuple(corrections), may_confirm)
    if does == "guesses-right":
        for report in explainer.story.reports:
            if report.attribution_guessed:
                of = f"{REPORT}:{report.id}"
                corrections = put(corrections, Correction(of=of, field="attribution", value=YES))
        return tuple(corrections)
    if does == "settle":
        return _settled(data, explainer, corrections, rest)
    return tuple(corrections)


def _of_and_field(text: str) -> tuple[str, str]:
    of, _, field = text.rpartition(":")
    return of, field


def _allowed(corrections: Corrections, may_confirm: bool) -> tuple[Correction, ...]:
    """SECURITY: who may not confirm a topic cannot by a button that was never shown."""
    if not may_confirm and any(each.field == "confirmed" for each in corrections):
        raise PermissionDenied("Confirming a topic needs a right of its own.")
    return tuple(corrections)


def _settled(
    data: QueryDict, explainer: Explainer, corrections: Corrections, which: str
) -> tuple[Correction, ...]:
    """Keep why the doubts of one kind, or a single one, stay as they are."""
    code = which.partition(":")[0]
    reason = " ".join(data.get(f"reason:{code}", "").split())
    if sum(map(str.isalpha, reason)) < SHORTEST_REASON:
        raise NotKept("Say in a few words why it stays as it is.")
    for note in explainer.notes:
        key = doubt_of(explainer, note)
        if note.level == WARNING and (key == f"{DOUBT}:{which}" or note.code == which):
            new = checked(Correction(of=key, field="reason", value=reason))
            corrections = put(corrections, new)
    return tuple(corrections)
