"""FAQ pages: working copy and editions. Import the module that you mean, not this package."""

from faqs.models.draft import Faq, FaqAnswer, FaqEntity, FaqSource
from faqs.models.duplicate_review import (
    DuplicateBands,
    DuplicatePair,
    DuplicateVerdict,
    FaqVector,
    MergeBatch,
    MergeProposal,
)
from faqs.models.edition import FaqEdition, FaqEvent, FaqRecall
from faqs.models.merge import FaqMerge, FaqMergeStep
from faqs.models.moderation import DifferenceReasons, QuestionWatch, SecondOpinion
from faqs.models.reader_question import AskedQuestion, AskedQuestionEvent

__all__ = [
    "AskedQuestion",
    "AskedQuestionEvent",
    "DifferenceReasons",
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
    "QuestionWatch",
    "SecondOpinion",
]
