"""Files made for tests: Word and OpenDocument texts, PDFs, mails, zips, with whatever stands in them."""

import io
import zipfile

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES_OF_ODF = " ".join(
    f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "text", "table", "style")
)


def zipped(files, method=zipfile.ZIP_DEFLATED):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def docx(body="", *, document=None, links=(), **parts):
    """Return a Word document with this body; `links` are the addresses that rId1, rId2 ... lead to."""
    content_type = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/hyperlink" Target="{url}" TargetMode="External"/>'
        for number, url in enumerate(links, start=1)
    ) + "".join(
        f'<Relationship Id="p{name}" Type="{_DOCUMENT}/{name}" Target="{name}.xml"/>'
        for name in parts
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" '
            f'ContentType="{content_type}"/></Types>',
            "_rels/.rels": _related(
                f'<Relationship Id="r" Type="{_DOCUMENT}/officeDocument" Target="word/document.xml"/>'
            ),
            "word/_rels/document.xml.rels": _related(relations),
            "word/document.xml": document
            or f'<w:document xmlns:w="{_WORD}" xmlns:r="{_DOCUMENT}"><w:body>{body}</w:body></w:document>',
            **{
                f"word/{name}.xml": content.replace(">", f' xmlns:w="{_WORD}">', 1)
                for name, content in parts.items()
            },
        }
    )


def _related(relations):
    return f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'


def odt(body, *, before="", styles=""):
    content = (
        f"{before}<office:document-content {NAMES_OF_ODF}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    files = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    if styles:
        files["styles.xml"] = (
            f"<office:document-styles {NAMES_OF_ODF}>{styles}</office:document-styles>"
        )
    return zipped(files)


def pdf(*objects):
    """Return a PDF of these objects, numbered from 1; the first is the catalogue."""
    whole = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return whole + end % (len(objects) + 1, table, len(objects) + 1, len(whole))


def pdf_page(content, more=b""):
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), more, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def mail(body, *headers):
    lines = [
        "From: a@desk.example",
        "To: b@desk.example",
        "Subject: x",
        "MIME-Version: 1.0",
        *headers,
    ]
    return "\r\n".join([*lines, "", body]).encode()
