"""How far a page can have come, each built by the verbs, and what the verbs are called with."""

import datetime
from typing import Any

from django.utils import timezone

from entities.workflow import ENTITY
from faqs.workflow import FAQ
from newsdesk.pages import documents
from newsdesk.workflow.transitions import second_reader_rule
from stories.workflow import STORY
from tests import pages
from tests.people import person
from tests.release import accepted

WORKFLOWS: dict[str, Any] = {
    "story": STORY,
    "faq": FAQ,
    "entity": ENTITY,
}
BUILDERS = {"story": pages.story, "faq": pages.faq, "entity": pages.entity}
TEXT = {"story": "standfirst", "faq": "intro", "entity": "description"}


def soon(hours: float = 24) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(hours=hours)


def crew() -> dict[str, Any]:
    """Return the people by whom situations are made; other tests' people have other names."""
    return {
        "writer": person("Reporter", "the-writer"),
        "reader": person("Editor", "the-reader"),
        "chief": person("Desk chief", "the-chief"),
    }


def reworded(kind: str, item: Any, words: str = "<p>In other words.</p>") -> Any:
    """Return the document of the working copy with one text changed."""
    document = WORKFLOWS[kind].document_of(item)
    data = documents.as_data(document) | {TEXT[kind]: words}
    return documents.from_data(type(document), data)


def make(kind: str, situation: str, people: dict[str, Any] | None = None, name: str = "") -> Any:
    """Return a page of `kind` that came to `situation` by the verbs, freshly read."""
    people = people or crew()
    workflow = WORKFLOWS[kind]
    item = BUILDERS[kind](people["chief"], *filter(None, [name]))
    for step in STEPS[situation]:
        STEP[step](workflow, kind, item, people)
    return type(item).objects.get(pk=item.pk)


def _publish(workflow: Any, kind: str, item: Any, people: dict[str, Any]) -> None:
    _pass_review(workflow, kind, item, people)
    workflow.publish(item, actor=people["chief"], **accepted(item))


def _schedule(workflow: Any, kind: str, item: Any, people: dict[str, Any]) -> None:
    _pass_review(workflow, kind, item, people)
    workflow.schedule(item, actor=people["chief"], at=soon(), kind="update", **accepted(item))


def _change(workflow: Any, kind: str, item: Any, people: dict[str, Any]) -> None:
    actor = people["writer" if kind == "story" else "chief"]
    workflow.revise(item, reworded(kind, item), actor=actor)


def _submit(workflow: Any, kind: str, item: Any, people: dict[str, Any]) -> None:
    workflow.submit(item, actor=people["writer"])


def _approve(workflow: Any, kind: str, item: Any, people: dict[str, Any]) -> None:
    workflow.approve(item, actor=people["reader"])


def _pass_review(workflow: Any, kind: str, item: Any, people: dict[str, Any]) -> None:
    if second_reader_rule(item):
        _submit(workflow, kind, item, people)
        _approve(workflow, kind, item, people)


def _correct(workflow: Any, kind: str, item: Any, people: dict[str, Any]) -> None:
    mended = reworded(kind, item, "<p>Corrected.</p>")
    told = {"wrong": "One thing.", "right": "Another."}
    workflow.correct(item, actor=people["chief"], document=mended, **told)


STEP: dict[str, Any] = {
    "correct": _correct,
    "publish": _publish,
    "schedule": _schedule,
    "change": _change,
    "submit": _submit,
    "approve": _approve,
    "withdraw": lambda w, k, i, p: w.withdraw(i, actor=p["chief"], note="It was wrong."),
    "discard": lambda w, k, i, p: w.discard(i, actor=p["chief"]),
}
STEPS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "submitted": ("submit",),
    "approved": ("submit", "approve"),
    "void": ("submit", "approve", "change"),
    "scheduled": ("schedule",),
    "live": ("publish",),
    "live, changed": ("publish", "change"),
    "live, submitted": ("publish", "change", "submit"),
    "live, approved": ("publish", "change", "submit", "approve"),
    "live, scheduled": ("publish", "change", "schedule"),
    "corrected": ("publish", "correct"),
    "withdrawn": ("publish", "withdraw"),
    "withdrawn, approved": ("publish", "withdraw", "submit", "approve"),
    "discarded": ("discard",),
}


def arguments(kind: str, verb: str, item: Any) -> dict[str, Any]:
    """Return what `verb` is called with, besides its actor."""
    return {"note": "Because."} | _more(kind, verb, item)


def _more(kind: str, verb: str, item: Any) -> dict[str, Any]:
    if verb == "publish":
        return {"kind": "update"} | accepted(item)
    if verb == "schedule":
        return {"kind": "update", "at": soon(48)} | accepted(item)
    if verb == "reschedule":
        return {"at": soon(30), "number": _waiting(item)}
    if verb == "unschedule":
        return {"number": _waiting(item)}
    if verb in ("correct", "clarify"):
        told = {"wrong": "One thing.", "right": "Another."} if verb == "correct" else {}
        return told | {"document": reworded(kind, item, "<p>Put right.</p>")}
    if verb == "embargo":
        return {"until": soon(1)}
    if verb == "mark_read":
        return {"number": _unread(item)}
    return {"number": 1} if verb == "restore" else {}


def _waiting(item: Any) -> int:
    edition = item.editions.waiting().first()
    return edition.number if edition else 1


def _unread(item: Any) -> int:
    correction = item.events.unread_corrections().first()
    return correction.edition if correction else 1


def posted(verb: str, item: Any) -> dict[str, Any]:
    """Return what a browser sends to have `verb` done, besides what the page asked with."""
    number: dict[str, Any] = {"number": _waiting(item)}
    told: dict[str, Any] = {
        "note": "Because.",
        "wrong": "One thing.",
        "right": "Another.",
        "gravity": "top",
    }
    texts: dict[str, Any] = {
        "standfirst": "Put right.",
        "intro": "<p>Put right.</p>",
        "description": "Put right.",
    }
    more: dict[str, dict[str, Any]] = {
        "schedule": {"at": as_typed(soon(48))},
        "reschedule": {"at": as_typed(soon(30))} | number,
        "unschedule": number,
        "correct": told | texts,
        "clarify": texts,
        "mark_read": {"number": _unread(item)},
        "embargo": {"at": as_typed(soon(1))},
        "withdraw": {"gone_status": "410"},
    }
    return {"note": "Because.", "kind": "update"} | more.get(verb, {})


def as_typed(at: datetime.datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
