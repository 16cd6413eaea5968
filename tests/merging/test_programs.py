"""Whatever is done to pages, what a merge brought is gone once it is undone, as if it had never been.

`make test` runs the same hundred programs each time, `make test-all` two thousand, `make programs` as many:
others each day, or from NEWSDESK_SEED on. What fails says its seed:
NEWSDESK_SEED=… NEWSDESK_PROGRAMS=1 runs it alone.
"""

import os
import random
from collections import Counter

import pytest
from django.db import transaction

from faqs.duplicate_review import question_index
from newsdesk.meaning import model_status
from newsdesk.merging.taken import MergeChoice
from tests.catalogue.led import wrong_references
from tests.merging.programs import DEEDS, Run, differences, random_run
from tests.merging.seen import Depth
from tests.merging.world import WAIT, World
from tests.people import person

pytestmark = pytest.mark.django_db

PROGRAMS = int(os.environ.get("NEWSDESK_PROGRAMS", "100"))
SEED = int(os.environ.get("NEWSDESK_SEED", "0"))
PARTS = 4  # So that several processes share the work.
# Each so manieth program of a part is compared in every page as it is served too, and in every list and feed.
SERVED, WHOLE = 4, 25


@pytest.fixture(autouse=True)
def words_alone(monkeypatch):
    """What two questions mean is asked at each publish, and is no matter here."""
    unavailable = model_status.Meaning(None, "No model in this test.")
    monkeypatch.setattr(model_status, "_opened", lambda path: unavailable)
    question_index.forget()
    yield
    question_index.forget()


@pytest.mark.parametrize("part", range(PARTS))
def test_readers_see_what_they_would_see_without_the_merges_that_were_undone(part):
    base = World(person("Desk chief")).build()
    seeds = range(SEED + part, SEED + PROGRAMS, PARTS)
    tried, done, failures = Counter(), Counter(), []
    for seed in seeds:
        depth = depth_of(seed)
        with transaction.atomic():
            run = random_run(base, random.Random(seed))
            assert not wrong_references(), f"NEWSDESK_SEED={seed}"
            found = run.differences(depth)
            transaction.set_rollback(True)
        assert run.done["undo"], f"NEWSDESK_SEED={seed} undoes nothing"
        tried, done = tried + run.tried, done + run.done
        if found:
            failures.append(told(base, seed, run.program, depth))
    print(f"\n{len(seeds)} programs from seed {SEED + part} on: {share(tried, done)}")
    assert not failures, "\n\n".join(failures)


@pytest.mark.parametrize(
    "program",
    [
        # A first edition that waits, a second that comes before it, and both say the same without the merge.
        [
            ("merge", 5, 4, MergeChoice(fields=(), values={}, items={}, dropped={})),
            ("schedule", 4, 8),
            *[WAIT] * 3,
            ("schedule", 4, 1),
            *[WAIT] * 5,
            ("undo", 0),
        ],
    ],
)
def test_programs_that_once_left_something(program):
    base = World(person("Desk chief")).build()
    with transaction.atomic():
        run = Run(base)
        assert all(run.step([step]) or step == WAIT for step in program)
        found = run.differences(Depth.CATALOGUE)
        transaction.set_rollback(True)
    assert not found, "\n".join(found)


def depth_of(seed):
    place = seed // PARTS
    if place % WHOLE == 0:
        return Depth.WHOLE
    return Depth.PAGES if place % SERVED == 0 else Depth.CATALOGUE


def share(tried, done):
    """Return how many deeds of each kind were done, and how many of those that were tried that is."""
    return ", ".join(f"{deed} {done[deed]} of {tried[deed]}" for deed in DEEDS)


def told(base, seed, program, depth):
    """Return the shortest program that fails in the same way, and where readers see it."""
    least = shortest(base, program, depth)
    steps = [f"{at}: {step}" for at, step in enumerate(least) if step != WAIT]
    return "\n".join([f"NEWSDESK_SEED={seed}", *steps, *differences(base, least, depth)[:6]])


def shortest(base, program, depth):
    """Return the program with every step left out that its failure does not need."""
    for at in reversed(range(len(program))):
        fewer = [WAIT if n == at else step for n, step in enumerate(program)]
        if differences(base, fewer, depth):
            program = fewer
    return program
