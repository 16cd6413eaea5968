"""What a house rule is and which files it looks at; the rules stand in test_rules.py."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUR_CODE = (
    "newsdesk/*.py",
    "newsdesk/**/*.py",
    "stories/**/*.py",
    "faqs/**/*.py",
    "entities/**/*.py",
)
TEMPLATES = ("templates/**/*.html", "templates/**/*.txt", "templates/**/*.xml")
# Samples of wrong lines, and the patterns that find them.
HOUSE = "tests/house/"

Offences = Iterator[tuple[int, str]]  # Line number and the offending text.


@dataclass(frozen=True)
class Rule:
    """One rule, with the lines that prove that it still finds what it forbids."""

    name: str
    instead: str  # What to do instead, said to whoever breaks the rule.
    files: tuple[str, ...]
    find: Callable[[str], Offences]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    exempt: tuple[str, ...] = ()

    def broken_in_tree(self) -> list[str]:
        """Each offence in our files as `path:line: text`."""
        return [
            f"{path}:{line}: {text}"
            for path in our_files()
            if matches(path, self.files) and not matches(path, self.exempt)
            for line, text in self.find(text_of(path))
        ]


def pattern(regex: str, flags: int = 0) -> Callable[[str], Offences]:
    """A `find` that reports each match of the regular expression."""
    compiled = re.compile(regex, flags)

    def find(text: str) -> Offences:
        for match in compiled.finditer(text):
            offence = match.group().strip()
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield text.count("\n", 0, start) + 1, offence.splitlines()[0]

    return find


@cache
def our_files() -> tuple[str, ...]:
    """Every file that is tracked or about to be; in a copy without git, every file not hidden."""
    try:
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        names = set(listed.stdout.split("\0"))
    except (OSError, subprocess.CalledProcessError):
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        names = {
            p.as_posix() for p in found if not p.parts[0].startswith(".") and p.parts[0] != "var"
        }
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether the path is one of the names, is below one of the folders/, or fits a glob."""
    return any(_as_regex(each).fullmatch(path) for each in patterns)


@cache
def _as_regex(glob: str) -> re.Pattern[str]:
    # Before Python 3.13 pathlib's match() takes ** for exactly one folder.
    if glob.endswith("/"):
        glob += "**/*"
    return re.compile(re.escape(glob).replace(r"\*\*/", "(?:.+/)?").replace(r"\*", "[^/]*"))


@cache
def text_of(path: str) -> str:
    """The text of a file, or nothing where it is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
