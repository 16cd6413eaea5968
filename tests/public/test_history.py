"""The history of a page for readers: every public edition, nothing else, and what differs between two."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from entities.merging import topics as entity_merging
from entities.workflow import ENTITY
from entities.working_copy import document_of as entity_document
from faqs import merging as faq_merging
from faqs.documents import Answer
from faqs.workflow import FAQ
from faqs.working_copy import document_of as faq_document
from stories.documents import AnalysisPart
from stories.workflow import STORY
from stories.working_copy import document_of as story_document
from tests import release
from tests.public import desk

STORY_PATH = "/stories/the-ferry-turns/"
HISTORY = f"{STORY_PATH}history/"
CHANGES = f"{HISTORY}changes.json"


def again(workflow, document_of, item, chief, /, kind="update", note="", **values):
    """Publish `item` once more with other words."""
    now = type(item).objects.get(pk=item.pk)
    workflow.revise(item, replace(document_of(now), **values), actor=chief)
    release.publish(item, actor=chief, kind=kind, note=note)


def change(item, chief, **values):
    again(STORY, story_document, item, chief, **values)


def part(body="<p>It turns at speed.</p>", **values):
    return AnalysisPart(**{"id": "ana00001", "heading": "Why it leans", "body": body} | values)


@pytest.fixture
def told(read):
    """Return the words of a page."""

    def fetch(path):
        return " ".join(read(path).xpath("string(//main)").split())

    return fetch


@pytest.fixture
def story(chief):
    """A story with three editions."""
    item = desk.story(chief, analysis=(part(),))
    change(item, chief, note="More is known.", analysis=(part("<p>It turns at high speed.</p>"),))
    change(item, chief, standfirst="In the third edition.", kind="update")
    return item


def test_every_public_edition_is_listed_with_number_kind_reason_and_fingerprint(story, told):
    words = told(HISTORY)
    for edition in story.editions.all():
        assert edition.digest in words
    assert "Edition 1: First published" in words
    assert "Edition 2: Update" in words
    assert "More is known." in words
    assert words.index("Edition 3") < words.index("Edition 1")


def test_an_old_edition_is_readable_whole_and_says_that_it_is_old(story, read, told):
    page = read(f"{HISTORY}1/")
    text = page.xpath("string()")
    assert "This is an old edition: 1 of 3" in text
    assert "It turns at speed." in text
    assert "high speed" not in text
    assert "In the third edition." not in text
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    (canonical,) = page.xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith(STORY_PATH)
    assert not page.xpath("//script[@type='application/ld+json']")
    assert not page.xpath("//since-last-read")
    assert "This is edition 3, the current one" in read(f"{HISTORY}3/").xpath("string()")


def test_two_editions_are_compared_by_words_and_part(story, read):
    page = read(f"{HISTORY}compare/?from=1&to=2")
    (added,) = page.xpath("//div[@class='diff']//ins")
    assert "high" in added.xpath("string()")
    assert not page.xpath("//div[@class='diff']//del")
    assert page.xpath("//h2[@class='diff-heading']/text()") == ["What's behind the headline?"]
    assert "Why it leans" in page.xpath("string(//p[@class='diff-title'])")
    assert "More is known." in page.xpath("string(//main)")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_the_document_of_an_edition_has_its_fingerprint(story, client):
    answer = client.get(f"{HISTORY}2/document.json")
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Robots-Tag"] == "noindex"
    digest = hashlib.sha256(answer.content).hexdigest()
    assert digest == story.editions.get(number=2).digest
    assert f"{digest}" in client.get(f"{HISTORY}2/").content.decode()


def test_an_edition_compared_with_itself_says_so(story, told):
    assert "Not a word differs" in told(f"{HISTORY}compare/?from=2&to=2")


def test_two_editions_may_be_compared_backwards(story, read):
    page = read(f"{HISTORY}compare/?from=2&to=1")
    (removed,) = page.xpath("//div[@class='diff']//del")
    assert "high" in removed.xpath("string()")


NOWHERE = [
    "0/",
    "4/",
    "99999999999999999999/",
    "compare/",
    "compare/?from=1",
    "compare/?from=1&to=4",
    "compare/?from=-1&to=x",
    "compare/?from=%00&to=1",
    f"compare/?from={quote('²')}&to=1",
    "changes.json",
    "changes.json?from=9",
]


def test_an_edition_that_there_is_not_is_not_found(story, client):
    for path in NOWHERE:
        assert client.get(HISTORY + path).status_code in (400, 404), path


def test_what_is_new_since_an_edition_is_told_with_anchors_and_reasons(story, client, read):
    news = client.get(f"{CHANGES}?from=1").json()
    assert (news["from"], news["to"]) == (1, 3)
    assert [(p["anchor"], p["state"]) for p in news["parts"]] == [
        ("", "changed"),
        ("part-ana00001", "changed"),
    ]
    assert news["parts"][1]["label"] == "What's behind the headline? — Why it leans"
    assert [r["note"] for r in news["reasons"]] == ["More is known.", ""]
    assert "1 of" not in client.get(news["compare"]).content.decode()
    assert client.get(f"{CHANGES}?from=3").json()["parts"] == []


def test_the_anchors_of_every_kind_of_page_exist(chief, client, read):
    """A jump link that leads nowhere is worse than none."""
    pages = {
        STORY_PATH: desk.full_story(chief),
        "/questions/what-leans/": desk.full_question(chief, "What leans?"),
        "/topics/harbour-trust/": desk.topic(chief),
    }
    item, asked, topic = pages.values()
    more = story_document(item)
    change(
        item,
        chief,
        summary="<p>Other.</p>",
        background="<p>Other.</p>",
        analysis=(replace(more.analysis[0], body="<p>Other.</p>"),),
        reports=(replace(more.reports[0], paraphrase="Other."),),
        timeline=(replace(more.timeline[0], text="Other."),),
        deeper=(replace(more.deeper[0], text="Other?"),),
        faqs=(*more.faqs, asked.key),
        entities=(*more.entities, topic.key),
    )
    again(
        FAQ,
        faq_document,
        asked,
        chief,
        intro="<p>Other.</p>",
        answers=(Answer(id="ans00001", question="Other?", text="<p>Other.</p>"),),
        sources=(replace(faq_document(asked).sources[0], title="Other"),),
        entities=(topic.key,),
    )
    again(ENTITY, entity_document, topic, chief, body="<p>Other.</p>")
    found = set()
    for path in pages:
        anchors = {
            p["anchor"] for p in client.get(f"{path}history/changes.json?from=1").json()["parts"]
        }
        assert anchors - {""} <= set(read(path).xpath("//@id")), path
        found |= anchors
    assert {"happened", "background", "deeper", "questions", "topics", "about"} <= found


def test_questions_and_topics_have_a_history_too(chief, told):
    asked, topic = desk.full_question(chief), desk.topic(chief)
    again(FAQ, faq_document, asked, chief, intro="<p>They lean because of a turn.</p>")
    again(ENTITY, entity_document, topic, chief, description="It minds the quay.")
    for path in ("/questions/why-do-ferries-lean/", "/topics/harbour-trust/"):
        assert "Edition 2" in told(f"{path}history/")
        assert "Edition 2: what changed" in told(path)
        assert told(f"{path}history/1/")
    assert "It minds the quay." not in told("/topics/harbour-trust/history/1/")
    assert "added: It minds the quay]" in told("/topics/harbour-trust/history/compare/?from=1&to=2")
    assert "No story or question mentions" not in told("/topics/harbour-trust/history/1/")


def test_what_waits_has_no_history_yet(story, chief, client, told):
    soon = timezone.now() + timedelta(hours=2)
    STORY.revise(story, replace(story_document(story), standfirst="Zqlater."), actor=chief)
    release.schedule(story, actor=chief, at=soon, kind="update")
    assert "Edition 4" not in told(HISTORY)
    assert client.get(f"{HISTORY}4/").status_code == 404
    assert client.get(f"{HISTORY}compare/?from=3&to=4").status_code == 404
    STORY.unschedule(story, actor=chief, number=4)
    change(story, chief, standfirst="At once.")
    assert "Edition 4" in told(HISTORY)
    assert "Edition 5" not in told(HISTORY)
    assert "At once." in told(f"{HISTORY}4/")
    for path in (HISTORY, f"{HISTORY}4/", f"{HISTORY}compare/?from=3&to=4", f"{CHANGES}?from=1"):
        assert b"Zqlater" not in client.get(path).content


def test_the_history_of_a_withdrawn_page_is_gone_with_its_reason(story, chief, client):
    STORY.withdraw(story, actor=chief, note="A court asked us to.")
    for path in ("", "1/", "1/document.json", "compare/?from=1&to=2", "changes.json?from=1"):
        answer = client.get(HISTORY + path)
        assert answer.status_code == 410, path
        assert "A court asked us to." in answer.content.decode()
        assert b"at speed" not in answer.content


def test_what_was_withdrawn_is_not_told_again_when_the_page_comes_back(story, chief, client, told):
    STORY.withdraw(story, actor=chief, note="A court asked us to.")
    change(story, chief, analysis=(part("<p>It leans.</p>"),), standfirst="Written anew.")
    words = told(HISTORY)
    assert "Edition 5: Update" in words
    assert "A court asked us to." in words
    assert "More is known." not in words
    assert "It cannot be read any more." in words
    assert story.editions.get(number=2).digest in words
    for path in ("1/", "4/", "1/document.json", "compare/?from=2&to=5", "changes.json?from=2"):
        assert client.get(HISTORY + path).status_code == 404, path
    assert "Written anew." in told(f"{HISTORY}5/")


def test_the_history_of_a_merged_page_is_that_of_its_survivor(chief, client):
    kept, lost = desk.topic(chief), desk.topic(chief, "Port Trust")
    entity_merging.merge(lost, kept, actor=chief)
    for path in ("", "1/", "compare/?from=1&to=1"):
        answer = client.get(f"/topics/port-trust/history/{path}")
        assert (answer.status_code, answer["Location"]) == (301, "/topics/harbour-trust/history/")
    asked, doubled = desk.question(chief), desk.question(chief, "Do ferries lean?")
    faq_merging.merge(doubled, asked, actor=chief)
    answer = client.get("/questions/do-ferries-lean/history/1/")
    assert answer["Location"] == "/questions/why-do-ferries-lean/history/"


def test_an_edition_keeps_its_number_when_the_page_moves(story, chief, client):
    change(story, chief, slug="the-ferry-turned")
    for path in ("2/", "compare/?from=1&to=2"):
        answer = client.get(HISTORY + path)
        assert answer.status_code == 301
        assert answer["Location"] == f"/stories/the-ferry-turned/history/{path}"


def test_a_draft_that_an_edition_names_is_never_named_to_readers(chief, client):
    asked = desk.question(chief)
    item = desk.story(chief)
    change(item, chief, faqs=(asked.key,))
    FAQ.withdraw(asked, actor=chief, note="Wrong.")
    page = client.get(f"{HISTORY}compare/?from=1&to=2").content.decode()
    assert "Why do ferries lean?" not in page
    assert "a page that is not public now" in page


def test_unchanged_history_is_answered_with_304(story, chief, client):
    paths = [HISTORY, f"{HISTORY}1/", f"{HISTORY}compare/?from=1&to=2", f"{CHANGES}?from=1"]
    tags = {path: client.get(path)["ETag"] for path in paths}
    assert len(set(tags.values())) == len(paths)
    for path, tag in tags.items():
        again_ = client.get(path, headers={"If-None-Match": tag})
        assert again_.status_code == 304, path
        assert "max-age" in again_["Cache-Control"]
    change(story, chief, standfirst="Anew.")
    for path in (HISTORY, f"{HISTORY}1/", f"{CHANGES}?from=1"):
        assert client.get(path, headers={"If-None-Match": tags[path]}).status_code == 200, path


def test_the_history_sets_no_cookie(story, client):
    for path in (HISTORY, f"{HISTORY}1/", f"{HISTORY}compare/?from=1&to=2", f"{CHANGES}?from=1"):
        assert not client.get(path).cookies


@pytest.mark.parametrize("number", [1, 20])
def test_history_costs_the_same_however_much_there_is(chief, client, number):
    item = desk.full_story(chief, parts=number)
    for n in range(number + 1):
        first, *rest = story_document(item).analysis
        body = f"<p>Number {n}.</p>"
        change(item, chief, analysis=(replace(first, body=body), *rest), entities=())
    costs = {}
    expected = {
        "": 2,
        "1/": 6,
        "1/document.json": 3,
        "compare/?from=1&to=2": 5,
        "changes.json?from=1": 5,
    }
    for path in expected:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HISTORY + path).status_code == 200
        costs[path] = len(queries)
    assert costs == expected


def test_hostile_words_of_an_edition_stay_words(chief, client):
    nasty = "<script>alert(1)</script>"
    item = desk.story(chief, analysis=(part(heading=nasty),))
    change(
        item,
        chief,
        headline=nasty,
        slug="the-ferry-turns",
        analysis=(part(heading="x"),),
        note=nasty,
    )
    for path in ("", "1/", "compare/?from=1&to=2"):
        page = client.get(HISTORY + path).content.decode()
        assert nasty not in page
        assert html.fromstring(page).xpath("count(//script[not(@src)])") == 0
