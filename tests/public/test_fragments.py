"""The pieces of HTML that functions write: escaped, and whole where something is missing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import html as of_django
from django.utils.functional import lazystr

from entities.graph_html import near_words, nodes
from entities.graphs import Graph, Node
from newsdesk.catalogue.models import Page
from newsdesk.presentation import dates, fragments
from newsdesk.presentation import html as ours
from newsdesk.presentation.head_html import head_tags, history_link, since_last_read
from newsdesk.presentation.heads import Card, Head, SocialCard
from newsdesk.presentation.images import Picture, Shape
from newsdesk.presentation.listings import EMPTY
from newsdesk.presentation.timeline import TellingStory, scale_of
from newsdesk.publication.document import Publication
from stories.documents import TimelineEvent
from stories.source_reports import Article, PaperCard, Statement
from stories.story_html import asked, cited_article, paper, section_line, story_part
from stories.story_page import Part, Section, Step, steps

HOSTILE = '<b>"it\'s" & more'
ESCAPED = "&lt;b&gt;&quot;it&#x27;s&quot; &amp; more"
SUMMER = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


def card(**values):
    given = {
        "key": "entity:1",
        "kind": "entity",
        "label": "Ship",
        "news": False,
        "path": "/topics/ferry/",
        "title": "Ferry",
        "summary": "It sails.",
        "picture": None,
        "initials": "F",
        "tone": 3,
        "bylines": (),
        "published_at": SUMMER,
        "updated_at": None,
    }
    return Card(**(given | values))


def article(**values):
    given = dict.fromkeys("wire headline href medium".split(), "")
    nothing = {"reporters": (), "published": None, "read_on": None, "paywalled": False}
    return Article(**(given | nothing | values))


@pytest.mark.parametrize("name", ["story_card", "topic_card", "question_card"])
def test_a_card_escapes_all_that_it_shows(name):
    hostile = dict.fromkeys(("label", "path", "title", "summary", "initials"), HOSTILE)
    html = getattr(fragments, name)(card(**hostile))
    assert "<b>" not in html
    assert html.count(ESCAPED) >= 3


def test_a_paper_escapes_all_that_it_shows():
    named = dict.fromkeys("id paraphrase quotation speaker like like_id".split(), HOSTILE)
    said = [Statement(**named), Statement(**(named | {"id": f"2{HOSTILE}"}))]
    told = article(wire=HOSTILE, headline=HOSTILE, href=HOSTILE, reporters=(HOSTILE,))
    told.statements = said
    facts = dict.fromkeys("id name owner country path".split(), HOSTILE)
    html = paper(PaperCard(**facts, articles=[told]), f"/{HOSTILE}/")
    assert "<b>" not in html
    assert html.count(ESCAPED) >= 18
    assert "<b>" not in cited_article(told)


def test_a_picture_escapes_all_that_it_shows():
    shape = Shape(src=HOSTILE, width=1, height=2, avif=HOSTILE, webp=HOSTILE, place=HOSTILE)
    html = fragments.picture(shape, alt=HOSTILE, sizes=HOSTILE, classes=HOSTILE)
    assert "<b>" not in html
    assert html.count(ESCAPED) == 8


def test_the_first_picture_is_loaded_at_once_and_the_others_when_they_are_near():
    shape = Shape(src="/a.webp", width=1, height=2)
    assert 'fetchpriority="high">' in fragments.picture(shape, sizes="", first=True)
    assert 'loading="lazy" decoding="async">' in fragments.picture(shape, sizes="")


def test_a_draft_is_shown_unlinked():
    draft = card(path="", published_at=None)
    for html in (fragments.topic_card(draft), fragments.question_card(draft)):
        assert "<a " not in html
        assert "ot published yet" in html
    assert fragments.report_link("", "part", "words") == ""
    assert fragments.report_foot("") == fragments.ask_link("") == ""


def test_letters_to_the_desk_name_the_page_that_they_are_about():
    path, sent = "/stories/café & bar/", "page=/stories/caf%C3%A9%20%26%20bar/"
    assert f'href="/report/?{sent}&amp;part=a%26b">' in fragments.report_link(path, "a&b", HOSTILE)
    assert f'href="/report/?{sent}">' in fragments.report_foot(path)
    assert f'href="/ask/?{sent}">' in fragments.ask_link(path)
    assert ESCAPED in fragments.report_link(path, "", HOSTILE)


def test_a_topic_with_a_picture_shows_it_in_place_of_its_initials():
    drawn = Picture(src="/media/a.webp", width=80, height=80, name="a.webp")
    assert ">F</span>" in fragments.topic_card(card())
    html = fragments.topic_card(card(picture=drawn))
    assert 'class="portrait"' in html
    assert ">F</span>" not in html


def test_a_story_card_says_when_it_was_updated_or_else_published():
    later = datetime(2026, 11, 29, 12, tzinfo=UTC)
    html = fragments.story_card(card(updated_at=later))
    assert 'Updated <time datetime="2026-11-29T12:00:00+00:00">29 November 2026</time>' in html
    html = fragments.story_card(card())
    assert "Updated" not in html
    assert '<time datetime="2026-07-02T00:30:00+01:00">2 July 2026</time>' in html
    assert "<time" not in fragments.story_card(card(published_at=None))


def test_a_day_is_that_of_the_site_s_clock():
    assert dates.day(SUMMER) == "2 July 2026"
    assert dates.minute(SUMMER) == "2 July 2026, 00:30 BST"
    assert dates.iso(SUMMER) == "2026-07-02T00:30:00+01:00"
    assert (dates.day(date(26, 7, 1)), dates.iso(date(26, 7, 1))) == (
        "1 July 0026",
        "0026-07-01",
    )
    assert [dates.day(None), dates.minute(None), dates.iso(None)] == [""] * 3


def test_a_timeline_escapes_all_that_it_shows():
    tellings = (TellingStory(HOSTILE, HOSTILE), TellingStory("Ferry", "/stories/ferry/"))
    step = Step(id=HOSTILE, when=HOSTILE, iso=HOSTILE, text=HOSTILE, gap=HOSTILE, stories=tellings)
    html = fragments.timeline([step, replace(step, iso="", gap="", stories=())], None)
    assert "<b>" not in html
    assert html.count(ESCAPED) == 10
    assert '</a>; <a href="/stories/ferry/">Ferry</a></p>' in html
    assert html.count("<time ") == html.count("From ") == html.count('class="gap"') == 1


def test_a_timeline_is_drawn_where_it_has_a_scale():
    dated = steps([TimelineEvent(id="e1", date="2014-03-18", text="It sailed.")])
    dated += steps([TimelineEvent(id="e2", date="2016", text="It sank.")])
    html = fragments.timeline(dated, scale_of(dated))
    assert html.count("<circle ") == html.count("<rect ") == 1
    assert html.count('class="scale-year"') == 2
    assert "<figcaption>2 events from 18 March 2014 to 2016, drawn to scale.</figcaption>" in html
    assert "<svg" not in fragments.timeline(dated, None)


def test_what_is_known_of_a_report_stands_on_one_line():
    known = article(wire="AP", published=date(2026, 3, 1), read_on=date(2026, 3, 2))
    html = paper(PaperCard(id="r1", name="Post", articles=[known]), "/stories/ferry/")
    assert "Published <time" in html
    assert "</time> · Read on <time" in html
    assert "</time> · Text from AP</span>" in html
    assert "Post · " not in html


def test_the_masthead_marks_the_section_and_is_made_once(monkeypatch):
    made = []
    monkeypatch.setattr(
        fragments, "render_to_string", lambda name, context: made.append(context) or str(context)
    )
    once = Publication(name="The Once")
    for section in ("stories", "topics", "stories"):
        assert section in fragments.masthead(section, once)
    assert len(made) == 2


SAFE = of_django.format_html("<i>{}</i>", "&")


@pytest.mark.parametrize("value", [HOSTILE, SAFE, "", 7, 1.5, None, lazystr(HOSTILE), [HOSTILE]])
def test_html_is_put_together_as_django_does_it(value):
    form = "<p>{}</p>{}"
    made = ours.format_html(form, value, value)
    assert made == of_django.format_html(form, value, value)
    assert ours.format_html("{}", made) == made
    rows = [(value, 1), (HOSTILE, value)]
    for between in ("", HOSTILE, SAFE):
        joined = ours.format_html_join(between, form, rows)
        assert joined == of_django.format_html_join(between, form, rows)
        assert ours.format_html("{}", joined) == joined
    assert ours.format_if("<p>{}</p>", value) == (
        of_django.format_html("<p>{}</p>", value) if value else ""
    )


def test_a_part_of_a_story_escapes_all_that_it_shows_but_its_rich_text():
    part = Part(id=HOSTILE, kind=HOSTILE, label=HOSTILE, heading=HOSTILE, body=SAFE)
    html = story_part(part, f"/{HOSTILE}/")
    assert "<b>" not in html
    assert html.count(ESCAPED) == 4
    assert '<div class="prose"><i>&amp;</i></div>' in html
    assert ESCAPED in story_part(replace(part, body=HOSTILE), "")
    bare = story_part(replace(part, label="", heading="", kind="forecast"), "")
    assert "part-label" not in bare
    assert "<h3>" not in bare
    assert "It is not a report.</p>" in bare


def test_a_question_of_a_story_leads_to_its_answer_where_that_is_published():
    html = asked(card(title=HOSTILE, summary=HOSTILE, path=HOSTILE))
    assert "<b>" not in html
    assert html.count(ESCAPED) == 4
    draft = asked(card(path="", summary=""))
    assert "<a " not in draft
    assert '<p class="asked-more">Not published yet</p>' in draft
    assert draft.count("<p") == 1


def test_a_line_of_the_contents_escapes_all_that_it_shows():
    html = section_line(Section(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE), ("b", "B"))))
    assert "<b>" not in html
    assert html.count(ESCAPED) == 4
    assert '<ol><li><a href="#' in html
    assert "<ol>" not in section_line(Section("a", "A"))


def test_a_graph_escapes_all_that_it_shows():
    hostile = dict.fromkeys(("label", "path", "title", "initials"), HOSTILE)
    node = Node(card=card(**hostile), x=1, y=2, radius=3, lines=((HOSTILE, 4), ("B", 5)))
    words = ((node.card, 1, (HOSTILE, "B")), (node.card, 2, ()))
    graph = Graph(node, (node,), (), words)
    html = nodes(graph) + near_words(graph)
    assert "<b>" not in html
    assert html.count(ESCAPED) == 5 + 7
    assert html.count('tabindex="-1"') == 1
    assert "on 1 page with it; also with " in html
    assert f"{ESCAPED}, B</span>" in html
    assert "on 2 pages with it</span>" in html


def test_a_head_escapes_all_that_it_says():
    picture = SocialCard(src=HOSTILE, alt=HOSTILE)
    head = Head(title=HOSTILE, description=HOSTILE, path=f"/{HOSTILE}", type=HOSTILE, card=picture)
    pages = replace(EMPTY, previous=1, next=3)
    html = head_tags(head, pages, HOSTILE, HOSTILE)
    assert "<b>" not in html
    assert html.count(ESCAPED) == 11
    assert html.count("&amp;page=") == 2
    assert "noindex" not in html


def test_a_head_says_nothing_of_what_is_not_there():
    bare = head_tags("", "", "", "The Explainer")
    assert '<meta name="robots" content="noindex">' in bare
    assert '<meta property="og:title" content="">' in bare
    for word in ("canonical", "og:image", "twitter", "description", "article:", "rel="):
        assert word not in bare
    pictured = Head(title="Ferry", picture=Picture(src="/a.webp", width=1, height=2, alt="A"))
    assert 'property="og:image:alt" content="A">' in head_tags(pictured, "", "", "")
    assert 'rel="prev"' not in head_tags(pictured, replace(EMPTY, next=2), "", "")


def test_the_history_of_a_page_is_shown_where_it_has_one():
    page = Page(path="/stories/ferry/", number=2, uid="ab")
    assert 'href="/stories/ferry/history/">Edition 2: what changed</a>' in history_link(page)
    assert 'src="/stories/ferry/history/changes.json"' in since_last_read(page, "")
    assert since_last_read(page, object()) == "\n"
    page.number = 1
    assert "Edition 1: history" in history_link(page)
    page.path = ""
    assert history_link(page) == since_last_read(page, "") == "\n"
