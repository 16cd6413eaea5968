"""Proposed wordings: for words as they stand, taken as a revision, refused once the words have changed."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from newsdesk.comments import threads, wordings
from newsdesk.comments.models import DeskQuery, QueryEntry
from newsdesk.comments.parts import parts_of
from newsdesk.comments.spelled import OverParagraphs, spelled
from newsdesk.notifications.models import Notice
from newsdesk.workflow.authorship import authors
from newsdesk.workflow.storable import NotStorable
from stories.admin import StoryAdmin
from stories.documents import AnalysisPart
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages
from tests.people import outsider, person

BODY = (
    '<p>The <strong>old</strong> tide was <a href="https://example.org/">high &amp; wet</a>.</p>'
    "<p>It is repaired.</p>"
)


# Words in markup


@pytest.mark.parametrize(
    ("words", "wording", "stored"),
    [
        ("old tide", "spring tide", BODY.replace("old", "spring")),
        ("tide was", "tide was very", BODY.replace("was ", "was very ")),
        ("high & wet", "high & dry", BODY.replace("wet", "dry")),
        ("high & wet", "low < high", BODY.replace("high &amp; wet", "low &lt; high")),
        ("old", "", BODY.replace("<strong>old</strong> ", "")),
        ("It is repaired.", "They mend it.", BODY.replace("It is repaired.", "They mend it.")),
    ],
)
def test_a_wording_leaves_the_markup_round_it_alone(words, wording, stored):
    letters = spelled(BODY, rich=True)
    start = letters.text.index(words)
    assert letters.replaced(start, start + len(words), wording) == stored


def test_a_wording_cannot_join_two_paragraphs():
    letters = spelled(BODY, rich=True)
    start, end = letters.text.index("wet"), letters.text.index("It is")
    with pytest.raises(OverParagraphs):
        letters.replaced(start, end + 2, "dry. It was")


def test_a_wording_in_plain_text_is_put_in_as_it_is():
    assert spelled("Tea & <b>", rich=False).replaced(0, 3, "Rum") == "Rum & <b>"


# Taking and declining


@pytest.fixture
def rich(bo):
    part = AnalysisPart(id="aaaa0001", heading="Why now", body=BODY)
    return pages.story(bo, analysis=(part,))


def propose(item, actor, quoted, wording, path="analysis:aaaa0001", **values):
    about = parts_of(item, StoryAdmin.sections)[path]
    return threads.ask(
        item, actor=actor, text="", about=about, quoted=quoted, proposed=wording, **values
    )


def body(item):
    return document_of(Story.objects.get(pk=item.pk)).analysis[0].body


@pytest.mark.django_db
def test_a_wording_is_taken_as_a_revision_of_the_page(ada, bo, rich):
    query = propose(rich, ada, "old tide", "spring tide", blocking=True)
    assert (query.path, query.quoted, query.text) == (
        "analysis:aaaa0001.body",
        "old tide",
        threads.PROPOSES,
    )
    taken = wordings.take(query, actor=bo)
    assert body(rich) == BODY.replace("old", "spring")
    assert (taken.outcome, taken.is_open, taken.resolved_by) == ("taken", False, bo)
    assert [entry.kind for entry in taken.entries.all()] == [QueryEntry.Kind.TAKEN]
    revised, told = rich.events.order_by("-pk")[1], rich.events.order_by("-pk")[0]
    assert (revised.verb, revised.actor) == ("revise", bo)
    assert (told.verb, told.actor, told.detail) == ("take_wording", bo, {"query": query.pk})
    assert Story.objects.get(pk=rich.pk).digest != rich.digest
    notice = Notice.objects.of(ada).first()
    assert (notice.kind, "has taken a proposed wording" in notice.text) == ("taken", True)


@pytest.mark.django_db
def test_a_wording_for_plain_text_is_taken_too(ada, bo, rich):
    query = propose(rich, ada, "Why now", "Why only now")
    wordings.take(query, actor=bo)
    assert document_of(Story.objects.get(pk=rich.pk)).analysis[0].heading == "Why only now"


@pytest.mark.django_db
@pytest.mark.parametrize("now", [BODY.replace("old", "older"), "<p>Gone.</p>"])
def test_a_wording_is_refused_once_its_words_have_changed(ada, bo, rich, now):
    query = propose(rich, ada, "The old tide was", "A tide was")
    document = document_of(rich)
    part = AnalysisPart(id="aaaa0001", heading="Why now", body=now)
    STORY.revise(rich, replace(document, analysis=(part,)), actor=bo)
    with pytest.raises(wordings.WordsHaveChanged):
        wordings.take(query, actor=bo)
    query.refresh_from_db()
    assert query.awaits_choice
    assert body(rich) == now


@pytest.mark.django_db
def test_a_wording_is_taken_or_declined_once(ada, bo, rich):
    query = propose(rich, ada, "old tide", "spring tide")
    wordings.take(query, actor=bo)
    for deed in (wordings.take, wordings.decline):
        with pytest.raises(wordings.NoProposal):
            deed(query, actor=bo)
    with pytest.raises(wordings.NoProposal):
        wordings.take_all(rich, actor=bo)


@pytest.mark.django_db
def test_a_declined_wording_leaves_the_words(ada, bo, rich):
    query = wordings.decline(propose(rich, ada, "old tide", "spring tide"), actor=bo)
    assert body(rich) == BODY
    assert (query.outcome, query.is_open) == ("declined", False)


@pytest.mark.django_db
def test_a_wording_that_must_be_resolved_is_not_talked_away_by_declining_it(ada, bo, rich):
    query = propose(rich, ada, "old tide", "spring tide", blocking=True)
    query = wordings.decline(query, actor=bo)
    assert (query.outcome, query.is_open) == ("declined", True)
    assert threads.open_blocking(rich.key)


@pytest.mark.django_db
def test_all_wordings_are_taken_in_one_revision_and_what_no_longer_fits_stays_open(ada, bo, rich):
    propose(rich, ada, "The old tide", "The spring tide")
    clash = propose(rich, ada, "old tide was", "old tide is")
    propose(rich, ada, "It is repaired.", "They mend it.")
    taken = wordings.take_all(rich, actor=bo)
    assert taken.number == 2
    assert len(taken.left) == 1
    assert body(rich) == BODY.replace("old", "spring").replace("It is repaired.", "They mend it.")
    assert list(DeskQuery.objects.about(rich.key).proposing()) == [clash]
    assert rich.events.filter(verb="revise").count() == 1


@pytest.mark.django_db
def test_who_may_not_write_a_page_takes_and_declines_nothing(ada, rich):
    query = propose(rich, ada, "old tide", "spring tide")
    for stranger in (person("Moderator"), outsider()):
        for deed in (wordings.take, wordings.decline):
            with pytest.raises(PermissionDenied):
                deed(query, actor=stranger)
        with pytest.raises(PermissionDenied):
            wordings.take_all(rich, actor=stranger)
    assert body(rich) == BODY


@pytest.mark.django_db
def test_who_takes_a_wording_answers_for_it_and_who_proposed_it_may_approve(ada, bo, rich):
    """docs/decisions/0060: each of its words has been read by somebody else than who thought of it."""
    wordings.take(propose(rich, ada, "old tide", "spring tide"), actor=bo)
    item = Story.objects.get(pk=rich.pk)
    assert bo.pk in authors(item)
    assert ada.pk not in authors(item)


@pytest.mark.django_db
def test_taking_a_wording_voids_an_approval(ada, bo, rich):
    query = propose(rich, ada, "old tide", "spring tide")
    item = STORY.submit(rich, actor=bo)
    item = STORY.approve(item, actor=ada)
    wordings.take(query, actor=bo)
    assert Story.objects.get(pk=rich.pk).approval_is_void


@pytest.mark.django_db
@pytest.mark.parametrize("quoted", ["no such words", "wet. It is", ""])
def test_a_wording_is_proposed_for_words_of_one_paragraph(ada, rich, quoted):
    with pytest.raises(threads.NoSuchWords):
        propose(rich, ada, quoted, "other words")


@pytest.mark.django_db
def test_a_wording_that_is_longer_than_a_page_holds_is_refused_whole(ada, bo, rich):
    query = propose(rich, ada, "Why now", "Why " * 300)
    with pytest.raises(NotStorable):
        wordings.take(query, actor=bo)
    query.refresh_from_db()
    assert query.awaits_choice
