"""Whatever is in a file: it is read, or refused in one sentence; the process that reads it ends."""

import os
import random
import zipfile
import zlib

import pytest

from newsdesk.intake import apart
from newsdesk.intake.lines import Unreadable
from stories.importing.explainer import NOTHING_KNOWN
from stories.importing.source import pages_of
from tests.intake.files import docx, mail, odt, pdf, pdf_page, zipped

DOCTYPE = '<!DOCTYPE a SYSTEM "file:///etc/hostname">'
P = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHOWN = b"BT /F1 12 Tf (x) Tj ET\n"
EXPORT = (
    b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/" '
    b'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>%s</channel></rss>'
)


def parts_in_parts(depth):
    whole = "x"
    for number in range(depth):
        kind = f'Content-Type: multipart/mixed; boundary="b{number + 1}"'
        whole = f"--b{number}\r\n{kind}\r\n\r\n{whole}"
    return mail(whole, 'Content-Type: multipart/mixed; boundary="b0"')


REFUSED = {
    "150,000 paragraphs": lambda: docx(P * 150_000),
    "900,000 runs": lambda: docx(f"<w:p>{'<w:r><w:t>x</w:t></w:r>' * 900_000}</w:p>"),
    "controls in controls": lambda: docx("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000),
    "laughs": lambda: docx(
        document=f'<!DOCTYPE a [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><w:document {WORD}>&b;</w:document>'
    ),
    "a doctype in UTF-16": lambda: docx(
        document=f'<?xml version="1.0" encoding="UTF-16"?>{DOCTYPE}<w:document {WORD}/>'.encode("utf-16")
    ),
    "a doctype far down": lambda: docx(
        document=f'<?xml version="1.0"?>{" " * 150_000}{DOCTYPE}<w:document {WORD}/>'
    ),
    "half a docx": lambda: docx(P * 100)[:-200],
    "no Word inside": lambda: docx(document="<a/>"),
    "a bomb": lambda: zipped({"a.txt": b"\0" * 25_000_000}),
    "a bomb in LZMA": lambda: zipped({"a.txt": b"a" * 25_000_000}, zipfile.ZIP_LZMA),
    "many bombs": lambda: zipped({f"{n}.txt": b"a" * 1_900_000 for n in range(30)}),
    "zips in zips": lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": "x"})})}),
    "3,500 files": lambda: zipped({f"{n}.txt": "x" for n in range(3500)}),
    "an empty zip": lambda: zipped({}),
    "noise after PK": lambda: b"PK\x03\x04" + random.Random(1).randbytes(5000),
    "lists in lists": lambda: odt(
        "<text:list><text:list-item>" * 9000 + "</text:list-item></text:list>" * 9000
    ),
    "an odt with a doctype": lambda: odt("", before='<!DOCTYPE x SYSTEM "http://evil.example/">'),
    "200,000 divs": lambda: b"<html>" + b"<div>" * 200_000,
    "a tag of two megabytes": lambda: b"<html><p " + b"a=1 " * 500_000 + b">x",
    "links without end": lambda: b"<html><p>" + b"<a href=http://x.example/>x</a> " * 50_000,
    "a pile of accents": lambda: ("<html><p>a" + "\u0301" * 100_000).encode(),
    "100,000 lines": lambda: b"<html>" + b"<p>x</p>" * 100_000,
    "half-open links": lambda: b"# x\n" + b"[a](b" * 60_000,
    "stars": lambda: b"# x\n" + b"*a **b " * 40_000,
    "parts in parts": lambda: parts_in_parts(3000),
    "20,000 parts": lambda: mail(
        "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000, 'Content-Type: multipart/mixed; boundary="b"'
    ),
    "50,000 parameters": lambda: mail(
        "x", "Content-Type: text/plain" + "".join(f"; a{n}=b" for n in range(50_000))
    ),
    "a page of a million words": lambda: pdf_page(SHOWN * 400_000),
    "a packed page": lambda: pdf_page(zlib.compress(SHOWN * 2_000_000), b"/Filter/FlateDecode"),
    "brackets in a PDF": lambda: pdf(b"[" * 100_000),
    "pages in pages": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"
    ),
    "a PDF without anything": lambda: b"%PDF-1.4\n%%EOF",
    "deep JSON": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a long number": lambda: b'{"a":' + b"9" * 1_000_000 + b"}",
    "a digest of other things": lambda: (
        b'{"clusters":[{"title":5,"perspectives":[1,null,{"sources":[5]}],"suggested_qna":["x"]}]}'
    ),
    "a Ghost export of other things": lambda: b'{"db":[{"data":{"posts":[5]}}]}',
    "laughs in WordPress": lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aa">]>' + EXPORT[21:],
    "deep XML": lambda: EXPORT % (b"<a>" * 100_000),
    "zeros": lambda: b"\0" * 100_000,
    "0xFF": lambda: b"\xff" * 100_000,
    "noise": lambda: random.Random(1).randbytes(500_000),
    "16 MB": lambda: b"a" * 16_000_000,
}  # fmt: skip
READ = {
    "cells repeated": lambda: odt(
        '<table:table><table:table-row table:number-rows-repeated="999999999"><table:table-cell '
        'table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell></table:table-row>'
        "</table:table>"
    ),
    "a billion spaces": lambda: odt('<text:p>a<text:s text:c="1000000000"/>b</text:p>'),
    "no number of a level": lambda: odt('<text:h text:outline-level="²">x</text:h>'),
    "a loop of styles": lambda: docx(
        '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>',
        styles='<w:styles><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>',
    ),
    "a file out of its folder": lambda: zipped({"../../a.txt": "What's happened\nRain."}),
    "quotations in quotations": lambda: b"# x\n" + b">" * 200_000 + b"x",
    "ticks": lambda: b"# x\n" + b"".join(b"`" * n + b" " for n in range(1, 400)),
    "signs of notes": lambda: b"What's happened\n" + b"x [1] " * 100_000 + b"\n[1] http://x.example/\n",
    "addresses": lambda: b"What the papers say\n" + b"http://x.example/a " * 50_000,
    "broken words": lambda: b"abc def ghi jkl mno pqr stu vwx yz-\n" * 25_000,
    "headings": lambda: b"What's happened\n" * 19_000,
    "sources": lambda: b"What's happened\nx.\n" + b"Sources\n" * 19_000,
    "explainers": lambda: b"A title\nWhat's happened\nx.\nGo deeper\n- x?\n" * 3000,
    "half-open comments": lambda: b"<html>" + b"<!--[if" * 100_000,
    "an encoding that is none": lambda: mail("x", 'Content-Type: text/plain; charset="zlib"'),
    "brackets in a header": lambda: mail("x", "Reply-To: " + "(" * 20_000),
}  # fmt: skip


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_in_one_sentence(make):
    with pytest.raises(Unreadable) as refusal:
        apart.read(make(), "x")
    said = str(refusal.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert "/" not in said.replace(".docx", "")


@pytest.mark.parametrize("make", READ.values(), ids=READ.keys())
def test_it_is_read_and_understood_or_refused(make):
    assert "\n" not in refusal_of(make())


def refusal_of(data):
    """Read and understand a file; return why it was refused, or ""."""
    try:
        pages_of(apart.read(data, "x"), "x", NOTHING_KNOWN)
    except Unreadable as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused(seed):
    dice = random.Random(seed)
    whole = dice.choice(
        [docx(P * 20), odt("<text:p>x</text:p>" * 20), pdf_page(SHOWN * 20), mail("x\r\n" * 20)]
    )
    data = bytearray(whole)
    for _ in range(dice.randint(1, 30)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    assert "\n" not in refusal_of(bytes(data))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{\\rtf1 x}", "(RTF)"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600 + "WordDocument".encode("utf-16-le"), "(.doc)"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600 + "__substg1.0_".encode("utf-16-le"), "(.msg)"),
        (zipped({"Index/Document.iwa": "x"}), "Pages"),
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}), "(.xlsx)"),
        (zipped({"mimetype": "application/epub+zip"}), "e-book"),
        (b"\x1f\x8b\x08\x00abc", "gzip"),
        (b'question,answer\n"Why?","So."\n', "(CSV)"),
        (b"https://news.example/a", "address"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do(data, said):
    with pytest.raises(Unreadable) as refusal:
        apart.read(data, "x.docx")
    assert said in str(refusal.value)
    assert any(
        word in str(refusal.value) for word in ("save", "copy", "export", "unpack", "row by row")
    )


def test_who_reads_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    apart.read(docx(P), "x")
    assert os.listdir(tmp_path) == []
