"""Near copies of true duplicates, made mechanically: another number or name, a denial, turned roles."""

import random
import re
from collections.abc import Iterator

from newsdesk.text.names_and_words import STOP_WORDS

Pairs = list[tuple[str, str, bool]]
KINDS = ("number", "name", "negation", "role")


def copied(pairs: Pairs, kind: str) -> Iterator[tuple[str, str]]:
    """Yield (left, changed right) for the true duplicates that can be changed in this way."""
    change = {"number": other_number, "name": other_name, "negation": denied, "role": turned}[kind]
    rng = random.Random(kind)
    names = sorted({name for pair in pairs for name in _NAME.findall(" ".join(pair[:2]))})
    for left, right, same in pairs:
        # A copy of both: the changed fact must be one that the left question has too.
        changed = change(left, right, rng, names) if same else ""
        if changed and changed not in {left, right}:
            yield left, changed


# Found by another rule than the one that is measured.
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-zA-Z]+(?: [A-Z][a-zA-Z]+)*")
_NOUN = re.compile(
    r"\b(?:the|a|an|of|in|to|from|by|on|for|at|into|over|do|does) ([a-zA-Z]{4,})\b(?! [A-Z])"
)
_NUMBER = re.compile(r"\d+")
_VERB = re.compile(r"\b(is|are|was|were|do|does|did|can|could|will|would|should|has|have)\b", re.I)


def other_number(left: str, right: str, rng: random.Random, names: list[str]) -> str:
    shared = [m for m in _NUMBER.finditer(right) if m[0] in left]
    if not shared:
        return ""
    new = str(int(shared[0][0]) + rng.randint(1, 9))
    return right[: shared[0].start()] + new + right[shared[0].end() :]


def other_name(left: str, right: str, rng: random.Random, names: list[str]) -> str:
    shared = [name for name in _NAME.findall(right) if name in left]
    others = [name for name in names if name not in left and name not in right]
    return right.replace(shared[0], rng.choice(others)) if shared and others else ""


def denied(left: str, right: str, rng: random.Random, names: list[str]) -> str:
    return _VERB.sub(lambda match: f"{match[0]} not", right, count=1)


def turned(left: str, right: str, rng: random.Random, names: list[str]) -> str:
    """Change over two names, or two words behind an article or preposition, that both sides have."""
    named = [m for m in _NAME.finditer(right) if m[0] in left]
    nouns = [m for m in _NOUN.finditer(right) if m[1].casefold() in left.casefold()]
    nouns = [m for m in nouns if m[1].casefold() not in STOP_WORDS]
    spans = [m.span() for m in named] if len(named) > 1 else [m.span(1) for m in nouns]
    between = right[spans[0][1] : spans[-1][0]] if len(spans) > 1 else ""
    if len(between) < 4 or " and " in right or " of " in between:
        return ""  # What has no verb in its middle is nonsense when turned, not a trap.
    (a, b), (c, d) = spans[0], spans[-1]
    return right[:a] + right[c:d] + right[b:c] + right[a:b] + right[d:]
