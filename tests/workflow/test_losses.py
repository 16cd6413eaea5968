"""What saving would take out of a rich text is told in words; what is no loss is not talked about."""

import time
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.pages import tidy
from newsdesk.pages.rich_text import cleaned, plain
from newsdesk.pages.web_addresses import is_link, with_scheme
from tests.workflow.test_html import PIECES

UNTOLD = "Some of the words cannot be told from markup, and are left out."
LOST = [
    ('<p><a href="ftp://x/y">the words</a></p>', "<p>the words</p>", "“ftp://x/y” on “the words”"),
    ('<p><a href="javascript:alert(1)">go</a></p>', "<p>go</p>", "“javascript:alert(1)” on “go”"),
    ('<p><a href="tel:+44">call</a></p>', "<p>call</p>", "“tel:+44”"),
    ("<p>H<sub>x</sub></p>", "<p>Hx</p>", "Subscript is not kept: “x”"),
    ("<p>20<sup>th</sup></p>", "<p>20th</p>", "Superscript is not kept: “th”"),
    ("<p><u>a</u> <s>b</s></p>", "<p>a b</p>", "Underlining is not kept: “a”"),
    ('<p><span style="font-weight:700">a</span></p>', "<p>a</p>", "Bold type is not kept: “a”"),
    ('<p><span style="color: red">a</span></p>', "<p>a</p>", "Colour is not kept: “a”"),
    ("<h2>Head</h2><p>a</p>", "<p>Head</p><p>a</p>", "The heading “Head” will be a paragraph."),
    (
        "<table><tr><td>Year</td><td>Cost</td></tr><tr><td>2024</td><td>£3m</td></tr></table>",
        "<p>Year | Cost</p><p>2024 | £3m</p>",
        "A table becomes lines of text.",
    ),
    ('<p>a<img src="x.png" alt="The pier"></p>', "<p>a</p>", "An image “The pier” is left out."),
    ("<p>a</p><hr><p>b</p>", "<p>a</p><p>b</p>", "A line across the page"),
    ('<ol start="5"><li>a</li></ol>', "<ol><li>a</li></ol>", "begins at 5 will begin at 1"),
    ("<p>a<!-- ask Mara --></p>", "<p>a</p>", "The hidden note “ask Mara”"),
    ("<p>if x <y z> then</p>", "<p>if x  then</p>", "“<y z>” reads as markup"),
    ("<p>a</p><script>alert(1)</script>", "<p>a</p>", "A script is left out."),
    ('<p><a href="/x" title="Hover">a</a></p>', '<p><a href="/x">a</a></p>', "“Hover”"),
    ("<p>a</p><style>p{}", "<p>a</p>", "What follows “<style>” is left out."),
    ("<video src=x>b</video>", "b", "A video is left out."),
]


@pytest.mark.parametrize(("typed", "stored", "told"), LOST, ids=[each[2][:24] for each in LOST])
def test_every_loss_is_told_with_what_it_was(typed, stored, told):
    found = cleaned(typed)
    assert found.html == stored
    assert told in " ".join(found.losses)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<p class=x id=y data-z=1 dir=ltr>a</p>", "<p>a</p>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<p></p><p>&nbsp;</p>", ""),
        ("<p>a</p>\n\n<p>b</p>", "<p>a</p>\n\n<p>b</p>"),
        ("<p><span>a</span></p>", "<p>a</p>"),
        (
            '<p><a rel=x target=_blank href="https://a.org">a</a></p>',
            '<p><a href="https://a.org">a</a></p>',
        ),
        ("<p><q>a</q></p>", "<p>“a”</p>"),
        ('<b style="font-weight:normal"><p>a</p></b>', "<p>a</p>"),
        ("<!--StartFragment--><p>a</p><!--EndFragment-->", "<p>a</p>"),
        ("<style>p{}</style><p>a</p>", "<p>a</p>"),
        ("<p>a <o:p></o:p></p>", "<p>a </p>"),
        ("<p>10<sup>6</sup>, H<sub>2</sub>O, x<sup>-(3)</sup></p>", "<p>10⁶, H₂O, x⁻⁽³⁾</p>"),
        (
            '<p><a href="https://www.google.com/url?q=https://a.org/x&amp;sa=D">a</a></p>',
            '<p><a href="https://a.org/x">a</a></p>',
        ),
        (
            '<p><a href="https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.org">a</a></p>',
            '<p><a href="https://a.org">a</a></p>',
        ),
        ("5 < 6 & 7 > 2", "5 &lt; 6 &amp; 7 &gt; 2"),
        ('<ol start="1"><li>a</li></ol>', "<ol><li>a</li></ol>"),
    ],
)
def test_what_is_no_loss_is_not_talked_about(typed, stored):
    found = cleaned(typed)
    assert (found.html, found.losses) == (stored, ())


