"""Desk queries: tied to a part, told to who is meant, never lost, and seen by the desk alone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsdesk.comments import threads
from newsdesk.comments.mentions import mentioned
from newsdesk.comments.models import DeskQuery
from newsdesk.comments.parts import parts_of
from newsdesk.comments.threads import open_blocking
from newsdesk.notifications.models import Notice
from newsdesk.workflow.transitions import Blocked
from stories.admin import StoryAdmin
from stories.documents import AnalysisPart
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.desk.screens import address, fields, save, signed_in, text, tree
from tests.people import outsider, person

pytestmark = pytest.mark.django_db


def part(item, path):
    return parts_of(item, StoryAdmin.sections)[path]


def told(user):
    return [(notice.kind, notice.text) for notice in Notice.objects.of(user)]


# Verbs


def test_a_blocking_query_stops_until_it_is_resolved(ada, bo, story):
    why = part(story, "analysis:aaaa0001")
    query = threads.ask(story, actor=ada, about=why, text="Says who?", blocking=True)
    threads.ask(story, actor=ada, text="A nicer headline?")
    assert open_blocking(story.key) == [("analysis:aaaa0001", "Says who?")]
    assert open_blocking("story:999999") == []
    assert threads.open_queries([story.key])[story.key] == [
        ("analysis:aaaa0001", "Says who?", True),
        ("", "A nicer headline?", False),
    ]
    threads.resolve(query, actor=ada)
    assert open_blocking(story.key) == []
    threads.reopen(query, actor=bo, note="Not yet.")
    assert open_blocking(story.key) == [("analysis:aaaa0001", "Says who?")]


def test_what_blocks_is_found_in_one_query(ada, story, django_assert_num_queries):
    for number in range(5):
        threads.ask(story, actor=ada, text=f"And {number}?", blocking=True)
    with django_assert_num_queries(1):
        assert len(open_blocking(story.key)) == 5


def test_an_author_cannot_talk_a_blocking_query_of_an_editor_away(ada, bo, story):
    query = threads.ask(story, actor=ada, text="Is the figure right?", blocking=True)
    with pytest.raises(PermissionDenied):
        threads.resolve(query, actor=bo)
    assert open_blocking(story.key)
    threads.resolve(query, actor=person("Desk chief"))
    own = threads.ask(story, actor=bo, text="Do not publish yet.", blocking=True)
    threads.resolve(own, actor=bo)
    plain = threads.ask(story, actor=ada, text="A comma?")
    threads.resolve(plain, actor=bo)
    assert not DeskQuery.objects.about(story.key).open()


def test_a_query_is_settled_once(ada, story):
    query = threads.ask(story, actor=ada, text="Is it?")
    with pytest.raises(threads.AlreadySo, match="open already"):
        threads.reopen(query, actor=ada)
    threads.resolve(query, actor=ada)
    with pytest.raises(threads.AlreadySo, match="by ada"):
        threads.resolve(query, actor=ada)
    assert [entry.kind for entry in query.entries.all()] == ["resolved"]


def test_a_query_needs_words_and_not_too_many(ada, story):
    query = threads.ask(story, actor=ada, text="Is it?")
    for words in ("", "  \n"):
        with pytest.raises(threads.EmptyComment):
            threads.ask(story, actor=ada, text=words)
        with pytest.raises(threads.EmptyComment):
            threads.reply(query, actor=ada, text=words)
    with pytest.raises(threads.Refused, match="longer than 4000"):
        threads.reply(query, actor=ada, text="x" * 4_001)
    assert DeskQuery.objects.count() == 1


def test_who_may_not_see_a_page_can_do_nothing_to_its_queries(ada, story):
    stranger, query = outsider(), threads.ask(story, actor=ada, text="Is it?")
    deeds = (
        lambda: threads.ask(story, actor=stranger, text="x"),
        lambda: threads.reply(query, actor=stranger, text="x"),
        lambda: threads.resolve(query, actor=stranger),
        lambda: threads.reopen(query, actor=stranger),
    )
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()
    assert DeskQuery.objects.open().count() == 1
    assert not query.entries.exists()


def test_asking_resolving_and_reopening_are_in_the_history_with_their_actor(ada, bo, story):
    query = threads.ask(story, actor=bo, text="Is it?")
    threads.resolve(query, actor=ada, note="It is.")
    threads.reopen(query, actor=bo)
    words = text(signed_in(ada).get(address("history", story)))
    assert "bo commented." in words
    assert "ada resolved a comment. It is." in words
    assert "bo reopened a comment." in words


def test_what_was_said_is_never_changed(ada, story):
    entry = threads.reply(threads.ask(story, actor=ada, text="Is it?"), actor=ada, text="Yes.")
    with pytest.raises(TypeError):
        entry.delete()
    entry.text = "No."
    with pytest.raises(TypeError):
        entry.save()


# Who is told


def test_the_author_hears_of_a_query_and_who_asked_hears_of_the_answer(ada, bo, story):
    query = threads.ask(story, actor=ada, text="Says who?", blocking=True)
    assert told(bo) == [
        ("query", "ada comments, to be resolved before publishing, on “The ferry turns”: Says who?")
    ]
    threads.reply(query, actor=bo, text="The harbour.")
    assert told(ada) == [("reply", "bo replies on “The ferry turns”: The harbour.")]
    threads.resolve(query, actor=ada)
    assert told(bo)[0] == ("resolved", "ada has resolved a comment on “The ferry turns”: Says who?")
    threads.reopen(query, actor=ada)
    assert told(bo)[0][0] == "reopened"


def test_who_is_mentioned_is_told_once_and_led_to_the_query(ada, bo, story):
    cy = person("Editor", "cy")
    query = threads.ask(story, actor=ada, text="@Cy, @cy: who says so? Not ada@cy.example. @bo")
    assert [kind for kind, _ in told(cy)] == ["mention"]
    assert [kind for kind, _ in told(bo)] == ["mention"]
    (link,) = tree(signed_in(cy).get("/admin/notices/notice/")).xpath(
        "//*[@class='desk-notice']/a/@href"
    )
    assert link == f"{address('queries', story)}#query-{query.pk}"


def test_a_colleague_is_meant_in_any_writing_of_the_name(ada, story):
    elodie = person("Editor", "Élodie")
    threads.ask(story, actor=ada, text="@elodie, where from?")
    threads.ask(story, actor=ada, text="And when, @ÉLODIE?")
    assert [kind for kind, _ in told(elodie)] == ["mention", "mention"]
    found = signed_in(ada).get(address("colleagues", story), {"q": "elo"}).json()["colleagues"]
    assert [each["name"] for each in found] == ["Élodie"]


def test_two_names_that_differ_by_an_accent_are_told_apart(ada, story):
    with_accent, without = person("Editor", "zoë"), person("Editor", "zoe")
    threads.ask(story, actor=ada, text="@zoë, @Zoé: says who?")
    assert [kind for kind, _ in told(with_accent)] == ["mention"]
    assert told(without) == []


def test_only_who_may_see_the_page_is_told(ada, story):
    stranger, gone = outsider(), person("Editor", "gone")
    gone.is_active = False
    gone.save()
    threads.ask(story, actor=ada, text="@outsider @gone @nobody-at-all look here")
    assert told(stranger) == told(gone) == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("@ada and @bo.", ["ada", "bo"]),
        ("(@ada)", ["ada"]),
        ("@ada @ada", ["ada"]),
        ("ada@desk.example", []),
        ("an @ alone, and @.", []),
        ("@a.b-c+d@e!", ["a.b-c+d@e"]),
        (" ".join(f"@n{n}" for n in range(50)), [f"n{n}" for n in range(20)]),
    ],
)
def test_mentions_are_read_as_people_write_them(words, names):
    assert mentioned(words) == names


# What becomes of the part


def rewrite(story, actor, *parts):
    document = document_of(Story.objects.get(pk=story.pk))
    changed = {name: getattr(document, name) for name in document.__slots__}
    return STORY.revise(story, type(document)(**changed | {"analysis": parts}), actor=actor)


def test_a_query_stays_with_its_part_when_it_is_moved_and_reworded(ada, bo, story):
    threads.ask(story, actor=ada, about=part(story, "analysis:aaaa0001"), text="Says who?")
    rewrite(
        story,
        bo,
        AnalysisPart(id="aaaa0002", heading="What next", body="<p>It is repaired.</p>"),
        AnalysisPart(id="aaaa0001", heading="Why at noon", body="<p>The tide was low.</p>"),
    )
    words = text(signed_in(ada).get(address("queries", story)))
    assert "About Analysis part “Why at noon”" in words
    assert "This text has changed. Text commented on" in words
    assert "The tide was high." in words


def test_a_query_outlives_its_part_and_shows_the_words_as_they_were(ada, bo, story):
    why = part(story, "analysis:aaaa0001")
    threads.ask(story, actor=ada, about=why, text="Says who?", blocking=True)
    rewrite(story, bo, AnalysisPart(id="aaaa0002", heading="What next", body="<p>x</p>"))
    for url in (address("queries", story), address("change", story)):
        words = text(signed_in(ada).get(url))
        assert "About a part that is gone: Analysis part “Why now”" in words
        assert "The tide was high." in words
    assert open_blocking(story.key) == [("analysis:aaaa0001", "Says who?")]


def test_saving_and_publishing_lose_no_query(ada, bo, story):
    threads.ask(story, actor=bo, about=part(story, "summary"), text="Noon where?", quoted="at noon")
    save(signed_in(ada), story, headline="Another headline")
    release.publish(story, actor=ada)
    assert "Noon where?" in text(signed_in(ada).get(address("change", story)))


def test_every_part_of_every_kind_of_page_can_be_asked_about(ada):
    client = signed_in(ada)
    for item in (pages.story(ada), pages.faq(ada), pages.entity(ada)):
        client_page = client.get(address("queries", item))
        for path in tree(client_page).xpath("//select[@name='part']/option/@value"):
            answer = client.post(
                address("queries", item), {"do": "ask", "part": path, "text": f"About {path}?"}
            )
            assert answer.status_code == 302, path
        form = client.get(address("change", item))
        ids = set(tree(form).xpath("//@id"))
        jumps = tree(form).xpath("//*[contains(@class, 'desk-query-about')]/a/@href")
        assert jumps
        assert {jump.removeprefix("#") for jump in jumps} <= ids


# The screens


def test_queries_stand_beside_their_section_and_nowhere_else(ada, story):
    threads.ask(story, actor=ada, about=part(story, "analysis:aaaa0002"), text="When?")
    threads.ask(story, actor=ada, text="Do we need it?")
    form = tree(signed_in(ada).get(address("change", story)))
    (behind,) = form.xpath("//*[@id='queries-behind']")
    assert "When?" in behind.text_content()
    assert "Do we need it?" not in behind.text_content()
    (whole,) = form.xpath("//*[@id='queries-page']")
    assert "Do we need it?" in whole.text_content()
    assert form.xpath("//*[@id='queries-happened']//article") == []


def test_a_whole_talk_without_javascript(ada, bo, story):
    url, editor, reporter = address("queries", story), signed_in(ada), signed_in(bo)
    editor.post(
        url,
        {
            "do": "ask",
            "part": "analysis:aaaa0001",
            "text": "@bo, says who?",
            "quoted": "tide",
            "blocking": "on",
        },
    )
    query = DeskQuery.objects.get()
    assert (query.part_name, query.quoted) == ("Analysis part “Why now”", "tide")
    reporter.post(url, {"do": "reply", "query": query.pk, "text": "The harbour."})
    assert reporter.post(url, {"do": "resolve", "query": query.pk}).status_code == 403
    assert "Resolve" not in [
        button.text for button in tree(reporter.get(url)).xpath("//button[@name='do']")
    ]
    answer = editor.post(url, {"do": "resolve", "query": query.pk, "text": "Good."}, follow=True)
    words = text(answer)
    assert "bo replied" in words
    assert "ada resolved it" in words
    editor.post(url, {"do": "reopen", "query": query.pk})
    assert open_blocking(story.key)


def test_a_refused_query_comes_back_with_everything_that_was_written(ada, story):
    client, url = signed_in(ada), address("queries", story)
    sent = {"do": "ask", "part": "summary", "quoted": "at noon", "blocking": "on", "text": " "}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Write your comment." in text(answer)
    form = next(f for f in tree(answer).forms if "quoted" in f.fields)
    assert (form.fields["part"], form.fields["quoted"].strip()) == ("summary", "at noon")
    assert form.inputs["blocking"].checked
    gone = client.post(url, sent | {"part": "analysis:zzzz0009", "text": "Kept?"})
    assert "This part is not there any more." in text(gone)
    assert "Kept?" in text(gone)


def test_an_empty_answer_is_refused_and_an_empty_resolution_is_not(ada, story):
    client, url = signed_in(ada), address("queries", story)
    query = threads.ask(story, actor=ada, text="Is it?")
    answer = client.post(url, {"do": "reply", "query": query.pk, "text": ""})
    assert answer.status_code == 422
    assert "There is nothing written in it." in text(answer)
    assert client.post(url, {"do": "resolve", "query": query.pk}).status_code == 302
    again = client.post(url, {"do": "resolve", "query": query.pk, "text": "Good."})
    assert "has been resolved already, by ada" in text(again)


def test_whoever_was_not_told_is_named(ada, story):
    url, sent = address("queries", story), {"do": "ask", "text": "@nobody-here and @bo, look."}
    words = text(signed_in(ada).post(url, sent, follow=True))
    assert "Not told: @nobody-here." in words
    assert "@bo." not in words


def test_the_query_of_one_page_is_not_reached_through_another(ada, bo, story):
    other = pages.story(ada, "Another story")
    query = threads.ask(story, actor=ada, text="Is it?")
    client = signed_in(ada)
    for deed in ("reply", "resolve", "reopen"):
        sent = {"do": deed, "query": query.pk, "text": "x"}
        assert client.post(address("queries", other), sent).status_code == 404
    dialog = f"{address('queries', other)}?section=behind&query={query.pk}"
    assert client.get(dialog).status_code == 404
    assert not query.entries.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"do": "delete"}, {"do": "reply"}, {"do": "reply", "query": "9" * 40}]
)
def test_nonsense_is_not_found(ada, story, sent):
    assert signed_in(ada).post(address("queries", story), sent).status_code == 404


def test_the_pieces_for_the_form_are_what_the_page_is_made_of(ada, story):
    client, url = signed_in(ada), f"{address('queries', story)}?section=behind"
    dialog = client.get(url)
    assert fields(dialog)["part"] == ["analysis:aaaa0001"]
    sent = {"do": "ask", "part": "analysis:aaaa0002", "text": "When? @nobody-here"}
    piece = client.post(url, sent)
    assert piece.status_code == 200
    assert tree(piece).get("id") == "queries-behind"
    assert "Commented. Not told: @nobody-here." in text(piece)
    assert "When?" in text(piece)
    assert tree(piece).get("data-total") == "1 open"
    assert client.post(url, {"do": "ask", "text": ""}).status_code == 422
    query = DeskQuery.objects.get()
    talk = client.get(f"{url}&query={query.pk}")
    assert "Comment by ada" in text(talk)
    piece = client.post(url, {"do": "resolve", "query": query.pk})
    assert "When?" not in text(piece)
    assert "1 resolved" in text(piece)


def test_names_are_completed_for_who_may_see_the_page_with_who_may_see_it(ada, bo, story):
    person("Moderator", "ben")
    outsider_named = outsider()
    outsider_named.username = "bertha"
    outsider_named.save()
    url = address("colleagues", story)
    found = signed_in(bo).get(url, {"q": "b"}).json()["colleagues"]
    assert [each["name"] for each in found] == ["ben", "bo"]
    assert signed_in(outsider_named).get(url, {"q": "b"}).status_code == 403


def test_the_form_costs_the_same_for_one_query_and_for_twenty(
    ada, bo, story, django_assert_max_num_queries
):
    client, counted = signed_in(ada), []
    why = part(story, "analysis:aaaa0001")
    client.get(address("change", story))
    for number in range(20):
        query = threads.ask(story, actor=ada, about=why, text=f"And {number}?")
        threads.reply(query, actor=bo, text="Yes.")
        if number in (0, 19):
            with django_assert_max_num_queries(60) as captured:
                client.get(address("change", story))
            counted.append(len(captured))
            with django_assert_max_num_queries(60) as captured:
                client.get(address("queries", story))
            counted.append(len(captured))
    assert counted[:2] == counted[2:]


def test_the_form_pays_three_queries_for_its_desk_queries_with_the_gate(ada, story):
    threads.ask(story, actor=ada, text="Is it?")
    client = signed_in(ada)
    with CaptureQueriesContext(connection) as captured:
        client.get(address("change", story))
    own = [each["sql"] for each in captured if "reviewing_" in each["sql"].split("FROM")[-1][:60]]
    assert len(own) == 3


# The gate


@pytest.mark.parametrize("build", [pages.story, pages.faq, pages.entity])
def test_a_blocking_query_stops_publishing_every_kind_of_page(ada, build):
    item = build(ada)
    query = threads.ask(item, actor=ada, text="Is it right?", blocking=True)
    threads.ask(item, actor=ada, text="A nicer picture?")
    with pytest.raises(Blocked, match="A comment that must be resolved is open: “Is it right"):
        release.publish(item, actor=ada)
    assert "A comment that must be resolved is open" in text(
        signed_in(ada).get(address("change", item))
    )
    threads.resolve(query, actor=ada)
    release.publish(item, actor=ada)
