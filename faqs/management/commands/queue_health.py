"""The figures of the queue's health page, for a terminal or a report."""

from django.core.management.base import BaseCommand

from faqs.duplicate_review import health


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


class Command(BaseCommand):
    help = "Prints how the queue of duplicates is doing: open pairs by age, decisions, undos, precision."

    def handle(self, *args: object, **options: object) -> None:
        now = health.figures()
        self.stdout.write(f"Waiting pairs: {now.waiting}, {now.twins} with contradicting answers")
        for label, count in now.ages:
            self.stdout.write(f"  {label:<12}{count:>6}")
        self.stdout.write(f"Decided to be the same, not merged yet: {now.to_merge}")
        self.stdout.write("Decisions a week")
        for week in now.weeks:
            self.stdout.write(f"  {week.start:%Y-%m-%d}  {week.verdicts:>6}")
        self.stdout.write(f"Merges undone: {now.undone} of {now.merged} ({percent(now.undo_rate)})")
        self.stdout.write("Suggestions against decisions")
        for each in now.precision:
            line = f"  {each.label:<22}{each.same:>5} of {each.judged:<5} {percent(each.share)}"
            self.stdout.write(line)
