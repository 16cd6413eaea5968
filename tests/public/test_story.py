"""A story as a reader gets it."""

from dataclasses import replace

import time_machine

from entities.workflow import ENTITY
from newsdesk.catalogue.models import Page
from newsdesk.pages.public_page import References
from stories.documents import AnalysisPart, DeeperQuestion, SourceReport, TimelineEvent
from stories.headings import BACKGROUND, BEHIND, DEEPER, HAPPENED, PAPERS, QUESTIONS, TOPICS
from stories.story_page import StoryPage
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.public import desk

PATH = "/stories/the-ferry-turns/"


def words(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


def test_a_story_answers_first_and_keeps_the_order_of_the_desk(chief, read):
    desk.full_story(chief)
    page = read(PATH)
    headings = words(page.xpath("//article//h2[not(ancestor::nav)]"))
    assert headings == [HAPPENED, BEHIND, PAPERS, BACKGROUND, DEEPER, QUESTIONS, TOPICS]
    assert headings[:2] == ["What's happened", "What's behind the headline?"]
    assert words(page.xpath("//h1")) == ["The ferry turns"]


def test_a_section_without_content_leaves_no_heading(chief, read):
    desk.story(chief)
    page = read(PATH)
    assert words(page.xpath("//article//h2[not(ancestor::nav)]")) == [HAPPENED, PAPERS]
    assert words(page.xpath('//nav[contains(@class, "toc")]//a')) == [HAPPENED, PAPERS]


def test_the_contents_lead_to_every_section_and_part(chief, read):
    desk.full_story(chief, parts=2)
    page = read(PATH)
    anchors = [a.get("href") for a in page.xpath('//nav[contains(@class, "toc")]//a')]
    assert "#part-ana00001" in anchors
    for anchor in anchors:
        assert len(page.xpath(f'//*[@id="{anchor[1:]}"]')) == 1, anchor


def test_no_two_elements_share_an_id(chief, read):
    desk.full_story(chief, parts=3)
    ids = read(PATH).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_forecast_is_marked_as_one(chief, read):
    desk.full_story(chief)
    (part,) = read(PATH).xpath('//*[@id="part-ana00001"]')
    assert "Forecast" in part.text_content()
    assert "not a report" in part.text_content()


def test_one_sentence_of_two_papers_is_one_card_that_names_both(chief, read):
    same = "The pad was repaired."
    reports = (
        SourceReport(id="rep00001", outlet="Ship Review", paraphrase=same, quotation="At last."),
        SourceReport(id="rep00002", outlet="The Buoy", reporters=("Bo Lund",), paraphrase=same),
        SourceReport(id="rep00003", outlet="The Buoy", paraphrase="Another thing."),
    )
    linked = [replace(each, url=f"https://x.example/{each.id}") for each in reports]
    desk.story(chief, reports=tuple(linked))
    cards = read(PATH).xpath('//article[contains(@class, "paper")]')
    names = words(card.xpath(".//h3")[0] for card in cards)
    assert names == ["Ship Review and The Buoy", "The Buoy"]
    assert cards[0].text_content().count(same) == 1


def test_quotation_and_paraphrase_stand_apart(chief, read):
    desk.full_story(chief)
    page = read(PATH)
    assert words(page.xpath("//blockquote")) == ["We all held on."]
    assert (
        "Cy Dahl, a passenger" in words(page.xpath("//blockquote/following-sibling::figcaption"))[0]
    )
    (said,) = page.xpath('//p[@class="paraphrase"]')
    assert said.text_content() == "The paper says that it leaned 1 times."
    assert "as reported by Bo Lund" in page.text_content()
    assert page.xpath('//a[@href="https://review.example/1"]')


def test_the_desk_signs_its_own_summary(chief, read):
    ours = SourceReport(id="rep00001", paraphrase="All agree.")
    desk.story(chief, reports=(ours, pages.REPORT))
    card, _ = read(PATH).xpath('//article[contains(@class, "paper")]')
    assert words(card.xpath(".//h3")) == ["Our summary"]


def test_a_link_that_is_no_web_address_is_not_a_link(chief, read):
    for n, url in enumerate(
        ["javascript:alert(1)", "data:text/html,x", "//evil.example", "\\\\evil"]
    ):
        report = SourceReport(id="rep00001", outlet="Buoy", headline="Bad", url=url, paraphrase="x")
        desk.story_from_before(chief, f"Story {n}", reports=(report,))
        page = read(f"/stories/story-{n}/")
        assert not page.xpath('//article[contains(@class, "paper")]//a[not(@rel)]'), url
        assert url not in page.xpath("//@href")


def test_a_timeline_is_no_more_exact_than_its_dates(chief, read):
    events = [("1990", "1990"), ("2014-03", "March 2014"), ("2014-03-18", "18 March 2014")]
    timeline = tuple(
        TimelineEvent(id=f"eve0000{n}", date=d, text="x") for n, (d, _) in enumerate(events)
    )
    desk.story(chief, timeline=timeline)
    steps = read(PATH).xpath('//ol[@class="timeline"]//time')
    assert [(step.get("datetime"), step.text) for step in steps] == events


def test_only_a_second_edition_is_called_updated(chief, read, client):
    with time_machine.travel("2026-03-01 12:00", tick=False):
        item = desk.story(chief)
    assert "Updated" not in client.get(PATH).content.decode()
    STORY.revise(item, replace(document_of(item), standfirst="New"), actor=chief)
    with time_machine.travel("2026-03-05 12:00", tick=False):
        release.publish(item, actor=chief, kind="update")
    text = " ".join(read(PATH).text_content().split())
    assert "Published 1 March 2026" in text
    assert "Updated 5 March 2026" in text


def test_a_correction_is_told_and_stays_told(chief, read):
    item = desk.story(chief)
    for standfirst, kind, note in (
        ("a", "correction", "The year was wrong."),
        ("b", "update", "More."),
    ):
        STORY.revise(item, replace(document_of(item), standfirst=standfirst), actor=chief)
        release.publish(item, actor=chief, kind=kind, note=note, wrong="1989", right="1999")
    (notice,) = read(PATH).xpath('//div[@class="correction"][@role="note"]')
    assert "The year was wrong." in notice.text_content()
    assert "More." not in read(PATH).text_content()


def test_a_draft_that_a_story_names_is_not_shown(chief, read):
    topic, asked = pages.entity(chief), pages.faq(chief)
    deeper = (DeeperQuestion(id="dee00001", text="And then?", target=asked.key),)
    desk.story(chief, entities=(topic.key,), faqs=(asked.key,), deeper=deeper)
    page = read(PATH)
    assert "Harbour Trust" not in page.text_content()
    (question,) = page.xpath('//ul[@class="deeper"]/li')
    assert question.text_content().startswith("And then? Not answered yet: tell me")
    assert not question.xpath(".//a")


def test_a_preview_shows_drafts_unlinked(chief, client):
    """The desk renders a working copy with the same assembly and template."""
    draft = Page(key="entity:9", kind="entity", title="Not yet", path="", summary="Later.")
    document = replace(
        document_of(pages.story(chief)), entities=("entity:9",), analysis=(AnalysisPart(id="a1"),)
    )
    page = Page(key="story:9", kind="story", title="x", path="")
    references = References(pages={"entity:9": draft})
    context = StoryPage(document=document, page=page, references=references).context()
    ((card,),) = (group.cards for group in context["topics"])
    assert (card.title, card.path) == ("Not yet", "")
    assert context["head"].canonical == ""


def test_a_story_that_moved_answers_with_one_redirect(chief, client):
    item = desk.story(chief)
    for slug in ("second", "third"):
        STORY.revise(item, replace(document_of(item), slug=slug), actor=chief)
        release.publish(item, actor=chief, kind="update")
    for path in (PATH, "/stories/second/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, "/stories/third/")


def test_a_withdrawn_page_says_why_and_leaves_every_list(chief, client):
    item = desk.full_story(chief)
    STORY.withdraw(item, actor=chief, note="The source took it back.")
    response = client.get(PATH)
    assert response.status_code == 410
    assert "The source took it back." in response.content.decode()
    for path in ("/", "/stories/", "/feeds/stories.xml", "/sitemap.xml", "/search/?q=ferry+turns"):
        assert PATH not in client.get(path).content.decode(), path
    assert client.get("/tags/ships-1/").status_code == 404


def test_a_withdrawn_topic_is_not_linked_any_more(chief, read):
    topic = desk.topic(chief)
    desk.story(chief, entities=(topic.key,))
    assert "Harbour Trust" in read(PATH).text_content()
    ENTITY.withdraw(topic, actor=chief, note="Wrong.")
    assert "Harbour Trust" not in read(PATH).text_content()


def test_a_long_article_stays_below_sixty_kilobytes(chief, client):
    desk.full_story(chief, parts=12)
    assert len(client.get(PATH).content) < 60_000
