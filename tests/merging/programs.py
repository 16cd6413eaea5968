"""Programs of a newsroom: merges, edits and verbs over twelve pages in any order.

A program is data, so that it can run twice: as it is, and without the merges that it undoes. Each step
has its own time, so that both runs happen at the same minutes. What a moderator chose to take belongs to
the step: it is the same choice in both.
"""

import difflib
import pprint
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from newsdesk.workflow.transitions import NothingChanged
from tests.merging.seen import Depth, Seen
from tests.merging.world import FAQS, LENGTH, STORIES, TOPICS, WAIT, Step, World

# How often each deed is proposed.
DEEDS = {
    "merge": 26,
    "undo": 18,
    "edit": 18,
    "publish": 14,
    "schedule": 8,
    "correct": 7,
    "withdraw": 3,
    "embargo": 3,
    "split": 2,
    "unsplit": 2,
}
UNDOING = {"undo": "merge", "unsplit": "split"}
PARTS = ("title", "text", "add", "own", "remove", "last")  # What of a page is edited.
SHORTEST = 5  # steps of a program
TRIES = 5  # How many deeds are proposed for each step, until one can be done.


class Run:
    """A program that is being done to the pages of `world`, step by step.

    In a transaction that is rolled back. Each step has a savepoint: the same program without what it
    undoes begins in the same way, so that it goes on from there.
    """

    def __init__(self, base: World) -> None:
        self.world = base.anew()
        self.program: list[Step] = []
        self.tried: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self._marks: list[Any] = []

    def step(self, steps: Iterable[Step]) -> bool:
        """Do the first of `steps` that can be done, or wait; tell whether one was done."""
        self._marks.append(transaction.savepoint())
        at = len(self.program)
        for step in steps:
            if step == WAIT:
                continue
            self.tried[step[0]] += 1
            if self.world.do(at, step):
                self.done[step[0]] += 1
                self.program.append(step)
                return True
        self.program.append(WAIT)
        return False

    def left(self, deed: str, undoing: str) -> list[int]:
        """Return the places of what was done and not undone."""
        undone = {step[1] for step in self.program if step[0] == undoing}
        done = (at for at, step in enumerate(self.program) if step[0] == deed)
        return [at for at in done if at not in undone]

    def alone(self) -> list[int]:
        """Return the pages that are no tombstones."""
        gone = {self.program[at][1] for at in self.left("merge", "undo")}
        return [n for n in range(12) if n not in gone]

    def changed(self) -> list[int]:
        """Return those that were edited or merged into since they were published."""
        changed: set[int] = set()
        for step in self.program:
            if step[0] == "edit":
                changed.add(step[1])
            elif step[0] == "merge":
                changed.add(step[2])
            elif step[0] in ("publish", "schedule"):
                changed.discard(step[1])
        return sorted(changed & {*self.alone()})

    def differences(self, depth: Depth) -> list[str]:
        """Return what readers see differently now and after the same program without what it undoes.

        The run is of no use after that.
        """
        undone = _undone(self.program)
        if not undone:
            return []
        one = self.world.seen(depth)
        first = min(undone)
        transaction.savepoint_rollback(self._marks[first])
        self.world.forget(first)
        refused = []
        for at, step in enumerate(without(self.program)[first:], start=first):
            done = step == WAIT or self.world.do(at, step)
            if not done and not isinstance(self.world.refusal, NothingChanged):
                refused.append(f"refused: {at}: {step}: {self.world.refusal}")
        return refused or _differences(one, self.world.seen(depth))


def proposed(chance: random.Random, run: Run, deed: str, focus: Sequence[int]) -> Step:
    """Return a step that can probably be done, or WAIT where none can; mostly with the pages in `focus`."""
    at, alone, changed = len(run.program), run.alone(), run.changed()
    near = [n for n in alone if n in focus]
    if near and chance.random() < 0.6:
        alone, changed = near, [n for n in changed if n in focus]
    anything = chance.choice(alone)
    if deed == "merge":
        kind = chance.choice([each for each in (FAQS, TOPICS) if {*each} & {*alone}])
        two = [n for n in alone if n in kind]
        return _merge(chance, run.world, at, *chance.sample(two, 2)) if len(two) > 1 else WAIT
    if deed in UNDOING:
        left = run.left(UNDOING[deed], deed)
        return (deed, chance.choice(left)) if left else WAIT
    if deed == "edit":
        return ("edit", anything, chance.choice(PARTS))
    if deed == "publish":
        return ("publish", chance.choice(changed or alone))
    if deed == "schedule":
        return ("schedule", chance.choice(changed or alone), chance.randrange(1, 9))
    if deed == "embargo":
        under = [step[1] for step in run.program if step[0] == "embargo"]
        if under and chance.random() < 0.5:
            return ("embargo", chance.choice(under), 0)
        return ("embargo", anything, chance.randrange(1, 6))
    if deed == "split":
        one, other = chance.sample(TOPICS, 2)
        # A question takes along what a topic has become in it (docs/decisions/0028).
        absorbed = any(step[0] == "merge" and step[2] == one for step in run.program)
        return ("split", one, other, chance.choice(STORIES if absorbed else [*FAQS, *STORIES]))
    return (deed, anything)


def _merge(chance: random.Random, world: World, at: int, loser: int, survivor: int) -> Step:
    possible = ("title", "text", "items", "dropped", "values")
    takes = tuple(name for name in possible if chance.random() < 0.45)
    if "values" in takes:
        takes = tuple(name for name in takes if name != "text")
    return ("merge", loser, survivor, world.choice(at, loser, survivor, takes))


def random_run(base: World, chance: random.Random) -> Run:
    """Return a run of steps that were all done, and among which a merge is undone: short or long, since most
    failures need few steps.
    """
    run = Run(base)
    length = chance.randint(SHORTEST, LENGTH)
    focus = chance.sample(chance.choice([FAQS, TOPICS]), 3)
    while len(run.program) < length:
        left = length - len(run.program)
        deeds = chance.choices([*DEEDS], weights=[*DEEDS.values()], k=TRIES)
        # However chance will have it, something is merged in the end, and a merge undone.
        if left == 1 and not run.done["undo"]:
            deeds = ["undo"]
        elif left <= length // 2 and not run.done["merge"]:
            deeds = ["merge"] * 30
        run.step(proposed(chance, run, deed, focus) for deed in deeds)
    return run


def without(program: list[Step]) -> list[Step]:
    """Return the same program without the merges that it undoes."""
    undone = _undone(program)
    return [WAIT if at in undone or step[0] == "undo" else step for at, step in enumerate(program)]


def _undone(program: list[Step]) -> set[int]:
    return {step[1] for step in program if step[0] == "undo"}


def differences(base: World, program: list[Step], depth: Depth) -> list[str]:
    """Return what readers see differently after a program and without what it undoes; nothing where one of
    its steps cannot be done.
    """
    with transaction.atomic():
        run = Run(base)
        possible = all(run.step([step]) or step == WAIT for step in program)
        found = run.differences(depth) if possible else []
        transaction.set_rollback(True)
    return found


def _differences(one: Seen, other: Seen) -> list[str]:
    return [
        "\n".join([name, *_lines(one.get(name), other.get(name))])
        for name in dict.fromkeys((*one, *other))
        if one.get(name) != other.get(name)
    ]


def _lines(one: Any, other: Any) -> list[str]:
    """Return where two answers differ: those of the program with -, the others with +."""
    was, now = (
        pprint.pformat(side, width=110).replace("\\n", "\n").splitlines() for side in (one, other)
    )
    return list(difflib.unified_diff(was, now, n=0, lineterm=""))[2:12]
