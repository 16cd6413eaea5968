"""What stands between a story and its readers: every rule with what breaks it, and where it points."""

import dataclasses
import datetime

import pytest

from newsdesk.desk.layout import anchor_of
from newsdesk.rules.findings import Findings
from stories.documents import AnalysisPart, DeeperQuestion, SourceReport, TimelineEvent
from stories.rules.about import Query, Question, Topic
from tests.rules.stories import ABOUT, PICTURE, STORY, blocking, check, reporting, saying, warnings


def about(**values):
    return dataclasses.replace(ABOUT, **values)


def test_nothing_is_found_in_a_whole_story():
    assert check() == Findings()


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"headline": " "}, "no-headline", "headline"),
        ({"slug": ""}, "no-slug", "slug"),
        ({"summary": ""}, "no-summary", "summary"),
        ({"bylines": ()}, "no-byline", "bylines"),
        ({"reports": ()}, "no-source", "reports"),
        ({"reports": (SourceReport(id="r1", paraphrase="All agree."),)}, "no-source", "reports"),
        ({"image": dataclasses.replace(PICTURE, alt="")}, "image-without-alt", "image_alt"),
        (
            {"image": dataclasses.replace(PICTURE, alt="IMG_2034.JPG")},
            "image-alt-is-file-name",
            "image_alt",
        ),
        (
            {"image": dataclasses.replace(PICTURE, alt="DSC 0042")},
            "image-alt-is-file-name",
            "image_alt",
        ),
        (reporting(outlet=""), "source-without-outlet", "reports:r0000001.outlet"),
        (reporting(url="", headline=""), "source-without-link", "reports:r0000001.url"),
        (
            {"analysis": (AnalysisPart(id="a1", heading="The cost"),)},
            "part-without-text",
            "analysis:a1.body",
        ),
        (
            {"timeline": (TimelineEvent(id="t1", date="", text="It leans."),)},
            "event-without-date",
            "timeline:t1.date",
        ),
    ],
)
def test_what_is_missing_blocks_at_its_field(values, code, field):
    found = check(**values).blocking
    assert [(problem.code, problem.field) for problem in found] == [(code, field)]


def test_a_report_that_is_not_on_the_web_is_found_by_headline_and_day():
    day = datetime.date(2026, 11, 2)
    assert blocking(**reporting(url="", headline="The pier", published=day)) == []
    assert blocking(**reporting(url="", headline="The pier", published=None)) == [
        "source-without-link"
    ]


def test_one_link_is_enough_for_all_that_an_outlet_says():
    (first,) = STORY.reports
    second = dataclasses.replace(first, id="r2", url="", headline="", paraphrase="It leans.")
    found = check(reports=(first, second))
    assert found.blocking == ()
    assert "link-elsewhere" in [problem.code for problem in found.warnings]
    carried = dataclasses.replace(second, attribution_guessed=True)
    assert "link-elsewhere" not in warnings(reports=(first, carried))
    other = dataclasses.replace(second, outlet="Another Paper")
    assert blocking(reports=(first, other)) == ["source-without-link"]


def test_an_outlet_that_is_only_a_guess_is_warned_of_once():
    (first,) = STORY.reports
    again = dataclasses.replace(first, id="r2", paraphrase="It leans.")
    told = about(guessed_outlets=frozenset({first.outlet}))
    codes = [problem.code for problem in check(told, reports=(first, again)).warnings]
    assert codes.count("guessed-outlet") == 1


def test_a_decorative_picture_needs_no_words():
    assert blocking(image=dataclasses.replace(PICTURE, alt="", decorative=True)) == []


def test_the_desks_own_summary_among_the_reports_is_no_source_that_lacks_something():
    summing_up = SourceReport(id="r2", paraphrase="All of them speak of a hard winter.")
    assert blocking(reports=(*STORY.reports, summing_up)) == []


def test_an_unconfirmed_topic_blocks():
    topics = {"entity:1": Topic(name="Brimsey", confirmed=False)}
    (found,) = check(about(topics=topics)).blocking
    assert (found.code, found.field) == ("unconfirmed-entity", "entities:entity:1")
    assert "“Brimsey”" in str(found)


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("a0000001", "analysis:a0000001.body"),
        ("r0000001", "reports:r0000001.paraphrase"),
        ("t0000001", "timeline:t0000001.text"),
        ("summary", "summary"),
        ("", "headline"),
    ],
)
def test_an_open_desk_query_that_blocks_blocks_at_its_part(part, field):
    (found,) = check(
        about(queries=(Query(part=part, text="Who says so?", blocking=True),))
    ).blocking
    assert (found.code, found.field) == ("blocking-query", field)
    assert "“Who says so?”" in str(found)


def test_an_open_desk_query_warns():
    query = Query(part="a0000001", text="Nicer verb?")
    assert warnings(about(queries=(query,))) == ["open-query"]
    assert blocking(about(queries=(query,))) == []


@pytest.mark.parametrize(
    "heading",
    ["Background", "ANALYSIS", "Introduction:", "What’s next?", "1. Why it matters", "Forecast"],
)
def test_a_heading_that_could_stand_over_anything_warns(heading):
    part = dataclasses.replace(STORY.analysis[0], heading=heading)
    (found,) = check(analysis=(part,)).warnings
    assert (found.code, found.field) == ("generic-heading", "analysis:a0000001.heading")


