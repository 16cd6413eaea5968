"""Many people save one page at once: the outcome of each of them, and where the words of each are now."""

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import connections

from newsdesk.editing.models import Scratch, Unmerged
from newsdesk.pages.documents import as_data
from tests.desk.screens import signed_in, text
from tests.editing.forms import opened_by_all, row, said, sent, typed
from tests.people import person

SAVED, MERGED, ASKED, KEPT = (
    "saved",
    "merged with others",
    "refused with both texts shown",
    "refused, kept in the form",
)
LOST = "LOST"
WORD = re.compile(r"word\d+x\d")


@dataclass
class Saver:
    """One person with a form that was opened before anybody saved; `words` are what they typed."""

    user: Any
    client: Any
    form: dict[str, Any]
    words: set[str]
    answer: Any = None
    error: str = ""
    seconds: float = 0
    outcome: str = ""


@dataclass
class Account:
    """What became of all savers; `wrong` lists whatever cannot be accounted for."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0


def savers(story: Any, number: int, parts: int) -> list[Saver]:
    """Open the form for `number` people, all at the same state, and let each type.

    Each writes in a part that a few others write in, half of them its heading and half its text; every
    third adds a tag, every fifth a part, every tenth writes the standfirst too.
    """
    found = []
    people = [person("Editor", f"editor-{n}") for n in range(number)]
    clients = [signed_in(user) for user in people]
    forms = opened_by_all(people, clients[0], story)
    for n, (user, client) in enumerate(zip(people, clients, strict=True)):
        words = [f"word{n}x{each}" for each in range(4)]
        heading = (n // parts) % 2 == 0
        changes = {f"analysis__{n % parts}__{'heading' if heading else 'body'}": words[0]}
        if not heading:
            changes[f"analysis__{n % parts}__body"] = f"<p>{words[0]}</p>"
        form = typed(forms[n], **changes)
        written = {words[0]}
        if n % 3 == 0:
            form["tags"] = f"Sea, {words[1]}"
            written.add(words[1])
        if n % 5 == 0:
            form = row(form, "analysis", heading=words[2])
            written.add(words[2])
        if n % 10 == 0:
            form["standfirst"] = words[3]
            written.add(words[3])
        found.append(Saver(user, client, form, written))
    return found


def save_at_once(story: Any, people: list[Saver]) -> None:
    """Let everybody press Save at the same moment, each in a thread with a connection of its own."""
    start = threading.Barrier(len(people))

    def press(saver: Saver) -> None:
        try:
            start.wait()
            begun = time.monotonic()
            saver.answer = sent(saver.client, story, saver.form, follow=False)
            saver.seconds = time.monotonic() - begun
        except Exception as error:
            saver.error = repr(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[saver]) for saver in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def account(story: Any, people: list[Saver], rows_before: set[str]) -> Account:
    """Say what became of everybody, from what is stored and shown now."""
    told = Account(slowest=max(saver.seconds for saver in people))
    stored = str(as_data(said(story)))
    edits = story.events.filter(verb="edit")
    for saver in people:
        mine = list(edits.filter(actor=saver.user))
        saver.outcome = _outcome(story, saver, mine, stored)
        told.outcomes[saver.outcome] += 1
        saved = saver.outcome in (SAVED, MERGED)
        if saver.outcome == LOST or len(mine) != int(saved):
            status = saver.error or saver.answer.status_code
            told.wrong.append(f"{saver.user}: {saver.outcome}, {len(mine)} edits, {status}")
    if edits.count() != told.outcomes[SAVED] + told.outcomes[MERGED]:
        told.wrong.append(f"{edits.count()} edits, {told.outcomes}")
    now = [part.id for part in said(story).analysis]
    if lost := rows_before - set(now):
        told.wrong.append(f"parts {sorted(lost)} are gone")
    if len(now) != len(set(now)):
        told.wrong.append(f"parts twice: {now}")
    return told


def _outcome(story: Any, saver: Saver, edits: list[Any], stored: str) -> str:
    """Return what became of a save, where every word of it is found there; LOST otherwise."""
    if saver.answer is None or saver.answer.status_code >= 500:
        return LOST
    if edits and all(word in stored for word in saver.words):
        return MERGED if "beside" in edits[0].detail else SAVED
    waiting = Unmerged.objects.of(saver.user, story.key).first()
    if waiting and all(word in str(waiting.data) for word in saver.words):
        return ASKED if _shows_both(saver) else LOST
    shown = saver.answer.content.decode() + str(
        [scratch.data for scratch in Scratch.objects.of(saver.user, story.key).waiting()]
    )
    return KEPT if all(word in shown for word in saver.words) else LOST


def _shows_both(saver: Saver) -> bool:
    """Tell whether the page to which the save led shows a word of this person and one of somebody else."""
    page = saver.client.get(saver.answer["Location"])
    shown = set(WORD.findall(text(page)))
    return page.status_code == 200 and bool(shown & saver.words) and bool(shown - saver.words)
