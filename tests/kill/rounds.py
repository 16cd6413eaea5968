"""Rounds of one deed: laid down, begun, killed, looked at, done again, looked at again."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from newsdesk.desk.bulk import batches
from tests.kill import wholeness
from tests.kill.attempt import COMMITTED, WRITTEN, Attempt, Kill, attempt
from tests.kill.deeds import ALL, NOTHING, Bulk, Deed

# What is meant by the middle of a deed.
MIDDLE = ("transaction", "commit")
# So many attempts for each round that has to hit it.
PATIENCE = 6


@dataclass
class Rounds:
    """What came of all rounds of a deed: which part each kill hit, what was seen then, what was torn."""

    name: str
    hits: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    writes: list[int] = field(default_factory=list)
    whole_writes: int = 0
    milliseconds: int = 0
    torn: list[str] = field(default_factory=list)

    @property
    def in_the_middle(self) -> int:
        return sum(self.hits[part] for part in MIDDLE)


def rounds(kind: type[Deed], actor: Any, *, wanted: int, seed: int = 0) -> Rounds:
    """Kill the deed until `wanted` kills have hit its middle, spread over its time."""
    chance = random.Random(seed)
    found = Rounds(kind.name)
    with mock.patch.object(batches, "BATCH", Bulk.BATCH):
        whole = _undisturbed(kind, actor, found)
        number, gap = 0, whole.gap
        while found.in_the_middle < wanted and number < wanted * PATIENCE:
            number += 1
            share = (found.in_the_middle + chance.random()) / wanted
            seconds = chance.uniform(0, gap)
            kill = Kill(WRITTEN, 1 + int(share * whole.writes), seconds)
            if kind.after_commit and number % 4 == 0:
                kill = Kill(COMMITTED, whole.commits, chance.uniform(0, whole.afterwards))
            tried = _one(kind(actor, number), found, kill)
            # Measured while the machine was busy, a pause would lead past the end of all later ones.
            gap = min(gap, tried.gap)
    return found


def _undisturbed(kind: type[Deed], actor: Any, found: Rounds) -> Attempt:
    """Do the deed twice without killing it, and return how the second time went: how long it takes.

    The first time fills caches, also those of the database.
    """
    for number in (-1, 0):
        deed = kind(actor, number)
        whole = attempt(deed.do)
        if deed.state() != ALL or not whole.ended or not whole.writes:
            found.torn.append(f"undisturbed, it left {deed.state()} after {whole.writes} writes")
    found.torn += wholeness.complaints()
    found.whole_writes, found.milliseconds = whole.writes, round(whole.times[-1] * 1000)
    return whole


def _one(deed: Deed, found: Rounds, kill: Kill) -> Attempt:
    tried = attempt(deed.do, kill=kill)
    state = deed.state()
    found.hits[tried.hit] += 1
    found.seen[state] += 1
    if tried.hit in MIDDLE:
        found.writes.append(tried.writes)
    wrong = wholeness.complaints()
    if deed.mends and state == NOTHING:
        wrong = [told for told in wrong if not told.startswith("catalogue:")]
    if not _allowed(deed, tried, state):
        wrong.append(f"killed in its {tried.hit}, it left {state}")
    if state != ALL:
        deed.do()
        if deed.state() != ALL:
            wrong.append(f"done again, it left {deed.state()}")
        wrong += [f"done again: {told}" for told in wholeness.complaints()]
    found.torn += [f"round {deed.number}: {told}" for told in wrong]
    return tried


def _allowed(deed: Deed, tried: Attempt, state: str) -> bool:
    """Tell whether what is seen goes with where the kill hit."""
    if deed.partly:
        return state in (NOTHING, "part", ALL)
    if tried.hit == "commit":  # Begun and not told to have ended: it may have been done.
        return state in (NOTHING, ALL)
    return state == (NOTHING if tried.hit in ("before", "transaction") else ALL)


def table(found: list[Rounds], database: str) -> str:
    """Return the figures of several deeds as lines."""
    lines = [
        f"{'deed':9} {'database':10} {'kills':>5} {'before':>6} {'in transaction':>14} {'in COMMIT':>9} "
        f"{'after':>5} {'ended':>5}  {'writes at the kill':18} {'seen then':24} {'ms':>5}  torn"
    ]
    for each in found:
        hits = each.hits
        writes = (
            f"{min(each.writes, default=0)}-{max(each.writes, default=0)} of {each.whole_writes}"
        )
        seen = ", ".join(f"{state} {number}" for state, number in sorted(each.seen.items()))
        lines.append(
            f"{each.name:9} {database:10} {hits.total():5} {hits['before']:6} {hits['transaction']:14} "
            f"{hits['commit']:9} {hits['after']:5} {hits['ended']:5}  {writes:18} {seen:24} "
            f"{each.milliseconds:5}  {len(each.torn)}"
        )
    return "\n".join(lines)
