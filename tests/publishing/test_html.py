"""Rich text: what the editor offers passes, everything else is gone, and nothing comes back."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.pages.limits import RICH_LENGTH
from newsdesk.pages.rich_text import plain, safe, sanitise, script_json

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


@pytest.mark.parametrize("html", ["a" * (RICH_LENGTH + 1), "<div>" * 20_000])
def test_text_too_large_to_be_checked_is_refused(html):
    with pytest.raises(ValidationError, match="too long"):
        sanitise(html)


def test_plain_text_keeps_blocks_apart_and_decodes_entities():
    assert plain("<p>A &amp; B</p><ul><li><p>one</p></li><li>two</li></ul>") == "A & B\none\ntwo"


def test_json_in_a_page_cannot_close_its_script():
    assert "<" not in script_json('{"headline": "</script><script>"}')
