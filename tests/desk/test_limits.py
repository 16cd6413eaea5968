"""What a form accepts can be shown, compared, merged and saved again; what it refuses comes back whole."""

import dataclasses
import re

import pytest
from django.conf import settings
from django.test import override_settings
from hypothesis import HealthCheck, example, given
from hypothesis import settings as quickly
from hypothesis import strategies as st

from entities.documents import EntityDocument
from faqs import merging
from faqs.documents import Answer, FaqDocument
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.merging.taken import MergeChoice
from newsdesk.pages import limits
from newsdesk.pages.documents import as_data
from newsdesk.workflow.storable import NotStorable
from stories import working_copy
from stories.documents import AnalysisPart, DeeperQuestion, StoryDocument, TimelineEvent
from stories.importing.drafts import check, create_drafts
from stories.importing.parser import parse
from stories.models.draft import Story
from stories.models.parts import DeeperQuestion as DeeperRow
from stories.workflow import STORY
from tests import pages
from tests.broken import THOROUGH
from tests.desk.screens import (
    address,
    do,
    errors,
    fields,
    fresh,
    list_address,
    save,
    signed_in,
    tree,
)
from tests.people import person
from tests.release import publish

pytestmark = pytest.mark.django_db


def deeper(count):
    return tuple(DeeperQuestion(id=f"d{n:07}", text=f"Why {n}?") for n in range(count))


def box(answer, name):
    """Return what stands in a text box of a page."""
    (value,) = tree(answer).xpath(f"//textarea[@name='{name}']")
    return (value.text or "").removeprefix("\n")


# Text that grows


@pytest.mark.parametrize("sign", ["&", "<", "\u00a0&", "&lt;"], ids=["amp", "lt", "nbsp", "entity"])
def test_text_that_grows_by_escaping_is_refused_before_it_is_stored(sign):
    chief = person("Desk chief")
    story = pages.story(chief)
    typed = f"<p>{sign * 30_000}</p>"
    answer = save(signed_in(chief), story, summary=typed)
    assert answer.status_code == 200
    told = errors(answer)
    assert "too long" in told
    assert "there is room for 100,000" in told
    assert re.search(r"it has (?:30,000|59,999) characters", told)
    assert box(answer, "summary") == typed
    assert fresh(story).summary == "<p>It turned at noon.</p>"


MARKUP = {
    "short paragraphs": ("<p>a</p>", 3_000),
    "unclosed paragraphs": ("<p>a", 3_000),
    "items without paragraphs": ("<li>a</li>", 1_400),
    "links": ('<a href="/x">a</a> ', 2_600),
}


@pytest.mark.parametrize("kind", MARKUP)
def test_too_much_markup_is_refused_with_a_number(kind):
    piece, count = MARKUP[kind]
    chief = person("Desk chief")
    story = pages.story(chief)
    answer = save(signed_in(chief), story, summary=piece * count)
    assert "there is room for 2,500" in errors(answer)
    assert box(answer, "summary") == piece * count


def test_lists_in_lists_have_an_end():
    chief = person("Desk chief")
    story = pages.story(chief)
    answer = save(signed_in(chief), story, summary="<ul><li>" * 40 + "a")
    assert "too deep" in errors(answer)


SIGNS = ("&", "<", ">", '"', "\u00a0", "\U0001f680", "e\u0301", "\u0958", "\u2028", "\n")
TAGS = (
    *"<p> </p> <ul><li> </li></ul> <strong> </strong> <u>x</u> <br> <blockquote>".split(),
    *('<a href="www.x.org">l</a>', "word ", "a b "),
)
PIECES = st.sampled_from((*SIGNS, *TAGS))


