"""How well and how fast duplicates are found: python -m benchmarks.duplicates [PAIRS.tsv] [options]

PAIRS.tsv has left, right and 0 or 1 in its first three columns; without one, the pairs that the
tests carry are measured. Nothing is downloaded. The speed is always measured on questions made up
here; with --whole each of the first size is really encoded (minutes), without it most vectors are
made from 2,000 encoded ones by adding noise, which costs the search exactly as much.
"""

import argparse
import csv
import os
import sqlite3
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

import django  # noqa: E402

django.setup()

from benchmarks.measures.bases import looking_up, made_up, vectors_of, words_of  # noqa: E402
from benchmarks.measures.copies import KINDS, Pairs, copied  # noqa: E402
from benchmarks.measures.figures import area, precision, share  # noqa: E402
from benchmarks.measures.speed import speed  # noqa: E402
from faqs.duplicates.candidates import Base, nearest_while_typing  # noqa: E402
from faqs.duplicates.names import Lexicon  # noqa: E402
from faqs.duplicates.questions import Question  # noqa: E402
from faqs.duplicates.score import DIFFERS, LIKELY, Judged, judge  # noqa: E402
from faqs.duplicates.words import WordIndex, likeness, terms  # noqa: E402
from newsdesk.meaning.model_status import meaning  # noqa: E402
from newsdesk.text.names_and_words import search_terms  # noqa: E402

OWN_PAIRS = ROOT / "tests" / "duplicates" / "pairs.tsv"
Score = Callable[[str, str], float]


def main() -> None:
    options = arguments()
    encoder, notice = meaning()
    pairs = read_pairs(options.pairs)
    print(
        f"{len(pairs)} pairs from {options.pairs.name}, {sum(p[2] for p in pairs)} of them the same"
    )
    print(notice or "Compared by meaning and by words.")
    quality(pairs, encoder)
    finding(pairs, encoder, options.among)
    if encoder is not None and not options.quick:
        for count in (options.questions, options.large):
            first = count == options.questions
            speed(encoder, count, whole=options.whole and first, scan=first)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pairs", nargs="?", type=Path, default=OWN_PAIRS)
    parser.add_argument("--among", type=int, default=5_000, help="made-up questions to hide among")
    parser.add_argument("--questions", type=int, default=100_000, help="questions for the speed")
    parser.add_argument("--large", type=int, default=400_000, help="questions for the second speed")
    parser.add_argument("--whole", action="store_true", help="encode all of --questions")
    parser.add_argument("--quick", action="store_true", help="leave the speed out")
    return parser.parse_args()


def read_pairs(path: Path) -> Pairs:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row[:3] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return [(row[0], row[1], row[2] == "1") for row in rows if row[2:] in (["0"], ["1"])]


# Quality: pairs and near copies


def quality(pairs: Pairs, encoder: Any) -> None:
    texts = sorted({text for pair in pairs for text in pair[:2]})
    lexicon = Lexicon(texts=texts)
    words = WordIndex((str(number), text) for number, text in enumerate(texts))
    copies = {kind: list(copied(pairs, kind)) for kind in KINDS}
    print(
        "\nmethod             AUC    AP   "
        + "  ".join(f"{kind:>10}" for kind in KINDS)
        + "  let through"
    )
    by_words: Score = lambda a, b: likeness(terms(a), terms(b), words.weight)  # noqa: E731
    row("words alone", by_words, pairs, copies)
    if encoder is None:
        return
    cosine = cosines(encoder, [*texts, *(c for kind in KINDS for _, c in copies[kind])])
    row("MiniLM alone", cosine, pairs, copies)

    def judged(left: str, right: str) -> Judged:
        return judge(left, right, cosine(left, right), lexicon=lexicon)

    row("MiniLM + rules", lambda a, b: judged(a, b).score, pairs, copies)
    # What a moderator meets: whatever differs stands behind whatever does not.
    row("  as queued", lambda a, b: judged(a, b).score - (not clean(judged(a, b))), pairs, copies)
    flagged = [share(not clean(judged(*copy)) for copy in copies[kind]) for kind in KINDS]
    likely = [share(judged(*copy).band == LIKELY for copy in copies[kind]) for kind in KINDS]
    print(f"{'  flagged':<30} " + "  ".join(f"{value:>10}" for value in flagged))
    print(f"{'  in the likely band':<30} " + "  ".join(f"{value:>10}" for value in likely))
    print(f"{'  copies made':<30} " + "  ".join(f"{len(copies[kind]):>10}" for kind in KINDS))
    near = [p for p in pairs if p[2] and likeness(terms(p[0]), terms(p[1]), lambda _: 1.0) >= 0.8]
    kept = share(judged(*pair[:2]).band != DIFFERS and clean(judged(*pair[:2])) for pair in near)
    print(f"near-identical duplicates (0.8 of their words shared) kept: {kept} of {len(near)}")


