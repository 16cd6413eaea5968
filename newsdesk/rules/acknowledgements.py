"""Warnings of the gate that somebody looks at: asked on the publish page, kept in the log, remembered.

A confirmation holds for exactly one finding (`Problem.identity`) and lapses when its words change. What
is kept is `Confirmation.detail`, in the detail of the event that the publish writes.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsdesk.catalogue.compiled import CompiledRows
from newsdesk.pages.models import Event, WorkingCopy, events_of
from newsdesk.rules.findings import Problem
from newsdesk.rules.subjects import subject_of

# Under this name an event's detail holds what was confirmed with it.
DETAIL = "looked_at"
_CONFIRMING: dict[str, bool] = {f"detail__{DETAIL}__isnull": False}
REASON_LENGTH = 1_000

# Why warnings stay: one reason for all, or one for each subject by its name.
Reason = str | Mapping[str, str]


# Letters that a reason has at least.
SHORTEST_REASON = 3


def says_something(reason: str) -> bool:
    return sum(map(str.isalpha, reason)) >= SHORTEST_REASON


def reason_for(reason: Reason, warning: Problem) -> str:
    """Return the reason that was given for a warning, empty where none was."""
    return reason if isinstance(reason, str) else reason.get(subject_of(warning).name, "")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Warnings that somebody has looked at, and why they stay."""

    warnings: tuple[Problem, ...] = ()
    reason: Reason = ""

    @property
    def identities(self) -> frozenset[str]:
        return frozenset(warning.identity for warning in self.warnings)

    @property
    def detail(self) -> dict[str, object]:
        """What the log keeps: empty where nothing was confirmed."""
        if not self.warnings:
            return {}
        reasons = [reason_for(self.reason, warning) for warning in self.warnings]
        whole = reasons[0] if len(set(reasons)) == 1 else ""
        told = [
            {"identity": w.identity, "code": w.code, "field": w.field, "message": w.message}
            | ({} if whole else {"reason": reason})
            for w, reason in zip(self.warnings, reasons, strict=True)
        ]
        return {DETAIL: {"reason": whole, "warnings": told}}


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who looked at a warning before, when, and why it stayed."""

    by: str
    at: datetime.datetime
    reason: str


def looked_at(item: WorkingCopy) -> dict[str, Acknowledgement]:
    """Return the warnings that were confirmed before, by identity; the last one counts. One query."""
    return {
        warning["identity"]: Acknowledgement(
            str(event.actor),
            event.at,
            warning.get("reason") or event.detail[DETAIL]["reason"],
        )
        for event in _confirming(type(item)).rows(item=item.pk)
        for warning in event.detail[DETAIL]["warnings"]
    }


@cache
def _confirming(model: type[WorkingCopy]) -> CompiledRows[Event]:
    """Return what finds the events of a page in which warnings were confirmed, with who did."""
    rows = events_of(model).filter(**_CONFIRMING).order_by("pk").select_related("actor")
    return CompiledRows(rows.model, lambda item: rows.filter(item=item))


def all_looked_at(model: type[WorkingCopy], items: Iterable[int]) -> dict[int, set[str]]:
    """Return the identities of the warnings that were confirmed of each of `items`, primary keys of
    pages of one kind. One query.
    """
    found: dict[int, set[str]] = {}
    rows = events_of(model).filter(item__in=list(items), **_CONFIRMING).order_by()
    for item, detail in rows.values_list("item", "detail"):
        told = {warning["identity"] for warning in detail[DETAIL]["warnings"]}
        found.setdefault(item, set()).update(told)
    return found


def refusal(left: Sequence[Problem]) -> str:
    """Return the sentence that refuses to publish while warnings are not confirmed, or nothing."""
    if not left:
        return ""
    if len(left) == 1:
        return f"Somebody has to look at this first, and say why it stays: {left[0]}"
    return (
        f"Somebody has to look at {len(left)} warnings first, and say why they stay. "
        f"The first: {left[0]}"
    )