@pytest.mark.parametrize("told", [(), ("A script is left out.",)])
def test_words_that_only_the_sanitiser_takes_away_are_told_where_nothing_else_is(told, monkeypatch):
    """No text is known that comes to this; it is for the day when the two do not agree."""
    shape = tidy.TidiedText("<p>a</p><script>b</script>", told)
    monkeypatch.setattr(tidy, "tidied", lambda html, headings: shape)
    found = cleaned("<p class=x>a</p>")
    assert found.html == "<p>a</p>"
    assert found.losses == (told or (UNTOLD,))


def test_nothing_is_told_of_words_that_all_stay():
    assert UNTOLD not in cleaned("<p class=x>a &lt; b</p>").losses


@given(
    pieces=st.lists(
        PIECES
        | st.sampled_from(["<u>", "</u>", "<td>", "<table>", "</table>", "<h2>", "<div>", "word"])
    )
)
def test_of_what_is_stored_nothing_is_lost_any_more(pieces):
    once = cleaned("".join(pieces))
    twice = cleaned(once.html)
    assert (twice.html, twice.losses) == (once.html, ())


@given(
    words=st.lists(st.text(alphabet="abcdefg", min_size=1), min_size=1),
    tags=st.lists(
        st.sampled_from(
            "p div table tr td th li ul h1 h3 u sub span section br pre dl dt blockquote foo".split()
        ),
        min_size=1,
    ),
)
def test_no_word_vanishes_or_runs_into_another_at_a_block(words, tags):
    blocks = ("p", "div", "td", "th", "li", "h1", "h3", "section", "br", "pre", "dt", "blockquote")
    html = "".join(
        f"<{tags[n % len(tags)]}>{word}</{tags[n % len(tags)]}>" for n, word in enumerate(words)
    )
    found = plain(cleaned(html, headings=True).html)
    assert "".join(found.replace("|", " ").split()) == "".join(words)
    if all(tag in blocks for tag in tags):
        assert found.replace("|", " ").split() == words


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.nasa.gov/x", "https://www.nasa.gov/x"),
        ("nasa.gov", "https://nasa.gov"),
        ("x.y/path", "https://x.y/path"),
        ("example.org:8080/a?b#c", "https://example.org:8080/a?b#c"),
        (" WWW.Example.org ", "https://WWW.Example.org"),
        ("bücher.example/ü", "https://bücher.example/ü"),
        ("desk@example.org", "mailto:desk@example.org"),
        ("https://a.org", "https://a.org"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("/stories/x/", "/stories/x/"),
        ("#part", "#part"),
    ],
)
def test_an_address_without_a_scheme_gets_one(typed, address):
    assert with_scheme(typed) == address
    assert is_link(address)
    html = cleaned(f'<p><a href="{typed}">a</a></p>')
    assert f'href="{address}"' in html.html
    assert not html.losses


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "java\tscript:x",
        "JAVASCRIPT:x.y/z",
        "data:text/html,x",
        "vbscript:x",
        "ftp://x.y/z",
        "file:///etc",
        "\\\\evil.example",
        "/\\evil.example",
        "tel:1",
        "page",
        "notes.html",
        "http:/x.y",
        "blob:x.y",
    ],
)
def test_what_is_no_address_becomes_no_link_and_is_told(typed):
    assert not is_link(with_scheme(typed))
    found = cleaned(f'<p><a href="{typed}">a</a></p>')
    assert "href" not in found.html
    assert found.losses


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<u>", "<a ", "<p>", "<li>", "<!--", "<table><tr><td>", "<span></b>", "&", "<q>"],
)
def test_whatever_is_typed_is_read_in_good_time(piece):
    started = time.process_time()
    for length in (50_000, 399_000):
        with suppress(ValidationError):
            cleaned((piece * length)[:length], headings=True)
    assert time.process_time() - started < 10
