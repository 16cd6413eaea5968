"""Files are read in a process of their own, with a limit of memory and of time, and no right to write.

What a parser does with a hostile file ends there: the answer is a reading, or one sentence. The process is
started anew and never forked from a server that has threads.
"""

import base64
import json
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from newsdesk.intake import kinds, reading, web
from newsdesk.intake.lines import FileContents, Picture, Unreadable, reading_data, reading_from
from newsdesk.intake.news import page
from newsdesk.intake.news.found import NewsPage, page_data, page_from

_SECONDS = (
    1.7  # of a processor; forty pages of PDF, more than anything else that people send, take 1.3
)
_MOST_SECONDS_TO_WAIT = 20  # of a clock on the wall, where the machine is busy
_MEMORY = 1_000_000_000  # bytes of addresses, libraries among them
_LONGEST_ANSWER = 60_000_000
MOST_OF_A_PAGE = 2_000_000  # bytes of a page of news

_ROOT = Path(__file__).resolve().parent.parent.parent
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from newsdesk.intake import apart; apart.{child}(*sys.argv[2:])"
)

_INSTEAD = "it is damaged, or not made by people. Copy its text and paste it."
_TOO_LONG = f"Reading the file takes too long: {_INSTEAD}"
_TOO_LARGE = f"Reading the file takes too much memory: {_INSTEAD}"
_BROKEN = "The file is damaged, or made in a way that cannot be read: copy its text and paste it."


def read(data: bytes, name: str = "") -> FileContents:
    """Return what a file holds, read in a process of its own. Raises Unreadable, with one sentence."""
    if len(data) > reading.MAX_BYTES:
        reading.read(data, name)  # says so
    if kinds.kind_of(data) == kinds.TEXT and (document := reading.plain(data, name)):
        return FileContents(
            (document,)
        )  # Our own few lines, which take time in proportion to the text.
    answer = _answer("child", data, name[-200:].replace("\x00", ""))
    pictures = cast("Iterable[Sequence[str]]", answer.get("pictures", ()))
    return replace(reading_from(answer), pictures=tuple(_pictures(pictures)))


def _pictures(data: Iterable[Sequence[str]]) -> Iterator[Picture]:
    for name, content in data:
        yield Picture(str(name)[:200], base64.b64decode(content))


def read_news(data: bytes, address: str = "", *, charset: str = "") -> NewsPage:
    """Return what a page of news says of itself, read as `read` reads a file. Raises Unreadable."""
    if len(data) > MOST_OF_A_PAGE:
        raise Unreadable(f"The page is longer than {MOST_OF_A_PAGE // 1_000_000} MB.")
    if kinds.kind_of(data) != kinds.TEXT or not web.is_html(web.text_of(data)[0]):
        raise Unreadable("This is not a page of the web: save it from the browser as HTML.")
    answer = _answer("news_child", data, address.replace("\x00", ""), charset.replace("\x00", ""))
    return page_from(answer)


def _answer(child: str, data: bytes, *arguments: str) -> Mapping[str, object]:
    """Return what a function of this module, in a process of its own, says of a file. Raises Unreadable."""
    start = _START.format(child=child)
    command = [sys.executable, "-I", "-c", start, str(_ROOT), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - ourselves, and names as arguments
            command, input=data, capture_output=True, timeout=_MOST_SECONDS_TO_WAIT, cwd="/", env={}
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_TOO_LONG) from error
    if done.returncode in (-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL):
        raise Unreadable(_TOO_LONG)
    try:
        answer: Mapping[str, object] = json.loads(done.stdout)
    except ValueError as error:
        raise Unreadable(_BROKEN) from error
    if "refused" in answer:
        raise Unreadable(str(answer["refused"]))
    return answer


def read_file(path: Path) -> FileContents:
    """Return what a file holds; reads no more of it than a file may be long. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            data = file.read(reading.MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"The file cannot be read: {error.strerror or error}.") from error
    return read(data, path.name)


def read_words(words: str) -> FileContents:
    """Return what a pasted text holds, whatever it is the source of. Raises Unreadable."""
    if not words.strip():
        raise Unreadable("The text is empty.")
    return read(words.encode("utf-8", "surrogatepass"), "")


def read_clipboard(source: str) -> FileContents:
    """Return what stood on a clipboard as HTML. Raises Unreadable."""
    return read(b"<!doctype html>" + source.encode("utf-8", "replace"), "")


def child(name: str) -> None:
    """Read the file that comes in and write what it holds, or why it is refused. Runs in its own process."""
    _bounded(lambda data: _with_pictures(reading.read(data, name)))


def _with_pictures(found: FileContents) -> Mapping[str, object]:
    pictures = [[each.name, base64.b64encode(each.data).decode()] for each in found.pictures]
    return {**reading_data(found), "pictures": pictures}


def news_child(address: str, charset: str) -> None:
    """Do the same with a page of news that came from an address."""
    _bounded(lambda data: page_data(page.read(data, address, charset=charset)))


def _bounded(read_data: Callable[[bytes], Mapping[str, object]]) -> None:
    """Write what is read of the file that comes in, within limits of memory and time."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (2, 3))
    signal.setitimer(signal.ITIMER_PROF, _SECONDS)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = json.dumps(read_data(sys.stdin.buffer.read()))
        if len(answer) > _LONGEST_ANSWER:
            raise Unreadable(
                "The file holds more text than can be read at once: take in fewer pages."
            )
    except Unreadable as error:
        answer = json.dumps({"refused": str(error)})
    except MemoryError:
        answer = json.dumps({"refused": _TOO_LARGE})
    except Exception:
        # A parser fell over: which one, and how, is of no use to who sent the file.
        answer = json.dumps({"refused": _BROKEN})
    sys.stdout.write(answer)
