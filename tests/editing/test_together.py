"""Two editors save one page: what both wrote is kept, or somebody is asked; nobody is overwritten."""

import datetime

import pytest

from entities.models.draft import Entity
from faqs.models.draft import Faq
from newsdesk.editing.models import SavedState, Unmerged
from newsdesk.pages.documents import digest
from stories import working_copy
from stories.models.draft import Story
from tests import pages
from tests.desk.screens import address, errors, fields, save, signed_in, text, tree
from tests.editing.forms import choices, headings, opened, row, said, sent
from tests.people import person

pytestmark = pytest.mark.django_db


def test_different_fields_are_both_kept_and_the_message_says_whose(ada, ben, story):
    mine = opened(ada, story, standfirst="What Ada typed.")
    save(ben, story, headline="What Ben saved")
    answer = sent(ada, story, mine)
    assert (said(story).headline, said(story).standfirst) == ("What Ben saved", "What Ada typed.")
    assert "ben saved this page at" in text(answer)
    assert "Kept beside yours: Headline." in text(answer)


def test_a_save_over_an_unchanged_page_is_one_plain_save(ada, story):
    sent(ada, story, opened(ada, story, standfirst="What Ada typed."))
    events = [(event.verb, event.detail) for event in story.events.all()]
    assert events == [("edit", {"fields": ["standfirst"]}), ("create", {})]


def test_the_merge_is_one_edit_with_the_digest_of_the_whole(ada, ben, ada_user, story):
    mine = opened(ada, story, standfirst="What Ada typed.")
    save(ben, story, headline="What Ben saved")
    sent(ada, story, mine)
    stored = Story.objects.get()
    assert stored.digest == digest(working_copy.document_of(Story.objects.get()))
    assert stored.changed_by == ada_user
    event = stored.events.first()
    assert event.detail == {"fields": ["standfirst"], "beside": ["headline"]}
    assert [each.verb for each in stored.events.all()] == ["edit", "edit", "create"]


def test_different_fields_of_one_part_are_both_kept(ada, ben, story):
    mine = opened(ada, story, analysis__1__heading="Ada’s heading")
    save(ben, story, analysis__1__body="<p>Ben’s body.</p>")
    sent(ada, story, mine)
    part = said(story).analysis[1]
    assert (part.id, part.heading, part.body) == (
        "aaaa0002",
        "Ada’s heading",
        "<p>Ben’s body.</p>",
    )


def test_rows_added_by_both_are_both_there(ada, ben, story):
    mine = row(opened(ada, story), "analysis", heading="Ada’s")
    sent(ben, story, row(opened(ben, story), "analysis", heading="Ben’s"))
    sent(ada, story, mine)
    assert sorted(headings(story)) == ["Ada’s", "Ben’s", "One", "Three", "Two"]


def test_a_row_moved_here_and_written_there_is_moved_and_written(ada, ben, story):
    mine = opened(ada, story, analysis__2__position="1")
    save(ben, story, analysis__2__heading="Three, by Ben")
    sent(ada, story, mine)
    assert headings(story) == ["Three, by Ben", "One", "Two"]


def test_a_row_removed_there_and_left_alone_here_is_gone(ada, ben, story):
    mine = opened(ada, story, standfirst="What Ada typed.")
    save(ben, story, analysis__1__DELETE="on")
    answer = sent(ada, story, mine)
    assert "Saved." in text(answer)
    assert headings(story) == ["One", "Three"]


def test_a_row_removed_here_and_left_alone_there_is_gone(ada, ben, story):
    mine = opened(ada, story, analysis__0__DELETE="on")
    save(ben, story, headline="What Ben saved")
    sent(ada, story, mine)
    assert headings(story) == ["Two", "Three"]


@pytest.mark.parametrize(("answer", "there"), [("mine", True), ("theirs", False)])
def test_a_row_removed_there_and_written_here_is_a_question(ada, ben, story, answer, there):
    mine = opened(ada, story, analysis__1__body="<p>Ada goes on.</p>")
    save(ben, story, analysis__1__DELETE="on")
    asked = sent(ada, story, mine)
    assert "Removed." in text(asked)
    assert "Ada goes on." in text(asked)
    ada.post(asked.request["PATH_INFO"], choices(asked, answer))
    bodies = [part.body for part in said(story).analysis]
    assert ("<p>Ada goes on.</p>" in bodies) == there
    assert headings(story) == (["One", "Two", "Three"] if there else ["One", "Three"])


