"""Corrections are data over lines and over what was understood; they hold when the text is read again."""

import pytest

from newsdesk.intake.decode import clean
from newsdesk.intake.lines import Line, Span
from newsdesk.intake.reading import read_words
from stories.importing.corrected import corrected, thing_of_question, thing_of_topic
from stories.importing.corrections import (
    Correction,
    corrected_lines,
    corrections_from,
    data_of,
    keys_of,
    put,
    taken_back,
)
from stories.importing.explainer import KnownEntity
from stories.importing.parser import parts_of, understand_part
from stories.importing.places import choices, place_from
from stories.importing.sentence_case import PageSpelling
from stories.importing.titles import from_file_name
from tests.importing.pages import VOLCANO


def part_of(text):
    (part,) = parts_of(read_words(clean(text)))
    return part


def key(part, words):
    (found,) = (
        key for key, line in zip(keys_of(part.lines), part.lines, strict=True) if words in line.text
    )
    return found


def said(of, field, value):
    return Correction(of=of, field=field, value=value)


def read(text, *placed):
    part = part_of(text)
    corrections = [said(f"line:{key(part, words)}", "place", place) for words, place in placed]
    return understand_part(part, corrections=corrections)


def test_every_place_that_is_offered_is_one():
    offered = [value for _, rows in choices() for value, _ in rows]
    assert len(offered) == len(set(offered)) > 25
    assert all(str(place_from(value)) == value for value in offered)


@pytest.mark.parametrize(
    "value", ["", "heading", "heading:nothing", "in:headline", "is:summary", "x"]
)
def test_what_is_no_place_is_none(value):
    assert place_from(value) is None


def test_every_place_of_every_line_leaves_each_line_placed_or_listed():
    part = part_of(VOLCANO)
    for line, name in zip(part.lines, keys_of(part.lines), strict=True):
        for value in ("out", "text", "inside", "in:background", "begin:analysis", "heading:deeper"):
            if not line.text:
                continue
            page = understand_part(part, corrections=[said(f"line:{name}", "place", value)])
            placed = {each.line for each in page.placements} | {
                each.number for each in page.unplaced
            }
            assert {each.number for each in page.lines if each.text} <= placed


def test_a_section_begins_with_a_line_that_is_no_heading():
    story = read(VOLCANO, ("The island lives on visitors", "begin:background")).story
    assert story.background.startswith("<p>The island lives on visitors")
    assert "<li>Summer bookings have stopped.</li>" in story.background
    assert [part.heading for part in story.analysis] == ["An old mountain, badly watched"]


def test_a_heading_of_the_analysis_is_made_and_unmade():
    plain = read(VOLCANO, ("Money for the airport", "text")).story
    assert "Money for the airport" not in [part.heading for part in plain.analysis]
    assert any("Money for the airport" in part.body for part in plain.analysis)
    made = read(VOLCANO, ("Half of the instruments on Skarfell", "inside")).story
    assert any(part.heading.startswith("Half of the instruments") for part in made.analysis)


def test_headline_standfirst_and_byline_are_named():
    story = read(
        VOLCANO,
        ("Two villages are empty", "is:headline"),
        ("Skarfell wakes after", "is:standfirst"),
    ).story
    assert story.headline.startswith("Two villages are empty")
    assert story.standfirst == "Skarfell wakes after ninety years"


def test_a_further_question_begins_where_it_is_said():
    text = "What's happened\nRain.\nCommon questions\nWhy?\nSo.\nAnd what of the snow\nNothing.\n"
    assert len(read(text).faqs) == 1
    two = read(text, ("And what of the snow", "begin:questions")).faqs
    assert [faq.document.question for faq in two] == ["Why?", "And what of the snow"]


def test_what_is_left_out_is_told_and_is_no_doubt():
    page = read(VOLCANO, ("Summer bookings", "out"))
    (note,) = [note for note in page.notes if note.code == "left-out"]
    assert note.level == "information"


def test_lines_have_keys_of_their_own_and_keep_them_when_others_change():
    part, changed = part_of(VOLCANO), part_of(VOLCANO.replace("Nobody has been hurt.", "Rain."))
    keys = keys_of(part.lines)
    assert len(set(keys)) == len(keys)
    assert sum(a != b for a, b in zip(keys, keys_of(changed.lines), strict=True)) == 1


