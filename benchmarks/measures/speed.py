"""How long encoding, searching and scanning take, and how much memory."""

import random
import resource
import time
from typing import Any

from faqs.duplicates.candidates import Base, candidates, full_scan
from faqs.duplicates.questions import Question

from .bases import looking_up, made_up, noisy, vectors_of
from .figures import timing


def speed(encoder: Any, count: int, *, whole: bool, scan: bool) -> None:
    titles = made_up(count)
    questions = {f"faq:{n:07}": Question(f"faq:{n:07}", title) for n, title in enumerate(titles)}
    started = time.perf_counter()
    data = encoder.encode(titles) if whole else noisy(encoder.encode(titles[:2_000]), count)
    encoding = (time.perf_counter() - started) / (count if whole else 2_000)
    vectors = vectors_of(list(questions), data)
    base = Base(looking_up(questions), vectors=vectors, encoder=encoder)
    how = "every one encoded" if whole else "2,000 encoded, the others made from them"
    print(f"\n{count} made-up questions ({how})")
    asked = random.Random(1).sample(titles, 300)
    print(
        f"  encode: {timing(lambda t: encoder.encode([t]), asked)}, in batches {encoding * 1e3:.1f} ms each"
    )
    print(
        f"  encode and search: {timing(lambda t: vectors.nearest(encoder.encode([t])[0], 50), asked)}"
    )
    sample = random.Random(2).sample(sorted(questions.values(), key=lambda q: q.key), 200)
    print(f"  one changed question: {timing(lambda q: changed(q, base, vectors), sample)}")
    if scan:
        started = time.perf_counter()
        found = full_scan(base)
        took = time.perf_counter() - started
        print(
            f"  full scan: {took:.0f} s, {len(found.pairs)} pairs, {len(found.clusters)} clusters"
        )
        print(f"  with encoding: {(took + encoding * count) / 60:.1f} minutes on one core")
        print(f"  all found pairs kept: {'yes' if found.complete else 'no, the most alike'}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory of the process so far: {memory:.0f} MB")


def changed(question: Question, base: Base, vectors: Any) -> None:
    vectors.put(question.key, base.encoder.encode([question.title])[0])  # type: ignore[union-attr]
    candidates(question, base)