def test_a_row_written_there_and_removed_here_is_a_question(ada, ben, story):
    mine = opened(ada, story, analysis__1__DELETE="on")
    save(ben, story, analysis__1__body="<p>Ben goes on.</p>")
    asked = sent(ada, story, mine)
    assert "Ben goes on." in text(asked)
    assert headings(story) == ["One", "Two", "Three"]
    ada.post(asked.request["PATH_INFO"], choices(asked, "theirs"))
    assert "<p>Ben goes on.</p>" in [part.body for part in said(story).analysis]


def test_links_tags_and_dates_of_both_are_kept(ada, ben, ada_user, story):
    mast, hull = pages.entity(ada_user, "Mast"), pages.entity(ada_user, "Hull")
    question = pages.faq(ada_user)
    mine = row(opened(ada, story, tags="Sea, Wind"), "entity_rows", entity=str(mast.pk))
    mine = row(mine, "faq_rows", faq=str(question.pk))
    theirs = row(opened(ben, story, tags="Sea, Tide"), "entity_rows", entity=str(hull.pk))
    sent(ben, story, theirs | {"reports-0-published": "2014-03-18"})
    sent(ada, story, mine | {"reports-0-reporters": "Ada L., Ben F."})
    document = said(story)
    assert set(document.tags) == {"Sea", "Wind", "Tide"}
    assert set(document.entities) == {mast.key, hull.key}
    assert document.faqs == (question.key,)
    report = document.reports[0]
    assert (report.published, report.reporters) == (
        datetime.date(2014, 3, 18),
        ("Ada L.", "Ben F."),
    )


def test_words_about_a_picture_that_is_not_there_yet_are_kept_from_both(ada, ben, story):
    mine = opened(ada, story, image_alt="A ferry leans.")
    save(ben, story, image_caption="The ferry at noon.")
    sent(ada, story, mine)
    stored = Story.objects.get()
    assert (stored.image_alt, stored.image_caption) == ("A ferry leans.", "The ferry at noon.")


# Choosing


@pytest.fixture
def asked(ada, ben, story):
    """The page that asks Ada, who typed a standfirst and a heading, and met Ben’s standfirst."""
    mine = opened(ada, story, standfirst="What Ada typed.", analysis__0__heading="Ada’s")
    save(ben, story, standfirst="What Ben saved.", headline="Ben’s headline")
    return sent(ada, story, mine)


def test_one_field_that_both_changed_is_asked_about_with_all_three_texts(asked, story):
    words = text(asked)
    for expected in ("What Ada typed.", "What Ben saved.", "It leaned.", "Standfirst", "ben"):
        assert expected in words
    assert "Kept beside yours in any case: Headline" in words
    assert said(story).standfirst == "What Ben saved."
    assert not [name for name in fields(asked) if name.startswith("choice-")]


@pytest.mark.parametrize(
    ("answer", "kept"), [("mine", "What Ada typed."), ("theirs", "What Ben saved.")]
)
def test_the_choice_is_saved_and_all_else_of_both_with_it(ada, asked, story, answer, kept):
    done = ada.post(asked.request["PATH_INFO"], choices(asked, answer), follow=True)
    document = said(story)
    assert (document.standfirst, document.headline) == (kept, "Ben’s headline")
    assert document.analysis[0].heading == "Ada’s"
    assert "Kept beside yours" in text(done)
    assert not Unmerged.objects.exists()


def test_both_texts_can_be_written_into_one(ada, asked, story):
    data = choices(asked, "both")
    (name,) = [each for each in data if each.startswith("text-")]
    assert data[name] == ["What Ada typed.\n\nWhat Ben saved."]
    ada.post(asked.request["PATH_INFO"], data | {name: "What both wrote."})
    assert said(story).standfirst == "What both wrote."


def test_without_an_answer_nothing_is_saved_and_nothing_lost(ada, asked, story):
    again = ada.post(asked.request["PATH_INFO"], fields(asked))
    assert "Choose what is to stand here." in errors(again)
    assert said(story).standfirst == "What Ben saved."
    assert "What Ada typed." in text(again)


