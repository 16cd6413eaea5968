"""What each format can say beyond the page of the cases: fields, boxes, lists, notes, comments, wrappers."""

import pytest

from newsdesk.intake import reading
from newsdesk.intake.builder import address
from newsdesk.intake.lines import Span
from tests.intake.files import docx, mail, odt, zipped


def read(data):
    if isinstance(data, str):
        data = data.encode()
    (document,) = reading.read(data).documents
    return document


def rows(data):
    return [(line.role, line.level, line.text) for line in read(data).lines]


def links(data):
    return [
        (line.text[span.start : span.end], span.target)
        for line in read(data).lines
        for span in line.links
    ]


def p(words, style="", properties=""):
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{words}</w:p>"


def r(words, look=""):
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def field(instruction, words):
    marks = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{marks.format('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f"{marks.format('separate')}{r(words)}{marks.format('end')}"
    )


def test_links_of_word_by_relation_and_by_field():
    body = p(
        f'<w:hyperlink r:id="rId1">{r("one")}</w:hyperlink>'
        + field(' HYPERLINK "https://b.example/" ', "two")
    )
    assert links(docx(body, links=["https://a.example/"])) == [
        ("one", "https://a.example/"),
        ("two", "https://b.example/"),
    ]


def test_lists_of_word_by_number_level_and_kind():
    numbering = (
        '<w:numbering><w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    number = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr>'
    body = p(r("one"), "", number.format(0)) + p(r("in one"), "", number.format(1))
    assert rows(docx(body, numbering=numbering)) == [("number", 1, "one"), ("item", 2, "in one")]


def test_headings_of_word_in_a_language_of_its_own_and_by_outline():
    styles = (
        '<w:styles><w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift2"/></w:style>'
        "</w:styles>"
    )
    outline = '<w:outlineLvl w:val="2"/>'
    body = (
        p(r("a"), "berschrift2")
        + p(r("b"), "Mine")
        + p(r("c"), "", outline)
        + p(r("bold line", "<w:b/>"))
        + p(r("x."))
    )
    assert rows(docx(body, styles=styles)) == [
        ("heading", 2, "a"),
        ("heading", 2, "b"),
        ("heading", 3, "c"),
        ("heading", 7, "bold line"),
        ("paragraph", 0, "x."),
    ]


def test_what_word_hides_is_counted():
    body = (
        p(
            r("kept ")
            + r("hidden", "<w:vanish/>")
            + r("struck", "<w:strike/>")
            + r("not struck", '<w:strike w:val="0"/>')
        )
        + p(
            '<w:ins w:id="1"><w:r><w:t>new</w:t></w:r></w:ins>'
            '<w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del>'
        )
        + p("<w:r><w:drawing/></w:r>")
    )
    comments = "<w:comments><w:comment/><w:comment/></w:comments>"
    document = read(docx(body, comments=comments))
    assert [line.text for line in document.lines] == ["kept not struck", "new"]
    assert document.told == (
        "1 insertion taken; 1 deletion left out; 1 struck word left out; 1 hidden word left out.",
        "2 comments left out.",
        "1 image not taken: choose one of those shown beside the draft, or add it by hand.",
    )


def test_tables_text_boxes_and_controls_of_word():
    cell = "<w:tc>{}</w:tc>"
    table = f"<w:tbl><w:tr>{cell.format(p(r('a')))}{cell.format(p(r('b')))}</w:tr></w:tbl>"
    box = f"<w:r><w:pict><w:txbxContent>{p(r('boxed'))}</w:txbxContent></w:pict></w:r>"
    control = f"<w:sdt><w:sdtContent>{p(r('controlled'))}</w:sdtContent></w:sdt>"
    assert rows(docx(table + p(r("before") + box) + control)) == [
        ("row", 0, "a | b"),
        ("paragraph", 0, "before"),
        ("paragraph", 0, "boxed"),
        ("paragraph", 0, "controlled"),
    ]


def test_notes_of_word_and_of_opendocument():
    notes = f'<w:footnotes><w:footnote w:id="2">{p(r("See https://a.example/x."))}</w:footnote></w:footnotes>'
    body = p(r("Rain") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r(" falls."))
    first, note = read(docx(body, footnotes=notes)).lines
    assert first.marks == (Span(4, 4, "mark", "footnote-2"),)
    assert (note.role, note.marks[0].target, note.links[0].target) == (
        "note",
        "footnote-2",
        "https://a.example/x",
    )
    first, note = read(
        odt(
            "<text:p>Rain<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See</text:p>"
            "</text:note-body></text:note> falls.</text:p>"
        )
    ).lines
    assert (first.text, first.marks[0].target) == ("Rain falls.", note.marks[0].target)


def test_lists_and_annotations_of_opendocument():
    body = (
        "<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>in one</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        "<text:p>a<office:annotation><text:p>psst</text:p></office:annotation> b</text:p>"
    )
    document = read(odt(body))
    assert [(line.role, line.level, line.text) for line in document.lines] == [
        ("item", 1, "one"),
        ("item", 2, "in one"),
        ("paragraph", 0, "a b"),
    ]
    assert document.told == ("1 comment left out.",)


def test_heads_and_feet_of_pages_of_opendocument_are_counted():
    around = (
        "<office:master-styles><style:master-page>"
        "<style:header><text:p>Halden Post</text:p></style:header>"
        "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>"
        '<style:footer-left style:display="false"><text:p>gone</text:p></style:footer-left>'
        "</style:master-page></office:master-styles>"
    )
    document = read(odt("<text:p>Rain.</text:p>", styles=around))
    assert [line.text for line in document.lines] == ["Rain."]
    assert document.told == ("Heads and feet of pages (4 words) left out.",)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>a<br>b</p>", [("paragraph", 0, "a"), ("paragraph", 0, "b")]),
        ("<h2>a<br>b</h2>", [("heading", 2, "a b")]),
        ("<blockquote><p>a</p></blockquote>", [("quotation", 0, "a")]),
        (
            "<ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul>",
            [("item", 1, "a"), ("item", 2, "b"), ("item", 1, "c"), ("paragraph", 0, "d")],
        ),
        ("<ol><li>a</ol>", [("number", 1, "a")]),
        ("<dl><dt>a<dd>b</dl>", [("heading", 7, "a"), ("paragraph", 0, "b")]),
        ("<p>a<span style='display:none'>b</span>c</p>", [("paragraph", 0, "ac")]),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", [("row", 0, "a | b"), ("row", 0, "c | d")]),
        ("<table><tr><td><p>a</p><p>b</p></table>", [("paragraph", 0, "a"), ("paragraph", 0, "b")]),
        (
            "<figure><img><figcaption>c</figcaption></figure><p>a</p>",
            [("footer", 0, "c"), ("paragraph", 0, "a")],
        ),
        ("<p>a</p><hr><p>b</p>", [("paragraph", 0, "a"), ("rule", 0, "-"), ("paragraph", 0, "b")]),
        (
            "<div>a<p>b</p>c</div>",
            [("paragraph", 0, "a"), ("paragraph", 0, "b"), ("paragraph", 0, "c")],
        ),
    ],
)
def test_blocks_of_html(source, expected):
    assert rows(f"<html><body>{source}</body></html>") == expected


