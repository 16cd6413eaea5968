"""What the detector says of two FAQs, as it is stored. The only module that knows its words.

The detector's keys are the FAQs' own, filled up with zeros: text then sorts as numbers do, and left
stays left.
"""

from dataclasses import dataclass

from faqs.duplicates.score import Suggestion
from faqs.models.duplicate_review import APART, FIRST, URGENCY
from newsdesk.comparison.three_way_merge import Data


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Two FAQs by key, the smaller on the left, with everything that a moderator is shown.

    `signals` is plain data: label, proposal, badges, method, likeness, blocked; the titles as lists of
    [text, kind]; sum, differences and contradictions as lists of dictionaries.
    """

    left: int
    right: int
    score: float
    band: str
    contradicts: bool
    signals: Data

    @property
    def urgency(self) -> int:
        return FIRST if self.contradicts else URGENCY.get(self.band, APART)


def name_of(key: int) -> str:
    """Return what the detector calls a FAQ."""
    return f"{key:015d}"


def finding_of(pair: Suggestion) -> Finding:
    """Return what is kept of a suggestion; a question that is no page yet has the key 0."""
    return Finding(
        left=int(pair.left or 0),
        right=int(pair.right),
        score=round(pair.score, 4),
        band=pair.band,
        contradicts=bool(pair.contradictions),
        signals={
            "label": pair.label,
            "proposal": pair.proposal,
            "badges": list(pair.badges),
            "method": pair.method,
            "likeness": round(pair.likeness, 4),
            "blocked": any(not each.harmless for each in pair.differences),
            "left_title": [list(part) for part in pair.left_title],
            "right_title": [list(part) for part in pair.right_title],
            "sum": [
                {"name": each.name, "words": each.words, "value": each.value, "weight": each.weight}
                for each in pair.signals
            ],
            "differences": [
                {"kind": each.kind, "words": each.words, "harmless": each.harmless}
                for each in pair.differences
            ],
            "contradictions": [
                {"words": each.words, "left": each.left, "right": each.right}
                for each in pair.contradictions
            ],
        },
    )