@quickly(max_examples=12 if THOROUGH else 5, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(PIECES, max_size=20), times=st.sampled_from([1, 40, 700]))
@example(pieces=["word ", "</p>"], times=1)
@example(pieces=["&"], times=19_990)
@example(pieces=["<p>a</p>"], times=1_250)
@example(pieces=["<ul><li>a</li></ul>"], times=600)
def test_what_a_form_accepts_can_be_shown_compared_merged_and_saved_again(pieces, times):
    Story.objects.filter(slug="the-ferry-turns").update(slug="")
    typed = "".join(pieces) * times
    chief, other = (
        person("Desk chief", f"c{Story.objects.count()}"),
        person("Desk chief", f"o{Story.objects.count()}"),
    )
    story = pages.story(chief)
    client, second = signed_in(chief), signed_in(other)
    stale = fields(second.get(address("change", story)))
    answer = save(client, story, summary=typed)
    if answer.status_code == 200 and (marks := tree(answer).xpath("//input[@name='told']/@value")):
        answer = save(client, story, summary=typed, told=marks)
    if answer.status_code == 200:
        assert errors(answer)
        assert box(answer, "summary").replace("\r\n", "\n") == typed
        assert fresh(story).summary == "<p>It turned at noon.</p>"
        return
    stored = fresh(story).summary
    assert save(client, story, headline="Saved again").status_code == 302
    assert fresh(story).summary == stored
    for page in ("change", "history", "preview"):
        assert client.get(address(page, story)).status_code == 200
    clash = second.post(
        address("change", story),
        stale | {"summary": "<p>Theirs.</p>", "_continue": "1"},
        follow=True,
    )
    assert clash.status_code == 200
    if fresh(story).summary == stored:
        chosen = fields(clash)
        for name in [each for each in chosen if each.startswith("choice-")] or [
            f"choice-{each[5:]}" for each in chosen if each.startswith("seen-")
        ]:
            chosen[name] = "theirs"
        if any(name.startswith("choice-") for name in chosen):
            done = second.post(clash.redirect_chain[-1][0], chosen)
            assert done.status_code == 302
    assert save(client, story, standfirst="And again.").status_code == 302


def test_a_text_from_before_the_limit_is_shown_compared_and_made_smaller():
    chief = person("Desk chief")
    story = pages.story(chief)
    old = f"<p>{'&amp;' * 30_000}</p>"
    Story.objects.filter(pk=story.pk).update(summary=old)
    working_copy.store_digest(Story.objects.get(pk=story.pk), actor=chief)
    client = signed_in(chief)
    stale = fields(signed_in(person("Editor")).get(address("change", story)))
    assert save(client, story, headline="Changed").status_code == 302
    assert fresh(story).summary == old
    smaller = f"<p>{'&amp;' * 25_000}</p>"
    assert save(client, story, summary=smaller).status_code == 302
    assert fresh(story).summary == smaller
    assert "too long" in errors(save(client, story, summary=old))
    clash = signed_in(person("Editor", "another")).post(
        address("change", story),
        stale | {"summary": "<p>Theirs.</p>", "_continue": "1"},
        follow=True,
    )
    assert clash.status_code == 200


@pytest.mark.parametrize(
    ("name", "length", "room"),
    [("headline", 201, 200), ("standfirst", 20_001, 20_000), ("image_alt", 301, 300)],
)
def test_a_plain_text_that_is_too_long_comes_back_whole_with_its_number(name, length, room):
    chief = person("Desk chief")
    story = pages.story(chief)
    answer = save(signed_in(chief), story, **{name: "é" * length})
    assert f"there is room for {room:,}" in errors(answer).replace(f"{room}", f"{room:,}")
    assert "é" * length in answer.content.decode()


def test_no_box_of_a_form_cuts_what_is_pasted():
    chief = person("Desk chief")
    page = signed_in(chief).get(address("change", pages.story(chief)))
    assert not tree(page).xpath("//form[@id='story_form']//*[@maxlength]")


def test_verbs_refuse_what_forms_refuse():
    chief = person("Desk chief")
    with pytest.raises(NotStorable, match="room for 100,000"):
        pages.story(chief, summary=f"<p>{'&amp;' * 30_000}</p>")
    with pytest.raises(NotStorable, match="room for 200"):
        pages.story(chief, "H" * 201)
    with pytest.raises(NotStorable, match="will become plain words"):
        pages.faq(chief, intro='<p><a href="ftp://x">a</a></p>')
    with pytest.raises(NotStorable, match="full web address"):
        pages.story(chief, reports=(dataclasses.replace(pages.REPORT, url="javascript:alert(1)"),))
    assert not Story.objects.exists()
    live = pages.story(chief)
    publish(live, actor=chief)
    document = dataclasses.replace(
        working_copy.document_of(fresh(live)), summary="<p>&amp;</p>" * 9_000
    )
    with pytest.raises(NotStorable):
        STORY.correct(live, actor=chief, document=document, wrong="It.", right="That.")


