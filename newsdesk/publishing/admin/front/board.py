"""The board: what is in work, by how far it has come, with owner and due time; and one person's own part."""

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest

from newsdesk.publishing.admin.workflow_admin import WorkflowAdmin
from newsdesk.publishing.standing import State

from .rows import latest, of_each, rows_of

COLUMNS = (State.DRAFTING, State.SUBMITTED, State.APPROVED)


def columns(admins: list[WorkflowAdmin]) -> list[dict[str, Any]]:
    """Return a column for each state of work, of the kinds that are reviewed: their first rows by due
    time, and how many there are. Three queries for each column.
    """
    return [_column(each, state) for each in admins if each.reviewed for state in COLUMNS]


def mine(admins: list[WorkflowAdmin], request: HttpRequest) -> list[dict[str, Any]]:
    """Return what this person owns, or has made and nobody owns, and is still writing."""

    def rule(pages: Any) -> Any:
        made = Q(created_by=request.user)
        if hasattr(pages.model, "owner"):
            made = Q(owner=request.user) | Q(made, owner=None)
        return pages.in_state(State.DRAFTING).filter(made)

    return latest(of_each(admins, rule))


def to_read(admins: list[WorkflowAdmin], request: HttpRequest) -> list[dict[str, Any]]:
    """Return what was submitted by others and this person may approve, the longest waiting first."""
    found = []
    for each in admins:
        approve = each.workflow.VERBS.get("approve")
        if approve is not None and request.user.has_perm(approve.permission):
            pages = each.model._default_manager.in_state(State.SUBMITTED)
            found += rows_of(each, pages.exclude(submitted_by=request.user), "submitted_at")
    return found


def recent(admins: list[WorkflowAdmin]) -> list[dict[str, Any]]:
    """Return what was changed last, whoever changed it."""
    return latest(of_each(admins, lambda pages: pages.filter(discarded=False)))


def _column(each: WorkflowAdmin, state: State) -> dict[str, Any]:
    pages = each.model._default_manager.in_state(state)
    return {
        "anchor": f"board-{state}",
        "title": state.label,
        "number": pages.count(),
        "rows": rows_of(each, pages, F("due_at").asc(nulls_last=True), "-changed_at"),  # type: ignore[arg-type]
        "all": f"{each.list_address()}?state={state}",
    }
