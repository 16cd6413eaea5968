"""Jobs that tests hand in, and what they did."""

from datetime import timedelta

from newsdesk.jobs.job import URGENT, Terms, job
from newsdesk.jobs.periodic import Periodic

SOON = timedelta(seconds=10)
DONE: list[str] = []
FAILING: set[str] = set()


class NoRoom(Exception):
    """What the sample job raises."""


@job(Terms("Sample", tries=3, pause=SOON))
def note(word: str) -> None:
    """Note a word, unless it is one of FAILING."""
    DONE.append(word)
    if word in FAILING:
        raise NoRoom(f"No room for {word}.")


@job(Terms("Urgent sample"), priority=URGENT)
def note_at_once(word: str) -> None:
    DONE.append(word)


@job(Terms("Hourly sample", tries=1))
def every_hour() -> None:
    DONE.append("hour")
    if "hour" in FAILING:
        raise NoRoom("No room for an hour.")


HOURLY = Periodic("sample", timedelta(hours=1), every_hour)
