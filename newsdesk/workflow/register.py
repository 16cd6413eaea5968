"""The kinds of page that there are. An app registers each of its own once, when it is ready."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from newsdesk.catalogue.kinds import UnknownKind
from newsdesk.kinds.register import add_kind
from newsdesk.pages.models import WorkingCopy
from newsdesk.workflow.workflow import Workflow

# Of whatever kind: who looks one up by name cannot know which.
AnyWorkflow = Workflow[Any, Any, Any]

_workflows: dict[str, AnyWorkflow] = {}


def register(workflow: AnyWorkflow) -> None:
    """Let desk, public pages and catalogue know a kind of page: the one thing that an app has to do.

    Called from AppConfig.ready, in the order in which the apps are installed. Raises
    ImproperlyConfigured where keys of its working copies do not begin with its name.
    """
    if workflow.model.key_prefix != workflow.kind.name:
        raise ImproperlyConfigured(
            f"Keys of {workflow.model.__name__} begin otherwise than its kind's."
        )
    add_kind(workflow.kind)
    _workflows[workflow.kind.name] = workflow


def workflows() -> tuple[AnyWorkflow, ...]:
    """Return every kind of page, in the order in which the apps are installed."""
    return tuple(_workflows.values())


def workflow_named(name: str) -> AnyWorkflow:
    """Return the kind of page of that name, "story". Raises UnknownKind."""
    try:
        return _workflows[name]
    except KeyError as error:
        raise UnknownKind(name) from error


def workflow_of(item: WorkingCopy) -> AnyWorkflow:
    """Return the kind that a page is of. Raises UnknownKind."""
    return workflow_named(item.key_prefix)


def working_copy(key: str) -> WorkingCopy:
    """Return the page that `key` names, "story:5". Raises LookupError. One query, none for no such kind."""
    name, _, number = key.partition(":")
    model = workflow_named(name).model
    item = model._default_manager.filter(pk=number).first() if number.isdecimal() else None
    if item is None:
        raise LookupError(f"There is no page {key!r}.")
    return item
