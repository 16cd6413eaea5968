"""Stories: working copy and editions. Import the module that you mean, not this package."""

from .author import Author, AuthorAddress, AuthorEvent
from .draft import Story
from .edition import StoryEdition, StoryEvent, StoryRecall
from .parts import (
    AnalysisPart,
    Byline,
    DeeperQuestion,
    SourceReport,
    StoryEntity,
    StoryFaq,
    TimelineEvent,
)
from .reporting import ErrorReport, ErrorReportEvent

__all__ = [
    "AnalysisPart",
    "Author",
    "AuthorAddress",
    "AuthorEvent",
    "Byline",
    "DeeperQuestion",
    "ErrorReport",
    "ErrorReportEvent",
    "SourceReport",
    "Story",
    "StoryEdition",
    "StoryEntity",
    "StoryEvent",
    "StoryFaq",
    "StoryRecall",
    "TimelineEvent",
]
