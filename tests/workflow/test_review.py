"""The rule of the second reader, and what an approval is worth."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from newsdesk.notifications.models import Notice
from newsdesk.pages.documents import digest
from newsdesk.workflow.review import OwnText
from newsdesk.workflow.transitions import ApprovalVoid, NotApproved, available
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages
from tests.desk.screens import save, signed_in
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {
        "writer": person("Reporter"),
        "reader": person("Editor"),
        "other": person("Editor", "other"),
    }


def fresh(story):
    return Story.objects.get(pk=story.pk)


def submitted(people, by="writer"):
    story = pages.story(people["writer"])
    STORY.submit(story, actor=people[by])
    return story


def reword(story, actor, text="Other words."):
    STORY.revise(story, replace(document_of(fresh(story)), standfirst=text), actor=actor)


def test_who_submitted_a_text_does_not_approve_it(people):
    with pytest.raises(OwnText, match="somebody else"):
        STORY.approve(submitted(people, by="reader"), actor=people["reader"])


def test_who_changed_it_since_it_was_submitted_does_not_approve_it(people):
    story = submitted(people)
    reword(story, people["reader"])
    with pytest.raises(OwnText):
        STORY.approve(story, actor=people["reader"])
    STORY.approve(story, actor=people["other"])
    assert fresh(story).approval_holds


def test_what_an_editor_mends_is_read_by_a_third_whoever_submits_it(people):
    story = submitted(people)
    reword(story, people["reader"])
    STORY.return_(story, actor=people["reader"], note="I mended a comma.")
    STORY.submit(story, actor=people["writer"])
    with pytest.raises(OwnText):
        STORY.approve(story, actor=people["reader"])
    STORY.approve(story, actor=people["other"])
    assert fresh(story).approval_holds


def test_a_change_voids_an_approval_and_changing_back_restores_it(people):
    story = submitted(people)
    STORY.approve(story, actor=people["reader"])
    reword(story, people["writer"])
    assert fresh(story).approval_is_void
    with pytest.raises(ApprovalVoid, match="changed since"):
        STORY.publish(story, actor=people["reader"])
    reword(story, people["writer"], "")
    assert fresh(story).approval_holds


def test_saving_without_a_change_leaves_an_approval_as_it_was(people):
    story = submitted(people)
    STORY.approve(story, actor=people["reader"])
    assert save(signed_in(people["writer"]), story).status_code == 302
    assert fresh(story).approval_holds


def test_an_outlet_that_is_renamed_voids_the_approval_of_what_names_it(people):
    story = submitted(people)
    STORY.approve(story, actor=people["reader"])
    outlet = fresh(story).reports.get().outlet
    outlet.name = "Another Paper"
    outlet.save()
    with pytest.raises(ApprovalVoid):
        STORY.publish(story, actor=people["reader"])


def test_what_was_renamed_before_it_was_approved_is_what_was_approved(people):
    story = submitted(people)
    outlet = fresh(story).reports.get().outlet
    outlet.name = "Another Paper"
    outlet.save()
    STORY.approve(story, actor=people["reader"])
    story = fresh(story)
    assert story.approval_holds
    assert story.digest == story.approved_digest == digest(document_of(fresh(story)))


def test_nothing_is_published_that_nobody_has_approved(people):
    story = pages.story(people["writer"])
    with pytest.raises(NotApproved, match="Nobody has approved"):
        STORY.publish(story, actor=people["reader"])
    assert "publish" not in {v.name for v in available(STORY.verbs, people["reader"], story)}


def test_authors_are_told_what_came_back_and_what_was_approved(people):
    story = submitted(people)
    STORY.return_(story, actor=people["reader"], note="Who says so?")
    STORY.submit(story, actor=people["writer"])
    STORY.approve(story, actor=people["reader"])
    told = " ".join(Notice.objects.filter(user=people["writer"]).values_list("text", flat=True))
    assert "Who says so?" in told
    assert "approved" in told


def test_on_a_desk_of_one_person_the_log_says_that_the_text_was_their_own(people, settings):
    settings.SECOND_READER = ()
    story = submitted(people, by="reader")
    STORY.approve(story, actor=people["reader"])
    assert story.events.get(verb="approve").detail["second_reader"] is False


def test_the_tables_can_be_printed_and_name_every_verb(capsys):
    call_command("workflow")
    told = capsys.readouterr().out
    for verb in STORY.verbs.values():
        assert f"\n{verb.label}: {verb.help}" in told
    assert "Reporter, Editor, Desk chief" in told
    with pytest.raises(CommandError, match="no such kind"):
        call_command("workflow", "recipes")
