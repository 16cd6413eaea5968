"""What is of substance in a change, and so keeps it from being published as *minor*.

The policy. A change is minor when nothing that a reader may have relied on has moved: slips of the
pen, punctuation, space, typographic marks, capitals, an article more or less, words in another order.
It is of substance, and needs to be called an update, a clarification or a correction, when it touches

* a *number*: figures, number words, ordinals, shares, ranges, their units, and words of quantity ("all",
  "most", "only"; "about" and "over" before a figure). "Four" for "4" is none;
* a *date*: years, months, weekdays, seasons, parts of the day, and relative words ("last", "ago");
* a *name*: capitalised words inside a sentence; at its beginning those that are names elsewhere in either
  text, or that go on with another capital. A name's spelling is the name: mending it is a correction;
* a *quotation*: any word between quotation marks or in a block quotation, and whether words stand there;
* a *denial*: not, no, never, n't, without, un-; and a word that becomes its opposite (rise, fall);
* *certainty*: will, may, could ...; alleged, reportedly, apparently ...;
* a *passage*: more than four words in a row that came or went, or more than eight of a text that became
  others; mended spellings do not count. What a single reworded word means, this cannot judge;
* an *order*: a word that has moved across one of the above ("accused Smith and praised Jones").

Outside running text the rule is plain. Adding or taking away a part, source, report, entity, FAQ or
timeline event is never minor, nor is changing an address, a link, a picture, who said or reported
something, an outlet, a day, or what kind of part it is. Moving parts, tags, the words that describe or
credit a picture (read as running text) and the day on which the desk read a report are no substance of
themselves. A field that this module does not know counts as substance whole: it fails safe.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from newsdesk.prose.denials import opposites

from .compare import identity
from .html import plain
from .problems import quoted
from .tokens import Token, names_of, tokens_of

NUMBER, DATE, NAME, QUOTATION = "number", "date", "name", "quotation"
DENIAL, CERTAINTY, PASSAGE, ORDER = "denial", "certainty", "passage", "order"
PART, DETAIL, LINK, OPPOSITE = "part", "detail", "link", "opposite"

Data = dict[str, Any]

_PROSE = frozenset(
    "headline standfirst heading paraphrase text question title description alt caption credit".split()
)
_RICH = frozenset("summary body background intro".split())
_RICH_IN = frozenset({("answers", "text")})
_FREE = frozenset(
    "id tags read_on attribution_guessed decorative width height focus_x focus_y".split()
)
_KINDS = {"quotation": QUOTATION, "speaker": NAME, "outlet": NAME, "name": NAME, "date": DATE}
_KINDS |= dict.fromkeys(("url", "official_site", "slug", "target"), LINK)
_KINDS |= dict.fromkeys(("published", "as_of"), DATE)
_LINKS = re.compile(r"""<a\s[^>]*?href=["']([^"']*)""", re.IGNORECASE)
_BLOCKQUOTE = re.compile(r"<blockquote>.*?</blockquote>", re.IGNORECASE | re.DOTALL)
_FOLD = str.maketrans("’‘“”–—\u00a0\u2011", "''\"\"-- -")
_LONGEST_SLIP = 4  # words in a row
_MOST_REWORDED = 8  # words of one field
_SAME_WORD = 0.7  # share of letters in order
_MOST_WORK = 4_000_000  # pairs of words to compare; more is no slip
_CONTEXT = 3  # words shown on each side of a change


@dataclass(frozen=True, slots=True)
class Change:
    """Something of substance that differs at a field; `before` and `after` quote both sides, or are empty."""

    field: str
    kind: str
    before: str
    after: str

    def __str__(self) -> str:
        if self.before and self.after:
            return (
                f"{self.kind.capitalize()}: {quoted(self.before)} has become {quoted(self.after)}"
            )
        if self.after:
            return f"{self.kind.capitalize()}: {quoted(self.after)} is new"
        return f"{self.kind.capitalize()}: {quoted(self.before)} is gone"


def changes(before: Data, after: Data) -> list[Change]:
    """Return what of substance differs between two documents of one kind, as plain data.

    The list is empty where the change is minor. Pure, and the same from one day to the next.
    """
    names = names_of([*_texts(before), *_texts(after)])
    return list(_fields(before, after, "", names))


def refusal(found: Iterable[Change], limit: int = 5) -> str:
    """Return the sentence that refuses to call changes minor."""
    listed = list(found)
    shown = " ".join(f"{change}." for change in listed[:limit])
    more = f" And {len(listed) - limit} more." if len(listed) > limit else ""
    return f"This is not minor. {shown}{more} Call it an update, a clarification or a correction."


def _fields(before: Data, after: Data, path: str, names: frozenset[str]) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        if name not in _FREE:
            yield from _value(before.get(name), after.get(name), name, path, names)


def _value(
    before: Any, after: Any, name: str, path: str, names: frozenset[str]
) -> Iterator[Change]:
    field = f"{path}.{name}" if path else name
    if before == after:
        return
    if isinstance(before, list) or isinstance(after, list):
        yield from _items(before or [], after or [], field, names)
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from _fields(before, after, field, names)
    elif isinstance(before, str) and isinstance(after, str) and _is_rich(name, path):
        yield from _rich(before, after, field, names)
    elif isinstance(before, str) and isinstance(after, str) and name in _PROSE:
        yield from text_changes(before, after, field, names)
    elif _plainly(before) != _plainly(after):
        kind = _KINDS.get(name, DETAIL)
        yield Change(field, kind, _shown(before), _shown(after))


def _is_rich(name: str, path: str) -> bool:
    return name in _RICH or (path.partition(":")[0], name) in _RICH_IN


def _items(
    before: list[Any], after: list[Any], field: str, names: frozenset[str]
) -> Iterator[Change]:
    """Compare lists of parts, keys or words by identity; their order is free."""
    mine, theirs = ({identity(item): item for item in side} for side in (before, after))
    for known in dict.fromkeys([*mine, *theirs]):
        place = f"{field}:{known}" if not known.startswith("{") else field
        if known not in theirs:
            yield Change(place, PART, _shown(mine[known]), "")
        elif known not in mine:
            yield Change(place, PART, "", _shown(theirs[known]))
        elif isinstance(mine[known], dict):
            yield from _fields(mine[known], theirs[known], place, names)


def _plainly(value: Any) -> Any:
    """Return a value without what is only typography."""
    return " ".join(value.translate(_FOLD).split()) if isinstance(value, str) else value


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        words = (value.get(n) for n in ("heading", "headline", "paraphrase", "text", "question"))
        return next((plain(word) for word in words if word), "") or str(
            value.get("name") or value.get("title") or value.get("id") or "a part"
        )
    return "" if value is None else str(value)


def _texts(data: Any) -> Iterator[str]:
    """Yield the running texts of a document, to learn what is a name."""
    if isinstance(data, dict):
        for name, value in data.items():
            if isinstance(value, str) and (name in _PROSE or name in _RICH):
                yield plain(value) if "<" in value else value
            elif isinstance(value, (dict, list)):
                yield from _texts(value)
    elif isinstance(data, list):
        for item in data:
            yield from _texts(item)


def _rich(before: str, after: str, field: str, names: frozenset[str]) -> Iterator[Change]:
    """Compare rich text: its words, where its links lead, what it sets as block quotations."""
    yield from text_changes(plain(before), plain(after), field, names)
    for kind, read in ((LINK, _links), (QUOTATION, _blockquotes)):
        mine, theirs = Counter(read(before)), Counter(read(after))
        gone, new = list((mine - theirs).elements()), list((theirs - mine).elements())
        if gone or new:
            yield Change(field, kind, " ".join(gone), " ".join(new))


def _links(html: str) -> list[str]:
    return [match[1] for match in _LINKS.finditer(html)]


def _blockquotes(html: str) -> list[str]:
    return [_plainly(plain(match[0])) for match in _BLOCKQUOTE.finditer(html)]


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


def _shared(one: list[Any], other: list[Any]) -> set[Any]:
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