def test_the_texts_of_a_page_have_room_for_so_much_together():
    chief = person("Desk chief")
    parts = tuple(AnalysisPart(id=f"p{n:07}", body=f"<p>{'a' * 79_000}</p>") for n in range(5))
    story = pages.story(chief, analysis=parts)
    answer = save(signed_in(chief), story, background=f"<p>{'b' * 20_000}</p>")
    assert answer.status_code == 200
    assert "All texts of this page together" in answer.content.decode()
    assert "b" * 20_000 in box(answer, "background")
    assert fresh(story).background == ""


# Rows


@pytest.fixture
def few_rows(monkeypatch):
    """Room for few rows, where the test is about the limit and not about its number."""
    for name in ("deeper", "answers"):
        monkeypatch.setitem(limits.ROWS, name, 9)


TEXT = (
    "The bridge closes to lorries\n\nWhat’s happened\nThe council voted on 3 March 2025 to close it.\n\n"
    "What the papers say\nThe Pier Post reports that the bridge closes.\n\nCommon questions\n"
)


def explainer(questions):
    lines = (f"- What is rule number {n}?\n  Rule {n} says so.\n" for n in range(questions))
    return TEXT + "".join(lines)


def test_what_the_importer_makes_can_be_edited_and_its_rows_deleted():
    chief = person("Desk chief")
    create_drafts(parse(explainer(130)), text="x", source_name="x", actor=chief)
    story = Story.objects.get()
    assert story.faq_rows.count() == 130
    client = signed_in(chief)
    assert save(client, story, headline="Another").status_code == 302
    gone = {f"faq_rows-{n}-DELETE": "on" for n in range(40)}
    assert save(client, story, **gone).status_code == 302
    assert fresh(story).headline == "Another"
    assert story.faq_rows.count() == 90


def test_more_rows_than_a_page_may_have_are_refused_by_form_verb_and_importer_and_come_back_whole(
    few_rows,
):
    chief = person("Desk chief")
    most = limits.ROWS["deeper"]
    story = pages.story(chief, deeper=deeper(most))
    client, url = signed_in(chief), address("change", story)
    data = fields(client.get(url)) | {"_continue": "1"}
    for n in range(most, most + 3):
        data |= {
            f"deeper-{n}-text": f"Why {n}?",
            f"deeper-{n}-id": "",
            f"deeper-{n}-item": story.pk,
        }
    answer = client.post(url, data | {"deeper-TOTAL_FORMS": most + 3})
    assert answer.status_code == 200
    assert f"There is room for {most} follow-up questions" in errors(answer)
    assert f"would have {most + 3}. Remove 3" in errors(answer)
    texts = [each for each in fields(answer) if re.fullmatch(r"deeper-\d+-text", each)]
    assert len(texts) == most + 3
    assert story.deeper.count() == most
    with pytest.raises(NotStorable, match=f"room for {most} "):
        pages.story(chief, "Other", deeper=deeper(most + 1))
    with pytest.raises(Exception, match=f"room for {limits.ROWS['faqs']} "):
        check(parse(explainer(limits.ROWS["faqs"] + 1)))


def test_a_page_that_has_too_many_rows_already_can_be_saved_and_made_smaller_but_not_larger(
    few_rows,
):
    chief = person("Desk chief")
    story = pages.story(chief)
    most = limits.ROWS["deeper"]
    DeeperRow.objects.bulk_create(
        DeeperRow(item=story, text=f"Why {n}?", position=n) for n in range(most + 20)
    )
    working_copy.store_digest(Story.objects.get(pk=story.pk), actor=chief)
    client = signed_in(chief)
    assert save(client, story, headline="Another").status_code == 302
    assert save(client, story, deeper__0__DELETE="on").status_code == 302
    assert story.deeper.count() == most + 19
    url = address("change", story)
    data = fields(client.get(url)) | {"_continue": "1", "deeper-TOTAL_FORMS": most + 20}
    more = {f"deeper-{most + 19}-text": "Why more?", f"deeper-{most + 19}-item": story.pk}
    assert "There is room for" in errors(client.post(url, data | more))
    document = working_copy.document_of(fresh(story))
    STORY.revise(story, dataclasses.replace(document, deeper=document.deeper[1:]), actor=chief)
    assert story.deeper.count() == most + 18


