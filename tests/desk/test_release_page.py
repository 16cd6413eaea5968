"""The page that publishes: its blocks, its cures, and what it remembers."""

from dataclasses import replace

import pytest

from entities.models.draft import Entity
from faqs.documents import Source
from newsdesk.workflow.guards import Unconfirmed
from stories.documents import AnalysisPart, SourceReport
from stories.models.draft import Story
from tests import pages, release
from tests.desk.screens import address, do, fields, fresh, looked_at, signed_in, text, tree
from tests.people import person
from tests.public import desk

pytestmark = pytest.mark.django_db
LINKED = Source(id="50000002", title="Tides", url="https://example.org/tides")


@pytest.fixture
def chief(settings):
    settings.SECOND_READER = ()
    return person("Desk chief")


def cures(page):
    return {
        " ".join(button.text_content().split()): button.get("value")
        for button in tree(page).xpath("//button[@name='cure']")
    }


def press(client, story, label, **values):
    url = address("verb", story, "publish")
    page = client.get(url)
    (value,) = [value for text, value in cures(page).items() if text.startswith(label)]
    return client.post(url, fields(page) | values | {"cure": value})


def document(story):
    return pages.STORY.document_of(Story.objects.get(pk=story.pk))


def report(number, **values):
    return SourceReport(
        id=f"b000000{number}", outlet="Harbour Herald", paraphrase="The pier is shut.", **values
    )


def test_a_topic_that_the_text_names_again_and_again_is_added_by_one_press(chief):
    tug = pages.entity(chief, "Tug Alice")
    release.publish(tug, actor=chief)
    story = pages.story(chief, background="<p>Tug Alice came. Then Tug Alice left.</p>")
    answer = press(signed_in(chief), story, "Add the topic")
    assert answer.status_code == 200
    assert "Settled: names that are no topic of the page." in text(answer)
    assert document(story).entities == (tug.key,)


def test_topics_that_are_not_named_are_removed_one_or_all_of_them(chief):
    topics = [pages.entity(chief, f"Harbour Trust {n}") for n in ("North", "South", "West")]
    story = pages.story(chief, entities=tuple(topic.key for topic in topics))
    client = signed_in(chief)
    press(client, story, "Remove it: The topic “Harbour Trust South”")
    assert document(story).entities == (topics[0].key, topics[2].key)
    press(client, story, "All 2: remove it")
    assert document(story).entities == ()


def test_a_topic_that_only_a_question_of_the_page_names_is_no_finding(chief):
    topic = pages.entity(chief, "Harbour Trust")
    asked = pages.faq(chief, "What does the Harbour Trust do?")
    story = pages.story(chief, faqs=(asked.key,), entities=(topic.key,))
    page = signed_in(chief).get(address("verb", story, "publish"))
    assert "neither the story nor its questions name it" not in text(page)


@pytest.mark.parametrize(("label", "medium"), [("in print", "print"), ("broadcast", "broadcast")])
def test_a_report_says_why_it_has_no_link_and_may_go_out(chief, label, medium):
    story = pages.story(chief, reports=(report(1),))
    client = signed_in(chief)
    assert b"Publish now" not in client.get(address("verb", story, "publish")).content
    answer = press(client, story, f"No link: {label}")
    assert document(story).reports[0].medium == medium
    assert b"Publish now" in answer.content


def test_a_cure_keeps_what_was_ticked_and_written(chief):
    part = AnalysisPart(id="a0000001", heading="Background", body="<p>It is shut now.</p>")
    story = pages.story(chief, analysis=(part,))
    told = {"accepted": ["dates"], "reason-dates": "It is a quotation.", "note": "For Priya"}
    answer = press(signed_in(chief), story, "Leave the heading out", **told)
    assert document(story).analysis[0].heading == ""
    sent = fields(answer)
    assert (sent["accepted"], sent["reason-dates"]) == (["dates"], ["It is a quotation."])
    assert sent["note"] == ["For Priya"]


