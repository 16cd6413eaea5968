"""Pages, letters and pairs that the front page of the desk has something to say about."""

from datetime import timedelta

from django.utils import timezone

from faqs.models.duplicate_review import DuplicatePair
from faqs.models.reader_question import AskedQuestion
from newsdesk.live_checks.models import CheckRun, PageCheck
from stories.models.draft import Story
from stories.models.error_report import ErrorReport
from tests import pages, release


def story(chief, headline="The ferry turns", **values):
    item = pages.story(chief, headline, **values)
    release.publish(item, actor=chief)
    return item


def spoil(item, *problems):
    rows = PageCheck.objects.filter(page__key=item.key)
    rows.update(broken=len(problems), problems=[list(each) for each in problems])


def forecast(item, *days):
    """Let a page tell of things to come, by so many days from now."""
    today = timezone.localdate()
    dates = sorted(today + timedelta(days=each) for each in days)
    told = [[each.isoformat(), "summary", f"Was to come by {each:%-d %B}."] for each in dates]
    PageCheck.objects.filter(page__key=item.key).update(forecasts=told, due_on=dates[0])


def looked_through(hours=1):
    at = timezone.now() - timedelta(hours=hours)
    return CheckRun.objects.create(started_at=at, finished_at=at)


def pair(one, other, *, contradicts=False, cluster=None, **values):
    left, right = sorted((one.pk, other.pk))
    more = {"score": 0.9, "band": "likely", "urgency": 0 if contradicts else 1} | values
    return DuplicatePair.objects.create(
        left_id=left, right_id=right, contradicts=contradicts, cluster=cluster or left, **more
    )


def question(words, hours=1, **values):
    at = timezone.now() - timedelta(hours=hours)
    return AskedQuestion.objects.create(
        text=words, fingerprint=words, received_at=at, last_asked_at=at, **values
    )


def report(words, hours=1, **values):
    at = timezone.now() - timedelta(hours=hours)
    return ErrorReport.objects.create(
        wrong=words, mark=words, edition=1, page="story:1", received_at=at, **values
    )


def full(chief, number=0):
    """Give every list of the front page something to show."""
    item = story(chief, f"Turn {number}")
    spoil(item, ("summary", "Wrong."), ("reports", "No link."))
    forecast(item, -1)
    Story.objects.filter(pk=item.pk).update(review_on=timezone.localdate())
    faqs = [pages.faq(chief, f"Why {number} {n}?") for n in range(2)]
    release.publish(faqs[0], actor=chief)
    spoil(faqs[0], ("intro", "Wrong."))
    forecast(faqs[0], -2)
    pair(*faqs, contradicts=True)
    question(f"Who {number}?")
    report(f"Not {number}.")
    waiting = pages.story(chief, f"Waits {number}")
    release.schedule(waiting, actor=chief, at=timezone.now() + timedelta(days=number + 1))
