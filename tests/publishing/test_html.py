"""Rich text: what the editor offers passes, everything else is gone, and nothing comes back."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.publishing.html import (
    MAX_LENGTH,
    MAX_TAGS,
    is_link,
    plain,
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
        "<ol><li><p>first</p></li><li><p>second</p></li></ol>",
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
        ('<p><a href="javascript:x">a</a></p>', "<p><a>a</a></p>"),
        ('<p><a href="java\tscript:x">a</a></p>', "<p><a>a</a></p>"),
        ('<p><a href="data:text/html,x">a</a></p>', "<p><a>a</a></p>"),
        ('<p><img src="https://evil.example/x.png">a</p>', "<p>a</p>"),
        ("<h2>a</h2>", "a"),
        ("<h3>a</h3>", "a"),
        ("<h4>a</h4>", "a"),
        ("<p><u>a</u> <s>b</s> <sub>c</sub></p>", "<p>a b c</p>"),
        ("<pre><code>a</code></pre>", "a"),
        ("<table><tr><td>a</td></tr></table>", "a"),
        (
            '<p><a href="https://example.org/" target="_blank" rel="opener" title="x">a</a></p>',
            '<p><a href="https://example.org/">a</a></p>',
        ),
        ("<p>&nbsp;a</p>", "<p>&nbsp;a</p>"),
        (" <p></p> ", ""),
        ("<p></p>", ""),
        ("<p>&nbsp;</p><p> </p>", ""),
        ("", ""),
    ],
)
def test_everything_else_is_removed(html, clean):
    assert sanitise(html) == clean


def test_headings_pass_where_they_are_offered():
    both = "<h3>a</h3><p>b</p><h4>c</h4>"
    assert sanitise(both, headings=True) == both
    assert sanitise("<h1>a</h1><h2>b</h2><h5>c</h5>", headings=True) == "abc"
    # What is kept is shown, also where a page of one kind is shown on another's.
    assert safe(both) == both
    assert safe(both, headings=False) == "a<p>b</p>c"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("mailto:desk@example.org", True),
        ("/stories/a-story/", True),
        ("#part", True),
        ("//evil.example/", False),
        ("/\\evil.example/", False),
        ("\\\\evil.example/", False),
        ("/a b", False),
        ("#a b", False),
        ("javascript:alert(1)", False),
        ("ftp://example.org/", False),
        ("data:text/html,a", False),
        ("xhttps://example.org", False),
    ],
)
def test_a_link_leads_to_the_web_a_mailbox_or_this_site(address, kept):
    assert is_link(address) is kept
    assert ("href" in sanitise(f'<p><a href="{address}">a</a></p>')) is kept


@given(pieces=st.lists(PIECES))
def test_sanitising_twice_changes_nothing(pieces):
    once = sanitise("".join(pieces), headings=True)
    assert safe(once) == once


@given(text=st.text())
def test_any_text_is_sanitised_without_an_error(text):
    assert "<script" not in sanitise(text)


@pytest.mark.parametrize("html", ["a" * (MAX_LENGTH + 1), "<div>" * 20_000])
def test_text_too_large_to_be_checked_is_refused(html):
    with pytest.raises(ValidationError, match="too long"):
        sanitise(html)


def test_text_as_large_as_allowed_passes():
    longest = f"<p>{'a' * (MAX_LENGTH - 7)}</p>"
    assert sanitise(longest) == longest
    assert sanitise("<br>" * MAX_TAGS) == "<br>" * MAX_TAGS
    with pytest.raises(ValidationError):
        sanitise("<br>" * (MAX_TAGS + 1))


@pytest.mark.parametrize(
    "end", ["</p>", "</li>", "</h3>", "</h4>", "</blockquote>", "<br>", "<br/>"]
)
def test_each_block_is_a_line_of_plain_text(end):
    assert plain(f"one{end}two") == plain(f"one{end.upper()}two") == "one\ntwo"


def test_plain_text_has_no_empty_lines_and_one_space_between_words():
    html = "<p>one  <em>two</em>\tthree&nbsp;four</p><p></p><p> five </p>"
    assert plain(html) == "one two three four\nfive"
    assert plain("<p>a &lt;b&gt; c</p>") == "a <b> c"


def test_plain_text_keeps_blocks_apart_and_decodes_entities():
    assert plain("<p>A &amp; B</p><ul><li><p>one</p></li><li>two</li></ul>") == "A & B\none\ntwo"


def test_json_in_a_page_cannot_close_its_script():
    assert "<" not in script_json('{"headline": "</script><script>"}')
    text = '{"a": "<b> & \u2028\u2029"}'
    told = script_json(text)
    assert told == '{"a": "\\u003Cb\\u003E \\u0026 \\u2028\\u2029"}'
    assert json.loads(told) == json.loads(text)
