"""Whole sites of other systems, text by text: WordPress (WXR) and Ghost, read in a process of their own.

One text is in memory at a time on this side, and for WordPress on the other side too. Each text has the time
of a processor that one file has elsewhere; what takes longer is left out, and the reading goes on behind it.
"""

import io
import json
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from lxml import etree

from newsdesk.intake import exports
from newsdesk.intake.lines import Document, FileContents, Unreadable, reading_data, reading_from

_SECONDS = 1.7  # of a processor, for one text
_MEMORY = 1_000_000_000  # bytes of addresses, libraries among them
_HEAD = 100_000
_MOST_JSON = 60_000_000  # bytes; read as a whole
_LONGEST_ANSWER = 60_000_000
_MOST_SKIPPED = 20
_PIECE = 1 << 20
_ROOT = Path(__file__).resolve().parent.parent.parent
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from newsdesk.intake.sites import child; child(int(sys.argv[2]))"
)
_DAMAGED = "The export is damaged: write it out anew."
_GUID = "{*}guid"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a site, `number` counted from 1. Without a document it is left out, for `reason`.

    `outside` is what its system knows it by, the same in every export; `facts` are those of the document,
    with `slug`, `status` ("published" or another) and `published`, a time in ISO 8601.
    """

    number: int
    outside: str
    document: Document | None = None
    reason: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def kind_of(path: Path) -> str:
    """Return "wordpress" or "ghost" for an export of one of these, "" for any other file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if exports.is_wordpress(head):
        return "wordpress"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return "ghost" if start.startswith(b"{") and b'"posts"' in head + _tail(path) else ""


def _tail(path: Path) -> bytes:
    """Return more of a file of JSON, whose parts come in any order."""
    with path.open("rb") as file:
        return file.read(_MOST_JSON) if path.stat().st_size <= _MOST_JSON else b""


def count(path: Path) -> int:
    """Return how many texts a WordPress export seems to have; 0 where that is not told beforehand."""
    found, kept = 0, b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            whole = kept + piece
            found += whole.count(b"<item>")
            kept = whole[-5:]
    return found


def texts(path: Path) -> Iterator[Text]:
    """Yield the texts of an export in their order. Raises Unreadable where it is none."""
    done = skipped = 0
    while True:
        ended = True
        with path.open("rb") as file, _process(file, done) as process:
            for answer in _answers(process):
                found = _text(answer)
                done = found.number
                yield found
            process.wait()
            if process.returncode in (-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL):
                done, skipped, ended = done + 1, skipped + 1, False
                reason = "Reading it takes too long: it is not made by people."
                yield Text(done, "", reason=reason)
            elif process.returncode:
                raise Unreadable(_DAMAGED)
        if ended:
            return
        if skipped > _MOST_SKIPPED:
            raise Unreadable(f"More than {_MOST_SKIPPED} texts take too long to be read.")


