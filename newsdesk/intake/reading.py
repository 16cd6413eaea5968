"""Bytes -> documents: what a file is decides who reads it. `apart` does the same in a process of its own."""

import re
from dataclasses import replace

from newsdesk.intake import (
    exports,
    kinds,
    mail,
    markdown,
    open_document,
    pdf,
    pictures,
    text,
    web,
    word,
)
from newsdesk.intake.archive import Archive, xml
from newsdesk.intake.counts import were
from newsdesk.intake.decode import clean, decoded
from newsdesk.intake.lines import MOST_CHARACTERS, Document, FileContents, Picture, Unreadable

MAX_BYTES = 15_000_000
_MOST_IN_ZIP = 200
_DEEPEST = 2  # a zip in a mail, a mail in a zip
_HIDDEN = re.compile(r"(?:^|/)(?:__MACOSX/|\.|~\$|Thumbs\.db$)")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".tif", ".tiff", ".heic")
_PAGES = ("Index/Document.iwa", "index.apxl", "index.xml", "Index.zip")
_OFFICE = {
    "xl/": "a spreadsheet (.xlsx): copy its text and paste it here.",
    "ppt/": "slides (.pptx): copy their text and paste it here.",
    "OEBPS/": "an e-book: copy its text and paste it here.",
}
_OPEN = {
    b"spreadsheet": "a spreadsheet (.ods): copy its text and paste it here.",
    b"presentation": "slides (.odp): copy their text and paste it here.",
    b"epub": "an e-book (.epub): copy its text and paste it here.",
}
_FIELDS = frozenset(
    """question answer answers intro topics title headline name tags url date slug text outlet aliases
    domains old new""".split()
)


def read(data: bytes, name: str = "") -> FileContents:
    """Return what a file holds. Raises Unreadable, with one sentence, for what is no text."""
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB: an explainer is about 15 kB."
        )
    return _read(data, name, 0)


def read_text(source: str, name: str = "") -> Document:
    """Return the document of words that were pasted: plain, in Markdown, or the source of a page."""
    if web.is_html(source):
        return web.read(source, name)
    return _words(source, name)


def _words(source: str, name: str) -> Document:
    words = clean(_tabbed(source))
    _refuse_table(words)
    if re.fullmatch(r"\s*https?://\S+\s*", words):
        raise Unreadable("This is an address: open the page, copy its text and paste it here.")
    return read_words(words, name)


def read_words(words: str, name: str = "") -> Document:
    """Return the document of a clean text, plain or in Markdown."""
    return markdown.read(words, name) if markdown.is_markdown(words) else text.read(words, name)


def plain(data: bytes, name: str = "") -> Document | None:
    """Return the document of a file that is plain text and nothing else; None for all others."""
    if len(data) > MOST_CHARACTERS or web.is_html(data[:3000].decode("latin-1")):
        return None
    source, told = decoded(data)
    if web.is_html(source) or markdown.is_markdown(source):
        return None
    document = _words(source, name)
    return replace(document, told=(told, *document.told)) if told else document


def _read(data: bytes, name: str, depth: int) -> FileContents:
    kind = kinds.kind_of(data)
    if kind == kinds.ZIP:
        return _zip(data, name, depth)
    if kind == kinds.PDF:
        return FileContents((pdf.read(data, name),))
    if kind == kinds.MAIL:
        if depth > _DEEPEST:
            raise Unreadable("The mail stands in a mail in a mail: take it out first.")
        found = mail.read(
            data,
            name,
            lambda part, called: list(_read(part, called, depth + 1).documents),
            read_text,
        )
        return FileContents(tuple(found), pictures=pictures.kept(mail.pictures_of(data)))
    if kind == kinds.XML:
        return _xml(data, name)
    if kind == kinds.JSON:
        return exports.from_json(data, name)
    inside = (
        pictures.kept(pictures.in_page(data.decode("latin-1"))) if b"data:image/" in data else ()
    )
    return FileContents((_text(data, name),), pictures=inside)


