"""Where a page names its topics: by themselves, only inside a longer name, or nowhere."""

from collections.abc import Iterable

from newsdesk.text.capitals import in_title_case
from newsdesk.text.mentions import Mention, Names, enclosing


class Usage:
    """Counts the mentions of topics line by line. `names` pairs every form of a name with a key."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names = Names(names)
        self.alone: set[str] = set()
        self.inside: dict[str, tuple[str, str]] = {}

    def scan(self, line: str) -> list[str]:
        """Return the keys of the topics that a line names by themselves, in order of appearance."""
        found: dict[str, None] = {}
        mentions = list(self._names.overlapping(line))
        if not mentions:
            return []
        covered = _covered(mentions)
        in_title = in_title_case(line)
        for mention in mentions:
            for key in mention.keys:
                longer = self._longer(line, mention, key, covered, in_title=in_title)
                if longer:
                    self.inside.setdefault(key, (mention.text, longer))
                else:
                    found[key] = None
        self.alone.update(found)
        return list(found)

    def _longer(
        self,
        line: str,
        mention: Mention,
        key: str,
        covered: dict[tuple[int, int], Mention],
        *,
        in_title: bool,
    ) -> str:
        """Return the longer name that a mention is only part of, or ""."""
        cover = covered.get((mention.start, mention.end))
        if cover is not None and key not in cover.keys:
            return cover.text
        if in_title or " " in mention.text:
            return ""  # Capitals say nothing in a title; two words are a name of their own.
        longer = enclosing(line, mention)
        return "" if key in self._names.keys_of(longer) else longer


def _covered(mentions: list[Mention]) -> dict[tuple[int, int], Mention]:
    """Return, for each mention inside a longer one, the longest that begins no later than it."""
    covered: dict[tuple[int, int], Mention] = {}
    longest: Mention | None = None
    by_length = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
    for mention in by_length:
        if longest is not None and mention.end <= longest.end:
            if (mention.start, mention.end) != (longest.start, longest.end):
                covered[mention.start, mention.end] = longest
        else:
            longest = mention
    return covered
