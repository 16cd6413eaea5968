"""Telling those who look after the jobs that one has failed for good."""

from newsdesk.jobs.job import terms_of
from newsdesk.mail.delivery import TERMS
from newsdesk.notifications.inbox import tell_who_may
from newsdesk.notifications.subjects import Subject, add_subject

VIEW = "jobs.view_periodicrun"

add_subject(
    Subject(
        name="jobs",
        label="Failed jobs",
        help="A job of the desk has failed as often as it may be tried.",
        kinds=frozenset({"failed-job"}),
        permission=VIEW,
    )
)


def tell_of_failed_job(sender: object, path: str, **kwargs: object) -> None:
    """Receiver of `job_failed`. That mail fails is told on the desk alone."""
    terms = terms_of(path)
    tell_who_may(
        VIEW,
        kind="failed-job",
        text=f"A job failed and is not tried again by itself: {terms.label}.",
        data={"address": "admin:jobs", "unmailed": terms is TERMS},
    )