def test_links_and_stress_stay_where_the_words_around_them_stay():
    line = Line(
        1,
        "The port of Halden is shut now.",
        spans=(
            Span(4, 8, "link", "https://a.example"),
            Span(12, 18, "bold"),
            Span(22, 26, "italic"),
        ),
    )
    words = said(f"line:{keys_of([line])[0]}", "words", "The port of Halden town is shut now.")
    (changed,) = corrected_lines([line], [words]).lines
    spans = {(changed.text[span.start : span.end], span.kind) for span in changed.spans}
    assert spans == {("port", "link"), ("Halden", "bold"), ("shut", "italic")}


def test_words_with_a_new_line_are_two_lines_counted_anew():
    lines = [Line(1, "One. Two."), Line(2, "Three.")]
    words = said(f"line:{keys_of(lines)[0]}", "words", "One.\n\n  Two.  ")
    found = corrected_lines(lines, [words])
    assert [(line.number, line.text) for line in found.lines] == [
        (1, "One."),
        (2, "Two."),
        (3, "Three."),
    ]
    assert len(set(found.keys)) == 3


def test_a_later_word_takes_the_place_of_an_earlier_one_and_all_can_be_taken_back():
    one = put((), said("story", "headline", "A"))
    two = put(one, said("story", "headline", "B"))
    assert [each.value for each in two] == ["B"]
    assert taken_back(two, "story", "headline") == ()
    assert corrections_from(data_of(two)) == two


@pytest.mark.parametrize(
    "data",
    [
        None,
        "x",
        [1],
        [{"of": "story"}],
        [{"of": "x", "field": "y", "value": "z"}],
        [{"of": "story", "field": "headline", "value": 5}],
        [{"of": "story", "field": "headline", "value": "x" * 201}],
    ],
)
def test_what_is_no_correction_is_left_out(data):
    assert corrections_from(data) == ()


def test_fields_matches_and_what_is_left_out():
    page = understand_part(part_of(VOLCANO))
    mountain, other = page.entities[0], page.entities[1]
    report = page.story.reports[0]
    known = KnownEntity(key="entity:9", name="Skarfell", kind="place")
    found = corrected(
        page,
        [
            said(thing_of_topic(page, mountain), "becomes", "entity:9"),
            said(thing_of_topic(page, other), "becomes", "out"),
            said(thing_of_question(page, page.faqs[1]), "becomes", "out"),
            said(f"report:{report.id}", "outlet", "VG"),
            said(f"report:{report.id}", "reporters", "Ann Lee, Bo Ek"),
            said("story", "bylines", "Ada Morris, editor, Tom Okafor"),
            said(f"part:{page.story.analysis[0].id}", "kind", "context"),
        ],
        {"entity:9": known},
    )
    assert found.entities[0].key == "entity:9"
    assert other.key not in found.story.entities
    assert found.story.entities[0] == "entity:9"
    assert "entity:9" in found.faqs[0].document.entities
    assert [faq.key for faq in found.faqs] == ["faq:new-1", "faq:new-3"]
    assert (found.story.reports[0].outlet, found.story.reports[0].reporters) == (
        "VG",
        ("Ann Lee", "Bo Ek"),
    )
    assert [byline.name for byline in found.story.bylines] == ["Ada Morris", "Tom Okafor"]
    assert found.story.analysis[0].kind == "context"
    gone = {note.target.rpartition(".")[0] for note in found.notes}
    assert not {other.key, mountain.key} & gone


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Ferry hits the pier_v2.docx", "Ferry hits the pier"),
        ("why-the-dam-is-dry.md", "Why the dam is dry"),
        ("C:\\texts\\Ash over the harbour (2).odt", "Ash over the harbour"),
        ("draft.txt", ""),
        ("Untitled document.docx", ""),
        ("2026-11-30.txt", ""),
        ("explainer final v3.pdf", ""),
        ("", ""),
    ],
)
def test_a_name_of_a_file_is_a_headline_where_it_says_something(name, title):
    assert from_file_name(name) == title


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("WHY THE PIER MATTERS", "Why the pier matters"),
        ("NASA WAITS FOR HALDEN", "NASA waits for Halden"),
        ("HALDEN’S PIER", "Halden’s pier"),
        ("NASA", "NASA"),
        ("Why the Pier matters", "Why the Pier matters"),
    ],
)
def test_capitals_become_a_sentence_with_names_as_the_page_has_them(heading, wanted):
    spelling = PageSpelling(["The pier of Halden matters, says NASA. It waits for a tug.", heading])
    assert spelling.in_sentence_case(heading) == wanted


def test_a_page_all_in_capitals_stays_as_it_is():
    assert (
        PageSpelling(["ALL OF THIS PAGE"]).in_sentence_case("ALL OF THIS PAGE")
        == "ALL OF THIS PAGE"
    )
