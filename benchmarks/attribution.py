"""How well is it read who says what? python -m benchmarks.attribution [CLAIMS.tsv ...] [--wrong]

A file of claims has a header and three columns: text, outlets, reporters; lists are parted by ";". A claim is
a sentence or more of "What the papers say"; its outlets are all that report it, empty where the desk speaks
for itself. Without a file our own are measured: those that the reading was tuned on, those held back until it
was written, those written after that, and sixteen times those of other constructions in four languages.
Each bar is printed for each file, *met* or *MISSED*.

Names of one outlet count as one; a name that nothing knows has to be right to the letter, but for "The". A
warning is untrue where the claim does have an outlet and is said to name none, where what is taken for an
outlet is none or another of the same name, and where what is carried over is not right.
"""

import argparse
import csv
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

import django  # noqa: E402

django.setup()

from benchmarks.measures.bars import Bar, report  # noqa: E402
from newsdesk.text.names_and_words import fold  # noqa: E402
from stories.importing.explainer import Explainer  # noqa: E402
from stories.importing.name_words import without_article  # noqa: E402
from stories.importing.outlet_directory import Directory  # noqa: E402
from stories.importing.parser import parse  # noqa: E402

CLAIMS = ROOT / "tests" / "importing" / "claims"
OWN_FILES = [
    CLAIMS / f"{name}.tsv"
    for name in (
        *("tuned", "held_back", "fresh"),
        "constructions",
        *(f"constructions_{number}" for number in ("second", "third", "fourth")),
        *(f"constructions_{number}" for number in ("fifth", "sixth", "seventh", "eighth")),
        *(f"constructions_{number}" for number in ("ninth", "tenth", "eleventh", "twelfth")),
        *(
            f"constructions_{number}"
            for number in ("thirteenth", "fourteenth", "fifteenth", "sixteenth")
        ),
    )
]
ABOUT_VOICES = frozenset(
    {"outlet-missing", "outlet-guessed", "outlet-shared", "attribution-guessed"}
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A text with the names of its outlets, as they are compared, and of its reporters."""

    text: str
    outlets: frozenset[str]
    reporters: frozenset[str]


@dataclass(slots=True)
class Count:
    """How many names were found rightly, and wrongly, and how many were to be found."""

    right: int = 0
    wrong: int = 0
    wanted: int = 0

    def add(self, found: frozenset[str], wanted: frozenset[str]) -> None:
        self.right += len(found & wanted)
        self.wrong += len(found - wanted)
        self.wanted += len(wanted)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.wanted)


@dataclass(slots=True)
class Result:
    """What the claims of a file came to."""

    outlets: Count = field(default_factory=Count)
    reporters: Count = field(default_factory=Count)
    warnings: int = 0
    untrue: int = 0


def main() -> int:
    options = arguments()
    known = Directory.of(())
    told: list[Bar] = []
    for path in options.claims or OWN_FILES:
        claims = list(claims_of(path, known))
        print(f"\n{len(claims)} claims from {path.name}")
        told += bars(path.stem.replace("_", " "), measured(claims, known, wrong=options.wrong))
    return report(told)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("claims", nargs="*", type=Path, help="files of claims, by default our own")
    parser.add_argument(
        "--wrong", action="store_true", help="print each claim that is read wrongly"
    )
    return parser.parse_args()


def claims_of(path: Path, known: Directory) -> Iterator[Claim]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            outlets, reporters = row["outlets"] or "", row["reporters"] or ""
            yield Claim(
                row["text"],
                names(outlets.split(";"), known),
                frozenset(fold(name.strip()) for name in reporters.split(";") if name.strip()),
            )


def names(outlets: Iterable[str], known: Directory) -> frozenset[str]:
    """Return outlets as they are compared: by the name that the register knows, without an article."""
    bare = (name.strip() for name in outlets)
    return frozenset(fold(without_article(known.named(name) or name)) for name in bare if name)


def measured(claims: Iterable[Claim], known: Directory, *, wrong: bool) -> Result:
    result = Result()
    for claim in claims:
        explainer = parse(f"What the papers say\n{claim.text}")
        reports = explainer.story.reports
        outlets = names((report.outlet for report in reports), known)
        reporters = frozenset(fold(name) for report in reports for name in report.reporters)
        result.outlets.add(outlets, claim.outlets)
        result.reporters.add(reporters, claim.reporters)
        count_warnings(explainer, claim, known, result)
        if wrong and (outlets, reporters) != (claim.outlets, claim.reporters):
            print(f"- {claim.text}\n    {sorted(outlets)} {sorted(reporters)}")
    return result


def count_warnings(explainer: Explainer, claim: Claim, known: Directory, result: Result) -> None:
    """Count the notes about who says what, and those of them that are not true."""
    outlets = {f"story.reports:{r.id}.outlet": r.outlet for r in explainer.story.reports}
    for note in explainer.notes:
        if note.code in ABOUT_VOICES:
            result.warnings += 1
            named = names([outlets[note.target]], known)
            result.untrue += not named <= claim.outlets or (not named and bool(claim.outlets))


def bars(name: str, result: Result) -> list[Bar]:
    outlets, reporters = result.outlets, result.reporters
    print(f"outlets: {outlets}\nreporters: {reporters}")
    untrue = result.untrue / max(1, result.warnings)
    print(f"warnings: {result.warnings}, untrue: {result.untrue}")
    return [
        Bar.at_least(f"outlets of {name}: precision", outlets.precision, 0.98),
        Bar.at_least(f"outlets of {name}: recall", outlets.recall, 0.95),
        Bar.at_least(f"reporters of {name}: precision", reporters.precision, 0.9),
        Bar.at_least(f"reporters of {name}: recall", reporters.recall, 0.9),
        Bar.at_most(f"untrue warnings of {name}", untrue, 0.1),
    ]


if __name__ == "__main__":
    sys.exit(main())
