"""The reading view of a second reader: the draft as readers will see it, with marks, and a margin."""

from dataclasses import replace

import pytest
from django.test import Client

from newsdesk.comments import threads, wordings
from newsdesk.comments.marked_html import MarkedPage
from newsdesk.comments.marks import Place, marked
from newsdesk.comments.models import DeskQuery
from newsdesk.comments.parts import parts_of
from newsdesk.comparison.labels import Field, Shape
from stories.admin import StoryAdmin
from stories.documents import AnalysisPart
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.desk.screens import address, signed_in, text, tree
from tests.people import outsider, person

pytestmark = pytest.mark.django_db

FIELDS = (
    Field(name="headline", label="Headline", prose=True),
    Field(name="body", label="Text", shape=Shape.RICH),
)


def shown(before, now, *places):
    """Return what a page of a heading and a text shows of them with marks."""
    data, marks = marked(FIELDS, now, before, places)
    page = MarkedPage(marks)
    return page, page.html(
        f"<title>{data['headline']}</title><nav>{data['headline']}</nav>"
        f"<h1>{data['headline']}</h1><div>{data['body']}</div>"
    )


def review(user, item):
    return signed_in(user).get(address("review", item))


def act(user, item, do, **values):
    return signed_in(user).post(address("review", item), {"do": do} | values, follow=True)


def propose(item, actor, quoted, wording):
    about = parts_of(item, StoryAdmin.sections)["analysis:aaaa0001"]
    return threads.ask(item, actor=actor, text="", about=about, quoted=quoted, proposed=wording)


# Marks


def test_what_changed_is_marked_word_by_word():
    before = {"headline": "A tide", "body": "<p>It was <em>high</em> today.</p><p>Then low.</p>"}
    now = {"headline": "The tide", "body": "<p>It is <em>high</em> today.</p>"}
    _, page = shown(before, now)
    page = page.replace('<span class="diff-said">[removed: </span>', "")
    page = page.replace('<span class="diff-said">[added: </span>', "")
    page = page.replace('<span class="diff-said">]</span>', "")
    assert "<title>The tide</title><nav>The tide</nav>" in page
    assert '<del class="review-words">A</del><ins data-path="headline">The</ins>' in page
    assert '<del class="review-words">was</del><ins data-path="body">is</ins>' in page
    assert '<em><span data-path="body">high</span></em>' in page
    assert '<del class="review-whole">Then low.</del>' in page


def test_signs_are_left_nowhere_in_a_page():
    now = {"headline": "A tide & <more>", "body": "<p>It.</p>"}
    _, page = shown({"headline": "", "body": ""}, {**now, "headline": "A tide"})
    assert not [sign for sign in page if ord(sign) >= 0xF0000]


def test_words_of_a_comment_are_marked_and_can_be_gone_to():
    now = {"headline": "The tide", "body": "<p>It was <em>very high</em> today.</p>"}
    page, html = shown(None, now, Place("comment-1", "body", 3, 16))
    assert page.order == ["comment-1"]
    assert html.count('id="words-comment-1"') == 1
    assert html.count('<mark data-notes="comment-1">') == 2
    assert "<ins" not in html


# The page


def test_the_reading_view_shows_the_draft_through_the_public_template(ada, story):
    answer = review(ada, story)
    assert answer.status_code == 200
    assert tree(answer).xpath("//article//h1")[0].text_content() == str(story)
    assert "The tide was high." in text(answer)
    assert "Readers have seen none of it yet." in text(answer)
    assert not [sign for sign in answer.content.decode() if ord(sign) >= 0xF0000]
    assert "noindex" in answer["X-Robots-Tag"]


def test_what_changed_since_the_last_version_is_marked_in_the_text(ada, bo, story):
    release.publish(story, actor=ada)
    item = Story.objects.get(pk=story.pk)
    first, second = document_of(item).analysis
    part = replace(first, body="<p>The tide was low.</p>")
    STORY.revise(item, replace(document_of(item), analysis=(part,)), actor=bo)
    page = tree(review(ada, story))
    assert "high" in page.xpath("//article//del")[0].text_content()
    assert "low" in page.xpath("//article//ins")[0].text_content()
    assert "Removed" in page.xpath("//*[@class='review-changes']")[0].text_content()
    assert second.heading in page.xpath("//*[@class='review-changes']")[0].text_content()


def test_comments_and_checks_stand_in_the_margin_with_links_to_their_words(ada, story):
    query = threads.ask(
        story,
        actor=ada,
        about=parts_of(story, StoryAdmin.sections)["analysis:aaaa0001"],
        text="Says who?",
        quoted="tide was high",
    )
    page = tree(review(ada, story))
    note = page.get_element_by_id(f"comment-{query.pk}")
    assert "Says who?" in note.text_content()
    assert note.get("data-words") == f"words-comment-{query.pk}"
    assert page.xpath("//mark")[0].text_content() == "tide was high"
    assert page.xpath("//article[contains(@id, 'check-')]")