def row(name: str, score: Score, pairs: Pairs, copies: dict[str, list[tuple[str, str]]]) -> None:
    scored = [(score(left, right), same) for left, right, same in pairs]
    # The score that half of the real duplicates reach, as in the reference table.
    bound = statistics.median(value for value, same in scored if same)
    through = [share(score(*copy) >= bound for copy in copies[kind]) for kind in KINDS]
    figures = "  ".join(f"{value:>10}" for value in through)
    print(f"{name:<16} {area(scored):.3f}  {precision(scored):.3f}   {figures}")


def clean(judged: Judged) -> bool:
    return all(difference.harmless for difference in judged.differences)


def cosines(encoder: Any, texts: list[str]) -> Score:
    from numpy import frombuffer, int8
    from numpy.linalg import norm

    unique = sorted(set(texts))
    vectors = {
        text: (vector := frombuffer(data, int8).astype(float)) / norm(vector)
        for text, data in zip(unique, encoder.encode(unique), strict=True)
    }
    return lambda left, right: float(vectors[left] @ vectors[right])


# Finding: one question among many


def finding(pairs: Pairs, encoder: Any, among: int) -> None:
    """Ask with each left side for its right side, hidden among the others and made-up questions."""
    same = [(left, right) for left, right, is_same in pairs if is_same and left != right]
    titles = sorted({right for _, right in same} | set(made_up(among)))
    keys = {title: f"faq:{number:06}" for number, title in enumerate(titles)}
    questions = {key: Question(key, title) for title, key in keys.items()}
    full_text = FullText(keys)
    bases = {"words alone": Base(looking_up(questions), titles=words_of(questions))}
    if encoder is not None:
        vectors = vectors_of(list(questions), encoder.encode([q.title for q in questions.values()]))
        bases["MiniLM + full text"] = Base(looking_up(questions), vectors=vectors, encoder=encoder)
    print(
        f"\nfound among {len(titles)} questions, {len(same)} asked: hit@1  hit@10  60 % typed, hit@10"
    )
    bm25 = [[full_text.find(left, 10) for left, _ in same]]
    bm25 += [[full_text.find(typed(left), 10, unfinished=True) for left, _ in same]]
    print_hits("FTS5 alone", same, keys, *bm25)
    for name, base in bases.items():
        whole = [nearest(left, base, []) for left, _ in same]
        hits = [full_text.find(typed(left), 50, unfinished=True) for left, _ in same]
        half = [nearest(typed(left), base, hit) for (left, _), hit in zip(same, hits, strict=True)]
        print_hits(name, same, keys, whole, half)


def print_hits(name: str, same: list, keys: dict[str, str], whole: list, half: list) -> None:
    wanted = [keys[right] for _, right in same]
    first = share(found[:1] == [key] for key, found in zip(wanted, whole, strict=True))
    ten = share(key in found for key, found in zip(wanted, whole, strict=True))
    typing = share(key in found for key, found in zip(wanted, half, strict=True))
    print(f"{name:<36} {first:>6}  {ten:>6}  {typing:>6}")


def typed(title: str) -> str:
    return title[: round(len(title) * 0.6)]


def nearest(text: str, base: Base, full_text: list[str]) -> list[str]:
    found = nearest_while_typing(text, base, full_text=full_text, limit=10)
    return [pair.right for pair in found]


class FullText:
    """FTS5 as the search layer sets it up, but any word is enough; best first by BM25."""

    def __init__(self, keys: dict[str, str]) -> None:
        self._connection = sqlite3.connect(":memory:")
        tokens = "tokenize='porter unicode61 remove_diacritics 2'"
        self._connection.execute(
            f"CREATE VIRTUAL TABLE t USING fts5(key UNINDEXED, title, {tokens})"
        )
        rows = [(key, title) for title, key in keys.items()]
        self._connection.executemany("INSERT INTO t VALUES (?, ?)", rows)

    def find(self, text: str, limit: int, *, unfinished: bool = False) -> list[str]:
        query = " OR ".join(f'"{term}"' for term in search_terms(text))
        if not query:
            return []
        query += "*" if unfinished else ""
        rows = self._connection.execute(
            "SELECT key FROM t WHERE t MATCH ? ORDER BY bm25(t), key LIMIT ?", (query, limit)
        )
        return [key for (key,) in rows]


if __name__ == "__main__":
    main()