def test_a_name_is_confirmed_from_the_page_of_the_story(chief):
    tug = pages.ENTITY.create(
        pages.EntityDocument(name="Tug", kind="other", slug="tug", description="A ship."),
        actor=chief,
    )
    story = pages.story(chief, entities=(tug.key,), background="<p>The Tug came.</p>")
    # A page that waits with the story is confirmed where it is ticked; this one is.
    url = address("verb", story, "publish")
    client = signed_in(chief)
    (problem,) = [
        each
        for each in pages.STORY.findings(story, document(story)).blocking
        if each.code == "unconfirmed-entity"
    ]
    client.post(url, {"cure": f"confirm-topic {problem.identity}"})
    assert Entity.objects.get(pk=tug.pk).confirmed


def test_findings_of_a_faq_and_of_a_topic_are_settled_by_one_press(chief):
    sources = (Source(id="50000001", title="Log", url=""), LINKED)
    faq = pages.faq(chief, sources=sources)
    client = signed_in(chief)
    answer = press(client, faq, "Remove the source")
    assert answer.status_code == 200
    assert pages.FAQ.document_of(fresh(faq)).sources == (LINKED,)
    topic = pages.ENTITY.create(
        pages.EntityDocument(
            name="Tug", kind="other", slug="tug", description="A ship.", image=desk.image(alt="")
        ),
        actor=chief,
    )
    press(client, topic, "Name and kind are right")
    press(client, topic, "It is decorative")
    topic = fresh(topic)
    assert topic.confirmed
    assert pages.ENTITY.document_of(topic).image.decorative
    url = address("verb", topic, "publish")
    assert not cures(client.get(url))


def test_nothing_is_cured_that_the_checks_do_not_find(chief):
    topic = pages.entity(chief, "Harbour Trust")
    story = pages.story(
        chief, entities=(topic.key,), background="<p>The Harbour Trust said so.</p>"
    )
    url = address("verb", story, "publish")
    before = document(story)
    signed_in(chief).post(url, {"cure": "remove 0123456789abcdef"})
    assert document(story) == before


def test_who_may_not_change_the_page_is_offered_no_cure_and_cures_nothing(chief):
    part = AnalysisPart(id="a0000001", heading="Background", body="<p>The pier is shut.</p>")
    story = pages.story(chief, analysis=(part,))
    reader = person("Desk chief", "reader")
    reader.groups.clear()
    reader.user_permissions.set(
        type(reader).user_permissions.field.related_model.objects.filter(
            codename__in=("view_story", "publish_story")
        )
    )
    client = signed_in(reader)
    page = client.get(address("verb", story, "publish"))
    assert not cures(page)
    (found,) = [
        each
        for each in pages.STORY.findings(story, document(story)).warnings
        if each.code == "generic-heading"
    ]
    url = address("verb", story, "publish")
    assert client.post(url, {"cure": f"no-heading {found.identity}"}).status_code == 403
    assert document(story).analysis[0].heading == "Background"


def test_what_was_accepted_is_not_asked_again_until_its_words_change(chief):
    story = pages.story(chief, background="<p>The pier is shut now.</p>")
    client = signed_in(chief)
    do(client, story, "publish")
    panel = text(client.get(address("change", story)))
    assert "Looked at “now” will mean another day" in panel
    pages.STORY.revise(story, replace(document(story), standfirst="A new one."), actor=chief)
    page = client.get(address("verb", story, "publish"))
    assert "accepted" not in looked_at(page)
    other = "<p>The pier is open now.</p>"
    pages.STORY.revise(story, replace(document(story), background=other), actor=chief)
    page = client.get(address("verb", story, "publish"))
    assert looked_at(page)["accepted"] == ["dates"]


def test_the_deed_itself_asks_for_a_reason_of_each_subject(chief):
    part = AnalysisPart(id="a0000001", heading="Background", body="<p>It is shut now.</p>")
    story = pages.story(chief, analysis=(part,))
    found = [each.identity for each in pages.STORY.findings(story, document(story)).warnings]
    with pytest.raises(Unconfirmed):
        pages.STORY.publish(story, actor=chief, confirmed=found, reason={"dates": "A quotation."})
    reasons = {"dates": "A quotation.", "claims": "It is the right word."}
    pages.STORY.publish(story, actor=chief, confirmed=found, reason=reasons)


def test_the_page_holds_a_frame_of_what_readers_will_see(chief):
    story = pages.story(chief)
    page = signed_in(chief).get(address("verb", story, "publish"))
    (frame,) = tree(page).xpath("//iframe/@src")
    assert frame == f"{address('preview', story)}?as=page"
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
