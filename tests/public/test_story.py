"""A story as a reader gets it."""

from dataclasses import replace
from datetime import date

import time_machine

from entities.models.outlet import Outlet
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


def test_a_card_has_all_that_one_outlet_says_and_nothing_twice(chief, read):
    one, other = "https://review.example/1", "https://review.example/2"
    reports = (
        SourceReport(
            id="rep00001",
            outlet="Ship Review",
            url=one,
            headline="Pad repaired",
            reporters=("Bo Lund",),
            published=date(2025, 3, 2),
            paraphrase="The pad was repaired.",
        ),
        SourceReport(id="rep00002", outlet="The Buoy", url="https://b.example/", paraphrase="No."),
        SourceReport(id="rep00003", outlet="Ship Review", url=one, paraphrase="It cost a million."),
        SourceReport(id="rep00004", outlet="Ship Review", url=other, paraphrase="It will hold."),
    )
    desk.story(chief, reports=reports)
    review, buoy = read(PATH).xpath('//article[contains(@class, "paper")]')
    assert words(each.xpath(".//h3")[0] for each in (review, buoy)) == ["Ship Review", "The Buoy"]
    said = ["The pad was repaired.", "It cost a million.", "It will hold."]
    assert words(review.xpath('.//p[@class="paraphrase"]')) == said
    assert review.xpath('.//p[@class="source"]/a/@href') == [one, other]
    assert words(review.xpath('.//p[@class="source"]/a')) == ["Pad repaired", "The report"]
    assert "By Bo Lund · Published 2 March 2025" in review.text_content()
    assert review.text_content().count("In our words") == 1
    # Each report keeps the address that it had before they shared a card.
    for number in (1, 3, 4):
        assert len(read(PATH).xpath(f'//*[@id="report-rep0000{number}"]')) == 1


def test_what_two_papers_say_alike_is_written_once(chief, read):
    same = "The pad was repaired."
    reports = (
        SourceReport(id="rep00001", outlet="Ship Review", paraphrase=same, quotation="At last."),
        SourceReport(id="rep00002", outlet="The Buoy", reporters=("Bo Lund",), paraphrase=same),
        SourceReport(id="rep00003", outlet="The Buoy", paraphrase="Another thing."),
    )
    linked = [replace(each, url=f"https://x.example/{each.id}") for each in reports]
    desk.story(chief, reports=tuple(linked))
    page = read(PATH)
    _, buoy = page.xpath('//article[contains(@class, "paper")]')
    assert page.text_content().count(same) == 1
    alike, own = words(buoy.xpath('.//p[@class="paraphrase"]'))
    assert (alike, own) == ("Says the same as Ship Review.", "Another thing.")
    assert buoy.xpath('.//p[@class="paraphrase"]/a/@href') == ["#report-rep00001"]


def test_a_card_says_where_its_outlet_is_and_who_owns_it_since_when(chief, read):
    known = {"owner": "Sea Group", "owner_as_of": 2024, "country": "NO"}
    Outlet.objects.create(name="The Buoy", **known)
    buoy = SourceReport(id="rep00001", outlet="The Buoy", url="https://b.example/", paraphrase="x")
    desk.story(chief, reports=(buoy, replace(buoy, id="rep00002", paraphrase="y")))
    (card,) = read(PATH).xpath('//article[contains(@class, "paper")]')
    assert card.text_content().count("Norway · Owner: Sea Group (as of 2024)") == 1
    assert card.xpath("./h3/a/@href") == ["/outlets/the-buoy/"]
    # Readers are told of the owner when the story was published; the year is of another one now.
    Outlet.objects.update(owner="Land Group", owner_as_of=2025)
    (card,) = read(PATH).xpath('//article[contains(@class, "paper")]')
    assert "Norway · Owner: Sea Group" in card.text_content()
    assert "as of" not in card.text_content()


def test_quotation_and_paraphrase_stand_apart(chief, read):
    desk.full_story(chief)
    page = read(PATH)
    assert words(page.xpath("//blockquote")) == ["We all held on."]
    assert (
        "Cy Dahl, a passenger" in words(page.xpath("//blockquote/following-sibling::figcaption"))[0]
    )
    (said,) = page.xpath('//p[@class="paraphrase"]')
    assert said.text_content() == "The paper says that it leaned 1 times."
    assert "By Bo Lund" in page.text_content()
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
        assert not page.xpath('//p[@class="source"]//a'), url
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
