"""One page drawn by lot, written in every format: all are read the same, and no word is lost."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.intake import reading
from newsdesk.intake.lines import (
    KINDS,
    ROLES,
    Document,
    Line,
    Span,
    Unreadable,
    line_data,
    lines_from,
    numbered,
)
from newsdesk.text.names_and_words import words
from stories.importing.drafts import check
from stories.importing.parser import understand
from tests.importing.test_nothing_is_lost import document_words
from tests.intake.files import docx, odt

_WORD = st.sampled_from(
    "harbour ferry Brimsey storm glacier Ann Reuters costs & < “quoted” Fähre naïve 1934 well-known".split()
)
_SENTENCE = st.builds(
    lambda first, more, end: " ".join([first.capitalize(), *more]) + end,
    _WORD,
    st.lists(_WORD, min_size=2, max_size=12),
    st.sampled_from([".", ".", "!", "?"]),
)
_TITLES = (
    "What's happened",
    "What's behind the headline?",
    "What the papers say",
    "How we got here",
    "Go deeper",
    "Common questions",
    "More on these topics",
)
_TEXT = st.one_of(
    st.builds(lambda text: [("paragraph", 0, text)], _SENTENCE),
    st.builds(
        lambda items: [("item", 1, item) for item in items],
        st.lists(_SENTENCE, min_size=1, max_size=3),
    ),
    st.builds(
        lambda title, text: [("heading", 3, title), ("paragraph", 0, text)], _SENTENCE, _SENTENCE
    ),
)


@st.composite
def drawn(draw):
    """Draw a page as roles, levels and words: a headline, and sections in any order."""
    page = [("heading", 1, draw(_SENTENCE))]
    for title in draw(st.lists(st.sampled_from(_TITLES), min_size=1, max_size=7, unique=True)):
        page.append(("heading", 2, title))
        for piece in draw(st.lists(_TEXT, max_size=4)):
            page += piece
    return page


def as_html(page):
    tags = {"paragraph": "p", "item": "li"}
    pieces = []
    for role, level, text in page:
        tag = f"h{level}" if role == "heading" else tags[role]
        piece = f"<{tag}>{escape(text)}</{tag}>"
        pieces.append(f"<ul>{piece}</ul>" if role == "item" else piece)
    return ("<!doctype html><body>" + "\n".join(pieces)).encode()


def as_docx(page):
    styles = (
        '<w:styles><w:style w:styleId="h1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="h2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="h3"><w:name w:val="heading 3"/></w:style>'
        '<w:style w:styleId="b"><w:name w:val="List Bullet"/></w:style></w:styles>'
    )
    body = ""
    for role, level, text in page:
        style = {"heading": f"h{level}", "item": "b"}.get(role, "none")
        halves = text[: len(text) // 2], text[len(text) // 2 :]
        runs = "".join(
            f'<w:r><w:t xml:space="preserve">{escape(half)}</w:t></w:r>' for half in halves
        )
        body += f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'
    return docx(body, styles=styles)


def as_odt(page):
    body = ""
    for role, level, text in page:
        words_in = escape(text)
        body += {
            "heading": f'<text:h text:outline-level="{level}">{words_in}</text:h>',
            "item": f"<text:list><text:list-item><text:p>{words_in}</text:p></text:list-item></text:list>",
            "paragraph": f"<text:p>{words_in}</text:p>",
        }[role]
    return odt(body)


def as_markdown(page):
    signs = {"heading": "#", "item": "- ", "paragraph": ""}
    rows = []
    for role, level, text in page:
        bare = text.replace("&", "\\&").replace("<", "\\<")
        rows.append(
            f"{signs[role] * max(level, 1)} {bare}" if role == "heading" else f"{signs[role]}{bare}"
        )
    return "\n\n".join(rows).encode()


FORMS = (as_html, as_docx, as_odt, as_markdown)


@settings(max_examples=120, deadline=None)
@given(drawn())
def test_every_format_gives_the_same_lines(page):
    for write in FORMS:
        (document,) = reading.read(write(page)).documents
        assert [(line.role, line.text) for line in document.lines] == [
            (role, " ".join(text.split())) for role, _, text in page
        ], write.__name__


@settings(max_examples=120, deadline=None)
@given(drawn())
def test_every_line_is_placed_or_said_to_be_left_out_and_no_word_is_lost(page):
    (document,) = reading.read(as_docx(page)).documents
    for explainer in understand(document):
        placed = {placement.line: placement.where for placement in explainer.placements}
        left = {line.number for line in explainer.unplaced}
        there = document_words(explainer)
        for line in explainer.lines:
            assert (line.number in placed) != (line.number in left), line
        wanted = [
            word
            for line in explainer.lines
            if line.number not in left and placed[line.number] not in ("heading", "separator")
            for word in words(line.text)
        ]
        assert {word for word in wanted if there[word] < 1} == set()


def test_lines_come_back_from_a_screen_as_they_were():
    (document,) = reading.read(as_docx([("heading", 1, "A"), ("item", 1, "b")])).documents
    assert lines_from([line_data(line) for line in document.lines]) == document.lines
    assert numbered([Line(0, "x"), Line(0, "y")])[1].number == 2


_ANY_WORDS = st.one_of(
    _SENTENCE,
    st.sampled_from(_TITLES),
    st.sampled_from(
        [
            *(
                "Background",
                "Sources",
                "FAQ",
                "Costs",
                "Reuters",
                "2. Topics",
                "What happened: It rained.",
            ),
            *(
                "© 2026 The Desk",
                "By Ann Lee",
                "Q: Why?",
                "A: So.",
                "Halden: a town.",
                "1966: Built.",
            ),
            *(
                "https://www.reuters.com/1",
                "Source: NVE, https://n.example/2",
                "Why?",
                "—",
                "Most read",
            ),
        ]
    ),
    st.text(max_size=30).map(lambda text: " ".join(text.split()) or "x"),
)


@st.composite
def any_lines(draw):
    """Draw lines of any roles in any order, with any spans."""
    lines = []
    for text in draw(st.lists(_ANY_WORDS, min_size=1, max_size=25)):
        role = draw(st.sampled_from(sorted(ROLES)))
        text = "" if role == "blank" else text
        places = st.integers(0, len(text))
        spans = [
            Span(min(a, b), max(a, b), kind, target)
            for a, b, kind, target in draw(
                st.lists(
                    st.tuples(
                        places,
                        places,
                        st.sampled_from(sorted(KINDS)),
                        st.sampled_from(["1", "2", "https://a.example/", "javascript:x"]),
                    ),
                    max_size=4,
                )
            )
            if a != b or kind == "mark"
        ]
        lines.append(Line(0, text, role, draw(st.integers(0, 7)), tuple(spans), ""))
    return lines


@settings(max_examples=400, deadline=None)
@given(any_lines())
def test_any_lines_are_refused_or_every_one_of_them_is_accounted_for(lines):
    document = Document("x", "x", numbered(lines))
    for explainer in understood(document):
        placed = {placement.line for placement in explainer.placements}
        left = {line.number for line in explainer.unplaced}
        for line in explainer.lines:
            assert not line.text or (line.number in placed) != (line.number in left), line
        noted = {note.line for note in explainer.notes}
        assert left <= noted
        check(explainer)


def understood(document):
    try:
        return understand(document)
    except Unreadable as refusal:
        assert "\n" not in str(refusal)  # noqa: PT017
        return ()
