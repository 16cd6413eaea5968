"""How fast two documents are compared by words, and how large what shows it is: python -m benchmarks.diffing

difflib over the words of the whole text is measured beside it. Texts are made up from a fixed seed.
"""

import difflib
import os
import random
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

import django

django.setup()

from django.template.loader import render_to_string  # noqa: E402

from newsdesk.comparison.diff.documents import Difference, difference  # noqa: E402
from newsdesk.comparison.diff.marked import sections_of  # noqa: E402
from newsdesk.pages.documents import as_data  # noqa: E402
from newsdesk.pages.rich_text import plain  # noqa: E402
from stories.documents import AnalysisPart, StoryDocument  # noqa: E402
from stories.labels import STORY_FIELDS  # noqa: E402

PARAGRAPH = 60
ROUNDS = 5


def main() -> None:
    chance = random.Random(7)
    print(
        f"{'words':>7} {'what changed':<34} {'compare':>9} {'show':>9} {'HTML':>8} {'difflib':>9}"
    )
    for count in (1_200, 4_800, 15_000):
        old = words(chance, count)
        for name, change in CHANGES.items():
            new = change(chance, list(old))
            report(name, document(old), document(new), count)


def report(name: str, old: Any, new: Any, count: int) -> None:
    before, after = as_data(old), as_data(new)
    compare = best(lambda: difference(STORY_FIELDS, before, after))
    found = difference(STORY_FIELDS, before, after)
    show = best(lambda: page(found))
    size = len(page(found).encode())
    stock = best(lambda: by_difflib(old, new), rounds=1) if count <= 4_800 else None
    print(
        f"{count:>7,} {name:<34} {compare:>6.0f} ms {show:>6.0f} ms {size / 1000:>5.0f} kB "
        + (f"{stock:>6.0f} ms" if stock is not None else "        –")
    )


def page(found: Difference) -> str:
    context = {"sections": sections_of(found), "level": "2"}
    return render_to_string("comparison/_sections.html", context)


def words(chance: random.Random, count: int) -> list[str]:
    """Return words as often as a language has them: few very often, many seldom."""
    vocabulary = ["the", "of", "and", "a", "to", *(f"word{n}" for n in range(4_000))]
    weights = [1 / (n + 1) for n in range(len(vocabulary))]
    return chance.choices(vocabulary, weights, k=count)


def document(text: list[str]) -> StoryDocument:
    """Return a story of these words, in five parts of paragraphs."""
    paragraphs = [
        f"<p>{' '.join(text[n : n + PARAGRAPH])}.</p>" for n in range(0, len(text), PARAGRAPH)
    ]
    share = max(1, -(-len(paragraphs) // 5))
    parts = (paragraphs[n : n + share] for n in range(0, len(paragraphs), share))
    return StoryDocument(
        headline="A made-up story",
        analysis=tuple(
            AnalysisPart(id=f"part{n:04}", heading=f"Part {n}", body="".join(part))
            for n, part in enumerate(parts)
        ),
    )


def one_word(chance: random.Random, text: list[str]) -> list[str]:
    text[len(text) // 2] = "changed"
    return text


def every_tenth(chance: random.Random, text: list[str]) -> list[str]:
    return [chance.choice(text) if n % 10 == 0 else word for n, word in enumerate(text)]


def inserted(chance: random.Random, text: list[str]) -> list[str]:
    """Put thirty words in near the front, so that every later paragraph begins elsewhere."""
    return text[:100] + words(chance, 30) + text[100:]


def rewritten(chance: random.Random, text: list[str]) -> list[str]:
    return words(chance, len(text))


def repeated(chance: random.Random, text: list[str]) -> list[str]:
    return chance.choices(["to", "be", "or", "not"], k=len(text))


CHANGES: dict[str, Callable[[random.Random, list[str]], list[str]]] = {
    "one word": one_word,
    "every tenth word": every_tenth,
    "thirty words put in, all shifted": inserted,
    "all of it": rewritten,
    "all of it, by four words repeated": repeated,
}


def by_difflib(old: StoryDocument, new: StoryDocument) -> None:
    before, after = (
        [word for part in one.analysis for word in plain(part.body).split()] for one in (old, new)
    )
    difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def best(deed: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Return the shortest time of `rounds`, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        deed()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


if __name__ == "__main__":
    main()
