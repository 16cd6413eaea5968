"""Telling those who look after the jobs that one has failed for good."""

from django.contrib.auth.models import User

from newsdesk.jobs.job import terms_of
from newsdesk.mail.delivery import TERMS
from newsdesk.notifications.inbox import tell
from newsdesk.notifications.subjects import Subject, add_subject

VIEW = "jobs.view_periodicrun"
BACKEND = "django.contrib.auth.backends.ModelBackend"

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
    for user in User.objects.with_perm(VIEW, backend=BACKEND).filter(is_staff=True):
        tell(
            user,
            kind="failed-job",
            text=f"A job failed and is not tried again by itself: {terms.label}.",
            data={"address": "admin:jobs", "unmailed": terms is TERMS},
        )
