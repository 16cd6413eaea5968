"""Rich text: what the editor offers passes, everything else is gone, and nothing comes back."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.pages.limits import RICH_LENGTH, RICH_TAGS
from newsdesk.pages.rich_text import (
    EXTENSIONS,
    EXTENSIONS_WITH_HEADINGS,
    as_stored,
    plain,
    readable,
    safe,
    sanitise,
    script_json,
)

PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<a href='javascript:x'>",
        "</a>",
        "<script>",
        "<svg onload=x>",
        "<b",
        "&lt;",
        "a",
        "<ul><li>",
        '"',
        "<!--",
    ]
)


@pytest.mark.parametrize(
    "html",
    [
        "<p>One <strong>bold</strong> and <em>leaning</em> word<br>on two lines.</p>",
        "<ul><li><p>first</p></li><li><p>second</p></li></ul>",
        "<blockquote><p>Said.</p></blockquote>",
        '<p><a href="https://example.org/">link</a>, <a href="mailto:a@example.org">mail</a></p>',
    ],
)
def test_what_the_editor_offers_passes_unchanged(html):
    assert sanitise(html) == html


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ('<p onclick="x">a</p>', "<p>a</p>"),
        ('<p style="color:red" class="x">a</p>', "<p>a</p>"),
        ('<p><a href="javascript:x">a</a></p>', "<p>a</p>"),
        ('<p><a href="java\tscript:x">a</a></p>', "<p>a</p>"),
        ('<p><a href="data:text/html,x">a</a></p>', "<p>a</p>"),
        ('<p><img src="https://evil.example/x.png">a</p>', "<p>a</p>"),
        ("<h2>a</h2>", "<p>a</p>"),
        ("<h3>a</h3>", "<p>a</p>"),
        ("<p></p>", ""),
        ("<p>&nbsp;</p><p> </p>", ""),
        ("", ""),
    ],
)
def test_everything_else_is_removed(html, clean):
    assert sanitise(html) == clean


def test_headings_pass_where_they_are_offered():
    assert sanitise("<h3>a</h3><p>b</p>", headings=True) == "<h3>a</h3><p>b</p>"


@given(pieces=st.lists(PIECES))
def test_sanitising_twice_changes_nothing(pieces):
    once = sanitise("".join(pieces), headings=True)
    assert safe(once) == once


@given(text=st.text())
def test_any_text_is_sanitised_without_an_error(text):
    assert "<script" not in sanitise(text)


@pytest.mark.parametrize("space", ["", " ", "\n", "\n \n"])
@pytest.mark.parametrize("html", ["", "<p></p>", "<p> &nbsp;</p><p></p>", "<p class=x></p>"])
def test_paragraphs_without_a_word_are_no_text(html, space):
    assert sanitise(f"{space}{html}{space}") == ""


# Limits, each at its last number


def test_a_text_may_be_as_long_as_there_is_room_for():
    assert len(sanitise("a" * RICH_LENGTH)) == RICH_LENGTH
    assert len(sanitise("&amp;" * (RICH_LENGTH // 5))) == RICH_LENGTH
    with pytest.raises(ValidationError, match="20,001 characters, which take the room of 100,005"):
        sanitise("&amp;" * (RICH_LENGTH // 5 + 1))


def test_a_text_may_have_as_many_tags_as_there_is_room_for():
    full = "<p>a</p>" * (RICH_TAGS // 2)
    assert sanitise(full) == full
    with pytest.raises(ValidationError, match="too long for its formatting"):
        sanitise(f"{full}<br>")


@pytest.mark.parametrize("item", ["<li>a</li>", "<li><p>a</p></li>"])
def test_an_item_of_a_list_counts_the_paragraph_that_the_editor_puts_into_it(item):
    """With the list's own two tags and a paragraph beside it, the text is full."""
    full = f"<ul>{item * (RICH_TAGS // 4 - 1)}</ul><p>b</p>"
    assert sanitise(full) == full
    with pytest.raises(ValidationError, match="too long for its formatting"):
        sanitise(f"{full}<br>")


def test_four_times_as_much_is_read_as_may_be_stored_since_most_of_it_may_go():
    junk = f'<p class="{"x" * (4 * RICH_LENGTH - 16)}">a</p>'
    assert len(junk) == 4 * RICH_LENGTH + 1
    with pytest.raises(ValidationError, match="too long"):
        sanitise(junk)
    assert sanitise(junk.replace("xx", "x", 1)) == "<p>a</p>"


