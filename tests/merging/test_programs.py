"""Whatever is done to pages, what a merge brought is gone once it is undone, as if it had never been.

One hundred programs a day, others each day; NEWSDESK_PROGRAMS=2000 runs more of them, NEWSDESK_SEED those
of another day. What fails says its seed: NEWSDESK_SEED=… NEWSDESK_PROGRAMS=1 runs it alone.
"""

import os
import random
from datetime import date

import pytest
from django.db import transaction

from tests.merging.programs import WAIT, World, differences, random_program
from tests.people import person

pytestmark = pytest.mark.django_db

PROGRAMS = int(os.environ.get("NEWSDESK_PROGRAMS", "100"))
SEED = int(os.environ.get("NEWSDESK_SEED", date.today().toordinal() * 10_000))
PARTS = 4  # So that several processes share the work.
WHOLE = 10  # Each so manieth program is compared in every list and feed too.


@pytest.mark.parametrize("part", range(PARTS))
def test_readers_see_what_they_would_see_without_the_merges_that_were_undone(part):
    actor = person("Desk chief")
    base = World(actor).build()
    undone = 0
    for seed in range(SEED + part, SEED + PROGRAMS, PARTS):
        whole = seed % WHOLE == 0
        with transaction.atomic():
            world = World(actor)
            world.items = base.items
            program = random_program(world, random.Random(seed))
            seen = world.seen(whole=whole)
            transaction.set_rollback(True)
        undone += sum(step[0] == "undo" for step in program)
        if differences(actor, base, program, seen, whole=whole):
            least = shortest(actor, base, program, whole)
            found = "\n".join(differences(actor, base, least, whole=whole)[:6])
            steps = [f"{at}: {step}" for at, step in enumerate(least) if step != WAIT]
            pytest.fail(f"NEWSDESK_SEED={seed}\n" + "\n".join([*steps, found]), pytrace=False)
    print(f"seeds {SEED + part} to {SEED + PROGRAMS} by {PARTS}: {undone} merges undone")
    assert undone >= (PROGRAMS // PARTS) // 2


def shortest(actor, base, program, whole):
    """Return the program with every step left out that its failure does not need."""
    for at in range(len(program)):
        fewer = [WAIT if n == at else step for n, step in enumerate(program)]
        found = differences(actor, base, fewer, whole=whole)
        if found and not found[0].startswith("refused"):
            program = fewer
    return program
