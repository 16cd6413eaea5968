"""Home, topics, questions, tags: pages made of other pages."""

from dataclasses import replace

import pytest

from faqs.workflow import FAQ
from newsdesk.catalogue.models import Reference
from stories.documents import TimelineEvent
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.public import desk


def words(nodes):
    return [" ".join(node.text_content().split()) for node in nodes]


@pytest.mark.django_db
def test_an_empty_desk_has_a_front_page(read):
    assert "No story has been published yet" in read("/").text_content()
    for path in ("/stories/", "/topics/", "/questions/"):
        assert read(path).xpath('//*[@class="empty"]'), path


def test_the_front_page_leads_with_the_latest_story(chief, read):
    for headline in ("Old", "New"):
        desk.full_story(chief, headline)
    page = read("/")
    assert words(page.xpath('//article[contains(@class, "lead")]//h2')) == ["New"]
    assert "Old" in words(page.xpath("//h3"))
    assert "Question New 1" in words(page.xpath("//h3"))
    assert "Topic New 1" in words(page.xpath("//h3"))


def test_topics_that_are_named_equally_often_come_as_the_story_names_them(chief, read):
    one, other = (desk.topic(chief, name) for name in ("Harbour Trust", "Ferry Board"))
    desk.story(chief, entities=(one.key, other.key))
    # The order in which rows lie in the table is nobody's.
    Reference.objects.filter(target=one.key).update(position=9)
    page = read("/")
    assert words(page.xpath('//*[@class="topic-card-title"]')) == ["Ferry Board", "Harbour Trust"]


def test_topics_go_from_a_to_z_with_their_kinds(chief, read):
    for name, kind in (("Zephyr", "rocket"), ("Ångström", "person"), ("42nd Street", "place")):
        desk.topic(chief, name, kind=kind, slug=f"topic-{kind}")
    page = read("/topics/")
    assert words(page.xpath('//section[@class="letter"]/h2')) == ["0–9", "A", "Z"]
    assert "Rocket" in page.text_content()
    only = read("/topics/?kind=rocket")
    assert words(only.xpath("//h3")) == ["Zephyr"]


def test_a_topic_says_what_it_is_and_where_that_comes_from(chief, read):
    desk.topic(
        chief,
        aliases=("The Trust",),
        description_source="Ship Review",
        description_source_url="https://review.example/trust",
        description_licence="CC BY 4.0",
        body="<p>Founded by pilots.</p>",
        wikidata="Q42",
        official_site="https://trust.example/",
    )
    page = read("/topics/harbour-trust/")
    text = page.text_content()
    for part in ("Organisation", "The Trust", "Ship Review", "CC BY 4.0", "Founded by pilots."):
        assert part in text
    links = page.xpath("//main//@href")
    assert "https://review.example/trust" in links
    assert "https://trust.example/" in links
    assert "https://www.wikidata.org/wiki/Q42" in links


def test_a_topic_lists_the_stories_and_questions_that_mention_it(chief, read):
    topic = desk.topic(chief)
    desk.story(chief, entities=(topic.key,))
    desk.question(chief, entities=(topic.key,))
    page = read("/topics/harbour-trust/")
    assert words(page.xpath("//h3")) == ["The ferry turns", "Why do ferries lean?"]


def test_a_question_is_answered_before_anything_else(chief, read):
    topic = desk.topic(chief)
    asked = desk.full_question(chief, entities=(topic.key,))
    desk.story(chief, faqs=(asked.key,))
    page = read("/questions/why-do-ferries-lean/")
    (answer,) = page.xpath('//div[contains(@class, "answer")]')
    assert answer.text_content() == "They lean because they turn."
    assert page.xpath('//section[@id="answer-ans00001"]')
    text = page.text_content()
    for part in ("On the roll of ships", "Ship Review", "2 March 2025", "The ferry turns"):
        assert part in text
    assert "Harbour Trust" in words(page.xpath("//h3"))


def test_questions_can_be_narrowed_to_a_topic(chief, read):
    topic = desk.topic(chief)
    desk.question(chief, entities=(topic.key,))
    desk.question(chief, "How deep is it?")
    page = read("/questions/")
    assert len(page.xpath("//h3")) == 2
    (chip,) = page.xpath('//a[@href="?topic=harbour-trust"]')
    assert " ".join(chip.text_content().split()) == "Harbour Trust 1"
    assert words(read("/questions/?topic=harbour-trust").xpath("//h3")) == ["Why do ferries lean?"]


def test_a_tag_lists_stories_and_questions(chief, read):
    desk.story(chief, tags=("Open sea",))
    desk.question(chief, tags=("Open sea",))
    page = read("/tags/open-sea/")
    assert words(page.xpath("//h1")) == ["Open sea"]
    assert words(page.xpath("//h3")) == ["Why do ferries lean?", "The ferry turns"]


def test_a_tag_without_latin_letters_has_a_page_too(chief, read):
    desk.story(chief, tags=("宇宙",))
    page = read("/stories/the-ferry-turns/")
    (link,) = page.xpath('//ul[@class="kicker"]/li/a')
    assert link.text_content() == "宇宙"
    assert words(read(link.get("href")).xpath("//h1")) == ["宇宙"]


def test_a_tag_of_drafts_alone_does_not_exist(chief, client):
    pages.story(chief, tags=("Secret plan",))
    assert client.get("/tags/secret-plan/").status_code == 404


def test_long_lists_come_in_pages(chief, read):
    for n in range(30):
        desk.question(chief, f"Question {n}?")
    first, last = read("/questions/"), read("/questions/?page=2")
    assert len(first.xpath("//h3")) == 24
    assert len(last.xpath("//h3")) == 6
    assert last.xpath('//link[@rel="canonical"]/@href')[0].endswith("/questions/?page=2")


def test_an_odd_page_number_gives_the_first_page(chief, client):
    for n in range(25):
        desk.question(chief, f"Question {n}?")
    for number in ("9e99", "NaN", "x", "", "0", "-1", "٢"):
        response = client.get("/questions/", {"page": number})
        assert response.status_code == 200, number
        assert "Page 1 of 2" in response.content.decode(), number
    assert client.get("/questions/", {"page": "9" * 5000}).status_code == 404


def test_a_republished_story_keeps_its_place(chief, read):
    first = desk.story(chief, "First")
    desk.story(chief, "Second")
    later = TimelineEvent(id="eve00001", date="2026", text="x")
    STORY.revise(first, replace(document_of(first), timeline=(later,)), actor=chief)
    release.publish(first, actor=chief, kind="update")
    assert words(read("/stories/").xpath("//h3")) == ["Second", "First"]


def test_a_withdrawn_question_leaves_the_index(chief, read):
    asked = desk.question(chief)
    FAQ.withdraw(asked, actor=chief, note="Twice.")
    assert "ferries" not in read("/questions/").text_content()


def test_later_pages_have_titles_of_their_own_and_end(chief, read, client):
    for n in range(25):
        desk.story(chief, f"Ferry {n}", tags=("All",))
    for path in ("/stories/", "/tags/all/", "/archive/", "/search/?q=ferry"):
        first, second = read(path), read(f"{path}{'&' if '?' in path else '?'}page=2")
        assert first.findtext(".//title") != second.findtext(".//title"), path
        for number in ("98", "9" * 30):
            beyond = f"{path}{'&' if '?' in path else '?'}page={number}"
            assert client.get(beyond).status_code == 404, beyond
    for path in ("/corrections/", "/questions/", "/topics/", "/search/?q=nothing"):
        assert client.get(f"{path}{'&' if '?' in path else '?'}page=99").status_code == 404, path
