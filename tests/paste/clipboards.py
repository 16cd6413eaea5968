"""What programs put into the clipboard, in short, and what a rich text makes of it."""

NOTES = "1 table became lines of text"


def word(inside: str, head: str = "") -> str:
    """Return Word's HTML around `inside`."""
    names = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"'
    return (
        f"<html {names}><head><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->"
        f"<style><!--\n p.MsoNormal {{margin:0cm}} {head} @media print {{p {{display:none}}}}\n--></style></head>"
        f"<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->{inside}<!--EndFragment--></body></html>"
    )


def point(text: str, level: int, sign: str, *, tag: str = "p") -> str:
    """Return a paragraph that Word means as a point of a list."""
    return (
        f"<{tag} class=MsoListParagraphCxSpMiddle style='margin-left:{36 * level}.0pt;text-indent:-18.0pt;"
        f"mso-list:l0 level{level} lfo1'><![if !supportLists]><span style='font-family:\"Courier New\";"
        f"mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>{sign}<span style='font:7.0pt "
        f'"Times New Roman"\'>&nbsp;&nbsp; </span></span></span><![endif]>{text}<o:p></o:p></{tag}>'
    )


def docs(inside: str) -> str:
    """Return the HTML of Google Docs around `inside`."""
    return f'<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">{inside}</b>'


def online(text: str, level: int, list_id: str = "7") -> str:
    """Return a point of a list as Word for the web writes it: each a list of its own."""
    return (
        f'<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1 SCXW1" role="list"><li '
        f'data-leveltext="" data-font="Symbol" data-listid="{list_id}" data-aria-posinset="1" data-aria-level='
        f'"{level}" role="listitem" class="OutlineElement SCXW1"><p class="Paragraph SCXW1" paraid="1"><span '
        f'class="TextRun SCXW1"><span class="NormalTextRun SCXW1">{text}</span></span><span class="EOP SCXW1">'
        "&nbsp;</span></p></li></ul></div>"
    )


