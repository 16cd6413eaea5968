"""Running text compared word by word."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TypeVar

from newsdesk.comparison.significance.change import OPPOSITE, ORDER, PASSAGE, QUOTATION, Change
from newsdesk.comparison.significance.tokens import Token, tokens_of
from newsdesk.text.opposites import opposites

T = TypeVar("T")
_LONGEST_SLIP = 4  # words in a row
_MOST_REWORDED = 8  # words of one field
_SAME_WORD = 0.7  # share of letters in order
_MOST_WORK = 4_000_000  # pairs of words to compare; more is no slip
_CONTEXT = 3  # words shown on each side of a change


def text_changes(before: str, after: str, field: str, names: frozenset[str]) -> list[Change]:
    """Return what of substance differs between two plain texts; `names` are known ones, folded."""
    mine, theirs = tokens_of(before, names), tokens_of(after, names)
    if len(mine) * len(theirs) > _MOST_WORK:
        mine, theirs = _without_shared_ends(mine, theirs)
        if len(mine) * len(theirs) > _MOST_WORK:
            return [Change(field, PASSAGE, before[:200], after[:200])]
    return _Comparison(before, after, mine, theirs, field).changes()


def _without_shared_ends(mine: list[Token], theirs: list[Token]) -> tuple[list[Token], list[Token]]:
    begin = 0
    while begin < min(len(mine), len(theirs)) and mine[begin].key == theirs[begin].key:
        begin += 1
    end = 0
    rest = min(len(mine), len(theirs)) - begin
    while end < rest and mine[-1 - end].key == theirs[-1 - end].key:
        end += 1
    return mine[begin : len(mine) - end], theirs[begin : len(theirs) - end]


class _Comparison:
    """Two texts as words, and the stretches in which they differ."""

    def __init__(
        self, before: str, after: str, mine: list[Token], theirs: list[Token], field: str
    ) -> None:
        self.before, self.after, self.field = before, after, field
        self.mine, self.theirs = mine, theirs
        matcher = SequenceMatcher(
            None, [token.key for token in mine], [token.key for token in theirs], autojunk=False
        )
        self.codes = matcher.get_opcodes()

    def changes(self) -> list[Change]:
        found = [change for code in self.codes for change in self._in_stretch(*code)]
        return found or self._opposed() or self._long() or self._moved()

    def _in_stretch(self, tag: str, a: int, b: int, c: int, d: int) -> Iterator[Change]:
        """Yield the facts that one side of a stretch has and the other lacks, in their order."""
        old, new = self.mine[a:b], self.theirs[c:d]
        if tag == "equal":
            for one, other in zip(old, new, strict=True):
                if one.quoted != other.quoted:
                    yield self._change(QUOTATION, a, b, c, d)
                    return
            return
        if any(token.quoted for token in old + new):
            yield self._change(QUOTATION, a, b, c, d)
            return
        facts_before = [fact for token in old for fact in token.facts]
        facts_after = [fact for token in new for fact in token.facts]
        if facts_before != facts_after:
            differing = [
                f for f in facts_before + facts_after if f not in _shared(facts_before, facts_after)
            ]
            kinds = dict.fromkeys(kind for kind, _ in differing or facts_before)
            for kind in kinds:
                yield self._change(kind, a, b, c, d)

    def _change(self, kind: str, a: int, b: int, c: int, d: int) -> Change:
        return Change(
            self.field,
            kind,
            _slice(self.before, self.mine, a, b),
            _slice(self.after, self.theirs, c, d),
        )

    def _stretches(self) -> list[tuple[int, int, int, int]]:
        return [code[1:] for code in self.codes if code[0] != "equal"]

    def _opposed(self) -> list[Change]:
        return [
            self._change(OPPOSITE, *stretch)
            for stretch in self._stretches()
            if opposites(
                {token.key for token in self.mine[stretch[0] : stretch[1]]},
                {token.key for token in self.theirs[stretch[2] : stretch[3]]},
            )
        ]

    def _moved_words(self) -> Counter[str]:
        gone: Counter[str] = Counter()
        new: Counter[str] = Counter()
        for a, b, c, d in self._stretches():
            gone.update(token.key for token in self.mine[a:b])
            new.update(token.key for token in self.theirs[c:d])
        return gone & new

    def _long(self) -> list[Change]:
        """Return the stretches in which more came or went than a slip explains; moved words are neither."""
        moved = self._moved_words()
        found: list[Change] = []
        reworded, last = 0, (0, 0, 0, 0)
        for stretch in self._stretches():
            a, b, c, d = stretch
            gone = [token.key for token in self.mine[a:b] if token.key not in moved]
            new = [token.key for token in self.theirs[c:d] if token.key not in moved]
            if _is_respelt(gone, new):
                continue
            reworded += max(len(gone), len(new))
            last = stretch
            if max(len(gone), len(new)) > _LONGEST_SLIP:
                found.append(self._change(PASSAGE, *stretch))
        if not found and reworded > _MOST_REWORDED:
            found.append(self._change(PASSAGE, *last))
        return found

    def _moved(self) -> list[Change]:
        """Return words that have moved to the other side of a fact. Small words and adverbs may."""
        found = []
        passed = [_facts_before(side) for side in (self.mine, self.theirs)]
        changed = [
            [n for a, b, *_ in self._stretches() for n in range(a, b)],
            [n for *_, c, d in self._stretches() for n in range(c, d)],
        ]
        for key in self._moved_words():
            places = [
                sorted(passed[side][n] for n in changed[side] if tokens[n].key == key)
                for side, tokens in enumerate((self.mine, self.theirs))
            ]
            if places[0] == places[1] or not _is_bound(key):
                continue
            a = next(n for n in changed[0] if self.mine[n].key == key)
            c = next(n for n in changed[1] if self.theirs[n].key == key)
            found.append(self._change(ORDER, a, a + 1, c, c + 1))
        return found


def _is_respelt(gone: list[str], new: list[str]) -> bool:
    """Tell whether words have become themselves, spelt otherwise: "teh", "re use"."""
    one, other = "".join(gone), "".join(new)
    return bool(one and other) and SequenceMatcher(None, one, other).ratio() >= _SAME_WORD


def _shared(one: list[T], other: list[T]) -> set[T]:
    return set((Counter(one) & Counter(other)).elements())


def _facts_before(tokens: list[Token]) -> list[int]:
    """Return for each word how many facts stand before it."""
    counts, passed = [], 0
    for token in tokens:
        counts.append(passed)
        passed += len(token.facts)
    return counts


def _is_bound(key: str) -> bool:
    return len(key) > 3 and not key.endswith("ly")


def _slice(text: str, tokens: list[Token], begin: int, end: int) -> str:
    """Return the words of a stretch as they stand, with a few around them."""
    first, last = max(0, begin - _CONTEXT), min(len(tokens), end + _CONTEXT)
    return (
        " ".join(text[tokens[first].start : tokens[last - 1].end].split()) if first < last else ""
    )