def test_footnotes_of_a_page():
    source = (
        '<html><p>Rain<sup><a href="#n1" id="r1">1</a></sup> falls.</p>'
        '<ol><li id="n1"><p>See <a href="https://a.example/">this</a> <a href="#r1">↩</a></p></li></ol>'
    )
    first, note = read(source).lines
    assert (first.text, first.marks[0].target) == ("Rain falls.", "n1")
    assert (note.role, note.text, note.marks[0].target) == ("note", "See this", "n1")


@pytest.mark.parametrize(
    ("wrapped", "bare"),
    [
        ("https://www.google.com/url?q=https://a.example/x&sa=D", "https://a.example/x"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx&data=1",
            "https://a.example/x",
        ),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fx", "https://a.example/x"),
        ("mailto:a@desk.example", "mailto:a@desk.example"),
        ("javascript:alert(1)", ""),
        ("/world", ""),
        ("http://[x", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_addresses_are_taken_out_of_what_wraps_them(wrapped, bare):
    assert address(wrapped) == bare


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# a\n\nb\nc", [("heading", 1, "a"), ("paragraph", 0, "b c")]),
        (
            "# a\n\nOne.\nTwo.",
            [("heading", 1, "a"), ("paragraph", 0, "One."), ("paragraph", 0, "Two.")],
        ),
        ("# a\n- b\nC.", [("heading", 1, "a"), ("item", 1, "b"), ("paragraph", 0, "C.")]),
        ("# a\n- b\n  - c", [("heading", 1, "a"), ("item", 1, "b"), ("item", 2, "c")]),
        (
            "# a\n-\nb\n-\nc",
            [
                ("heading", 1, "a"),
                ("rule", 0, "-"),
                ("paragraph", 0, "b"),
                ("rule", 0, "-"),
                ("paragraph", 0, "c"),
            ],
        ),
        ("# a\n> b", [("heading", 1, "a"), ("quotation", 0, "b")]),
        ("# a\n→ b", [("heading", 1, "a"), ("item", 1, "b")]),
        ("# a\n• b", [("heading", 1, "a"), ("item", 1, "b")]),
        (
            "a\n===\nb.\n\nc\n---\nd.",
            [
                ("heading", 1, "a"),
                ("paragraph", 0, "b."),
                ("heading", 2, "c"),
                ("paragraph", 0, "d."),
            ],
        ),
        (
            "# a\n|b|c|\n|-|-|\n|d|e|",
            [("heading", 1, "a"), ("row", 0, "b | c"), ("row", 0, "d | e")],
        ),
        ("**a**\n\nb.", [("heading", 7, "a"), ("paragraph", 0, "b.")]),
    ],
)
def test_blocks_of_markdown(source, expected):
    assert rows(source) == expected


def test_a_mail_gives_its_document_and_names_what_is_none():
    part = "--b\r\nContent-Type: {}\r\nContent-Disposition: attachment; filename={}\r\n\r\n{}\r\n"
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nSee attached.\r\n"
        + part.format(
            "text/markdown", "draft.md", "# Rain\r\n\r\n## What's happened\r\n\r\nIt rains."
        )
        + part.format("application/x-font", "a.ttf", "wOF2")
        + part.format("image/png", "a.png", "x")
        + "--b--"
    )
    document = read(mail(body, 'Content-Type: multipart/mixed; boundary="b"'))
    assert (document.name, document.lines[0].text) == ("draft.md", "Rain")
    assert document.told[0] == "Attachments left out: a.ttf."
    assert document.told[1].startswith("1 image was not taken")