def _process(file: IO[bytes], skip: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-I", "-c", _START, str(_ROOT), str(skip)]
    return subprocess.Popen(  # noqa: S603 - ourselves, and a number
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env={}
    )


def _answers(process: "subprocess.Popen[bytes]") -> Iterator[dict[str, Any]]:
    assert process.stdout is not None  # noqa: S101
    try:
        while line := process.stdout.readline(_LONGEST_ANSWER):
            if not line.endswith(b"\n"):
                return  # The other side has ended in the middle of it.
            answer = json.loads(line)
            if "refused" in answer:
                raise Unreadable(str(answer["refused"]))
            yield answer
    finally:
        if process.poll() is None and sys.exc_info()[0] is not None:
            process.kill()


def _text(answer: Mapping[str, Any]) -> Text:
    facts = {str(name): str(value) for name, value in answer["facts"].items()}
    number, outside = int(answer["number"]), str(answer["outside"])
    if answer["reading"] is None:
        return Text(number, outside, None, str(answer["reason"]), facts)
    document = reading_from(answer["reading"]).documents[0]
    return Text(number, outside, document, "", facts)


# On the other side


def child(skip: int) -> None:
    """Read the export that comes in and write each text behind the first `skip` as a line of JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    stream = io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False), 2 * _HEAD)
    try:
        head = stream.peek(_HEAD)[:_HEAD]
        found = _wordpress(stream) if exports.is_wordpress(head) else _ghost(stream)
        for text in _timed(found):
            if text.number > skip:
                _write(text)
    except Unreadable as error:
        _put({"refused": str(error)})
    except etree.XMLSyntaxError:
        _put({"refused": _DAMAGED})
    except MemoryError:
        _put({"refused": "Reading the export takes too much memory: write it out in parts."})


def _timed(texts: Iterator[Text]) -> Iterator[Text]:
    while True:
        signal.setitimer(signal.ITIMER_PROF, _SECONDS)
        text = next(texts, None)
        if text is None:
            return
        yield text


def _put(answer: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _write(text: Text) -> None:
    reading = text.document and reading_data(FileContents((text.document,)))
    answer = {"number": text.number, "outside": text.outside, "reason": text.reason}
    _put(answer | {"facts": dict(text.facts), "reading": reading})


def _wordpress(stream: IO[bytes]) -> Iterator[Text]:
    items = etree.iterparse(
        _Undefined(stream),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    authors: dict[str, str] = {}
    number = 0
    depth = 0
    for event, element in items:
        depth += 1 if event == "start" else -1
        if depth > 200:
            raise Unreadable("The export is nested too deeply to be read.")
        if event == "start" or not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        if name == "author" and len(element):
            authors |= dict(exports.wordpress_author(element))
        if name == "item":
            number += 1
            yield _wordpress_text(number, element, authors)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


class _Undefined:
    """A stream whose XML defines nothing itself: all that could stands before the first element."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._looked = stream, False

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        if not self._looked:
            self._looked = True
            piece += self._stream.read(_HEAD)
            head = piece.replace(b"\x00", b"")
            begins = re.search(rb"<(?:rss|channel)\b", head)
            if begins is None or re.search(rb"<!(?:DOCTYPE|ENTITY)", head[: begins.start()]):
                raise Unreadable(
                    "The file has definitions of its own, or is no export: it is not read."
                )
        return piece


def _wordpress_text(number: int, item: etree._Element, authors: dict[str, str]) -> Text:
    facts = exports.wordpress_facts(item)
    kind, status = facts.pop("kind"), facts["status"]
    outside = f"wordpress:{facts.pop('id')}"[:300]
    if kind not in ("post", "page"):
        return Text(number, outside, None, f"{kind}: not read.", facts)
    if status in ("trash", "auto-draft", "inherit"):
        return Text(number, outside, None, f"It is in the {status} there: not read.", facts)
    facts["status"] = "published" if status == "publish" else status
    try:
        document = exports.wordpress_post(item, authors)
    except Unreadable as error:
        return Text(number, outside, None, str(error), facts)
    if not document.lines:
        return Text(number, outside, None, "It holds no words.", facts)
    return Text(number, outside, document, "", {**facts, **document.facts})


def _ghost(stream: IO[bytes]) -> Iterator[Text]:
    data = stream.read(_MOST_JSON + 1)
    if len(data) > _MOST_JSON:
        raise Unreadable(
            f"The export is larger than {_MOST_JSON // 1_000_000} MB: write it out in parts."
        )
    signal.setitimer(signal.ITIMER_PROF, 20)
    for number, (post, document, reason) in enumerate(exports.ghost_posts(data), start=1):
        outside = f"ghost:{post.get('uuid') or post.get('id')}"[:300]
        facts = {
            "title": str(post.get("title") or ""),
            "slug": str(post.get("slug") or ""),
            "status": str(post.get("status") or ""),
            "published": str(post.get("published_at") or ""),
        }
        told = document.facts if document else {}
        yield Text(number, outside, document, reason, {**facts, **told})