def _text(data: bytes, name: str) -> Document:
    head = data[:3000].decode("latin-1")
    source, told = web.text_of(data) if web.is_html(head) else decoded(data)
    document = read_text(source, name)
    return replace(document, told=(told, *document.told)) if told else document


def _refuse_table(source: str) -> None:
    first = source.split("\n", 1)[0]
    named = {field.strip(" \"'\r").casefold() for field in re.split("[,;\t]", first[:500])}
    if len(named & _FIELDS) > 1 and "\n" in source:
        raise Unreadable(
            "This is a table (CSV), not a text: it is taken in row by row, not as an explainer."
        )


def _tabbed(source: str) -> str:
    """Return a text with bars for the tabs between cells, where two rows or more have the same number."""
    if "\t" not in source:
        return source
    rows = source.split("\n")
    tabs = [row.strip().count("\t") for row in rows]
    for index, count in enumerate(tabs):
        if count and count in (*tabs[max(0, index - 1) : index], *tabs[index + 1 : index + 2]):
            rows[index] = re.sub(r" *\t *", " | ", rows[index].strip())
    return "\n".join(rows)


def _xml(data: bytes, name: str) -> FileContents:
    if exports.is_wordpress(data):
        return exports.wordpress(data, name)
    root = xml(data)
    if root.tag.endswith("}document") and "opendocument" in root.tag:
        return FileContents((open_document.read_tree(root, None, name),))
    if root.tag.endswith("}package") and "office/2006/xmlPackage" in root.tag:
        raise Unreadable("This is a Word document in one XML file: open it and save it as .docx.")
    raise Unreadable("This is an XML file of no known kind: exports of WordPress are read.")


def _zip(data: bytes, name: str, depth: int) -> FileContents:
    archive = Archive(data)
    for of_its_kind, reader in (
        (word.is_word, word.read),
        (open_document.is_open_document, open_document.read),
    ):
        if of_its_kind(archive):
            document = reader(archive, name)
            return FileContents((document,), pictures=pictures.kept(pictures.in_archive(archive)))
    _refuse_others(archive)
    if "[Content_Types].xml" in archive or "mimetype" in archive:
        raise Unreadable("This is a document of an unknown kind: open it and save it as .docx.")
    if depth:
        raise Unreadable(
            "The zip file holds further zip files: unpack it, and take in what is inside."
        )
    return _folder(archive)


def _refuse_others(archive: Archive) -> None:
    if any(each in archive for each in _PAGES):
        raise Unreadable("This is a Pages document: in Pages, export it as Word (.docx).")
    kind = archive.read("mimetype")[:200] if "mimetype" in archive else b""
    for part, what in _OPEN.items():
        if part in kind:
            raise Unreadable(f"This is {what}")
    for start, what in _OFFICE.items():
        if "[Content_Types].xml" in archive and any(
            each.startswith(start) for each in archive.names
        ):
            raise Unreadable(f"This is {what}")


def _folder(archive: Archive) -> FileContents:
    """Read every file of a zip; pictures are counted, and what cannot be read is named with its reason."""
    documents: list[Document] = []
    told: list[str] = []
    inside_others: list[Picture] = []
    count = 0
    names = [
        each
        for each in sorted(archive.names)
        if not each.endswith("/") and not _HIDDEN.search(each)
    ]
    if len(names) > _MOST_IN_ZIP:
        raise Unreadable(
            f"The zip file holds more than {_MOST_IN_ZIP} files: take in fewer at once."
        )
    for each in names:
        if each.lower().endswith(_PICTURES):
            count += 1
            continue
        try:
            inside = _read(archive.read(each), each, 1)
            documents += inside.documents
            told += inside.told
            inside_others += inside.pictures
        except Unreadable as error:
            told.append(f"{each}: {error}")
    if count:
        told.append(f"{were(count, 'image')} not taken.")
    if not documents:
        reason = f" {told[0]}" if told else ""
        raise Unreadable(f"The zip file holds nothing that can be read.{reason}")
    found = pictures.kept([*pictures.in_archive(archive), *inside_others])
    return FileContents(tuple(documents), tuple(told), found)
