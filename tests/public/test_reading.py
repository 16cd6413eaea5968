"""A story's links to topics, its count of sources, its timeline to scale, its questions, how it is cited."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from entities import documents as entity_documents
from entities.workflow import ENTITY
from newsdesk.catalogue.models import Page
from newsdesk.pages.notes import Correction
from newsdesk.pages.public_page import References
from newsdesk.pages.rich_text import sanitise
from newsdesk.presentation.links import TopicLinks
from newsdesk.presentation.timeline import gaps, scale_of, span_of
from stories import documents as story_documents
from stories.citation import cite
from stories.documents import AnalysisPart, SourceReport, StoryDocument, TimelineEvent
from stories.sources import independence
from stories.story_page import Step, StoryPage
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.public import desk

PATH = "/stories/the-ferry-turns/"
SAMPLES = Path(__file__).parent.parent / "stories" / "samples"


def topic(name, key="entity:1", path="/topics/t/", also=""):
    return Page(kind="entity", key=key, title=name, path=path, also=also)


def linked(text, *topics):
    return html.fragment_fromstring(TopicLinks(topics).rich(text), create_parent="div")


def links(text, *topics):
    return [(a.get("href"), a.text_content()) for a in linked(text, *topics).xpath(".//a")]


TRUST = topic("Harbour Trust", also="HT\nPort Authority")


# Links to topics


def test_the_first_mention_in_each_part_leads_to_the_topic(chief, read):
    trust = desk.topic(chief, aliases=("Port Authority",))
    twice = "<p>The Harbour Trust paid. The Harbour Trust paid again.</p>"
    parts = tuple(AnalysisPart(id=f"ana0000{n}", heading="Harbour Trust", body=twice) for n in "12")
    desk.story(
        chief,
        summary="<p>The Port Authority paid.</p>",
        analysis=parts,
        background=twice,
        entities=(trust.key,),
    )
    page = read(PATH)
    path = "/topics/harbour-trust/"
    assert [a.text for a in page.xpath(f'//div[@class="prose"]//a[@href="{path}"]')] == [
        "Port Authority",
        *["Harbour Trust"] * 3,
    ]
    assert not page.xpath(f'//article//section[@id="behind"]//h3//a[@href="{path}"]')


@pytest.mark.parametrize(
    "text",
    [
        "<h3>Harbour Trust</h3>",
        "<blockquote><p>Harbour Trust</p></blockquote>",
        '<p><a href="https://x.example/">Harbour Trust</a></p>',
        "<p>“We asked the <strong>Harbour</strong> board, and the Harbour Trust agreed.”</p>",
        "<p>“The Harbour Trust is late,</p>",
        '<p>He said "Harbour Trust" twice.</p>',
        "<p>It’s called ‘the Harbour Trust’s folly’ here.</p>",
        "<p>harbour trust, ht</p>",
    ],
)
def test_headings_quotations_and_links_are_left_alone(text):
    assert [href for href, _ in links(text, TRUST) if href == TRUST.path] == []


def test_a_mention_after_a_quotation_is_linked():
    text = (
        "<blockquote><p>Harbour Trust</p></blockquote><p>“Yes,” said the Harbour Trust’s head.</p>"
    )
    assert links(text, TRUST) == [("/topics/t/", "Harbour Trust")]


def test_a_part_that_links_to_the_topic_already_gets_no_second_link():
    text = '<p>See <a href="/topics/t/">here</a>. The Harbour Trust paid.</p>'
    assert links(text, TRUST) == [("/topics/t/", "here")]


def test_a_name_inside_a_longer_one_or_of_two_topics_is_not_guessed_at():
    mars, glenn = topic("Mars"), topic("Glenn", "entity:2", "/topics/glenn/")
    assert links("<p>John Glenn flew.</p>", glenn) == []
    assert links("<p>Harbour Trust-33 sailed.</p>", TRUST) == []
    assert links("<p>Near Mars, and Glenn.</p>", mars, glenn) == [
        ("/topics/t/", "Mars"),
        ("/topics/glenn/", "Glenn"),
    ]
    assert links("<p>Near Mars.</p>", mars, topic("Mars", "entity:3", "/topics/m/")) == []


def test_letters_that_html_escapes_stay_what_they_are():
    text = "<p>1 &lt; 2 &amp; the Harbour Trust &lt;b&gt;</p>"
    tree = linked(text, TRUST)
    assert tree.text_content() == "1 < 2 & the Harbour Trust <b>"
    assert [len(tree.xpath(f".//{name}")) for name in "ab"] == [1, 0]


PIECES = st.sampled_from(
    "<p>|</p>|<a href='javascript:x'>|</a>|<b|Harbour Trust|&lt;script&gt;|“|<script>|<blockquote>"
    '|</blockquote>|<!--|-->|" onx="|&| HT |<em>'.split("|")
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_linked_text_is_as_clean_as_any_other_and_says_the_same(text):
    made = str(TopicLinks([TRUST]).rich(text))
    assert sanitise(made, headings=True) == made
    before, after = (
        html.fromstring(f"<div>.{each}</div>") for each in (sanitise(text, headings=True), made)
    )
    assert after.text_content() == before.text_content()


def test_drafts_and_withdrawn_topics_are_not_linked(chief, read):
    draft, gone = pages.entity(chief, "Secret Plan"), desk.topic(chief)
    text = "<p>The Secret Plan of the Harbour Trust.</p>"
    desk.story(chief, summary=text, entities=(draft.key, gone.key))
    assert read(PATH).xpath('//div[@class="prose"]//a/@href') == ["/topics/harbour-trust/"]
    ENTITY.withdraw(gone, actor=chief, note="Wrong.")
    assert not read(PATH).xpath('//div[@class="prose"]//a')


@pytest.mark.django_db
def test_a_preview_links_what_readers_can_see():
    document = StoryDocument(
        headline="x", summary="<p>The Harbour Trust.</p>", entities=("entity:1",)
    )
    page = Page(key="story:9", kind="story", title="x", path="")
    for shown, expected in ((TRUST, True), (topic("Harbour Trust", path=""), False)):
        references = References(pages={"entity:1": shown})
        context = StoryPage(document=document, page=page, references=references).context()
        assert ("<a " in context["summary"]) is expected


# Sources that stand on their own


def report(outlet, owner="", wire="", n=0):
    return SourceReport(
        id=f"r{n}",
        outlet=outlet,
        owner=owner,
        wire=wire,
        paraphrase=f"{outlet}{n}",
        url=f"https://paper.example/{n}",
    )


@pytest.mark.parametrize(
    ("reports", "count"),
    [
        ([], ""),
        ([SourceReport(id="1", paraphrase="Ours.")], ""),
        ([report("A", "X")], "1 report"),
        ([report("A", "X"), report("B", "Y")], "2 reports, 2 independent"),
        ([report("A", "X"), report("A", "X", n=1)], "2 reports, 1 independent"),
        ([report("A", "X"), report("B", "x ")], "2 reports, 1 independent"),
        ([report("A", "X", "W"), report("B", "Y", "W")], "2 reports, 1 independent"),
        ([report("W", "V"), report("B", "Y", "W")], "2 reports, 1 independent"),
        (
            [report("A", "X", "W"), report("B", "X"), report("C", "Z", "W")],
            "3 reports, 1 independent",
        ),
        ([report("A"), report("B", "Y")], "2 reports, at most 2 independent"),
        ([report("A"), report("A", n=1)], "2 reports, 1 independent"),
    ],
)
def test_reports_that_share_an_owner_or_an_agency_count_once(reports, count):
    assert independence(reports).count == count


def test_the_page_says_why_reports_belong_together_and_what_is_not_known(chief, read):
    desk.story(
        chief,
        reports=(report("The Buoy", wire="Sea Wire", n=1), report("Tide", wire="Sea Wire", n=2)),
    )
    (tally,) = read(PATH).xpath('//div[@class="tally"]')
    words = " ".join(tally.text_content().split())
    assert words == "2 reports, 1 independent The Buoy and Tide carry the text of Sea Wire."
    desk.story(chief, "Other", reports=(report("The Buoy"), report("Tide", n=1)))
    (tally,) = read("/stories/other/").xpath('//div[@class="tally"]')
    assert "Who owns The Buoy or Tide is not on our record." in tally.text_content()


def test_who_owned_a_paper_is_kept_as_it_was_when_the_story_came_out(chief):
    item = desk.story(chief, reports=(report("The Buoy"),))
    row = item.reports.get()
    row.outlet.owner = "Sea Group"
    row.outlet.save()
    edition = item.latest_edition()
    assert story_documents.read(edition).reports[0].owner == ""
    fresh = STORY.document_of(type(item).objects.get(pk=item.pk))
    assert fresh.reports[0].owner == "Sea Group"


@pytest.mark.parametrize("documents", [story_documents, entity_documents])
def test_documents_of_the_first_schema_open(documents):
    """Samples as the first release stored them; they are never rewritten."""
    name = documents.__name__.split(".")[0]
    data = json.loads((SAMPLES / f"{name}-1.json").read_text())
    edition = type("Stored", (), {"schema": 1, "document": data})
    document = documents.read(edition)
    if documents is story_documents:
        assert (document.reports[0].outlet, document.reports[0].owner) == ("The Buoy", "")
    else:
        assert (document.name, document.facts) == ("Harbour Trust", ())


# The timeline


def step(iso):
    return Step(id="e", when=iso, iso=iso, text="x")


def test_a_timeline_says_how_much_time_passed_no_more_exactly_than_it_knows():
    events = [step(iso) for iso in ("1990", "2014-03", "2014-06-01", "2014-06-30", "2014-06-29")]
    assert gaps(events) == ["", "24 years later", "3 months later", "29 days later", ""]
    assert gaps([step("2014"), step("")]) == ["", ""]


def test_events_are_drawn_to_scale():
    scale = scale_of([step("2000"), step("2005-01-01"), step("2009-12-31")])
    first, middle, last = (float(mark.x) for mark in scale.marks)
    assert (middle - first) / (last - first) == pytest.approx(0.5, abs=0.001)
    assert float(scale.marks[0].width) == pytest.approx(9.5, abs=0.1)
    assert scale.marks[1].width == ""
    assert [tick.label for tick in scale.ticks] == ["2000", "2005", "2009"]


def test_marks_that_would_cover_one_another_stand_above_one_another():
    days = [step(f"2025-05-{day}") for day in (17, 19, 28)]
    scale = scale_of([step("1990"), *days])
    assert len({(mark.x, mark.y) for mark in scale.marks}) == 4
    assert len({mark.y for mark in scale.marks[1:]}) == 3


def test_one_date_or_none_draws_no_scale():
    assert scale_of([step("2014"), step("2014")]) is None
    assert scale_of([step("")]) is None


@given(st.lists(st.dates(min_value=date(1, 1, 1), max_value=date(9998, 1, 1)), max_size=30))
def test_any_dates_stay_on_the_paper(days):
    scale = scale_of([step(day.isoformat()) for day in days])
    for mark in scale.marks if scale else ():
        assert 0 <= float(mark.x) <= 100
        assert 0 <= mark.y < scale.floor


@pytest.mark.parametrize("text", ["2014-13", "2014-02-30", "x", "", "20140", "0000", "９９９９"])
def test_what_is_no_date_has_no_place(text):
    assert span_of(text) is None


def test_the_drawing_has_its_events_as_text_below_it(chief, read):
    timeline = tuple(
        TimelineEvent(id=f"eve0000{n}", date=when, text=f"Event {n}")
        for n, when in enumerate(["1990", "2014-03", "2014-03-18"])
    )
    desk.story(chief, timeline=timeline)
    page = read(PATH)
    (drawing,) = page.xpath("//figure[@class='scale']/svg")
    assert drawing.get("aria-hidden") == "true"
    assert [len(drawing.xpath(f".//{name}")) for name in ("circle", "rect")] == [1, 2]
    assert not page.xpath("//@style")
    assert "3 events from 1990 to 18 March 2014" in page.xpath("//figcaption")[0].text_content()
    assert "24 years later" in page.xpath('//*[@id="event-eve00001"]')[0].text_content()


# Questions, corrections, citing


def test_a_common_question_opens_in_place_and_leads_to_its_page(chief, read):
    asked = desk.full_question(chief)
    desk.story(chief, faqs=(asked.key,))
    (opened,) = read(PATH).xpath('//section[@id="questions"]//details')
    assert opened.xpath("./summary/h3")[0].text_content() == "Why do ferries lean?"
    assert "They lean because they turn." in opened.text_content()
    assert opened.xpath(".//a/@href") == ["/questions/why-do-ferries-lean/"]


@pytest.mark.django_db
def test_a_grave_correction_stands_above_the_story_and_a_small_one_below_it():
    at = datetime(2026, 3, 1, tzinfo=UTC)
    notes = [
        Correction("Correction", "It sank.", at, wrong="floated", right="sank"),
        Correction("Clarification", "It is a ferry.", at, gravity="foot"),
    ]
    page = Page(key="story:9", kind="story", title="x", path="", published_at=at, updated_at=at)
    document = StoryDocument(headline="x", summary="<p>Body of it.</p>")
    context = StoryPage(document=document, page=page, corrections=notes).context()
    text = render_to_string("stories/story.html", context).partition("<article")[2]
    order = [text.index(words) for words in ("It sank.", "Body of it.", "It is a ferry.")]
    assert order == sorted(order)
    assert "<del>floated</del>" in text


def test_the_dates_say_what_happened_to_the_page(chief, read):
    with time_machine.travel("2026-03-01 12:00", tick=False):
        item = desk.story(chief)
    document = STORY.document_of(item)
    page = Page(
        kind="story",
        key=item.key,
        path="",
        published_at=datetime(2026, 3, 1, tzinfo=UTC),
        updated_at=datetime(2026, 3, 1, tzinfo=UTC),
        checked_at=datetime(2026, 4, 1, tzinfo=UTC),
    )
    checked = datetime(2026, 4, 1, tzinfo=UTC)
    context = StoryPage(document=document, page=page).context()
    assert (context["updated_at"], context["checked_at"]) == (None, checked)


def test_a_story_says_how_it_is_cited(chief, read, settings):
    with time_machine.travel("2026-03-01 12:00", tick=False):
        desk.full_story(chief)
    page = read(PATH)
    (cited,) = page.xpath('//details[@class="cite"]')
    words = " ".join(cited.text_content().split())
    assert f"1, A. R. (2026, March 1). The ferry turns (edition 1). {settings.SITE_NAME}." in words
    assert f"url = {{{settings.SITE_URL}{PATH}}}" in words
    (share,) = page.xpath("//share-page/a/@href")
    assert share.startswith("mailto:?subject=The%20ferry%20turns&body=http")


def test_citations_file_names_as_libraries_do_and_escape_what_bibtex_reads():
    cited = cite(
        "Is 50 % of it {gone}?",
        edition=3,
        authors=["Ada van der Berg", "Cher"],
        site="Desk",
        on=date(2026, 3, 1),
        url="https://d.example/x/",
    )
    assert cited.line == "van der Berg, A. & Cher. (2026, March 1)."
    assert cited.rest == " (edition 3). Desk. https://d.example/x/"
    assert "note = {Edition 3}" in cited.record
    assert r"title = {{Is 50 \% of it \{gone\}?}}" in cited.record
    ours = cite("X", edition=1, authors=[], site="Desk", on=date(2026, 3, 1), url="u")
    assert (ours.line, ours.rest) == ("Desk. (2026, March 1).", " (edition 1). u")


def test_a_citation_names_the_edition_that_is_read_and_its_day(chief, read):
    """Also where the last edition changed nothing of substance, and where one was taken back."""
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        item = desk.story(chief)
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        STORY.revise(item, replace(document_of(item), standfirst="Later."), actor=chief)
        later = datetime(2026, 3, 9, tzinfo=UTC)
        waiting = release.schedule(item, actor=chief, at=later, kind="update")
        STORY.unschedule(item, actor=chief, number=waiting.number)
    with time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        STORY.revise(item, replace(document_of(item), standfirst="Sooner."), actor=chief)
        release.publish(item, actor=chief, kind="minor")
    cited = {}
    for path in (PATH, f"{PATH}history/1/"):
        (element,) = read(path).xpath('//details[@class="cite"]')
        cited[path] = " ".join(element.text_content().split())
    assert "(2026, March 4). The ferry turns (edition 2)." in cited[PATH]
    assert "note = {Edition 2}" in cited[PATH]
    assert "(2026, March 1). The ferry turns (edition 1)." in cited[f"{PATH}history/1/"]
    editions = read(f"{PATH}history/").xpath('//ol[contains(@class, "editions")]//h2')
    assert [edition.text_content()[:9] for edition in editions] == ["Edition 2", "Edition 1"]


def test_an_uncached_article_costs_six_queries_with_five_parts_or_fifty(
    chief, client, django_assert_num_queries
):
    for parts in (5, 50):
        name = f"Story of {parts}"
        body = "<p>The Topic Story of 5 1 grew.</p>"
        analysis = tuple(AnalysisPart(id=f"an{n:06}", body=body) for n in range(parts))
        desk.full_story(chief, name, parts=parts, analysis=analysis)
        with django_assert_num_queries(6):
            assert client.get(f"/stories/story-of-{parts}/").status_code == 200