SHEET = (
    '<google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #ccc;}--></style><table '
    'data-sheets-root="1"><colgroup><col width="100"></colgroup><tbody><tr><td style="font-weight:bold">Year</td>'
    "<td>Cost</td></tr><tr><td>2024</td><td></td></tr><tr style='display:none'><td>2025</td><td>£1m</td></tr>"
    "<tr><td>2026</td><td>£3m<br>to £4m</td></tr></tbody></table></google-sheets-html-origin>"
)
EXCEL = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>.xl65{font-weight:700;} .xl66'
    "{font-style:italic;} td{font-weight:400;font-style:normal}</style></head><body><table><!--StartFragment-->"
    "<col width=64><tr><td class=xl65>Year</td><td class=xl66 style='border-left:none'>m<sup>2</sup></td></tr>"
    "<tr><td>2024</td><td>5</td></tr><!--EndFragment--></table></body></html>"
)
PAGES = (
    '<meta name="Generator" content="Cocoa HTML Writer"><style type="text/css">p.p1 {margin: 0.0px; font: 12.0px '
    "Helvetica} span.s1 {font: bold 12.0px Helvetica} span.s2 {font: italic 12.0px Helvetica} span.s3 {font: "
    '8.0px Helvetica; vertical-align: 4.0px}</style><p class="p1">a <span class="s1">b</span> <span class="s2">'
    'c</span> 10<span class="s3">2</span><span class="Apple-converted-space">\u00a0</span></p>'
    '<ul class="ul1"><li class="li1">one</li></ul><br class="Apple-interchange-newline">'
)
LIBRE = (
    '<meta name="generator" content="LibreOffice 24.2"><p style="line-height:100%"><font face="Liberation Serif">'
    "a <b>b</b> <i>c</i> H<sub>2</sub>O</font></p><ol><li><p>one</p></li><li><p>two</p><ol type=a><li><p>deep</p>"
    '</li></ol></li></ol><p><ins cite="mailto:a" datetime="1">new</ins><del cite="mailto:a" datetime="1">old</del></p>'
)
OUTLOOK = (
    '<div class="elementToProof" style="font-family: Aptos; font-size: 12pt; color: rgb(0, 0, 0);">The words.</div>'
    '<div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">'
    "<b>From:</b> A B &lt;a@b.org&gt;<br><b>Sent:</b> 3 May<br><b>To:</b> C<br><b>Subject:</b> Re: x</div>"
    "<div>Older words.</div>"
)
OLD_OUTLOOK = word(
    "<p class=MsoNormal>Hello</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>"
    "From:</b> A B &lt;a@b.org&gt; <br><b>Sent:</b> Monday, 4 May 2026 09:00<br><b>To:</b> C D<br><b>Subject:</b>"
    " Ferry<o:p></o:p></p></div><p class=MsoNormal>It sank.</p>"
)
# HTML, what is made of it, and what is said, "" where nothing is lost.
CASES = [
    # Google Docs
    (
        docs(
            "<p><span style='font-weight:400'>a </span><span style='font-weight:700'>b</span></p>"
        ),
        "<p>a <strong>b</strong></p>",
        "",
    ),
    (
        docs("<p><span style='font-weight:700;font-style:italic'>b </span><span>c</span></p>"),
        "<p><strong><em>b</em></strong> c</p>",
        "",
    ),
    (
        docs("<p><span>10</span><span style='font-size:0.6em;vertical-align:super'>2</span></p>"),
        "<p>10²</p>",
        "",
    ),
    (
        docs("<ul><li><p>a</p></li><ul><li aria-level=2><p>b</p></li></ul><li>c</li></ul>"),
        "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>",
        "",
    ),
    (
        docs(
            "<p>So.<a href='#cmnt1' id='cmnt_ref1'><sup>[a]</sup></a></p><div><p><a href='#cmnt_ref1' "
            "id='cmnt1'>[a]</a>Is it?</p></div>"
        ),
        "<p>So.</p>",
        "1 comment left out",
    ),
    (docs("<p>one</p><br><p>two</p>"), "<p>one</p><p>two</p>", ""),
    (
        docs("<p><span style='text-decoration:line-through'>old</span> new</p>"),
        "<p>old new</p>",
        "1 struck-out passage is plain text now: is it meant to stay?",
    ),
    (
        docs(
            "<p><a href='https://a.org'><span style='color:#1155cc;text-decoration:underline'>x</span></a></p>"
        ),
        '<p><a href="https://a.org">x</a></p>',
        "",
    ),
    (
        docs("<p><span style='background-color:#ffff00;color:#000000'>x</span> y</p>"),
        "<p>x y</p>",
        "1 highlighted passage is plain text now",
    ),
    (
        docs(
            "<ul><li role=checkbox><img alt=unchecked src=x><p>a</p></li></ul><ol start=3><li>b</li></ol>"
        ),
        "<ul><li><p>a</p></li></ul><ol><li><p>b</p></li></ol>",
        "1 list is numbered 1, 2, 3 now",
    ),
    # Word
    (
        word(point("a", 1, "·") + point("b", 2, "o") + point("c", 2, "o") + point("d", 1, "·")),
        "<ul><li><p>a</p><ul><li><p>b</p></li><li><p>c</p></li></ul></li><li><p>d</p></li></ul>",
        "",
    ),
    (
        word(point("a", 1, "1.") + point("b", 2, "a)") + "<p class=MsoNormal>c</p>"),
        "<ol><li><p>a</p><ol><li><p>b</p></li></ol></li></ol><p>c</p>",
        "",
    ),
    (word(point("Head", 1, "1.", tag="h2")), "<p>Head</p>", "1 heading became a paragraph"),
    (
        word(
            "<p class=MsoNormal>a <b style='mso-bidi-font-weight:normal'>b</b>\nc<o:p>&nbsp;</o:p></p>"
        ),
        "<p>a <strong>b</strong> c</p>",
        "",
    ),
    (
        word(
            "<p class=MsoNormal>one<a class=msocomanchor href='#_msocom_1'>[MB1]</a> two</p><div style='mso-element:"
            "comment-list'><hr class=msocomoff><div style='mso-element:comment'><div class=msocomtxt>Sure?</div>"
            "</div></div>"
        ),
        "<p>one two</p>",
        "1 comment left out",
    ),
    (
        word("<p>a <del cite='mailto:M' datetime='1'>old</del><ins cite='mailto:M'>new</ins></p>"),
        "<p>a new</p>",
        "1 tracked deletion left out; 1 underlining taken off",
    ),
    (
        word("<p>a <span style='font-family:Wingdings;mso-char-type:symbol'>à</span> b</p>"),
        "<p>a → b</p>",
        "",
    ),
    (
        word(
            "<p>x<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a>, <a name='_Toc1'>y</a></p>"
        ),
        "<p>x[1], y</p>",
        "1 footnote mark has no link any more",
    ),
    (
        word(
            "<p>x</p><div style='mso-element:footnote-list'><br clear=all><hr width='33%'><p>[1] y</p></div>"
        ),
        "<p>x</p><p>[1] y</p>",
        "",
    ),
    (word("<p>a<span style='mso-hide:all'>secret</span> b</p>"), "<p>a b</p>", ""),
    (
        word("<p class=MsoQuote>He said.</p><p class=MsoNormal>x</p>"),
        "<blockquote><p>He said.</p></blockquote><p>x</p>",
        "",
    ),
    (
        "<div>" + online("a", 1) + online("b", 2) + online("c", 1) + "</div>",
        "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>",
        "",
    ),
    (
        '<div><p role="heading" aria-level="2" paraid="1"><span class="TextRun SCXW1">Head</span></p></div>',
        "<p>Head</p>",
        "1 heading became a paragraph",
    ),
    # Sheets
    (
        SHEET,
        "<p><strong>Year</strong> | Cost</p><p>2024</p><p>2026 | £3m to £4m</p>",
        NOTES,
    ),
    (EXCEL, "<p><strong>Year</strong> | <em>m²</em></p><p>2024 | 5</p>", NOTES),
    ("<tr><td>a</td><td>b</td></tr>", "<p>a | b</p>", NOTES),
    ("<td>a</td><td>b</td>", "<p>a | b</p>", NOTES),
    ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "<p>a</p><p>b</p>", ""),
    (
        "<table><tr><td><p>a</p><p>b</p></td><td><ul><li>c</li></ul></td></tr></table>",
        "<p>a</p><p>b</p><ul><li><p>c</p></li></ul>",
        "",
    ),
    # Pages, LibreOffice, Outlook
    (
        PAGES,
        "<p>a <strong>b</strong> <em>c</em> 10²</p><ul><li><p>one</p></li></ul>",
        "",
    ),
    (
        LIBRE,
        "<p>a <strong>b</strong> <em>c</em> H₂O</p><ol><li><p>one</p></li><li><p>two</p><ol><li><p>deep</p></li>"
        "</ol></li></ol><p>new</p>",
        "1 tracked deletion left out; 1 underlining taken off",
    ),
    (
        OUTLOOK,
        "<p>The words.</p><p>Older words.</p>",
        "1 mail header left out; 1 line across the page left out",
    ),
    (OLD_OUTLOOK, "<p>Hello</p><p>It sank.</p>", "1 mail header left out"),
    # Web pages
    (
        '<h2>Head</h2><p>a<img src="x.png" onerror="alert(1)"> b</p><svg><title>i</title></svg>',
        "<p>Head</p><p>a b</p>",
        "1 image left out; 1 heading became a paragraph",
    ),
    ('<p>Yes <img alt="🙂" src="x.png"></p>', "<p>Yes 🙂</p>", ""),
    (
        "<p>a</p><script>alert('<p>x</p>')</script><style>p{}</style><p>b</p>",
        "<p>a</p><p>b</p>",
        "",
    ),
    ("<p>a<iframe src=x>y</iframe></p>", "<p>a</p>", "1 embedded video, sound or page left out"),
    ("<div>a</div><div>b<div>c</div></div>d", "<p>a</p><p>b</p><p>c</p><p>d</p>", ""),
    ("a<br><br>b<br>c", "<p>a</p><p>b<br>c</p>", ""),
    ("<p>a\x0bb\u2028c</p>", "<p>a<br>b<br>c</p>", ""),
    ('<span style="white-space: pre-wrap">a\n\nb\nc</span>', "<p>a</p><p>b<br>c</p>", ""),
    ("<p>a\n b</p>", "<p>a b</p>", ""),
    (
        "<p>• one<br>• two</p><p>•\tthree</p><p>x</p>",
        "<ul><li><p>one</p></li><li><p>two</p></li><li><p>three</p></li></ul><p>x</p>",
        "",
    ),
    ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>", ""),
    ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>", ""),
    (
        "<p>AT&amp;T &lt;b&gt; &eacute; 5 &lt; 6 && <3</p>",
        "<p>AT&amp;T &lt;b&gt; é 5 &lt; 6 &amp;&amp; &lt;3</p>",
        "",
    ),
    (
        "<p>co\u00adop\u200b a&nbsp;<b>b</b>&nbsp; c 5&nbsp;km</p>",
        "<p>coop a <strong>b</strong> c 5&nbsp;km</p>",
        "",
    ),
    ("<p style='display:none'>a</p><p hidden>b</p><p>c</p>", "<p>c</p>", ""),
    (
        "<p>20<sup>th</sup> x<sup>n</sup> 10<sup>-3</sup> y<sup>[2]</sup></p>",
        "<p>20th xⁿ 10⁻³ y[2]</p>",
        "",
    ),
    (
        "<p>10<sup>2,5</sup></p>",
        "<p>10^(2,5)</p>",
        "1 raised or lowered passage is written as ^( ) or _( )",
    ),
    ("<p><!-- a --><!--[if x]>y<![endif]-->z</p>", "<p>z</p>", ""),
    ("<p title='a style=b' style=font-weight:bold>x</p>", "<p><strong>x</strong></p>", ""),
    ("<p>a</p><!-- never ends <p>b</p>", "<p>a</p>", ""),
    ("<p>a</p><p", "<p>a</p>", ""),
    # Links
    (
        '<a href="https://www.google.com/url?q=https://a.org/x%3Fy%3D1&sa=D">a</a>',
        '<p><a href="https://a.org/x?y=1">a</a></p>',
        "",
    ),
    (
        '<a href="https://a.org/?utm_source=x&id=3#part">a</a>',
        '<p><a href="https://a.org/?id=3#part">a</a></p>',
        "",
    ),
    (
        '<a href="https://b.org/onsale=1?style=2">a</a>',
        '<p><a href="https://b.org/onsale=1?style=2">a</a></p>',
        "",
    ),
    (
        '<a href="javascript:alert(1)">a</a> <a href="#x">b</a> <a href="about:blank">c</a>',
        "<p>a b c</p>",
        "",
    ),
    (
        '<a href="file:///C:/notes.docx">a</a>',
        "<p>a</p>",
        "1 link that readers cannot follow taken off",
    ),
    (
        '<a href="www.a.org">a</a> <a href="x@a.org">b</a>',
        '<p><a href="https://www.a.org">a</a> <a href="mailto:x@a.org">b</a></p>',
        "",
    ),
    (
        '<a href="https://a.org"> a <b>b</b></a>c',
        '<p><a href="https://a.org">a <strong>b</strong></a>c</p>',
        "",
    ),
]