@pytest.mark.parametrize(
    "heading", ["", "The background of the mayor", "What ice does next", "A forecast in doubt"]
)
def test_a_heading_that_says_something_or_nothing_at_all_passes(heading):
    assert warnings(analysis=(dataclasses.replace(STORY.analysis[0], heading=heading),)) == []


def test_a_topic_that_the_story_does_not_name_warns():
    topics = {**ABOUT.topics, "entity:2": Topic(name="Norport")}
    found = check(about(topics=topics), entities=("entity:1", "entity:2")).warnings
    assert [(p.code, p.field) for p in found] == [("entity-unnamed", "entities:entity:2")]


@pytest.mark.parametrize(
    "topic",
    [
        Topic(name="Northern Port", names=("Norport",)),
        Topic(name="Jane Norport", kind="person"),
    ],
)
def test_an_alias_or_a_persons_surname_names_a_topic(topic):
    values = saying("Norport had no boat.")
    topics = {**ABOUT.topics, "entity:2": topic}
    assert warnings(about(topics=topics), entities=("entity:1", "entity:2"), **values) == []


def test_a_topic_of_the_desk_that_is_used_twice_and_not_listed_warns():
    (found,) = check(**saying("Norport had no boat. The boats of Norport had left.")).warnings
    assert (found.code, found.field) == ("name-unlisted", "entities")
    assert "“Norport” is named 2 times" in str(found)
    assert warnings(**saying("Norport had no boat.")) == []


def test_a_name_that_the_desk_does_not_know_warns_from_three_times_on():
    twice = "The road goes past Lake Ellery to a farm. In winter the boats lie on Lake Ellery."
    assert warnings(**saying(twice)) == []
    assert warnings(**saying(f"{twice} In spring they leave Lake Ellery again.")) == [
        "name-unlisted"
    ]


def test_papers_reporters_and_speakers_need_no_topic():
    told = "It was seen by Ruth Okonjo. They met Ruth Okonjo, and asked Ruth Okonjo and Nurmagan."
    assert warnings(**saying(told)) == []


def test_a_merged_topic_counts_as_its_survivor():
    same = {"entity:1": "entity:9"}
    topics = {"entity:1": Topic(name="Brimsey Island", names=("Brimsey",))}
    faqs = {"faq:1": Question(title="Why?", entities=("entity:9",))}
    assert check(about(topics=topics, same=same, faqs=faqs)).warnings == ()


def test_a_question_to_go_deeper_that_the_story_does_not_speak_of_warns():
    odd = DeeperQuestion(id="d1", text="How do vaccines reach remote clinics?")
    (found,) = check(deeper=(odd,)).warnings
    assert (found.code, found.field) == ("deeper-unrelated", "deeper:d1.text")


def test_a_faq_that_shares_no_topic_warns():
    faqs = {"faq:1": Question(title="How do vaccines work?", entities=("entity:7",))}
    (found,) = check(about(faqs=faqs)).warnings
    assert (found.code, found.field) == ("faq-unrelated", "faqs:faq:1")
    named = {"faq:1": Question(title="Where is Brimsey?")}
    assert warnings(about(faqs=named)) == []


def test_a_guessed_attribution_warns():
    assert warnings(**reporting(attribution_guessed=True)) == ["guessed-attribution"]


def test_figures_of_one_part_are_one_finding():
    (found,) = check(**saying("It cost £2 million. The beam weighs 17 tonnes.")).warnings
    assert "“£2 million”, “17 tonnes”" in str(found)


def test_findings_come_in_the_order_of_the_page():
    fields = [
        problem.field
        for problem in check(
            background="<p>It is now closed.</p>",
            summary="<p>It is now closed.</p>",
            **saying("It is now open."),
        ).warnings
    ]
    assert fields == ["summary", "analysis:a0000001.body", "background"]


def test_a_confirmation_holds_while_the_words_stay_and_lapses_when_they_change():
    (found,) = check(**saying("The pier is now closed.")).warnings
    (moved,) = check(**saying("All is well. The pier is now closed.")).warnings
    (changed,) = check(**saying("The pier is now shut.")).warnings
    assert moved.identity == found.identity
    assert changed.identity != found.identity
    assert check(**saying("The pier is now closed.")).unconfirmed({found.identity}) == ()
    assert check(**saying("The pier is now shut.")).unconfirmed({found.identity}) == (changed,)


@pytest.mark.parametrize(
    ("field", "anchor"),
    [
        ("headline", "field-headline"),
        ("analysis:3f2a9c01.body", "3f2a9c01-body"),
        ("bylines", "bylines-group"),
        ("entities:entity:5", "entity_rows-group"),
        ("faqs:faq:5", "faq_rows-group"),
        ("entities", "entity_rows-group"),
    ],
)
def test_every_finding_leads_to_a_place_in_the_form(field, anchor):
    (problem,) = check(headline="").blocking
    assert anchor_of(dataclasses.replace(problem, field=field)) == anchor