def test_twice_as_many_tags_are_read_as_may_be_stored():
    junk = "<span></span>" * RICH_TAGS
    assert sanitise(f"<p>a{junk[13:]}</p>") == "<p>a</p>"
    assert sanitise(f"<p>a < b{junk[13:]}</p>") == "<p>a &lt; b</p>"
    with pytest.raises(ValidationError, match="too long for its formatting"):
        sanitise(f"<p>a{junk}</p>")


def test_signs_that_are_no_tags_are_not_counted_as_such():
    assert plain(sanitise("< " * 3 * RICH_TAGS)).count("<") == 3 * RICH_TAGS


def test_what_grows_by_being_read_is_measured_again():
    assert readable("&" * (4 * RICH_LENGTH // 5)) == "&amp;" * (4 * RICH_LENGTH // 5)
    with pytest.raises(ValidationError, match="too long"):
        readable("&" * (4 * RICH_LENGTH // 5 + 1))


def test_what_is_longer_than_may_be_stored_today_can_be_read_and_shown():
    long = f"<h3>{'a' * RICH_LENGTH}</h3>"
    for shown in (readable, as_stored, safe):
        assert shown(long, headings=True) == long
        assert shown(long, headings=False) == long.replace("h3", "p")
    assert (readable(long), as_stored(long)) == (long.replace("h3", "p"),) * 2
    assert safe(long) == long
    with pytest.raises(ValidationError, match="too long"):
        sanitise(long)


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        (f"<p>a &lt; b</p>{'<i></i>' * RICH_TAGS * 2}", "too long for its formatting"),
        (f"<p>a &lt; b</p>{'<ul><li>' * 31}", "thirty levels are the most"),
        (f"<p>a &lt; b</p>{' ' * 4 * RICH_LENGTH}", "too long"),
    ],
    ids=["tags", "depth", "length"],
)
def test_what_is_too_large_to_be_read_is_refused_kept_as_it_is_and_shown_as_bare_words(
    html, sentence
):
    for refused in (sanitise, readable):
        with pytest.raises(ValidationError, match=sentence):
            refused(html)
    assert as_stored(html) == html
    assert safe(html) == "a &lt; b"


@pytest.mark.parametrize("html", ["a" * (RICH_LENGTH + 1), "<div>" * 20_000])
def test_text_too_large_to_be_checked_is_refused(html):
    with pytest.raises(ValidationError, match="too long"):
        sanitise(html)


def test_plain_text_keeps_blocks_apart_and_decodes_entities():
    assert plain("<p>A &amp; B</p><ul><li><p>one</p></li><li>two</li></ul>") == "A & B\none\ntwo"


def test_blank_lines_are_no_part_of_plain_text():
    assert plain("<p>One  word</p><p> </p><p></p><p>and<br>two</p>") == "One word\nand\ntwo"


def test_the_editor_offers_what_passes_and_nothing_besides():
    plain_ones = ("Bold", "Italic", "HardBreak", "BulletList", "ListItem", "Blockquote")
    offered = dict.fromkeys(plain_ones, True) | {
        "OrderedList": {"enableListAttributes": False},
        "Link": {"protocols": ["http", "https", "mailto"], "enableTarget": False},
        "HTML": False,
        "PastedText": True,  # It offers nothing: it reads what is pasted.
    }
    assert offered == EXTENSIONS
    assert offered | {"Heading": {"levels": [3, 4]}} == EXTENSIONS_WITH_HEADINGS
    assert sanitise("<h3>a</h3><h4>b</h4>", headings=True) == "<h3>a</h3><h4>b</h4>"


def test_lettering_that_a_paragraph_does_not_close_goes_on_in_the_next():
    stored = as_stored("<p>One <strong>two</p><p>three</strong> four</p>")
    assert stored.count("<strong>") == stored.count("</strong>") == 2
    assert stored.index("three") < stored.rindex("</strong>") < stored.index("four")


def test_signs_in_json_are_written_so_that_html_and_javascript_read_them_as_such():
    found = script_json('"<>&\u2027\u2028\u2029\u202a"')
    assert found == '"\\u003C\\u003E\\u0026\u2027\\u2028\\u2029\u202a"'
    assert json.loads(found) == "<>&\u2027\u2028\u2029\u202a"


def test_json_in_a_page_cannot_close_its_script():
    assert "<" not in script_json('{"headline": "</script><script>"}')