def test_rows_that_two_people_add_apart_are_refused_together_and_nothing_is_lost(few_rows):
    chief = person("Desk chief")
    most = limits.ROWS["deeper"]
    story = pages.story(chief, deeper=deeper(most - 1))
    client, url = signed_in(chief), address("change", story)
    stale = fields(client.get(url))

    def with_row(data, text):
        more = {f"deeper-{most - 1}-text": text, f"deeper-{most - 1}-item": story.pk}
        return data | more | {"deeper-TOTAL_FORMS": most, "_continue": "1"}

    editor = signed_in(person("Editor"))
    assert editor.post(url, with_row(fields(editor.get(url)), "Theirs?")).status_code == 302
    answer = client.post(url, with_row(stale, "Mine?"))
    assert answer.status_code == 200
    assert f"There is room for {most} " in answer.content.decode()
    assert "Mine?" in answer.content.decode()
    assert story.deeper.count() == most


def test_a_merge_that_makes_a_page_too_large_is_refused_and_its_undo_never(few_rows):
    chief = person("Desk chief")
    most = limits.ROWS["answers"]

    def answers(letter, count):
        return tuple(
            Answer(id=f"{letter}{n:07}", question=f"{letter}{n}?", text="") for n in range(count)
        )

    one = pages.faq(chief, "One?", slug="one", answers=answers("a", most))
    other = pages.faq(chief, "Other?", slug="other", answers=answers("b", 5))

    taken = MergeChoice(items={"answers": [f"b{n:07}" for n in range(5)]})
    with pytest.raises(NotStorable, match=f"room for {most} "):
        merging.merge(other, one, actor=chief, taken=taken)
    dropped = {"answers": [f"a{n:07}" for n in range(5)]}
    record = merging.merge(
        other, one, actor=chief, taken=dataclasses.replace(taken, dropped=dropped)
    )
    document = FAQ.document_of(Faq.objects.get(pk=one.pk))
    fresh_answers = tuple(Answer(id=f"c{n:07}", question="c?", text="") for n in range(5))
    kept = tuple(each for each in document.answers if not each.id.startswith("b"))
    FAQ.revise(one, dataclasses.replace(document, answers=kept + fresh_answers), actor=chief)
    merging.undo(record, actor=chief)
    assert Faq.objects.get(pk=one.pk).answers.count() == most + 5


def test_of_a_form_that_was_cut_on_its_way_nothing_is_saved():
    chief = person("Desk chief")
    story = pages.story(
        chief, timeline=tuple(TimelineEvent(id=f"t{n:07}", date="2024", text="a") for n in range(3))
    )
    url, client = address("change", story), signed_in(chief)
    data = fields(client.get(url)) | {"_continue": "1", "headline": "Changed"}
    for name in [each for each in data if each.startswith("timeline-2-")]:
        del data[name]
    answer = client.post(url, data)
    assert "Of the 3 rows of this list only 2 arrived" in errors(answer)
    assert fresh(story).headline == "The ferry turns"


def _full_story(chief):
    faq, topic = pages.faq(chief), pages.entity(chief)
    story = pages.story(chief)
    document = working_copy.document_of(fresh(story))
    rows = limits.ROWS
    return story, dataclasses.replace(
        document,
        analysis=tuple(
            AnalysisPart(id=f"a{n:07}", heading=f"H{n}") for n in range(rows["analysis"])
        ),
        reports=tuple(
            dataclasses.replace(pages.REPORT, id=f"r{n:07}") for n in range(rows["reports"])
        ),
        timeline=tuple(
            TimelineEvent(id=f"t{n:07}", date="2024", text="a") for n in range(rows["timeline"])
        ),
        deeper=deeper(rows["deeper"]),
        faqs=(faq.key,),
        entities=(topic.key,),
    )


def test_a_page_at_its_limits_is_saved_through_its_form_with_room_left():
    chief = person("Desk chief")
    story, document = _full_story(chief)
    STORY.revise(story, document, actor=chief)
    client, url = signed_in(chief), address("change", story)
    data = fields(client.get(url))
    count = sum(len(value) if isinstance(value, list) else 1 for value in data.values())
    # Its FAQs, topics and authors are rows of five fields each.
    count += 5 * (limits.ROWS["faqs"] + limits.ROWS["entities"] + limits.ROWS["bylines"])
    assert count * 1.2 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert limits.PAGE_LENGTH * 12 + 40 * count < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert client.post(url, data | {"headline": "Saved", "_continue": "1"}).status_code == 302
    assert fresh(story).headline == "Saved"


