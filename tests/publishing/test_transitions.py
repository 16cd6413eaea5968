"""Who may do what, from where: every standing, verb and role, against a table written by hand."""

import pytest
from django.core.exceptions import PermissionDenied

from entities import workflow as entity_workflow
from faqs import workflow as faq_workflow
from newsdesk.publishing.workflow import NoteRequired, WrongStanding, available
from stories import workflow as story_workflow
from tests import pages
from tests.people import outsider, person

pytestmark = pytest.mark.django_db

STANDINGS = ("draft", "live", "withdrawn", "discarded")
FROM = {
    "confirm": {"draft"},
    "publish": {"draft", "live", "withdrawn"},
    "withdraw": {"live"},
    "discard": {"draft"},
    "take_back": {"discarded"},
}
ROLES = ("Reporter", "Editor", "Moderator", "Desk chief", "nobody")
STORY = {
    "publish": {"Editor", "Desk chief"},
    "withdraw": {"Desk chief"},
    "discard": {"Reporter", "Editor", "Desk chief"},
    "take_back": {"Reporter", "Editor", "Desk chief"},
}
FAQ = {
    "publish": {"Editor", "Moderator", "Desk chief"},
    "withdraw": {"Moderator", "Desk chief"},
    "discard": {"Reporter", "Editor", "Moderator", "Desk chief"},
    "take_back": {"Reporter", "Editor", "Moderator", "Desk chief"},
}
ENTITY = FAQ | {"confirm": {"Editor", "Moderator", "Desk chief"}}
DESKS = {
    "story": (story_workflow, pages.story, STORY),
    "faq": (faq_workflow, pages.faq, FAQ),
    "entity": (entity_workflow, pages.entity, ENTITY),
}


def make(kind, standing, chief):
    """Return a page of `kind` that came to `standing` by the verbs."""
    workflow, build, _ = DESKS[kind]
    item = build(chief)
    if standing in ("live", "withdrawn"):
        workflow.publish(item, actor=chief)
    if standing == "withdrawn":
        workflow.withdraw(item, actor=chief, note="It was wrong.")
    if standing == "discarded":
        workflow.discard(item, actor=chief)
    return type(item).objects.get(pk=item.pk)


@pytest.mark.parametrize("kind", DESKS)
@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("role", ROLES)
def test_every_verb_is_done_or_refused_as_the_table_says(kind, standing, role):
    workflow, _, allowed = DESKS[kind]
    item = make(kind, standing, person("Desk chief", "the-chief"))
    actor = outsider() if role == "nobody" else person(role)
    offered = {verb.name for verb in available(workflow.VERBS, actor, item)}
    expected = {verb for verb in workflow.VERBS if role in allowed[verb] and standing in FROM[verb]}
    assert offered == expected
    for verb in set(workflow.VERBS) - expected:
        refusal = WrongStanding if role in allowed[verb] else PermissionDenied
        with pytest.raises(refusal):
            getattr(workflow, verb)(item, actor=actor, note="Because.")
    assert type(item).objects.get(pk=item.pk).standing == standing


@pytest.mark.parametrize("kind", DESKS)
def test_the_table_written_here_names_every_verb(kind):
    workflow, _, allowed = DESKS[kind]
    assert set(workflow.VERBS) == set(allowed)


@pytest.mark.parametrize("kind", DESKS)
@pytest.mark.parametrize("verb", ["publish", "withdraw", "discard", "take_back"])
def test_every_deed_is_logged_with_its_actor_and_note(kind, verb):
    workflow, _, _ = DESKS[kind]
    chief = person("Desk chief")
    item = make(kind, min(FROM[verb] & {"draft", "live", "discarded"}), chief)
    getattr(workflow, verb)(item, actor=chief, note="For the record.")
    event = item.events.first()
    assert (event.verb, event.actor, event.note) == (verb, chief, "For the record.")


@pytest.mark.parametrize("kind", DESKS)
def test_withdrawing_asks_for_a_reason(kind):
    workflow, _, _ = DESKS[kind]
    chief = person("Desk chief")
    item = make(kind, "live", chief)
    with pytest.raises(NoteRequired, match="reason"):
        workflow.withdraw(item, actor=chief, note="  ")
    assert type(item).objects.get(pk=item.pk).standing == "live"
