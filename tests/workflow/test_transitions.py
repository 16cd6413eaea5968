"""Who may do what, from where: every situation, verb and role, against a table written by hand."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from newsdesk.workflow.transitions import (
    NoteRequired,
    NothingChanged,
    WrongStanding,
    WrongState,
    available,
)
from stories.models.draft import Story
from tests.people import outsider, person
from tests.workflow.situations import STEPS, WORKFLOWS, arguments, crew, make

pytestmark = pytest.mark.django_db

ROLES = ("Reporter", "Editor", "Moderator", "Desk chief", "nobody")
_RELEASING = ("publish", "schedule", "reschedule", "unschedule", "embargo", "correct", "clarify")
_EDITORS = {"Editor", "Desk chief"}
_ALL = {"Reporter", "Editor", "Desk chief"}
_MODERATORS = {"Editor", "Moderator", "Desk chief"}
MAY = {
    "story": dict.fromkeys((*_RELEASING, "check", "return", "approve", "mark_read"), _EDITORS)
    | dict.fromkeys(("submit", "restore", "discard", "take_back"), _ALL)
    | {"withdraw": {"Desk chief"}},
    "faq": dict.fromkeys((*_RELEASING, "check", "return", "approve", "mark_read"), _MODERATORS)
    | dict.fromkeys(("submit", "restore", "discard", "take_back"), _ALL | {"Moderator"})
    | {"withdraw": {"Moderator", "Desk chief"}},
}
MAY["entity"] = MAY["faq"] | {"confirm": _MODERATORS}

_LIVE = "correct clarify check embargo restore withdraw"
_WAITING = "reschedule unschedule restore"
# A story, on a desk with the rule of the second reader.
STORY = {
    "draft": "submit embargo discard",
    "submitted": "return approve embargo discard",
    "approved": "submit return approve publish schedule embargo discard",
    "void": "submit return approve embargo discard",
    "scheduled": f"{_WAITING} embargo",
    "live": _LIVE,
    "live, changed": f"submit {_LIVE}",
    "live, submitted": f"return approve {_LIVE}",
    "live, approved": f"submit return approve publish schedule {_LIVE}",
    "live, scheduled": f"{_WAITING} {_LIVE}",
    "corrected": f"mark_read {_LIVE}",
    "withdrawn": "submit embargo restore",
    "withdrawn, approved": "submit return approve publish schedule embargo restore",
    "discarded": "take_back",
}
# A FAQ or a topic, on a desk that does not ask for a second reader of these: they may be read all the same.
FAQ = {
    "draft": "submit publish schedule embargo discard",
    "submitted": "return approve publish schedule embargo discard",
    "approved": "submit return approve publish schedule embargo discard",
    "void": "submit return approve publish schedule embargo discard",
    "scheduled": f"publish schedule {_WAITING} embargo",
    "live": f"publish schedule {_LIVE}",
    "live, changed": f"submit publish schedule {_LIVE}",
    "live, submitted": f"return approve publish schedule {_LIVE}",
    "live, approved": f"submit return approve publish schedule {_LIVE}",
    "live, scheduled": f"publish schedule {_WAITING} {_LIVE}",
    "corrected": f"mark_read publish schedule {_LIVE}",
    "withdrawn": "submit publish schedule embargo restore",
    "withdrawn, approved": "submit return approve publish schedule embargo restore",
    "discarded": "take_back",
}
ENTITY = FAQ | {
    where: f"confirm {FAQ[where]}" for where in ("draft", "submitted", "approved", "void")
}
# The same on a desk where the setting names all three: what goes for stories goes for these.
ALL_READ = {"story": STORY, "faq": STORY} | {
    "entity": STORY
    | {where: f"confirm {STORY[where]}" for where in ("draft", "submitted", "approved", "void")}
}
POSSIBLE = {"story": STORY, "faq": FAQ, "entity": ENTITY}
CASES = [(kind, situation) for kind in WORKFLOWS for situation in STEPS]
# Offered, and refused because nothing would say anything else than it does.
NOTHING_NEW = {
    (kind, situation, verb)
    for kind in ("faq", "entity")
    for situation, verb in (
        ("live", "publish"),
        ("live", "schedule"),
        ("corrected", "publish"),
        ("corrected", "schedule"),
        ("scheduled", "schedule"),
        ("live, scheduled", "schedule"),
    )
} | {
    (kind, situation, "restore")
    for kind in WORKFLOWS
    for situation in ("scheduled", "live", "withdrawn", "withdrawn, approved")
}


def actor_of(role):
    return outsider() if role == "nobody" else person(role)


def counted(item):
    """Return what no refused verb changes."""
    item = type(item).objects.get(pk=item.pk)
    return (item.standing, item.state, item.events.count(), item.editions.count())


def refusal(deed, *args, **values):
    """Return how the deed is refused: for its actor, for where the page stands, or not at all."""
    try:
        deed(*args, **values)
    except PermissionDenied:
        return "actor"
    except (WrongStanding, WrongState):
        return "page"
    return "done"


@pytest.mark.parametrize(("kind", "situation"), CASES)
def test_what_is_offered_and_what_is_refused_is_what_the_table_says(kind, situation):
    workflow, item = WORKFLOWS[kind], make(kind, situation)
    deeds, before = workflow.transitions(), counted(item)
    values = {name: arguments(kind, name, item) for name in workflow.verbs}
    for role in ROLES:
        actor = actor_of(role)
        may = {verb for verb, roles in MAY[kind].items() if role in roles}
        expected = may.intersection(POSSIBLE[kind][situation].split())
        assert {verb.name for verb in available(workflow.verbs, actor, item)} == expected, role
        refused = {
            name: refusal(deeds[name], item, actor=actor, **values[name])
            for name in workflow.verbs
            if name not in expected
        }
        assert refused == {name: "page" if name in may else "actor" for name in refused}, role
        assert counted(item) == before, role


@pytest.mark.parametrize("kind", ["faq", "entity"])
@pytest.mark.parametrize("situation", STEPS)
def test_what_needs_a_second_reader_is_said_by_one_setting(kind, situation, settings):
    settings.SECOND_READER = ("stories", "faqs", "entities")
    item, chief = make(kind, situation), person("Desk chief")
    expected = set(ALL_READ[kind][situation].split())
    assert {verb.name for verb in available(WORKFLOWS[kind].verbs, chief, item)} == expected


@pytest.mark.parametrize(("kind", "situation"), CASES)
def test_what_is_possible_is_done_and_logged_with_actor_and_note(kind, situation):
    workflow, made, actor = WORKFLOWS[kind], make(kind, situation), person("Desk chief")
    for verb in dict.fromkeys(POSSIBLE[kind][situation].split()):
        item, before = type(made).objects.get(pk=made.pk), transaction.savepoint()
        deed, values = workflow.transitions()[verb], arguments(kind, verb, item)
        try:
            deed(item, actor=actor, **values)
        except NothingChanged:
            assert (kind, situation, verb) in NOTHING_NEW
        else:
            assert (kind, situation, verb) not in NOTHING_NEW
            event = item.events.filter(verb=verb).first()
            assert (event.actor, event.note) == (actor, "Because."), verb
        transaction.savepoint_rollback(before)


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_the_table_written_here_names_every_verb(kind):
    assert set(WORKFLOWS[kind].verbs) == set(MAY[kind])
    assert {verb for row in POSSIBLE[kind].values() for verb in row.split()} == set(MAY[kind])


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_withdrawing_asks_for_a_reason(kind):
    item = make(kind, "live")
    with pytest.raises(NoteRequired, match="reason"):
        WORKFLOWS[kind].withdraw(item, actor=person("Desk chief"), note="  ")
    assert type(item).objects.get(pk=item.pk).standing == "live"


@pytest.mark.parametrize("situation", ["draft", "submitted", "approved", "live, changed"])
def test_a_desk_of_one_person_publishes_without_a_second_reader_and_the_log_says_so(
    situation, settings
):
    people = crew()
    item = make("story", situation, people)
    settings.SECOND_READER = ()
    WORKFLOWS["story"].publish(item, actor=people["chief"], kind="update")
    assert Story.objects.get(pk=item.pk).standing == "live"
    assert item.events.filter(verb="publish").first().detail["second_reader"] is False
