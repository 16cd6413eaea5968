"""FAQ pages: working copy and editions. Import the module that you mean, not this package."""

from .asking import AskedQuestion, AskedQuestionEvent
from .draft import Faq, FaqAnswer, FaqEntity, FaqSource
from .edition import FaqEdition, FaqEvent, FaqRecall
from .judging import (
    DuplicateBands,
    DuplicatePair,
    DuplicateVerdict,
    FaqVector,
    MergeBatch,
    MergeProposal,
)
from .merge import FaqMerge, FaqMergeStep

__all__ = [
    "AskedQuestion",
    "AskedQuestionEvent",
    "DuplicateBands",
    "DuplicatePair",
    "DuplicateVerdict",
    "Faq",
    "FaqAnswer",
    "FaqEdition",
    "FaqEntity",
    "FaqEvent",
    "FaqMerge",
    "FaqMergeStep",
    "FaqRecall",
    "FaqSource",
    "FaqVector",
    "MergeBatch",
    "MergeProposal",
]