@pytest.mark.parametrize("name", ["DATA_UPLOAD_MAX_NUMBER_FIELDS", "DATA_UPLOAD_MAX_MEMORY_SIZE"])
def test_a_post_that_is_larger_than_any_page_is_answered_with_where_the_text_is(name):
    chief = person("Desk chief")
    story = pages.story(chief)
    client, url = signed_in(chief), address("change", story)
    data = fields(client.get(url)) | {"_continue": "1"}
    with override_settings(**{name: 20}):
        answer = client.post(url, data)
    assert answer.status_code == 413
    assert "nothing is lost: go back in your browser" in answer.content.decode()


def test_every_list_of_every_kind_of_page_has_a_limit():
    for document in (
        StoryDocument(),
        FaqDocument(),
        EntityDocument(),
    ):
        lists = [name for name, value in as_data(document).items() if isinstance(value, list)]
        assert set(lists) <= set(limits.ROWS)
        assert lists


# What is lost


def test_what_saving_would_remove_is_told_beside_its_field_and_saved_only_when_sent_again():
    chief = person("Desk chief")
    story = pages.story(chief)
    client = signed_in(chief)
    typed = '<p><a href="ftp://x/y">the words</a> H<sub>n</sub>O</p>'
    answer = save(client, story, summary=typed)
    (complaint,) = tree(answer).xpath("//*[@id='field-summary']//ul[contains(@class, 'errorlist')]")
    said = " ".join(complaint.text_content().split())
    assert "The link to “ftp://x/y” on “the words” will become plain words" in said
    assert "Subscript is not kept: “n”" in said
    assert box(answer, "summary") == typed
    assert fresh(story).summary == "<p>It turned at noon.</p>"
    again = fields(answer) | {"_continue": "1"}
    assert client.post(address("change", story), again).status_code == 302
    assert fresh(story).summary == "<p>the words HnO</p>"


def test_something_else_that_would_be_removed_is_told_anew():
    chief = person("Desk chief")
    story = pages.story(chief)
    client = signed_in(chief)
    again = fields(save(client, story, summary="<p><u>a</u></p>")) | {"_continue": "1"}
    answer = client.post(address("change", story), again | {"summary": "<p><u>a</u><s>b</s></p>"})
    assert "Strikethrough is not kept: “b”" in errors(answer)


def test_the_editors_own_dialog_may_leave_the_scheme_out():
    chief = person("Desk chief")
    story = pages.story(chief)
    typed = '<p><a href="www.nasa.gov/x">a</a> <a href="desk@example.org">b</a></p>'
    answer = save(
        signed_in(chief), story, summary=typed, reports__0__url="www.pierpost.example/turn"
    )
    assert answer.status_code == 302
    assert 'href="https://www.nasa.gov/x"' in fresh(story).summary
    assert 'href="mailto:desk@example.org"' in fresh(story).summary
    assert story.reports.get().url == "https://www.pierpost.example/turn"


def test_rows_and_other_kinds_of_page_tell_as_well():
    chief = person("Desk chief")
    client = signed_in(chief)
    story = pages.story(chief, analysis=(AnalysisPart(id="a0000001", heading="One"),))
    assert "Underlining" in errors(save(client, story, analysis__0__body="<p><u>a</u></p>"))
    assert "Underlining" in errors(save(client, pages.faq(chief), intro="<p><u>a</u></p>"))
    assert "another size" in errors(save(client, pages.entity(chief), body="<h1>a</h1>"))
    url = list_address(Story, "add")
    new = fields(client.get(url)) | {"summary": "<p><u>a</u></p>", "_continue": "1"}
    assert "Underlining" in errors(client.post(url, new))


def test_a_correction_tells_as_well():
    chief = person("Desk chief")
    story = pages.story(chief)
    publish(story, actor=chief)
    told = {"wrong": "It.", "right": "That."}
    answer = do(signed_in(chief), story, "correct", summary="<p><u>a</u></p>", **told)
    assert "Underlining is not kept: “a”" in errors(answer)
    assert story.editions.count() == 1
