"""Zip files, judged by their directory before anything is unpacked; and XML that defines nothing itself."""

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from newsdesk.intake.lines import Unreadable

MOST_FILES = 3_000
MOST_TEXT = 30_000_000  # bytes of XML or text, unpacked
MOST_RATIO = 200
_UNREAD = (
    *(".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".svg"),
    *(".ttf", ".odttf", ".bin", ".wav", ".mp4"),
)
# Compressing these well is what styles and themes do; small files are no bombs.
_SMALL = 2_000_000
_DEFINES = "The file has definitions of its own, which may lead anywhere: it is not read."
_DAMAGED = "The file is damaged: it cannot be unpacked. Save it again and try once more."


class Archive:
    """A zip file whose directory promises nothing out of the ordinary. Raises Unreadable otherwise."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise Unreadable(_DAMAGED) from error
        self._infos = {info.filename: info for info in self._zip.infolist()}
        self._read = 0
        self._judge(self._zip.infolist())

    def _judge(self, infos: list[zipfile.ZipInfo]) -> None:
        if len(infos) > MOST_FILES:
            raise Unreadable(f"The file holds more than {MOST_FILES:,} files.")
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable(
                "The file is protected by a password: save it without one and try again."
            )
        read = [info for info in infos if not info.filename.lower().endswith(_UNREAD)]
        if sum(info.file_size for info in read) > MOST_TEXT:
            raise Unreadable(
                f"The file would unpack to more than {MOST_TEXT // 1_000_000} MB of text."
            )
        for info in read:
            if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
                raise Unreadable(
                    "The file would unpack to far more than it is: it was not made by people."
                )

    @property
    def names(self) -> list[str]:
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        """Return how many bytes a file of the archive would unpack to."""
        return self._infos[name].file_size

    def read(self, name: str) -> bytes:
        """Return a file of the archive, which never is longer than the directory says."""
        info = self._infos.get(name)
        if info is None:
            raise Unreadable(_DAMAGED)
        self._read += info.file_size
        if self._read > 2 * MOST_TEXT:
            raise Unreadable(
                f"The file would unpack to more than {MOST_TEXT // 1_000_000} MB of text."
            )
        try:
            with self._zip.open(info) as file:
                return file.read(info.file_size + 1)[: info.file_size]
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise Unreadable(_DAMAGED) from error

    def xml(self, name: str) -> etree._Element:
        return xml(self.read(name))


def xml(data: bytes) -> etree._Element:
    """Return the tree of an XML file. One that defines entities or names other files is refused."""
    head = data[:100_000].replace(b"\x00", b"")  # in UTF-16 too
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Unreadable(_DEFINES)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.doctype:
            raise Unreadable(_DEFINES)
        return root
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).casefold():
            raise Unreadable("The file is nested too deeply to be read.") from error
        raise Unreadable(_DAMAGED) from error


def target(part: str, relative: str) -> str:
    """Return the name of the file that a relation of `part` leads to."""
    if relative.startswith("/"):
        return relative[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), relative))
