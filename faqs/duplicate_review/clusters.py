"""Several FAQs at once: what is known of every pair among them, and decisions on all of these in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from django.contrib.auth.models import User
from django.db import transaction

from faqs.duplicate_review import decisions, question_index
from faqs.duplicate_review.decisions import PairVerdict
from faqs.duplicate_review.findings import Finding, finding_of, name_of
from faqs.duplicate_review.merges import marks
from faqs.duplicate_review.messages import PERMISSION
from faqs.duplicate_review.pairs import record
from faqs.duplicates.candidates import between
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from newsdesk.workflow.transitions import Refused, require

State = DuplicatePair.State
Sides = tuple[int, int]
WORDS: dict[str, str] = {
    State.SAME: "same",
    State.DIFFERENT: "different",
    State.VARIANT: "variants",
}


class GroupVerdict(StrEnum):
    """What can be said of several at once: of all in group A, or of both groups."""

    SAME = "same"
    DIFFERENT = "different"
    GROUPS = "groups"


class NothingChosen(Refused):
    """Too few are in a group to say anything of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPair:
    """What is known of two FAQs: the stored pair where there is one, else what the detector says now."""

    left: int
    right: int
    pair: DuplicatePair | None
    finding: Finding | None

    @property
    def said(self) -> DuplicatePair | Finding | None:
        return self.pair or self.finding

    @property
    def score(self) -> float:
        return self.said.score if self.said else 0.0

    @property
    def band(self) -> str:
        return self.said.band if self.said else ""

    @property
    def word(self) -> str:
        """What a cell of the matrix says: the decision, else how alike the two are, in one word."""
        if self.pair and self.pair.is_decided:
            return WORDS[self.pair.state]
        return self.band

    @property
    def label(self) -> str:
        return str(self.said.signals.get("label", "")) if self.said else ""

    @property
    def differences(self) -> list[str]:
        found = self.said.signals.get("differences", ()) if self.said else ()
        return [each["words"] for each in found if not each["harmless"]]

    @property
    def decided(self) -> DuplicatePair | None:
        """The pair, where it is decided or a decision guards it still."""
        return self.pair if self.pair and (self.pair.is_decided or self.pair.woken) else None


def known_among(faqs: Sequence[Faq]) -> list[KnownPair]:
    """Return what is known of every pair among `faqs`, the most alike first. Seven queries at most."""
    keys = sorted(faq.pk for faq in faqs)
    stored = {
        (pair.left_id, pair.right_id): pair
        for pair in DuplicatePair.objects.among(*keys).with_faqs()
    }
    missing = [sides for sides in combinations(keys, 2) if sides not in stored]
    found = _findings(missing)
    known = [
        KnownPair(
            left=left, right=right, pair=stored.get((left, right)), finding=found.get((left, right))
        )
        for left, right in combinations(keys, 2)
    ]
    return sorted(known, key=lambda each: (-each.score, each.left, each.right))


@transaction.atomic
def decide(
    groups: Mapping[int, str],
    deed: GroupVerdict,
    *,
    actor: User,
    reason: str = "",
    of: Mapping[str, str],
) -> list[DuplicatePair]:
    """Decide on every pair that `deed` speaks of, at once or not at all; `groups` are "a" or "b" by key of
    the FAQ, `of` what `merges.marks` told of these when they were shown. Returns the pairs that are new.

    Raises PermissionDenied, NothingChosen, TextChanged, or what `decisions.judge_together` raises.
    """
    require(actor, PERMISSION)
    wanted = _verdicts(groups, deed)
    keys = {key for sides in wanted for key in sides}
    if any(of.get(key) != mark for key, mark in marks(keys).items()):
        raise decisions.TextChanged(
            "One of these has been changed since you saw it. Look at it again."
        )
    pairs = _pairs(wanted)
    said = [
        PairVerdict(
            pair=pairs[sides],
            verdict=verdict,
            reason=reason if verdict == State.DIFFERENT else "",
        )
        for sides, verdict in wanted.items()
    ]
    return decisions.judge_together(said, actor=actor)


def _verdicts(groups: Mapping[int, str], deed: GroupVerdict) -> dict[Sides, State]:
    """Return what a deed says of which pairs."""
    first = sorted(key for key, group in groups.items() if group == "a")
    second = sorted(key for key, group in groups.items() if group == "b")
    if deed == GroupVerdict.GROUPS:
        if not first or not second:
            raise NothingChosen("Put one question or more into each group.")
        within = [*combinations(first, 2), *combinations(second, 2)]
        across = [(min(one, other), max(one, other)) for one in first for other in second]
        return dict.fromkeys(within, State.SAME) | dict.fromkeys(across, State.DIFFERENT)
    if len(first) < 2:
        raise NothingChosen("Put two questions or more into group A.")
    return dict.fromkeys(combinations(first, 2), State(deed.value))


def _pairs(wanted: Iterable[Sides]) -> dict[Sides, DuplicatePair]:
    """Return the pairs of these sides; those that the detector had not found alike are stored first."""
    keys = {key for sides in wanted for key in sides}
    stored = _stored(keys)
    missing = [sides for sides in wanted if sides not in stored]
    if missing:
        record(list(_findings(missing).values()))
        stored = _stored(keys)
    if any(sides not in stored for sides in wanted):
        raise decisions.NotAlone("One of these has been merged or discarded since.")
    return stored


def _stored(keys: Iterable[int]) -> dict[Sides, DuplicatePair]:
    rows = DuplicatePair.objects.among(*keys)
    return {(pair.left_id, pair.right_id): pair for pair in rows}


def _findings(sides: Sequence[Sides]) -> dict[Sides, Finding]:
    """Return what the detector says of pairs that are not stored; none of what was merged."""
    if not sides:
        return {}
    names = sorted({name_of(key) for both in sides for key in both})
    questions = question_index.questions(names)
    asked = [
        (questions[name_of(left)], questions[name_of(right)])
        for left, right in sides
        if name_of(left) in questions and name_of(right) in questions
    ]
    found = (finding_of(each) for each in between(asked, question_index.base()))
    return {(each.left, each.right): each for each in found}
