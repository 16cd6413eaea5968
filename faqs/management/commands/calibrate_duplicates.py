"""Set the bands of the score, and what it learns, by the desk's own verdicts."""

import argparse
from dataclasses import replace

from django.core.management.base import BaseCommand

from faqs.duplicate_review import health, question_index
from faqs.duplicates.learning import NEEDED


class Command(BaseCommand):
    help = "Prints the bands that the moderators' decisions support; --write uses them from now on."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="Use these bands from now on.")

    def handle(self, *args: object, **options: object) -> None:
        now = question_index.current_bands()
        bands, verdicts = health.calibrated()
        weights, decisions = health.taught()
        bands = replace(bands, weights=weights)
        self.stdout.write(f"Decisions that count: {verdicts}")
        self.stdout.write(f"Now:  likely from {now.likely:.2f}, possible from {now.possible:.2f}")
        self.stdout.write(
            f"Then: likely from {bands.likely:.2f}, possible from {bands.possible:.2f}"
        )
        self.stdout.write(f"Decisions to learn from: {decisions}, of {NEEDED} needed")
        for kind, weight in sorted(weights.items()):
            self.stdout.write(f"      {kind}: {weight:+.3f}")
        for month in health.months(health.last_verdicts()):
            shares = (f"{each.label.lower()} {_share(each)}" for each in month.precision)
            self.stdout.write(f"{month.start:%Y-%m}  {', '.join(shares)}")
        if bands == now:
            self.stdout.write("Nothing to change: the decisions support the bands, or are too few.")
        elif options["write"]:
            health.store(bands, verdicts)
            self.stdout.write("Stored. Run scan_duplicates to sort the queue by them.")


def _share(precision: health.Precision) -> str:
    """Return how often a band was right: "9 of 10"."""
    return f"{precision.same} of {precision.judged}"
