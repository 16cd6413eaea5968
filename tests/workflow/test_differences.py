"""Differences: both sides can be read off one, what is the same is not in it, and markup stays whole."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from newsdesk.comparison.diff.alignment import aligned
from newsdesk.comparison.diff.documents import ONLY_FORM, State, difference, keys_in
from newsdesk.comparison.diff.marked import runs_html, sections_of
from newsdesk.comparison.diff.paragraphs import blocks, lines_after, lines_before
from newsdesk.comparison.diff.words import Op, read_after, read_before, text_runs, tokens
from newsdesk.comparison.labels import said
from newsdesk.comparison.three_way_merge import Data
from newsdesk.pages.document_image import Image
from newsdesk.pages.documents import as_data
from newsdesk.pages.rich_text import plain, sanitise
from stories.documents import (
    AnalysisPart,
    Byline,
    DeeperQuestion,
    SourceReport,
    StoryDocument,
    TimelineEvent,
)
from stories.labels import STORY_FIELDS

NAUGHTY = [
    "the",
    "ferry",
    "leaned",
    "1,250.5",
    "don’t",
    "“quoted”",
    "<script>alert(1)</script>",
    "&amp;",
    "</del></ins>",
    '" onmouseover="x',
    "..",
    "—",
    "é",
    "नमस्ते",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from([*NAUGHTY, " ", "\n", "  "]), max_size=30).map("".join),
    st.lists(st.sampled_from(NAUGHTY), max_size=30).map(" ".join),
    st.text(max_size=30).filter(lambda text: "\x00" not in text),
)


def _tagged(word: str, tag: str) -> str:
    word = escape(word)
    if tag == "a":
        return f'<a href="https://x.example/{len(word)}">{word}</a>'
    return f"<{tag}>{word}</{tag}>" if tag else word


INLINE = st.lists(
    st.builds(_tagged, st.sampled_from(NAUGHTY), st.sampled_from(["", "", "strong", "em", "a"])),
    min_size=1,
    max_size=8,
).map(" ".join)
BLOCK = st.one_of(
    INLINE.map(lambda words: f"<p>{words}</p>"),
    INLINE.map(lambda words: f"<p>{words}<br>{words}</p>"),
    INLINE.map(lambda words: f"<ul><li><p>{words}</p></li><li><p>more</p></li></ul>"),
    INLINE.map(lambda words: f"<ol><li><p>{words}</p><ul><li><p>in</p></li></ul></li></ol>"),
    INLINE.map(lambda words: f"<blockquote><p>{words}</p></blockquote>"),
    INLINE.map(lambda words: f"<h3>{words}</h3>"),
)
# Words outside any paragraph, as an importer may bring them, or paragraphs as the editor writes them.
RICH = st.one_of(st.lists(BLOCK, max_size=4).map("".join), INLINE)

WORDS = st.lists(st.sampled_from(NAUGHTY[:8]), max_size=6).map(" ".join)
IDS = st.sampled_from(["aaaa0001", "aaaa0002", "aaaa0003", "aaaa0004"])
PARTS = st.lists(
    st.builds(AnalysisPart, id=IDS, heading=WORDS, body=RICH),
    max_size=4,
    unique_by=lambda part: part.id,
).map(tuple)
REPORTS = st.lists(
    st.builds(SourceReport, id=IDS, outlet=WORDS, paraphrase=WORDS, quotation=TEXTS),
    max_size=3,
    unique_by=lambda part: part.id,
).map(tuple)
DOCUMENTS = st.builds(
    StoryDocument,
    headline=WORDS,
    tags=st.lists(st.sampled_from("abc"), max_size=3, unique=True).map(tuple),
    summary=RICH,
    analysis=PARTS,
    reports=REPORTS,
    faqs=st.lists(st.sampled_from(["faq:1", "faq:2"]), max_size=2, unique=True).map(tuple),
    image=st.one_of(
        st.none(),
        st.builds(Image, name=st.just("a.webp"), width=st.just(1), height=st.just(1), alt=WORDS),
    ),
).map(as_data)


@given(TEXTS)
def test_tokens_put_together_are_the_text(text):
    assert "".join(token.text for token in tokens(text)) == text


@given(TEXTS, TEXTS)
def test_both_plain_texts_can_be_read_off_the_difference(before, after):
    runs = text_runs(before, after)
    assert read_before(runs) == before
    assert read_after(runs) == after


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert all(run.op is Op.SAME for run in text_runs(text, text))


@given(RICH, RICH)
def test_both_rich_texts_can_be_read_off_the_difference(before, after):
    found = blocks(before, after)
    assert lines_before(found) == plain(sanitise(before, headings=True))
    assert lines_after(found) == plain(sanitise(after, headings=True))


@given(
    st.lists(st.sampled_from("abcdef"), max_size=40),
    st.lists(st.sampled_from("abcdef"), max_size=40),
)
def test_what_is_aligned_is_equal_and_in_order(before, after):
    pairs = aligned(before, after)
    assert all(before[i] == after[j] for i, j in pairs)
    for (i, j), (x, y) in pairwise(pairs):
        assert i < x
        assert j < y


@given(st.lists(st.integers(), max_size=30))
def test_everything_is_aligned_with_itself(items):
    assert aligned(items, items) == [(n, n) for n in range(len(items))]


@given(DOCUMENTS, DOCUMENTS)
def test_a_document_differs_from_another_and_not_from_itself(before, after):
    assert not difference(STORY_FIELDS, before, before)
    assert bool(difference(STORY_FIELDS, before, after)) == (before != after)


@given(DOCUMENTS, DOCUMENTS)
def test_every_changed_field_shows_what_was_and_what_is(before, after):
    for _, item in difference(STORY_FIELDS, before, after).items():
        for change in item.changes:
            if change.entries:
                continue
            field = _field(change.path)
            assert change.before() == said(field, _value(before, change.path))
            assert change.after() == said(field, _value(after, change.path))


@given(DOCUMENTS, DOCUMENTS)
def test_markup_is_never_broken_nor_let_in(before, after):
    sections = sections_of(difference(STORY_FIELDS, before, after))
    page = render_to_string("comparison/_sections.html", {"sections": sections, "level": "2"})
    assert "<script" not in page
    tree = lxml_html.fragment_fromstring(page, create_parent="main")
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag in {
            *("main", "div", "section", "h2", "p", "b", "span", "ins", "del", "ul", "li"),
            *("details", "summary", "strong", "em", "a", "small"),
        }
        assert set(element.attrib) <= {"class", "href", "data-state", "data-op", "data-kind"}
    assert page.count("<ins>") == page.count("</ins>") == len(tree.findall(".//ins"))
    assert page.count("<del>") == page.count("</del>") == len(tree.findall(".//del"))


def _field(path):
    name, _, inner = path.partition(".")
    field = next(one for one in STORY_FIELDS if one.name == name.partition(":")[0])
    return next(one for one in field.fields if one.name == inner) if inner else field


def _value(document: Data, path: str):
    name, _, inner = path.partition(".")
    name, _, part = name.partition(":")
    value = document[name]
    if part:
        value = next((one for one in value if one["id"] == part), None)
    return value if not inner else value and value[inner]


def told(before: StoryDocument, after: StoryDocument) -> list[tuple[str, State, str]]:
    found = difference(STORY_FIELDS, as_data(before), as_data(after))
    return [(heading, item.state, item.title) for heading, item in found.items()]


def analysis(*pairs: tuple[str, str]) -> tuple[AnalysisPart, ...]:
    return tuple(AnalysisPart(id=f"aaaa000{n}", heading=n, body=body) for n, body in pairs)


def test_a_part_that_stands_elsewhere_has_moved_and_nothing_else():
    before = StoryDocument(
        analysis=analysis(("1", "<p>a</p>"), ("2", "<p>b</p>"), ("3", "<p>c</p>"))
    )
    after = StoryDocument(analysis=(before.analysis[2], *before.analysis[:2]))
    (section,) = difference(STORY_FIELDS, as_data(before), as_data(after)).sections
    (item,) = section.items
    assert (item.state, item.title, item.was, item.now) == (State.MOVED, "3", 3, 1)
    assert item.changes == ()


def test_added_removed_and_changed_parts_are_told_apart():
    before = StoryDocument(analysis=analysis(("1", "<p>a</p>"), ("2", "<p>b</p>")))
    after = StoryDocument(analysis=analysis(("2", "<p>b b</p>"), ("3", "<p>c</p>")))
    behind = "What's behind the headline?"
    assert told(before, after) == [
        (behind, State.REMOVED, "1"),
        (behind, State.CHANGED, "2"),
        (behind, State.ADDED, "3"),
    ]


def test_each_list_of_a_story_has_its_own_heading():
    before = StoryDocument()
    after = StoryDocument(
        bylines=(Byline(name="Ada Reed", slug="ada-reed"),),
        tags=("Ships",),
        image=Image(name="pictures/a.webp", width=1, height=1, alt="A pier"),
        reports=(SourceReport(id="r", outlet="Ship Review"),),
        timeline=(TimelineEvent(id="e", date="2014", text="It sailed."),),
        deeper=(DeeperQuestion(id="d", text="And then?", target="faq:3"),),
        faqs=("faq:1",),
        entities=("entity:5",),
    )
    headings = [heading for heading, *_ in told(before, after)]
    assert headings == [
        "Bylines",
        "Tags",
        "Image",
        "What the papers say",
        "How we got here",
        "Go deeper",
        "Common questions",
        "More on these topics",
    ]


def test_pages_are_named_by_their_titles():
    before, after = StoryDocument(entities=("entity:5",)), StoryDocument(entities=("entity:6",))
    data = [as_data(one) for one in (before, after)]
    assert keys_in(STORY_FIELDS, *data) == {"entity:5", "entity:6"}
    titles = {"entity:5": "Harbour Trust", "entity:6": "Port Authority"}
    (section,) = difference(STORY_FIELDS, *data, titles=titles).sections
    (change,) = section.items[0].changes
    assert [(one.op, one.text) for one in change.entries] == [
        (Op.REMOVED, "Harbour Trust"),
        (Op.ADDED, "Port Authority"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("It leaned twice.", "It leaned three times.", "It leaned [-twice-][+three times+]."),
        ("Rates of 1,250.5 hold.", "Rates of 1,260.5 hold.", "Rates of [-1,250.5-][+1,260.5+] hold."),
        ("It did.", "It did not.", "It did[+ not+]."),
        ("“We held on,” she said.", "“We fell over,” she said.", "“We [-held on-][+fell over+],” she said."),
        ("a  b", "a b", "a[-  -][+ +]b"),
    ],
)  # fmt: skip
def test_words_are_marked_as_a_person_would_mark_them(before, after, marked):
    signs = {Op.SAME: "{}", Op.REMOVED: "[-{}-]", Op.ADDED: "[+{}+]"}
    assert "".join(signs[run.op].format(run.text) for run in text_runs(before, after)) == marked


def test_two_sentences_with_nothing_in_common_are_not_interlaced():
    runs = text_runs(
        "The harbour trust denied knowledge of the accident.",
        "Nobody from three other companies was aware of what happened.",
    )
    assert [run.op for run in runs] == [Op.REMOVED, Op.ADDED, Op.SAME]


def test_a_change_of_emphasis_link_or_kind_of_paragraph_is_seen():
    found = blocks("<p>It <strong>leaned</strong>.</p>", "<p>It leaned.</p>")
    assert [run.op for run in found[0].runs] == [Op.SAME, Op.REMOVED, Op.ADDED, Op.SAME]
    old, new = (f'<p>See <a href="https://{host}.example/">it</a></p>' for host in "ab")
    words = runs_html(blocks(old, new)[0].runs)
    assert "(https://a.example/)" in words
    assert "(https://b.example/)" in words
    (block,) = blocks(
        "<p>One thing that leaned.</p>", "<ul><li><p>One thing that leaned.</p></li></ul>"
    )
    assert (block.was, block.kind) == ("paragraph", "list item")


def test_a_link_that_no_browser_may_follow_is_none():
    forged = blocks("<p>x</p>", "<p>x</p>")[0].runs[0].__class__
    run = forged(Op.ADDED, "click", (("a", "javascript:alert(1)"),))
    assert "href" not in runs_html([run])


def test_markup_alone_is_told_in_words():
    before, after = (
        StoryDocument(summary="<p>One.</p><p></p>"),
        StoryDocument(summary="<p>One.</p>"),
    )
    (section,) = difference(STORY_FIELDS, as_data(before), as_data(after)).sections
    assert section.items[0].changes[0].note == ONLY_FORM


def test_paragraphs_far_from_any_change_are_folded_away():
    texts = [f"<p>Paragraph number {n} says this.</p>" for n in "abcdef"]
    before = StoryDocument(summary="".join(texts))
    after = StoryDocument(summary="".join(texts[:-1]) + "<p>Paragraph number f says that.</p>")
    found = sections_of(difference(STORY_FIELDS, as_data(before), as_data(after)))
    stretches = found[0].items[0].changes[0].stretches
    assert [(one.folded, len(one.paragraphs)) for one in stretches] == [(True, 4), (False, 2)]


def test_a_text_too_long_to_be_checked_is_compared_as_words():
    long = "<p>" + "word " * 30_000 + "</p>"
    assert lines_after(blocks("<p>short</p>", long)) == plain(long)


class Counted(str):
    """A word that counts how often words are compared."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def steps_of(sequence: Sequence[str]) -> int:
    """Return how many comparisons an alignment of a text with its reverse takes."""
    Counted.compared = 0
    words = [Counted(word) for word in sequence]
    aligned(words, words[::-1])
    return Counted.compared


def test_the_work_grows_with_the_length_of_a_repetitive_text_not_with_its_square():
    short, long = (steps_of(["a", "b", "b", "a", "c"] * n) for n in (400, 1_600))
    assert long < 6 * max(short, 1_000)