def test_a_comment_whose_words_are_gone_keeps_them(ada, bo, story):
    query = threads.ask(
        story,
        actor=ada,
        about=parts_of(story, StoryAdmin.sections)["analysis:aaaa0001"],
        text="Says who?",
        quoted="tide was high",
    )
    document = document_of(story)
    other = AnalysisPart(id="aaaa0001", heading="Why now", body="<p>Nobody can tell.</p>")
    STORY.revise(story, replace(document, analysis=(other,)), actor=bo)
    note = tree(review(ada, story)).get_element_by_id(f"comment-{query.pk}").text_content()
    assert "The words it was about are gone." in note
    assert "tide was high" in note


def test_words_are_commented_on_with_what_stands_round_them(ada, story):
    answer = act(
        ada,
        story,
        "ask",
        part="analysis:aaaa0001",
        quoted="tide  was",
        before="The ",
        after=" high.",
        text="",
        wording="tide is",
    )
    query = DeskQuery.objects.get()
    assert answer.redirect_chain[0][0].endswith(f"#comment-{query.pk}")
    assert (query.path, query.quoted, query.before, query.after, query.proposed) == (
        "analysis:aaaa0001.body",
        "tide was",
        "The ",
        " high.",
        "tide is",
    )


def test_a_refused_comment_comes_back_with_all_that_was_written(ada, story):
    answer = act(ada, story, "ask", quoted="no such words", text="Hm.", wording="Other words")
    assert answer.status_code == 422
    assert "Other words" in answer.content.decode()
    assert "as they stand in the page" in text(answer)
    assert not DeskQuery.objects.exists()


def test_wordings_are_taken_and_declined_by_one_press(ada, bo, story):
    first = propose(story, ada, "tide was", "tide is")
    second = propose(story, ada, "high", "low")
    assert "The wording is taken." in text(act(bo, story, "take", query=str(first.pk)))
    assert "declined" in text(act(bo, story, "decline", query=str(second.pk)))
    item = Story.objects.get(pk=story.pk)
    assert document_of(item).analysis[0].body == "<p>The tide is high.</p>"
    assert "already" not in text(review(bo, story))
    assert "waits for an answer" in text(act(bo, story, "take", query=str(first.pk)))


def test_a_wording_of_another_page_cannot_be_taken_here(ada, bo, story):
    other = pages.story(bo, "Another", analysis=document_of(story).analysis)
    query = propose(other, ada, "tide was", "tide is")
    assert act(bo, story, "take", query=str(query.pk)).status_code == 404


def test_who_may_not_write_sees_no_button_and_is_refused(ada, story):
    query = propose(story, ada, "tide was", "tide is")
    reader = person("Moderator")
    assert not tree(review(reader, story)).xpath("//button[@value='take']")
    assert act(reader, story, "take", query=str(query.pk)).status_code == 403


def test_strangers_do_not_see_the_reading_view(story):
    assert signed_in(outsider()).get(address("review", story)).status_code in (302, 403)
    assert Client().get(address("review", story)).status_code == 302


def test_return_and_approve_are_done_from_the_reading_view(ada, bo, story):
    STORY.submit(story, actor=bo)
    page = tree(review(ada, story))
    for verb, note in (("return", "Who says so?"), ("approve", "")):
        (form,) = page.xpath(f"//form[contains(@action, '/do/{verb}/')]")
        sent = dict(form.fields) | {"note": note}
        sent.pop("csrfmiddlewaretoken", None)
        assert signed_in(ada).post(form.get("action"), sent).status_code == 302
        item = Story.objects.get(pk=story.pk)
        if verb == "return":
            assert item.state == "drafting"
            STORY.submit(item, actor=bo)
            page = tree(review(ada, story))
    assert Story.objects.get(pk=story.pk).approval_holds


def test_what_was_not_shown_is_not_approved(ada, bo, story):
    STORY.submit(story, actor=bo)
    (form,) = tree(review(ada, story)).xpath("//form[contains(@action, '/do/approve/')]")
    STORY.revise(story, replace(document_of(story), standfirst="Otherwise."), actor=bo)
    sent = dict(form.fields) | {"note": ""}
    assert signed_in(ada).post(form.get("action"), sent).status_code == 409


def test_the_reading_view_takes_as_many_queries_for_many_comments(
    ada, story, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few:
        review(ada, story)
    for number in range(12):
        propose(story, ada, "tide was", f"tide is {number}")
    with django_assert_max_num_queries(len(few) + 2):
        assert review(ada, story).content.count(b'value="take"') == 12


def test_a_wording_reaches_no_reader_before_it_is_taken_and_published(ada, bo, story):
    release.publish(story, actor=ada)
    wordings.take(propose(story, ada, "tide was", "sentinel was"), actor=bo)
    propose(story, ada, "high", "another sentinel")
    for path in (story.public_path, f"{story.public_path}history/", "/feed/", "/sitemap.xml"):
        assert b"sentinel" not in Client().get(path).content
