"""What happens to a story of the demo desk once it is written, as its file tells it: data, and no verbs.

Days count back from the day on which the desk is laid down, so that the demo has a past: an archive,
corrections and histories with more than one day in them.
"""

import dataclasses
from dataclasses import dataclass

from newsdesk.pages.documents import as_data, from_data
from stories.documents import SourceReport, StoryDocument, TimelineEvent

VERBS = ("publish", "correct", "clarify", "withdraw")


class NotOnce(ValueError):
    """Words that are to be replaced do not stand in the story exactly once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoVerb:
    """A verb on a published story, `days_ago`, by a login. "publish" is a substantive update.

    `note`, `wrong`, `right` and `gravity` are what readers are told. `replace` maps words that stand in
    the story once to others; `reports` and `timeline` are added at the end.
    """

    verb: str
    days_ago: float
    by: str = "editor"
    note: str = ""
    wrong: str = ""
    right: str = ""
    gravity: str = ""
    replace: dict[str, str] = dataclasses.field(default_factory=dict)
    reports: tuple[SourceReport, ...] = ()
    timeline: tuple[TimelineEvent, ...] = ()

    def changed(self, document: StoryDocument) -> StoryDocument:
        """Return `document` as it is after the deed. Raises NotOnce."""
        data = as_data(document)
        for old, new in self.replace.items():
            if (count := _count(data, old)) != 1:
                raise NotOnce(f"“{old}” stands in “{document.slug}” {count} times.")
            data = {name: _replaced(value, old, new) for name, value in data.items()}
        after = from_data(StoryDocument, data)
        return dataclasses.replace(
            after,
            reports=after.reports + self.reports,
            timeline=after.timeline + self.timeline,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoQuery:
    """A desk query about a part of a story, by a login."""

    by: str
    text: str
    part: str = ""
    blocking: bool = False


def _count(data: object, words: str) -> int:
    if isinstance(data, str):
        return data.count(words)
    each = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return sum(_count(value, words) for value in each)


def _replaced(data: object, old: str, new: str) -> object:
    if isinstance(data, str):
        return data.replace(old, new)
    if isinstance(data, dict):
        return {name: _replaced(value, old, new) for name, value in data.items()}
    return [_replaced(value, old, new) for value in data] if isinstance(data, list) else data
