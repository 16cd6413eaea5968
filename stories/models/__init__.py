"""Stories: working copy and editions. Import the module that you mean, not this package."""

from stories.models.author import Author, AuthorAddress, AuthorEvent
from stories.models.draft import Story
from stories.models.edition import StoryEdition, StoryEvent, StoryRecall
from stories.models.error_report import ErrorReport, ErrorReportEvent
from stories.models.parts import (
    AnalysisPart,
    Byline,
    DeeperQuestion,
    SourceReport,
    StoryEntity,
    StoryFaq,
    TimelineEvent,
)

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
