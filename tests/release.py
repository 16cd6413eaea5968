"""Pages are published in tests as they are in the shop: read by a second person, each warning accepted."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from entities.models.draft import Entity
from entities.workflow import ENTITY
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.pages.status import State
from newsdesk.site_pages.models.draft import SitePage
from newsdesk.site_pages.workflow import SITE_PAGE
from newsdesk.workflow.guards import Unconfirmed
from newsdesk.workflow.transitions import second_reader_rule
from stories.models.draft import Story
from stories.workflow import STORY
from tests.people import person

WORKFLOWS: dict[type, Any] = {
    Story: STORY,
    Faq: FAQ,
    Entity: ENTITY,
    SitePage: SITE_PAGE,
}
REASON = "Looked at for this test, and meant so."


def second_reader() -> Any:
    """Return the person who reads what others have written; made once."""
    return User.objects.filter(username="second-reader").first() or person(
        "Desk chief", "second-reader"
    )


def approve(item: Any, *, actor: Any) -> Any:
    """Let `actor` submit the page and a second person approve it; return it as it is then."""
    workflow = WORKFLOWS[type(item)]
    item = type(item).objects.get(pk=item.pk)
    if item.approval_holds:
        return item
    if item.state != State.SUBMITTED:
        workflow.submit(item, actor=actor)
    workflow.approve(item, actor=second_reader())
    return type(item).objects.get(pk=item.pk)


def accepted(item: Any) -> dict[str, Any]:
    """Return what tells a verb that somebody has looked at each warning of the working copy."""
    kind = WORKFLOWS[type(item)]
    item = type(item).objects.get(pk=item.pk)
    warnings = kind.findings(item, kind.document_of(item)).warnings
    return {"confirmed": [each.identity for each in warnings], "reason": REASON}


def publish(item: Any, *, actor: Any, **told: Any) -> Any:
    """Publish the page by its verb after what has to come before; return the edition."""
    return _released("publish", item, actor=actor, **told)


def schedule(item: Any, *, actor: Any, at: datetime, **told: Any) -> Any:
    """Schedule the page by its verb after what has to come before; return the edition."""
    return _released("schedule", item, actor=actor, at=at, **told)


def _released(verb: str, item: Any, *, actor: Any, **told: Any) -> Any:
    workflow = WORKFLOWS[type(item)]
    if along := told.get("together", ()):
        boxes = {page.key: accepted(page)["confirmed"] for page in along}
        told = {"confirmed_with": boxes} | told
    if workflow.verbs[verb].needs_approval and second_reader_rule(item):
        item = approve(item, actor=actor)
    deed = getattr(workflow, verb)
    # Of a story there is seldom anything to look at, and looking costs as much as a third of publishing.
    if isinstance(item, Story) and not along:
        with suppress(Unconfirmed):
            return deed(item, actor=actor, **{"confirmed": [], "reason": REASON} | told)
    return deed(item, actor=actor, **accepted(item) | told)