def test_a_third_save_while_somebody_chooses_is_asked_about_again(ada, ben, asked, story):
    data = choices(asked, "both")
    (name,) = [each for each in data if each.startswith("text-")]
    data |= {name: "What both wrote."}
    save(ben, story, standfirst="Ben, once more.")
    again = ada.post(asked.request["PATH_INFO"], data)
    assert "changed once more since you looked" in errors(again)
    assert fields(again)[name] == ["What both wrote."]
    assert said(story).standfirst == "Ben, once more."
    ada.post(asked.request["PATH_INFO"], choices(again, "both") | {name: "Of all three."})
    assert said(story).standfirst == "Of all three."


def test_a_text_written_for_a_question_that_is_none_any_more_is_kept(ada, ben, asked, story):
    data = choices(asked, "both")
    (name,) = [each for each in data if each.startswith("text-")]
    save(ben, story, standfirst="What Ada typed.")
    ada.post(asked.request["PATH_INFO"], data | {name: "What both wrote."})
    assert said(story).standfirst == "What both wrote."


def test_a_save_that_waits_is_offered_in_the_form_and_to_nobody_else(ada, ben, asked, story):
    assert "waits for you to choose" in text(ada.get(address("change", story)))
    assert "waits for you to choose" not in text(ben.get(address("change", story)))
    assert ben.get(asked.request["PATH_INFO"]).status_code == 404
    assert ben.post(asked.request["PATH_INFO"], choices(asked, "mine")).status_code == 404


def test_a_save_that_waits_can_be_thrown_away(ada, asked, story):
    ada.post(asked.request["PATH_INFO"], {"discard": "1"})
    assert not Unmerged.objects.exists()
    assert said(story).standfirst == "What Ben saved."


def test_a_written_text_that_is_too_long_is_refused_in_a_sentence(ada, ben, story):
    mine = opened(ada, story, headline="Ada’s")
    save(ben, story, headline="Ben’s")
    asked = sent(ada, story, mine)
    data = choices(asked, "both")
    (name,) = [each for each in data if each.startswith("text-")]
    answer = ada.post(asked.request["PATH_INFO"], data | {name: "x" * 201})
    assert "200" in errors(answer)
    assert said(story).headline == "Ben’s"


def test_rich_text_that_is_written_together_is_sanitised(ada, ben, story):
    mine = opened(ada, story, summary="<p>Ada.</p>")
    save(ben, story, summary="<p>Ben.</p>")
    asked = sent(ada, story, mine)
    data = choices(asked, "both")
    (name,) = [each for each in data if each.startswith("text-")]
    assert data[name] == ["<p>Ada.</p><p>Ben.</p>"]
    hostile = '<p onclick="x()">Both.</p><script>x()</script>'
    told = ada.post(asked.request["PATH_INFO"], data | {name: hostile})
    assert "A script is left out." in told.content.decode()
    marks = tree(told).xpath("//input[@name='told']/@value")
    ada.post(asked.request["PATH_INFO"], data | {name: hostile, "told": marks})
    assert said(story).summary == "<p>Both.</p>"


# Forms that are older, wrong or forged


@pytest.mark.parametrize("mark", ["", "0" * 64, "x" * 5000, "\0"])
def test_a_form_whose_beginning_nobody_knows_asks_about_every_difference(ada, story, mark):
    mine = opened(ada, story, standfirst="What Ada typed.", loaded=mark)
    asked = sent(ada, story, mine)
    assert said(story).standfirst == "It leaned."
    ada.post(asked.request["PATH_INFO"], choices(asked, "mine"))
    document = said(story)
    assert document.standfirst == "What Ada typed."
    assert [part.heading for part in document.analysis] == ["One", "Two", "Three"]


def test_a_state_that_was_pruned_asks_instead_of_overwriting(ada, ben, story):
    mine = opened(ada, story, standfirst="What Ada typed.")
    save(ben, story, headline="Ben’s headline")
    SavedState.objects.all().delete()
    asked = sent(ada, story, mine)
    ada.post(asked.request["PATH_INFO"], choices(asked, "theirs"))
    assert said(story).headline == "Ben’s headline"


