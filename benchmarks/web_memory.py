"""How much memory do the web server's processes take together, with the sentence encoder and nothing kept?

    python -m benchmarks.web_memory

Starts gunicorn as deploy/ has it, with two processes beside the first, on a small desk; lets both answer
pages and the questions of readers, which takes the encoder; then adds up what each has for itself and its
part of what they share (PSS). Ends with 1 where that is above the bar. Linux only.
"""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.measures.bars import Bar, report
from tests.programs.desk import Desk
from tests.programs.process import children
from tests.programs.web import Web

MOST = 350  # MB, of two processes and the one that they come from
ASKED = 60
PATHS = (
    "/",
    "/stories/the-ferry-turns/",
    "/ask/nearest/?q=why+do+ferries+lean",
    "/search/?q=ferry",
)


def main() -> int:
    if not Path("/proc/self/smaps_rollup").exists():
        print("Left out: it takes Linux.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return report([measure(folder)])


def measure(folder: str) -> Bar:
    """Return the bar, after a line of what each process takes."""
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "NEWSDESK_VAR": folder,
        "NEWSDESK_HASHED_STATIC": "0",
        "NEWSDESK_RESPONSE_CACHE_MB": "0",
        "NEWSDESK_DUPLICATES_MODEL": "",
    }
    with Desk(**settings) as desk:
        desk.do("tests.programs.desk:make_tables")
        desk.do("tests.stack.deeds:publish", "The ferry turns")
    with Web(**settings) as web:
        assert web.process
        first = web.process.pid
        _answer_all(web)
        parts = [_pss(pid) for pid in (first, *children(first))]
    told = " + ".join(f"{part:.0f}" for part in parts)
    print(f"  {told} MB: the first, then those that answer")
    return Bar.at_most(
        "two web processes and the first, with the encoder", sum(parts), MOST, unit="MB"
    )


def _answer_all(web: Web) -> None:
    """Ask for each page many times, several at once, so that both processes have answered all."""

    def ask(number: int) -> int:
        return int(web.get(PATHS[number % len(PATHS)]).status)

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(ASKED))) == {200}


def _pss(pid: int) -> float:
    """Return the megabytes of a process, shared ones divided among those that share them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    sys.exit(main())
