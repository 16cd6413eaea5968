"""The board: what is in work, by how far it has come, with owner and due time; and one person's own part."""

from typing import TypedDict

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Min, Q, QuerySet, Window
from django.http import HttpRequest

from newsdesk.desk.filters import WAITING
from newsdesk.desk.front.rows import ROWS, Row, latest, of_each, rows_of, rows_of_keys
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.pages.models import WorkingCopyQuerySet, editions_of
from newsdesk.pages.status import State

COLUMNS = (State.DRAFTING, State.SUBMITTED, State.APPROVED)


class Column(TypedDict):
    """A column of the board: `number` is how many pages are in it, `all` the address of the list of them."""

    anchor: str
    title: str
    number: int
    rows: list[Row]
    all: str


def columns(admins: list[WorkflowAdmin]) -> list[Column]:
    """Return a column for each state of work, of the kinds that are reviewed: their first rows by due
    time, and how many there are; the last one what is scheduled. Nine queries for each kind.
    """
    found = []
    for each in admins:
        if each.reviewed:
            numbers = each.model._default_manager.number_in_state(*COLUMNS)
            found += [_column(each, state, number) for state, number in numbers.items()]
            found.append(_scheduled(each))
    return found


def mine(admins: list[WorkflowAdmin], request: HttpRequest) -> list[Row]:
    """Return what this person owns, or has made and nobody owns, and is still writing."""

    def rule(pages: WorkingCopyQuerySet) -> QuerySet:
        made = Q(created_by=request.user)
        if hasattr(pages.model, "owner"):
            made = Q(owner=request.user) | Q(made, owner=None)
        return pages.in_state(State.DRAFTING).filter(made)

    return latest(of_each(admins, rule))


def to_read(admins: list[WorkflowAdmin], request: HttpRequest) -> list[Row]:
    """Return what was submitted by others and this person may approve, the longest waiting first."""
    found = []
    for each in admins:
        approve = each.workflow.verbs.get("approve")
        if each.reviewed and approve is not None and request.user.has_perm(approve.permission):
            pages = each.model._default_manager.in_state(State.SUBMITTED)
            rows = rows_of(each, pages.exclude(submitted_by=request.user), "submitted_at")
            for row in rows:
                row["actions"] = [("Review", each.reading_address(row["item"]))]
            found += rows
    return found


def recent(admins: list[WorkflowAdmin]) -> list[Row]:
    """Return what was changed last, whoever changed it."""
    return latest(of_each(admins, lambda pages: pages.filter(discarded=False)))


def _scheduled(each: WorkflowAdmin) -> Column:
    """Return the pages of which an edition waits for its time, the next one first, each once."""
    waiting = editions_of(each.model).waiting().filter(item__discarded=False)
    # A page may have several editions waiting: each once, at its next time, and how many there are.
    # By a number that no index is in the order of, else SQLite goes through the editions of all pages.
    page = ExpressionWrapper(F("item_id") + 0, output_field=BigIntegerField())
    pages = waiting.order_by().annotate(page=page).values("page")
    pages = pages.annotate(next=Min("visible_from"), number=Window(Count("*")))
    first = list(pages.order_by("next", "page").values_list("page", "next", "number")[:ROWS])
    nearest = {item: at for item, at, _ in first}
    rows = rows_of_keys(each, nearest)
    for row in rows:
        row["appears"] = nearest[row["item"].pk]
    return {
        "anchor": _anchor(each, "scheduled"),
        "title": _title(each, "Scheduled"),
        "number": first[0][2] if first else 0,
        "rows": rows,
        "all": f"{each.list_address()}?standing={WAITING}",
    }


def _column(each: WorkflowAdmin, state: State, number: int) -> Column:
    pages = each.model._default_manager.in_state(state)
    due = [F("due_at").asc(nulls_last=True)] if hasattr(each.model, "due_at") else []
    return {
        "anchor": _anchor(each, state),
        "title": _title(each, state.label),
        "number": number,
        "rows": rows_of(each, pages, *due, "-changed_at"),
        "all": f"{each.list_address()}?state={state}",
    }


def _anchor(each: WorkflowAdmin, name: str) -> str:
    return f"board-{name}" if each.always_on_board else f"board-{name}-{each.opts.model_name}"


def _title(each: WorkflowAdmin, name: str) -> str:
    return name if each.always_on_board else f"{name}: {each.opts.verbose_name_plural}"