def test_a_zip_gives_each_of_its_texts_and_the_reason_for_the_others():
    whole = reading.read(
        zipped(
            {
                "a.txt": "What's happened\nRain.",
                "b/c.md": "# Sun",
                "d.rtf": "{\\rtf1 x}",
                "__MACOSX/a.txt": "x",
                "e.png": "x",
            }
        )
    )
    assert [document.name for document in whole.documents] == ["a.txt", "b/c.md"]
    assert [each.partition(":")[0] for each in whole.told] == ["d.rtf", "1 image was not taken."]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("1. a\n2. b", "number"),
        ("- a\n- b", "item"),
        ("▪ a\n▪ b", "item"),
        ("3. März war es.\nx", "paragraph"),
    ],
)
def test_bullets_and_numbers_of_text(text, role):
    assert rows(text)[0][0] == role


RAISED = "Some 10² ships, H₂O, 5 km² and the 21st."


@pytest.mark.parametrize(
    "source",
    [
        "<p>Some 10<sup>2</sup> ships, H<sub>2</sub>O, 5 km<sup><i>2</i></sup> and the 21<sup>st</sup>.",
        '<p>Some 10<span style="font-size:0.6em;vertical-align:super;">2</span> ships, H<span '
        'style="vertical-align: sub">2</span>O, 5 km<sup>2</sup> and the 21st.</p>',
        docx(
            p(
                r("Some 10")
                + r("2", '<w:vertAlign w:val="superscript"/>')
                + r(" ships, H")
                + r("2", '<w:vertAlign w:val="subscript"/>')
                + r("O, 5 km")
                + r("2", '<w:rStyle w:val="High"/>')
                + r(" and the 21")
                + r("st", '<w:vertAlign w:val="superscript"/>')
                + r(".", '<w:vertAlign w:val="baseline"/>')
            ),
            styles='<w:styles><w:style w:type="character" w:styleId="High"><w:rPr>'
            '<w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>',
        ),
        odt(
            '<text:p>Some 10<text:span text:style-name="T1">2</text:span> ships, H<text:span '
            'text:style-name="T2">2</text:span>O, 5 km<text:span text:style-name="T3">2</text:span> and '
            'the 21<text:span text:style-name="T1">st</text:span>.</text:p>',
            styles="".join(
                f'<style:style style:name="{name}"><style:text-properties style:text-position="{place}"/>'
                "</style:style>"
                for name, place in (("T1", "super 58%"), ("T2", "sub 58%"), ("T3", "33% 58%"))
            ),
        ),
        "# Some heading\n\nSome 10<sup>2</sup> ships, H<sub>2</sub>O, 5 km<sup>2</sup> and the "
        "21<sup>st</sup>.\n",
    ],
    ids=["tags", "google-docs", "word", "opendocument", "markdown"],
)  # fmt: skip
def test_raised_figures_keep_their_height(source):
    assert read(source).lines[-1].text == RAISED


def test_a_raised_figure_leads_to_its_note_and_a_power_does_not():
    lines = read(
        "<p>The mayor resigned.<sup>2</sup> The lake has 10 km<sup>2</sup>, or 10<sup>2</sup> "
        "hectares.</p><p>2. The Times, https://times.example/a</p>"
    ).lines
    assert [(line.role, line.text) for line in lines] == [
        ("paragraph", "The mayor resigned. The lake has 10 km², or 10² hectares."),
        ("note", "The Times, https://times.example/a"),
    ]


def test_notes_that_were_typed_are_resolved_on_the_clipboard():
    lines = read(
        "<p>The mayor resigned [1].</p><p>The council met.</p><p>[1] https://times.example/a</p>"
    ).lines
    assert [(line.role, line.text) for line in lines] == [
        ("paragraph", "The mayor resigned."),
        ("paragraph", "The council met."),
        ("note", "https://times.example/a"),
    ]
