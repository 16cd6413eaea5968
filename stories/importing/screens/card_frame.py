"""What all cards of the reading screen have: id, lines, doubts, and fields with what was typed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsdesk.importing.models import OfferedPicture
from stories.importing.corrected import (
    by_thing,
    confirmed,
    doubt_of,
    place_of,
    settled,
)
from stories.importing.corrections import (
    FIELDS,
    STORY,
    Corrections,
)
from stories.importing.explainer import WARNING, Explainer, Note
from stories.importing.register import Register
from stories.importing.screens.fields import Button, Card, Choice, Doubt, Field

# Things of a page that have a card of their own, beside those that corrections name.
_OWN_CARDS = ("summary", "background")


def card_of(thing: str, field: str = "") -> str:
    """Return the id of the card of a thing, as corrections name it."""
    if thing == STORY and field in _OWN_CARDS:
        return f"card-{field}"
    return f"card-{thing.replace(':', '-')}"


class CardFrame:
    """One page as it is understood, and what has been said of it: what all of its cards are made from.

    `titles` are those of FAQs of the desk, by key; `errors` what was typed and cannot be kept, with the
    reason, by the name of the field; `nearest` the FAQs that are like the question `near`.
    """

    def __init__(
        self,
        explainer: Explainer,
        corrections: Corrections,
        register: Register,
        *,
        may_confirm: bool,
        titles: Mapping[str, str],
        errors: Mapping[str, tuple[str, str]],
        pictures: Sequence[OfferedPicture] = (),
        near: str = "",
        nearest: Sequence[Mapping[str, object]] = (),
    ) -> None:
        self._explainer = explainer
        self._said = by_thing(corrections)
        self._register = register
        self._may_confirm = may_confirm
        self._confirmed = confirmed(explainer, corrections)
        self._titles = titles
        self._errors = errors
        self._pictures = pictures
        self._near, self._nearest = near, nearest
        self._reasons = settled(explainer, corrections)
        self._lines: defaultdict[str, list[int]] = defaultdict(list)
        for placement in explainer.placements:
            self._lines[card_of(*place_of(explainer, placement.where))].append(placement.line)
        self.doubts = [self._doubt(note) for note in explainer.notes if note.level == WARNING]
        self._of_card: defaultdict[str, list[Doubt]] = defaultdict(list)
        for doubt in self.doubts:
            self._of_card[doubt.card].append(doubt)

    @property
    def open_doubts(self) -> list[Doubt]:
        return [doubt for doubt in self.doubts if not doubt.reason]

    def _doubt(self, note: Note) -> Doubt:
        thing, field = place_of(self._explainer, note.target, note.line)
        key = doubt_of(self._explainer, note)
        card = card_of(thing, field)
        if thing.startswith("line:"):
            where = next((p.where for p in self._explainer.placements if p.line == note.line), "")
            card = card_of(*place_of(self._explainer, where)) if where else ""
        return Doubt(key, note.code, note.message, note.line, card, self._reasons.get(key, ""))

    def _card(
        self,
        thing: str,
        title: str,
        field: str = "",
        *,
        badge: str = "",
        told: str = "",
        quote: str = "",
        texts: Sequence[tuple[int, str]] = (),
        fields: Sequence[Field] = (),
        buttons: Sequence[Button] = (),
        near: str = "",
        find: Field | None = None,
    ) -> Card:
        own = card_of(thing, field)
        doubts = self._of_card[own]
        shown = [self._checked(each) for each in fields]
        nearest = self._nearest if near and near == self._near else None
        return Card(
            id=own,
            title=title,
            badge=badge,
            told=told,
            quote=quote,
            texts=texts,
            fields=shown,
            buttons=buttons,
            lines=tuple(dict.fromkeys(self._lines[own])),
            doubts=doubts,
            open=nearest is not None
            or any(each.error for each in (*shown, *((find,) if find else ()))),
            find=find,
            near=near,
            nearest=nearest,
        )

    def _checked(self, field: Field) -> Field:
        """Return a field with what was typed into it and cannot be kept, and why."""
        typed, error = self._errors.get(field.sent_as, ("", ""))
        return replace(field, value=typed, error=error) if error else field

    def _field(
        self,
        of: str,
        name: str,
        label: str,
        value: str,
        *,
        rows: int = 0,
        choices: Sequence[Choice] = (),
        offers: str = "",
        help: str = "",
    ) -> Field:
        return Field(
            of=of,
            name=name,
            label=label,
            value=value,
            rows=rows,
            groups=[("", choices)] if choices else (),
            longest=FIELDS[of.partition(":")[0]][name],
            offers=offers,
            help=help,
        )

    def _texts_of(self, card: str) -> list[tuple[int, str]]:
        words = {line.number: line.text for line in self._explainer.lines}
        return [(number, words[number]) for number in dict.fromkeys(self._lines[card])]
