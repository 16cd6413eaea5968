"""The form in which a moderator says what the FAQ to keep takes over, and the plan it makes."""

from collections.abc import Iterable, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from faqs.documents import FaqDocument
from faqs.duplicate_review.answer_pairs import SAME_QUESTION, alike
from faqs.duplicate_review.merges import Plan, marks
from faqs.duplicate_review.sides import Side
from faqs.models.draft import Faq
from newsdesk.comparison.three_way_merge import Data
from newsdesk.merging.choice_form import BOTH, NEW, ChoiceForm
from newsdesk.merging.models import REASON_LENGTH
from newsdesk.merging.taken import MergeChoice, take
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.fields import RichTextFormField
from newsdesk.pages.rich_text import plain, sanitise
from newsdesk.requests.fields import SentJSON

LISTS = ("answers", "sources", "entities", "tags")
_LABELS = {"answers": "Answers", "sources": "Sources", "entities": "Topics", "tags": "Tags"}


class FaqChoiceForm(ChoiceForm):
    """Whose question and direct answer, which answers, sources, topics and tags; why.

    Items are named "12:a1b2c3d4": the FAQ they come from and what they are known by there.
    """

    question_new = forms.CharField(
        label="New wording",
        required=False,
        max_length=Faq._meta.get_field("question").max_length,
        widget=forms.TextInput({"class": "vTextField"}),
    )
    intro_new = RichTextFormField(label="New direct answer", required=False)
    left_out = forms.CharField(
        label="Why the others are left out",
        required=False,
        max_length=REASON_LENGTH,
        help_text="If you say why, they are remembered as different. Otherwise they stay in the queue.",
    )
    seen = SentJSON(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        survivor: Side,
        losers: Sequence[Side],
        names: dict[str, str],
        outliers: bool,
    ) -> None:
        sides = (survivor, *losers)
        keys = [side.faq.pk for side in sides]
        initial = {"seen": marks(keys) if data is None else None}
        super().__init__(data, initial=initial, label_suffix="", auto_id="take-%s")
        if not outliers:
            del self.fields["left_out"]
        self.survivor, self.losers = survivor, losers
        questions = [(str(s.faq.pk), said(s, survivor).question) for s in sides]
        self.offer(
            "question",
            "The question",
            [*questions, (NEW, "A new wording")],
            initial=str(survivor.faq.pk),
        )
        intros = [(str(s.faq.pk), plain(text)) for s in sides if (text := said(s, survivor).intro)]
        more = [(BOTH, "All of them, one after the other"), (NEW, "A new text")]
        first = str(_first_with_intro(sides).faq.pk)
        self.offer("intro", "The direct answer", [*intros, *more], initial=first)
        for name in LISTS:
            choices = _choices(name, survivor, losers, names)
            chosen = _preselected(name, survivor, losers)
            self.offer_items(name, _LABELS[name], choices, initial=chosen)

    def clean(self) -> None:
        super().clean()
        self.require_written("question", "intro")
        if self.cleaned_data.get("intro") == BOTH:
            try:
                self.joined_intro = self._joined_intro()
            except ValidationError as error:
                self.add_error("intro", error)

    def _joined_intro(self) -> str:
        sides = (self.survivor, *self.losers)
        return sanitise("".join(said(each, self.survivor).intro for each in sides))

    def plan(self) -> Plan:
        """Return what was chosen. What was written anew comes with the last page: nothing follows it."""
        chosen = self.cleaned_data
        values = self._values()
        taken = {}
        for side in self.losers:
            key = side.faq.pk
            items = {name: _of(key, chosen[name]) for name in LISTS}
            taken[key] = MergeChoice(
                fields=tuple(name for name in ("question", "intro") if chosen[name] == str(key)),
                values=values if side is self.losers[-1] else {},
                items={name: ids for name, ids in items.items() if ids},
                dropped=self._dropped() if side is self.losers[0] else {},
            )
        return Plan(survivor=self.survivor.faq.pk, taken=taken)

    def _values(self) -> Data:
        chosen, values = self.cleaned_data, {}
        if chosen["question"] == NEW:
            values["question"] = chosen["question_new"]
        if chosen["intro"] == NEW:
            values["intro"] = chosen["intro_new"]
        if chosen["intro"] == BOTH:
            values["intro"] = self.joined_intro
        return values

    def _dropped(self) -> dict[str, list[str]]:
        key, chosen = self.survivor.faq.pk, self.cleaned_data
        own = {name: list(_items(name, self.survivor, self.survivor)) for name in LISTS}
        dropped = {n: [i for i in own[n] if i not in _of(key, chosen[n])] for n in LISTS}
        return {name: ids for name, ids in dropped.items() if ids}


def said(side: Side, survivor: Side) -> FaqDocument:
    """Return what a page brings: the one that stays its working copy, the others what readers see."""
    return side.document if side is survivor else side.brought


def result_of(plan: Plan, sides: Iterable[Side]) -> FaqDocument:
    """Return what the page that stays would say. Nothing is written."""
    by_key = {side.faq.pk: side for side in sides}
    data: Data = as_data(by_key[plan.survivor].document)
    for key, taken in plan.taken.items():
        data = take(taken, survivor=data, loser=by_key[key].brings)
    document: FaqDocument = from_data(FaqDocument, data)
    return document


def _items(name: str, side: Side, survivor: Side) -> dict[str, str]:
    """Return what a page has in a list, by what it is known by there, each with what tells it from others."""
    document = said(side, survivor)
    if name == "answers":
        return {answer.id: answer.question for answer in document.answers}
    if name == "sources":
        return {source.id: source.url or source.title for source in document.sources}
    # What a page brings says already what it means; the one that stays keeps what it says.
    means = side.means if side is survivor and name == "entities" else {}
    return {str(item): means.get(item, str(item)) for item in getattr(document, name)}


def _choices(
    name: str, survivor: Side, losers: Sequence[Side], names: dict[str, str]
) -> Iterable[tuple[str, str]]:
    own = _items(name, survivor, survivor).values()
    for side in (survivor, *losers):
        for key, words in _items(name, side, survivor).items():
            # What both name is one and the same where it is known by its own value.
            if side is survivor or name in ("answers", "sources") or words not in own:
                label = (
                    names.get(words, words)
                    if name == "entities"
                    else _label(name, side, key, words)
                )
                yield f"{side.faq.pk}:{key}", label


def _label(name: str, side: Side, key: str, words: str) -> str:
    if name == "sources":
        sources = (*side.document.sources, *side.brought.sources)
        return next(
            ", ".join(filter(None, (s.title or s.url, s.outlet))) for s in sources if s.id == key
        )
    return words or "Without a question"


def _preselected(name: str, survivor: Side, losers: Sequence[Side]) -> Iterable[str]:
    """Yield everything of the page that stays, and of the others what is not there yet."""
    present: list[str] = []
    for side in (survivor, *losers):
        for key, words in _items(name, side, survivor).items():
            known = any(_same(name, words, other) for other in present)
            if side is survivor or not known:
                present.append(words)
                yield f"{side.faq.pk}:{key}"


def _same(name: str, one: str, other: str) -> bool:
    return alike(one, other) >= SAME_QUESTION if name == "answers" else one == other


def _first_with_intro(sides: Sequence[Side]) -> Side:
    return next((side for side in sides if said(side, sides[0]).intro), sides[0])


def _of(key: int, chosen: Iterable[str]) -> list[str]:
    prefix = f"{key}:"
    return [each.removeprefix(prefix) for each in chosen if each.startswith(prefix)]
