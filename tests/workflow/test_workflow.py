"""The steps that every verb is made of, one by one, and what is said when one of them refuses."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from entities.workflow import ENTITY
from newsdesk.pages.status import Standing, State
from newsdesk.workflow.register import workflows
from newsdesk.workflow.transitions import (
    ApprovalVoid,
    Blocked,
    NotApproved,
    NoteRequired,
    NothingWaits,
    Verb,
    WrongStanding,
    WrongState,
    available,
    begin,
    lock,
    log,
    require,
    table,
    why_not,
)
from stories.models.draft import Story
from tests import pages, release
from tests.people import outsider, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return person("Desk chief")


@pytest.fixture
def story(chief):
    return pages.story(chief)


def verb(name="praise", **values):
    row = {"label": "Praise", "permission": "stories.change_story", "help": "Praise it."}
    return Verb(name=name, **(row | {"when": frozenset({Standing.DRAFT})} | values))


def fresh(story):
    return Story.objects.get(pk=story.pk)


def test_a_verb_asks_for_no_more_than_its_row_says():
    plain = verb()
    assert (plain.states, plain.guards) == (frozenset(State), ())
    assert not any((plain.note_required, plain.needs_approval, plain.for_waiting))
    assert table(plain) == {"praise": plain}


@pytest.mark.parametrize("kind", workflows(), ids=lambda kind: kind.kind.name)
def test_every_verb_of_a_table_is_a_transition_and_the_other_way_round(kind):
    assert kind.verbs.keys() == kind.transitions().keys()


def test_what_blocks_is_said_in_one_go_and_listed():
    refused = Blocked(iter(["No headline.", "No slug."]))
    assert refused.problems == ("No headline.", "No slug.")
    assert str(refused) == "No headline. No slug."


def test_each_condition_of_a_row_refuses_by_itself(story, chief):
    assert why_not(verb(), story) is None
    refused = why_not(verb(when=frozenset({Standing.LIVE})), story)
    assert type(refused) is WrongStanding
    assert "draft: “Praise” is not possible" in str(refused)
    assert type(why_not(verb(for_waiting=True), story)) is NothingWaits
    refused = why_not(verb(states=frozenset({State.APPROVED})), story)
    assert type(refused) is WrongState
    assert State.DRAFTING.label.lower() in str(refused)


def test_an_approval_is_asked_for_where_the_desk_has_the_rule(story, chief, settings):
    settings.SECOND_READER = ("stories",)
    needy = verb(needs_approval=True)
    assert type(why_not(needy, story)) is NotApproved
    approved = release.approve(story, actor=chief)
    assert why_not(needy, approved) is None
    Story.objects.filter(pk=story.pk).update(digest="another")
    assert type(why_not(needy, fresh(story))) is ApprovalVoid
    assert why_not(verb(), fresh(story)) is None
    settings.SECOND_READER = ()
    assert why_not(needy, fresh(story)) is None


def test_what_is_offered_is_what_one_may_and_the_page_allows(story, chief):
    rows = table(
        verb("a"),
        verb("b", when=frozenset({Standing.LIVE})),
        verb("c", permission="stories.no_such_right"),
        verb("d"),
    )
    assert [each.name for each in available(rows, person("Editor"), story)] == ["a", "d"]
    assert available(rows, outsider(), story) == []


def test_a_right_that_is_missing_is_named():
    with pytest.raises(PermissionDenied, match=r"outsider .* stories.change_story"):
        require(outsider(), "stories.change_story")


def test_a_verb_begins_with_the_page_as_it_is_stored(story, chief):
    pages.story(chief, "Another story")
    Story.objects.filter(pk=story.pk).update(headline="Changed meanwhile")
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        begun = begin(verb(), story, actor=chief)
    assert begun.headline == "Changed meanwhile"
    # On SQLite the whole database is locked from the first statement on.
    locks = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"]]
    assert len(locks) == (connection.vendor == "postgresql")


def test_pages_are_locked_that_were_named_and_no_others(chief):
    one, _ = pages.faq(chief, "One?"), pages.faq(chief, "Two?")
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        assert lock([one]) == {one.key: one}
    locks = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"]]
    assert len(locks) == (connection.vendor == "postgresql")


def test_who_lacks_the_right_is_refused_before_the_page_is_looked_for(django_assert_num_queries):
    stranger = outsider()
    assert not stranger.has_perm(verb().permission)
    with django_assert_num_queries(0), pytest.raises(PermissionDenied):
        begin(verb(), Story(pk=0), actor=stranger)


def test_a_verb_refuses_before_it_begins(story, chief):
    with transaction.atomic():
        with pytest.raises(PermissionDenied):
            begin(verb(), story, actor=outsider())
        with pytest.raises(WrongStanding):
            begin(verb(when=frozenset({Standing.LIVE})), story, actor=chief)
        for note in ("", " \n"):
            with pytest.raises(NoteRequired, match="praise asks for a reason"):
                begin(verb(note_required=True), story, actor=chief, note=note)
        assert begin(verb(note_required=True), story, actor=chief, note="Good.") == story
        assert begin(verb(), story, actor=chief) == story


@pytest.mark.django_db(transaction=True)
def test_an_event_is_kept_and_announced_once_it_holds(chief, caplog):
    story = pages.story(chief)
    caplog.clear()
    with caplog.at_level(logging.INFO, "newsdesk.workflow"), transaction.atomic():
        log(story, "praise", actor=chief, note="Good.", detail={"stars": 5})
        assert caplog.messages == []
    assert caplog.messages == [f"praise stories.story:{story.pk} edition=None by 'desk-chief'"]
    event = story.events.get(verb="praise")
    assert (event.actor, event.note, event.edition) == (chief, "Good.", None)
    assert event.detail == {"stars": 5}


@pytest.mark.django_db(transaction=True)
def test_an_event_that_was_rolled_back_is_not_announced(chief, caplog):
    story = pages.story(chief)
    caplog.clear()
    with transaction.atomic():
        log(story, "praise", actor=chief)
        transaction.set_rollback(True)
    assert caplog.messages == []
    assert not story.events.filter(verb="praise").exists()


def test_an_event_of_an_edition_names_it(story, chief, caplog, django_capture_on_commit_callbacks):
    edition = release.publish(story, actor=chief)
    with (
        caplog.at_level(logging.INFO, "newsdesk.workflow"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        log(story, "praise", actor=chief, edition=edition)
    assert caplog.messages == [f"praise stories.story:{story.pk} edition=1 by 'desk-chief'"]
    event = story.events.get(verb="praise")
    assert (event.edition, event.note, event.detail) == (1, "", {})


def test_of_no_pages_nothing_is_told(chief):
    assert ENTITY.confirm_many([], actor=chief) == []
