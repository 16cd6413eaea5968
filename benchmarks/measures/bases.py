"""Made-up questions, and bases of questions to search."""

import random
from itertools import product
from typing import Any

from faqs.duplicates.questions import Question
from faqs.duplicates.words import WordIndex


def made_up(count: int) -> list[str]:
    """Return made-up questions, each once, in an order that chance fixed."""
    forms = [
        "How did {who} {do} the {what} in {year}?",
        "Why does {who} want to {do} its {what}?",
        "What does the {what} of {who} mean for {place} in {year}?",
        "When will {who} {do} a second {what} near {place}?",
        "Is the {what} that {who} plans for {place} safe?",
        "How much does {who} pay to {do} a {what} in {place}?",
        "Who decides whether {who} may {do} the {what}?",
        "What happened to the {what} in {place} after {year}?",
    ]
    who = "Norvik Arlen Castor Delmar Estona Farrow Galen Hartley Ingram Jarvis Kestrel Lomond".split()
    what = (
        "bridge ferry tunnel satellite budget hospital vaccine harbour railway reactor library dam"
    )
    what_words = (what + " museum airport tax election forest pension school telescope").split()
    do = "build sell repair open finance cancel inspect rename".split()
    place = "Avonmouth Brightsea Calder Dunmore Eastwick Fenland Glenrock Highmoor Inverly".split()
    made = {
        form.format(who=w, what=t, do=d, place=p, year=y)
        for form, w, t, d, p, y in product(forms, who, what_words, do, place, range(1925, 2026))
    }
    return random.Random(0).sample(sorted(made), count)


def noisy(data: list[bytes], count: int) -> list[bytes]:
    """Return `count` vectors: the given ones, then copies with noise, one in 50 of them a near copy."""
    import numpy as np

    from newsdesk.meaning.encoder import quantised

    rng = np.random.default_rng(1)
    real = np.frombuffer(b"".join(data), np.int8).reshape(len(data), -1).astype(np.float32)
    real /= np.linalg.norm(real, axis=1, keepdims=True)
    out = list(data[:count])
    while len(out) < count:
        noise = rng.normal(0, 1, real.shape).astype(np.float32) / np.sqrt(real.shape[1])
        size = np.where(rng.random((len(real), 1)) < 0.02, 0.3, 0.9).astype(np.float32)
        out += [quantised(vector) for vector in real + noise * size]
    return out[:count]


def looking_up(questions: dict[str, Question]) -> Any:
    return lambda keys: {key: questions[key] for key in keys if key in questions}


def words_of(questions: dict[str, Question]) -> WordIndex:
    return WordIndex((key, question.title) for key, question in questions.items())


def vectors_of(keys: list[str], data: list[bytes]) -> Any:
    from newsdesk.meaning.vectors import VectorIndex

    return VectorIndex(zip(keys, data, strict=True))
