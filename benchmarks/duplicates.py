"""How well and how fast duplicates are found: python -m benchmarks.duplicates [PAIRS.tsv ...] [options]

A file of pairs has left, right, 0 or 1, and if you like a kind and a language; without one, the sets of the
tests are measured. Every bar is printed for each set, *met* or *MISSED*. Nothing is downloaded. The speed
is always measured on questions made up here; with --whole each of the first size is really encoded
(minutes), without it most vectors are made from 2,000 encoded ones by adding noise, which costs the search
exactly as much.
"""

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

import django  # noqa: E402

django.setup()

from benchmarks.measures.bars import Bar, report  # noqa: E402
from benchmarks.measures.bases import looking_up, made_up, vectors_of, words_of  # noqa: E402
from benchmarks.measures.figures import area, share  # noqa: E402
from benchmarks.measures.sameness import Row, bars, queue_place, read_rows  # noqa: E402
from benchmarks.measures.speed import speed  # noqa: E402
from faqs.duplicates.candidates import Base, nearest_while_typing  # noqa: E402
from faqs.duplicates.learning import average_precision  # noqa: E402
from faqs.duplicates.names import Lexicon  # noqa: E402
from faqs.duplicates.questions import Question  # noqa: E402
from faqs.duplicates.score import judge  # noqa: E402
from faqs.duplicates.words import WordIndex, likeness, terms  # noqa: E402
from newsdesk.meaning.model_status import meaning  # noqa: E402
from newsdesk.text.names_and_words import search_terms  # noqa: E402

OWN_SETS = [
    ROOT / "tests" / "duplicates" / f"{name}.tsv"
    for name in (
        *("everyday_pairs", "fifth_news_pairs", "fourth_news_pairs", "third_news_pairs"),
        *("second_news_pairs", "news_pairs"),
        *("later_pairs", "held_pairs", "fresh_pairs"),
        *("turned_pairs", "pairs"),
    )
]
Score = Callable[[str, str], float]
_encoded: dict[str, bytes] = {}


def main() -> int:
    options = arguments()
    encoder, notice = meaning()
    print(notice or "Compared by meaning and by words.")
    told: list[Bar] = []
    for path in options.pairs or OWN_SETS:
        rows = read_rows(path)
        print(f"\n{len(rows)} pairs from {path.name}, {sum(r.same for r in rows)} of them the same")
        cosine = cosines(encoder, rows) if encoder is not None else None
        if not options.bars:
            quality(rows, cosine)
            finding(rows, encoder, options.among)
        if cosine is not None:
            told += bars(path.stem, rows, cosine, encoder)
    if encoder is not None and not (options.quick or options.bars):
        for count in (options.questions, options.large):
            first = count == options.questions
            speed(encoder, count, whole=options.whole and first, scan=first)
    return report(told) if encoder is not None else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pairs", nargs="*", type=Path, help="files of pairs, by default our own")
    parser.add_argument("--among", type=int, default=5_000, help="made-up questions to hide among")
    parser.add_argument("--questions", type=int, default=100_000, help="questions for the speed")
    parser.add_argument("--large", type=int, default=400_000, help="questions for the second speed")
    parser.add_argument("--whole", action="store_true", help="encode all of --questions")
    parser.add_argument("--quick", action="store_true", help="leave the speed out")
    parser.add_argument(
        "--bars", action="store_true", help="measure what has a bar, and nothing else"
    )
    return parser.parse_args()


# Quality: the order in which a moderator meets pairs


def quality(rows: list[Row], cosine: Score | None) -> None:
    texts = sorted({text for row in rows for text in (row.left, row.right)})
    words = WordIndex((str(number), text) for number, text in enumerate(texts))
    print("\nmethod             AUC    AP")
    by_words: Score = lambda a, b: likeness(terms(a), terms(b), words.weight)  # noqa: E731
    print_order("words alone", by_words, rows)
    if cosine is None:
        return
    lexicon = Lexicon()
    print_order("MiniLM alone", cosine, rows)
    print_order("score", lambda a, b: judge(a, b, cosine(a, b), lexicon=lexicon).score, rows)
    print_order(
        "as queued", lambda a, b: queue_place(judge(a, b, cosine(a, b), lexicon=lexicon)), rows
    )


def print_order(name: str, score: Score, rows: list[Row]) -> None:
    scored = [(score(row.left, row.right), row.same) for row in rows]
    print(f"{name:<16} {area(scored):.3f}  {average_precision(scored):.3f}")


def cosines(encoder: Any, rows: list[Row]) -> Score:
    """Return the cosine of two texts; those of `rows` are encoded at once, others when they are asked for."""
    from numpy import frombuffer, int8
    from numpy.linalg import norm

    vectors: dict[str, Any] = {}

    def know(texts: list[str]) -> None:
        for text, data in zip(texts, encoded(encoder, texts), strict=True):
            vector = frombuffer(data, int8).astype(float)
            vectors[text] = vector / norm(vector)

    def cosine(left: str, right: str) -> float:
        know([text for text in (left, right) if text not in vectors])
        return float(vectors[left] @ vectors[right])

    know(sorted({text for row in rows for text in (row.left, row.right)}))
    return cosine


# Finding: one question among many


def finding(pairs: list[Row], encoder: Any, among: int) -> None:
    """Ask with each left side for its right side, hidden among the others and made-up questions."""
    same = [(row.left, row.right) for row in pairs if row.same and row.left != row.right]
    titles = sorted({right for _, right in same} | set(made_up(among)))
    keys = {title: f"faq:{number:06}" for number, title in enumerate(titles)}
    questions = {key: Question(key, title) for title, key in keys.items()}
    full_text = FullText(keys)
    bases = {"words alone": Base(looking_up(questions), titles=words_of(questions))}
    if encoder is not None:
        vectors = vectors_of(
            list(questions), encoded(encoder, [q.title for q in questions.values()])
        )
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


def encoded(encoder: Any, titles: list[str]) -> list[bytes]:
    """Return the vectors of titles; the made-up ones are the same for each set, and encoded once."""
    if missing := [title for title in titles if title not in _encoded]:
        _encoded.update(zip(missing, encoder.encode(missing), strict=True))
    return [_encoded[title] for title in titles]


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
    sys.exit(main())