def test_an_error_in_a_form_that_is_older_comes_back_with_everything_typed(ada, ben, story):
    mine = opened(ada, story, standfirst="What Ada typed.", reports__0__url="javascript:x")
    mine |= {"analysis-1-heading": "Ada’s"}
    save(ben, story, analysis__1__DELETE="on", headline="Ben’s headline")
    answer = sent(ada, story, mine)
    assert errors(answer)
    again = fields(answer)
    assert (again["standfirst"], again["analysis-1-heading"]) == (["What Ada typed."], ["Ada’s"])
    assert again["loaded"] == mine["loaded"]
    asked = sent(ada, story, again | {"reports-0-url": "https://tide.example/", "_continue": "1"})
    ada.post(asked.request["PATH_INFO"], choices(asked, "mine"))
    document = said(story)
    assert (document.headline, document.standfirst) == ("Ben’s headline", "What Ada typed.")
    assert document.analysis[1].heading == "Ada’s"


def test_a_form_without_a_change_leaves_what_others_saved_alone(ada, ben, story):
    mine = opened(ada, story)
    save(ben, story, headline="Ben’s headline")
    assert "You had changed nothing" in text(sent(ada, story, mine))
    assert said(story).headline == "Ben’s headline"


def test_what_a_browser_does_to_line_ends_is_no_change(ada, story):
    save(ada, story, standfirst="One.\nTwo.")
    before = said(story)
    sent(ada, story, opened(ada, story, standfirst="One.\r\nTwo."))
    assert said(story) == before


def test_a_page_that_went_back_to_what_it_was_is_no_clash(ada, ben, story):
    mine = opened(ada, story, standfirst="What Ada typed.")
    save(ben, story, analysis__1__DELETE="on")
    theirs = row(opened(ben, story), "analysis", heading="Two", body="<p>Two it is.</p>")
    sent(ben, story, theirs)
    sent(ada, story, mine)
    assert said(story).standfirst == "What Ada typed."
    assert sorted(headings(story)) == ["One", "Three", "Two"]


def test_saving_twice_in_a_row_is_no_clash_with_oneself(ada, story):
    assert save(ada, story, standfirst="One.").status_code == 302
    assert save(ada, story, standfirst="Two.").status_code == 302
    assert said(story).standfirst == "Two."


def test_a_double_click_asks_once(ada, ben, story):
    mine = opened(ada, story, standfirst="What Ada typed.")
    save(ben, story, standfirst="What Ben saved.")
    first, second = sent(ada, story, mine), sent(ada, story, mine)
    assert first.request["PATH_INFO"] == second.request["PATH_INFO"]
    assert Unmerged.objects.count() == 1


def test_who_may_only_look_cannot_choose(ada, asked, story):
    moderator = signed_in(person("Moderator"))
    assert moderator.get(asked.request["PATH_INFO"]).status_code == 403


# The other kinds of page


def test_it_goes_for_questions(ada, ben, ada_user):
    item = pages.faq(ada_user)
    mine = opened(ada, item, intro="<p>Ada’s answer.</p>", answers__0__question="Ada asks?")
    save(ben, item, question="Why do ships lean?", answers__0__text="<p>Ben knows.</p>")
    sent(ada, item, mine)
    stored = Faq.objects.get()
    assert (stored.question, stored.intro) == ("Why do ships lean?", "<p>Ada’s answer.</p>")
    answer = stored.answers.get()
    assert (answer.question, answer.text) == ("Ada asks?", "<p>Ben knows.</p>")


def test_it_goes_for_topics(ada, ben, ada_user):
    item = pages.entity(ada_user, aliases=("Port",))
    mine = opened(ada, item, description="Ada describes it.", aliases="Port\nPier")
    save(ben, item, kind="place", aliases="Port\nQuay", description="Ben describes it.")
    asked = sent(ada, item, mine)
    ada.post(asked.request["PATH_INFO"], choices(asked, "mine"))
    stored = Entity.objects.get()
    assert (stored.kind, stored.description) == ("place", "Ada describes it.")
    assert set(stored.aliases.split("\n")) == {"Port", "Pier", "Quay"}
